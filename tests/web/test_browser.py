"""What a parent does, in a real browser, with a real server, on a telephone's screen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types

from hearthbook.app.household import household
from hearthbook.app.verify import verify_bundle
from hearthbook.records.event import Note
from hearthbook.records.event import Statement
from hearthbook.web.screens import SCREENS
from tests.app.homes import PASSPHRASE
from tests.web.serving import DAY
from tests.web.serving import Desk
from tests.web.serving import served
from tests.web.serving import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

TELEPHONE = {"width": 390, "height": 844}
# Two keys, and what the page shows at once, before anything is asked of the server.
TWICE = """() => {
  const press = () => document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
  press(); press();
  return !document.getElementById("cover").hidden;
}"""
# What reaches over the edge, though it does not lie in something that scrolls by itself.
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
  .filter((one) => !one.closest(".scroll, .sr, svg") && one.offsetHeight)
  .map((one) => one.outerHTML.slice(0, 120))"""
# A file let go of over the page, as from a folder beside it.
DROP = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name));
  const place = document.querySelector("[data-drop]");
  for (const sort of ["dragover", "drop"]) {
    const told = {bubbles: true, cancelable: true, dataTransfer: held};
    place.dispatchEvent(new DragEvent(sort, told));
  }
}"""
NARROWEST = {"width": 320, "height": 640}
SEEN = sorted(
    {
        screen.path
        for screen in SCREENS
        if screen.path not in {"/unlock", "/doing", "/entry", "/passkeys"}
    }
    | {
        "/write/r/incident",
        "/write/r/feed",
        "/write/c/deadline",
        "/shows/care",
        "/shows/contact",
        "/undated",
        "/diary",
    }
    | {f"/?day={DAY}", f"/?day={DAY}&view=week"}
)


@pytest.fixture(scope="module")
def address(household_of: Path) -> Iterator[str]:
    with served(household_of) as found:
        yield found


@contextmanager
def sitting(browser: Browser, address: str, locale: str = "en-GB") -> Iterator[Desk]:
    context = browser.new_context(locale=locale, viewport=TELEPHONE, reduced_motion="reduce")  # type: ignore[arg-type]  # a size
    try:
        desk = Desk(context, address)
        desk.unlock()
        yield desk
    finally:
        context.close()
    outside = {url for url in desk.requests if urlsplit(url).netloc != urlsplit(address).netloc}
    assert outside == set()
    assert desk.complaints == []


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Desk]:
    with sitting(browser, address) as one:
        yield one


@pytest.mark.parametrize("path", SEEN)
def test_everybody_can_use_every_screen(desk: Desk, path: str) -> None:
    page = desk.go(path)
    found = Axe().run(page)
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]  # a size
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]  # a size
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = page.evaluate(TOO_WIDE)

    heavy = [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert heavy == []
    assert too_wide <= 0
    assert large == []


@pytest.mark.parametrize("theme", ["dark", "night"])
def test_it_can_be_read_in_every_light(desk: Desk, theme: str) -> None:
    page = desk.go("/settings")
    page.click(f"button[value={theme}]")
    contrast = {"runOnly": ["color-contrast"]}
    found = [
        one
        for path in (f"/?day={DAY}", "/shows/care", "/settings")
        for one in Axe().run(desk.go(path), options=contrast).response["violations"]
    ]
    desk.go("/settings").click("button[value=auto]")

    assert found == []


def test_fingers_find_every_button(desk: Desk) -> None:
    page = desk.go(f"/?day={DAY}")
    small = page.evaluate(
        "[...document.querySelectorAll('button, a.button, a.chip, .menu a, summary')]"
        ".filter(one => one.offsetHeight && (one.offsetHeight < 44 || one.offsetWidth < 44))"
        ".map(one => one.outerHTML)"
    )

    assert small == []


@pytest.mark.parametrize("path", ["/find", "/write/r/note", "/settings", "/story"])
def test_no_browser_keeps_offers_or_sends_away_what_is_typed(desk: Desk, path: str) -> None:
    page = desk.go(path)
    forms = page.evaluate("[...document.forms].map(one => one.autocomplete)")
    fields = page.evaluate(
        "[...document.querySelectorAll('textarea, input')]"
        ".map(one => [one.spellcheck, one.translate])"
    )
    dropped = page.evaluate(
        "document.body.dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true}))"
    )

    assert set(forms) == {"off"}
    assert {tuple(one) for one in fields} == {(False, False)}
    assert not dropped


def test_what_others_wrote_is_shown_only_on_request(desk: Desk) -> None:
    page = desk.go(f"/?day={DAY}")
    before = page.inner_text("main")
    page.click("#talk button")
    page.wait_for_selector("#talk ol")
    after = page.inner_text("#talk")

    assert "messages: " in before
    assert "Message from" not in before
    assert "Message from" in after


def test_nothing_is_kept_in_the_browser_but_which_page_it_is_at(desk: Desk) -> None:
    page = desk.go(f"/?day={DAY}")
    page.click("#talk button")
    page.wait_for_selector("#talk ol")
    kept = page.evaluate(
        "async () => [{...sessionStorage}, localStorage.length, document.cookie,"
        " (await caches.keys()).length, (await indexedDB.databases()).length]"
    )

    assert kept == [{"htmx-current-path-for-history": f"/?day={DAY}"}, 0, "", 0, 0]


def test_esc_twice_covers_the_page_and_leaves_the_plain_diary(
    browser: Browser, address: str
) -> None:
    with sitting(browser, address) as one:
        page = one.go(f"/?day={DAY}")
        covered = page.evaluate(TWICE)
        for _ in range(200):
            if page.url == f"{address}/diary":
                break
            page.wait_for_timeout(50)
        page.wait_for_load_state()
        plain = page.inner_text("main")
        one.go("/find")
        asked = page.url
        page.go_back()

        assert covered
        assert "rang twice" not in plain
        assert asked == f"{address}/unlock"
        assert "rang twice" not in page.content()


def test_a_cover_stays_when_the_server_is_gone(browser: Browser, household_of: Path) -> None:
    with served(household_of) as address:
        context = browser.new_context(viewport=TELEPHONE)  # type: ignore[arg-type]  # a size
        one = Desk(context, address)
        one.unlock()
        one.go(f"/?day={DAY}")
    covered = one.page.evaluate(TWICE)
    one.page.wait_for_timeout(300)
    seen = one.page.inner_text("body")
    context.close()

    assert covered
    assert "rang twice" not in seen


def test_a_thumb_that_taps_twice_writes_one_entry(desk: Desk, household_of: Path) -> None:
    page = desk.go("/write/r/note")
    page.fill("#f-text", "Tapped twice in the dark.")
    page.dblclick("form button.main.big")
    page.wait_for_url(f"{desk.address}/entry/**")

    with household(str(household_of), PASSPHRASE) as home:
        notes = [one.record for one in home.of_kind("record", "note")]
    assert [one.text for one in notes if isinstance(one, Note)] == ["Tapped twice in the dark."]


def test_a_voice_note_goes_out_with_the_words_even_while_she_speaks(desk: Desk) -> None:
    desk.page.context.grant_permissions(["microphone"])
    page = desk.go("/write/r/note")
    page.fill("#f-text", "Said aloud, with one hand.")
    page.click("[data-record]")
    page.wait_for_timeout(400)
    page.click("form button.main.big")
    page.wait_for_url(f"{desk.address}/entry/**")
    page.click(".file summary")
    until(
        page,
        "() => { const one = document.querySelector('audio'); one.load();"
        " return new Promise((done) => { one.onloadedmetadata = () => done(true);"
        " one.onerror = () => done(false); one.preload = 'auto'; }); }",
    )


def test_a_month_is_gone_through_by_keys_alone(desk: Desk) -> None:
    page = desk.go(f"/calendar?day={DAY}")
    page.focus(".month a")
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    reached = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url("**/calendar?day=2026-03-*")
    page.focus(".month a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?day=2026-03-01*")
    page.keyboard.press("Alt+PageUp")
    page.wait_for_url("**/?day=2026-02-28*")

    assert reached == "/?day=2026-02-09&book=r"


def test_a_file_comes_in_with_its_questions_answered_and_only_once(
    desk: Desk, tmp_path: Path
) -> None:
    chat = tmp_path / "WhatsApp Chat with Olga.txt"
    chat.write_text(
        "01/02/2026, 21:10 - Olga: are they asleep?\n01/02/2026, 21:12 - Anna: both\n"
        "14/02/2026, 09:00 - Olga: good morning\n",
        "utf-8",
    )
    told = []
    for dropped in (False, True):
        page = desk.go("/bring")
        if dropped:
            page.evaluate(DROP, [chat.name, chat.read_text("utf-8")])
        else:
            page.set_input_files("#file", chat)
        page.wait_for_selector("form[hx-post^='/bring/']")
        assert "good morning" not in page.content()
        page.select_option("select[name=me]", "Anna")
        page.click("form[hx-post^='/bring/'] button.main")
        page.wait_for_selector("[data-done=taken]")
        told.append(page.inner_text("[data-done=taken]"))

    assert "Entries sealed: 3" in told[0]
    assert "Nothing new was added" in told[1]


def test_a_story_is_confirmed_with_a_thumb_and_its_words_become_an_entry(
    desk: Desk, household_of: Path
) -> None:
    page = desk.go("/story")
    page.click("a.card")
    seen: set[str] = set()
    while page.query_selector("[data-draft]"):
        draft = page.get_attribute("[data-draft]", "data-draft") or ""
        assert draft not in seen
        seen.add(draft)
        if page.query_selector("#card [name=sort]"):
            page.click("#card button.big >> text=Jonas")
        else:
            page.keyboard.press("a")
        page.wait_for_selector(f"[data-draft]:not([data-draft='{draft}']), [data-done=story]")

    with household(str(household_of), PASSPHRASE) as home:
        said = [one.record for one in home.of_kind("record", "statement")]
    assert [(s.words, s.speaker) for s in said if isinstance(s, Statement)] == [
        ("I will not stay,", "jonas")
    ]


def test_a_bundle_is_pressed_taken_away_and_holds(
    desk: Desk, household_of: Path, tmp_path: Path
) -> None:
    page = desk.go("/papers")
    page.select_option("#thread", "jonas")
    page.click("form button.main")
    page.wait_for_selector("[data-done=pressed], #pressed [role=alert]", timeout=90_000)
    said = page.inner_text("#pressed")
    assert "Ready" in said, said
    for name in ("pages.pdf", "pages.pdf.json"):
        with page.expect_download() as waiting:
            page.click(f"[data-done] a[href$='/{name}']")
        waiting.value.save_as(tmp_path / name)

    checks = verify_bundle(str(tmp_path / "pages.pdf"))
    assert checks
    assert all(one.passed for one in checks)
    assert list(household_of.rglob("*.pdf*")) == []


def test_a_russian_browser_is_spoken_to_in_russian(browser: Browser, address: str) -> None:
    with sitting(browser, address, "ru-RU") as one:
        page = one.go(f"/?day={DAY}")
        heading = page.text_content("h1")
        one.go("/settings").click("button[value=en]")
        english = one.go(f"/?day={DAY}").inner_text("h1")

    assert heading == "вторник, 3 февраля 2026"
    assert english == "Tuesday, 3 February 2026"

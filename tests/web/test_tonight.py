"""The page Tonight, in a real browser, with a server that is really killed."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251  # the same cuts each time
import re
import shutil
import statistics
from typing import TYPE_CHECKING
from typing import TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types

from hearthbook.app.outbox import collect
from hearthbook.app.outbox import hand_over
from hearthbook.app.phones import confirm
from hearthbook.app.phones import delivered
from hearthbook.app.phones import listed
from hearthbook.app.tapped import read
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Sleep
from hearthbook.records.resolution import facts
from hearthbook.vault.formats import item as items
from hearthbook.web.outbox import PAGE
from tests.web.conftest import Phone
from tests.web.conftest import held
from tests.web.conftest import made_link
from tests.web.conftest import unlocked

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from playwright.sync_api import Route

    from hearthbook.app.household import Household
    from tests.web.conftest import Server

FILL = """async () => {
  for (const text of ["no room left ".repeat(700), ""]) {
    const write = () => window.diary.outbox.write({ kind: "note", text, at: Date.now() });
    for (let n = 0; n < 300; n += 1) if (await write().then(() => false, () => true)) break;
  }
}"""
Told = TypeVar("Told", Diaper, Feed, Sleep)
CUTS = int(os.environ.get("HEARTHBOOK_CUTS", "30"))
SECRET = "He rang at four and shouted."
DUMP = """async () => {
  const text = (value) => value instanceof Uint8Array
    ? Array.from(value, (byte) => String.fromCharCode(byte)).join("") : value;
  const found = { local: JSON.stringify([localStorage, sessionStorage]) };
  const { db } = window.diary.store;
  for (const name of db.objectStoreNames) {
    const request = db.transaction(name).objectStore(name).getAll();
    await new Promise((done) => (request.onsuccess = done));
    found[name] = JSON.stringify(request.result, (_, value) => text(value));
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    found[name] = (await cache.keys()).map((one) => new URL(one.url).pathname).join(" ");
  }
  return found;
}"""


def confirmed(home: Household) -> None:
    """Confirm every phone that waits, and take in what it sent."""
    for one in listed(home):
        if one.state == "new":
            confirm(home, device=one.device, person="Anna")
    collect(home)


def standing(home: Household, kind: type[Told]) -> list[Told]:
    """Return the records of a kind that no later entry struck."""
    every = facts(list(home.entries("record")))
    return [one.record for one in every if isinstance(one.record, kind) and not one.fallen]


def counters(home: Household) -> list[int]:
    """Return the counter of every item that is in the vault."""
    signed = [one for delivery in delivered(home) for one in delivery.items]
    return sorted(read(items.read(one.encode()).body).counter for one in signed)


def test_a_night_with_twins_loses_nothing_when_the_server_is_killed(
    browser: Browser, server: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        phone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        phone.tap(2, "wet")
        phone.tap(1, "breast-left")
        phone.send()
        server.kill()
        phone.tap(1, "breast-left")
        phone.tap(2, "sleep")
        assert not phone.send()
        phone.open(server.page)
        phone.tap(3, "sleep")
        phone.tap(3, "bottle")
        phone.page.locator(".amount button").last.tap()
        phone.saved(9)
        assert phone.waiting() > 0
        server.start()
        assert phone.send()
        assert (phone.waiting(), phone.faults) == (0, [])

    with unlocked(server.vault) as home:
        confirmed(home)
        assert counters(home) == list(range(1, 10))
        as_tapped(home)


def as_tapped(home: Household) -> None:
    """Check that the vault holds the night as it was tapped."""
    [diaper] = standing(home, Diaper)
    breast, bottle = standing(home, Feed)
    mila, theo = standing(home, Sleep)
    assert [one.child for one in diaper.shares if one.wet] == ["mila", "theo"]
    assert (breast.shares[0].side, breast.until is None) == ("left", False)
    assert bottle.shares[0].millilitres == 60
    assert (mila.children, mila.until) == (("mila",), None)
    assert (theo.children, theo.until is None, theo.when) == (("theo",), False, mila.when)


def test_a_locked_phone_writes_and_cannot_read(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(steady))
        phone.page.get_by_role("button", name="More", exact=True).tap()
        phone.page.locator("[data-kind=note]").tap()
        phone.page.locator("textarea").fill(SECRET)
        phone.page.get_by_role("button", name="Save").tap()
        phone.saved(2)
        phone.page.evaluate("window.diary.setRemember(false)")
        phone.tap(1, "bottle")
        phone.open(steady.page)
        dump: dict[str, str] = phone.page.evaluate(DUMP)
        dump["page"] = phone.page.content()
        dump["history"] = phone.page.evaluate("location.href")

        assert phone.waiting() == 3
        assert dump["items"].count("age-encryption.org/v1") == 3
        assert dump["recent"] == "[]"
        for place, text in dump.items():
            assert "shouted" not in text, place
            assert "bottle" not in text.replace('data-tile="bottle"', "") or place == "page"
        assert '"feed"' not in json.dumps(dump)
        assert "age1" not in dump["history"]
        assert phone.faults == []


def test_the_key_of_the_phone_cannot_be_taken_out(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        said = phone.page.evaluate("""async () => {
          const { sign } = (await window.diary.store.get("known")).key;
          const taken = crypto.subtle.exportKey("pkcs8", sign);
          return [sign.extractable, await taken.catch((error) => error.name)];
        }""")

    assert said == [False, "InvalidAccessError"]


def test_the_signs_the_phone_shows_are_those_shown_at_home(
    browser: Browser, server: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        phone.page.get_by_role("button", name="Settings").tap()
        shown = phone.page.locator(".mark").inner_text()
        phone.send()

    with unlocked(server.vault) as home:
        assert [one.device for one in listed(home)] == [shown]


def test_random_cuts_lose_and_double_nothing(browser: Browser, server: Server) -> None:
    chance = random.Random(20260107)  # noqa: S311  # no secret

    def cut(route: Route) -> None:
        fate = chance.choice(["before", "after", "through"])
        if fate == "before":
            route.abort()
        elif fate == "after":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    with held(browser) as phone:
        phone.open(made_link(server))
        phone.page.route("**/outbox", cut)
        for _ in range(CUTS):
            phone.tap(chance.choice([1, 2, 3]), chance.choice(["wet", "dirty", "bottle"]))
            phone.send()
        phone.page.unroute("**/outbox")
        last = phone.counter()
        assert phone.send()
        assert phone.waiting() == 0

    with unlocked(server.vault) as home:
        confirmed(home)
        assert last == CUTS + 1
        assert counters(home) == list(range(1, last + 1))
        assert len(standing(home, Diaper)) + len(standing(home, Feed)) == CUTS


def test_a_wet_diaper_for_both_twins_is_one_tap_from_the_open_page(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        before = phone.counter()
        tile = phone.page.locator(".column.many [data-tile=wet]")
        box = tile.bounding_box()
        tile.tap()
        phone.saved(before + 1)

        assert box is not None
        assert (box["width"] >= 44, box["height"] >= 44) == (True, True)
        assert "Wet diaper" in phone.page.locator(".bar").inner_text()


def test_a_tap_is_on_the_disk_within_fifty_milliseconds(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        for _ in range(9):
            phone.tap(1, "wet")
        took = phone.page.evaluate(
            "performance.getEntriesByName('saved').map((one) => one.duration)"
        )

    assert len(took) == 9
    assert statistics.median(took) < 50


def test_undo_takes_back_and_an_end_that_was_a_slip_goes_on(
    browser: Browser, server: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        phone.tap(3, "wet")
        phone.page.get_by_role("button", name="Undo").tap()
        phone.saved(3)
        phone.tap(1, "sleep")
        phone.tap(1, "sleep")
        phone.page.get_by_role("button", name="Undo").tap()
        phone.saved(7)
        assert phone.page.locator("[data-tile=sleep][aria-pressed=true]").count() == 1
        phone.send()

    with unlocked(server.vault) as home:
        confirmed(home)
        assert standing(home, Diaper) == []
        [sleep] = standing(home, Sleep)
        assert sleep.until is None


def test_two_pages_of_one_phone_share_its_numbers(browser: Browser, server: Server) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        other = Phone(phone.context)
        other.open(server.page)
        for one in (phone, other, other, phone):
            one.tap(2, "wet")
        phone.send()

    with unlocked(server.vault) as home:
        confirmed(home)
        assert counters(home) == [1, 2, 3, 4, 5]


def test_a_full_phone_says_so_and_keeps_what_was_saved(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        origin = steady.page.removesuffix("/phone/")
        small = {"origin": origin, "quotaSize": 400_000}
        phone.context.new_cdp_session(phone.page).send("Storage.overrideQuotaForOrigin", small)
        phone.open(made_link(steady))
        phone.page.evaluate(FILL)
        kept = phone.waiting()
        phone.page.locator("[data-tile=dirty]").first.tap()
        phone.page.get_by_role("alert").wait_for()

        assert "this phone is full" in phone.page.get_by_role("alert").inner_text()
        assert phone.waiting() == kept > 3
        assert kept == phone.counter()


def test_what_was_written_an_hour_ago_can_be_taken_back(
    browser: Browser, server: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        phone.tap(1, "wet")
        phone.tap(3, "dirty")
        phone.open(server.page)
        phone.page.get_by_role("button", name="While you slept").tap()
        phone.page.get_by_role("button", name=re.compile("Wet diaper.*Mila")).last.tap()
        phone.page.get_by_role("button", name="Undo").tap()
        phone.saved(4)
        phone.send()

    with unlocked(server.vault) as home:
        confirmed(home)
        [diaper] = standing(home, Diaper)
        assert [one.child for one in diaper.shares] == ["theo"]


def test_who_did_it_is_one_tap_away(browser: Browser, server: Server) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        phone.tap(2, "wet-dirty")
        phone.page.get_by_role("button", name="Ruth").tap()
        phone.saved(3)
        phone.page.get_by_role("button", name="It was 15 minutes earlier").tap()
        phone.saved(4)
        phone.send()

    with unlocked(server.vault) as home:
        confirmed(home)
        [diaper] = standing(home, Diaper)
    assert (diaper.performed_by, diaper.recorded_by) == ("ruth", "anna")


def test_the_sealed_file_is_taken_in_at_home(
    browser: Browser, steady: Server, server: Server, tmp_path: Path
) -> None:
    del steady
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(server))
        phone.tap(2, "dirty")
        phone.page.get_by_role("button", name="Settings").tap()
        with phone.page.expect_download() as coming:
            phone.page.get_by_role("button", name="As a file").tap()
        coming.value.save_as(tmp_path / "handed.txt")
        name = coming.value.suggested_filename

    with unlocked(server.vault) as home:
        hand_over(home, path=str(tmp_path / "handed.txt"))
        confirmed(home)
        assert counters(home) == [1, 2]
    assert name.startswith("diary-")


def test_a_new_version_of_the_page_keeps_what_waits(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(PAGE, newer)
    listing = (newer / "files.js").read_text("utf-8")
    (newer / "files.js").write_text(listing.replace('sion": "', 'sion": "f'), "utf-8")
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(server))
        phone.tap(1, "wet")
        server.kill()
        server.start(newer)
        phone.page.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
        phone.page.wait_for_function(
            "() => caches.keys().then((names) => names.join().match(/^page-f[^,]*$/))"
        )
        phone.open(server.page)

        assert phone.waiting() == 2


def test_the_cover_hides_what_was_last_at_once(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        phone.tap(1, "bottle")
        phone.page.get_by_role("button", name="Cover").tap()

        assert not phone.page.locator("main").is_visible()
        phone.page.locator(".veil").tap()
        assert phone.page.locator(".card").count() == 0
        assert phone.page.locator(".tiles").is_visible()


def looked(phone: Phone, what: str) -> list[str]:
    """Return what keeps somebody from using what is shown."""
    found = Axe().run(phone.page).response["violations"]
    grave = [one for one in found if one["impact"] in {"serious", "critical"}]
    return [f"{what}: {one['id']} {one['nodes'][0]['html']}" for one in grave]


@pytest.mark.parametrize(("language", "width"), [("en-GB", 390), ("ru-RU", 320)])
def test_everybody_can_use_the_page(
    browser: Browser, steady: Server, language: str, width: int
) -> None:
    with held(browser, language=language, width=width) as phone:
        phone.open(made_link(steady))
        phone.tap(1, "breast-left")
        phone.tap(2, "bottle")
        faults: list[str] = []
        for look in ("night", "day"):
            phone.page.evaluate(f"window.diary.setLook('{look}')")
            faults += looked(phone, look)
        for sheet in ("more", "night"):
            phone.page.evaluate(f"window.diary.sheet.{sheet}()")
            faults += looked(phone, sheet)
        phone.page.evaluate("window.diary.sheet.box.close()")
        wide = phone.page.evaluate("document.documentElement.scrollWidth")
        tongue = phone.page.evaluate("document.documentElement.lang")

    assert faults == []
    assert (wide, tongue) == (width, language[:2])


def test_a_page_without_a_link_says_what_to_do(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.page.goto(steady.page)
        phone.page.get_by_text("To begin, open the link").wait_for()
        phone.page.locator("textarea").fill(made_link(steady))
        phone.page.get_by_role("button", name="Begin").tap()
        phone.page.wait_for_selector("html[data-ready]", state="attached")

        assert phone.page.locator(".column").count() == 3


def test_a_link_of_another_diary_changes_nothing(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        made = made_link(steady)
        phone.open(made)
        phone.page.goto("about:blank")
        phone.page.goto(re.sub("age1[0-9a-z]{58}", "age1" + "q" * 58, made))
        phone.page.get_by_text("This phone writes for another diary").wait_for()
        phone.open(steady.page)

        assert phone.page.evaluate("window.diary.outbox.recipient") in made

"""Nothing lost, nothing doubled, nothing readable: with servers really killed."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251  # the same cuts each time
import shutil
from base64 import b64decode
from typing import TYPE_CHECKING

from hearthbook.app.failure import Exit
from hearthbook.cli import main
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Sleep
from hearthbook.vault.formats.packet import item_id
from hearthbook.web.outbox import PAGE
from tests.app.homes import PASSPHRASE
from tests.web.phone.hand import Phone
from tests.web.phone.hand import confirmed
from tests.web.phone.hand import counters
from tests.web.phone.hand import held
from tests.web.phone.hand import made_link
from tests.web.phone.hand import standing
from tests.web.phone.hand import unlocked
from tests.web.serving import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Browser
    from playwright.sync_api import Route

    from hearthbook.app.household import Household
    from tests.web.phone.hand import Server

CONTROLLED = "() => navigator.serviceWorker.controller !== null"
CUTS = int(os.environ.get("HEARTHBOOK_CUTS", "30"))
SECRET = "He rang at four and shouted."
FILL = """async () => {
  for (const text of ["no room left ".repeat(700), ""]) {
    const write = () => window.diary.outbox.write({ kind: "note", text, at: Date.now() });
    for (let n = 0; n < 300; n += 1) if (await write().then(() => false, () => true)) break;
  }
}"""
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


def test_a_night_with_twins_loses_nothing_when_the_server_is_killed(
    browser: Browser, server: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(server))
        until(phone.page, CONTROLLED)
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
        device = phone.device

    with unlocked(server.vault) as home:
        confirmed(home)
        assert counters(home, device) == list(range(1, 10))
        as_tapped(home, device)


def as_tapped(home: Household, device: str) -> None:
    """Check that the vault holds the night as it was tapped."""
    [diaper] = standing(home, Diaper, device)
    breast, bottle = standing(home, Feed, device)
    mila, theo = standing(home, Sleep, device)
    assert [one.child for one in diaper.shares if one.wet] == ["mila", "theo"]
    assert (breast.shares[0].side, breast.until is None) == ("left", False)
    assert bottle.shares[0].millilitres == 60
    assert (mila.children, mila.until) == (("mila",), None)
    assert (theo.children, theo.until is None, theo.when) == (("theo",), False, mila.when)


def test_random_cuts_lose_and_double_nothing(browser: Browser, steady: Server) -> None:
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
        phone.open(made_link(steady))
        phone.page.route("**/outbox", cut)
        for _ in range(CUTS):
            phone.tap(chance.choice([1, 2, 3]), chance.choice(["wet", "dirty", "bottle"]))
            phone.send()
        phone.page.unroute("**/outbox")
        last = phone.counter()
        assert phone.send()
        assert phone.waiting() == 0
        device = phone.device

    with unlocked(steady.vault) as home:
        confirmed(home)
        assert last == CUTS + 1
        assert counters(home, device) == list(range(1, last + 1))
        assert len(standing(home, Diaper, device)) + len(standing(home, Feed, device)) == CUTS


def test_only_what_was_acknowledged_leaves_the_phone(browser: Browser, steady: Server) -> None:
    def one_of_them(route: Route) -> None:
        first = (route.request.post_data or "").split("\n")[1]
        answered = {"kept": [item_id(b64decode(first))]} if not acknowledged else {"kept": []}
        acknowledged.append(first)
        route.fulfill(json=answered)

    acknowledged: list[str] = []
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(steady))
        phone.tap(1, "wet")
        phone.tap(1, "dirty")
        phone.send()
        phone.page.route("**/outbox", one_of_them)
        phone.send()

        assert phone.waiting() == 2
        assert len(acknowledged) == 2


def test_two_pages_of_one_phone_share_its_numbers(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        other = Phone(phone.context)
        other.open(steady.page)
        for one in (phone, other, other, phone):
            one.tap(2, "wet")
        phone.send()
        device = phone.device

    with unlocked(steady.vault) as home:
        confirmed(home)
        assert counters(home, device) == [1, 2, 3, 4, 5]


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
        until(phone.page, CONTROLLED)  # else the page is not kept yet, and never will be
        server.kill()
        server.start(newer)
        phone.page.evaluate("navigator.serviceWorker.ready.then((one) => { one.update(); })")
        until(
            phone.page,
            "() => caches.keys().then((names) => names.join().match(/^page-f[^,]*$/))",
        )
        phone.open(server.page)

        assert phone.waiting() == 2


def test_the_sealed_file_is_taken_in_at_home(
    browser: Browser, steady: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(steady))
        phone.tap(2, "dirty")
        phone.page.get_by_role("button", name="Settings").tap()
        with phone.page.expect_download() as coming:
            phone.page.get_by_role("button", name="As a file").tap()
        coming.value.save_as(tmp_path / "handed.txt")
        name = coming.value.suggested_filename
        device = phone.device

    (tmp_path / "pass").write_text(PASSPHRASE, "utf-8")
    opens = ["--passphrase-file", str(tmp_path / "pass")]
    code = main(["take-in", str(steady.vault), str(tmp_path / "handed.txt"), *opens])
    assert (code, capsys.readouterr().err.count(device)) == (Exit.FOUND_FALSE, 2)
    with unlocked(steady.vault) as home:
        confirmed(home)
        assert counters(home, device) == [1, 2]
    assert name.startswith("diary-")


def test_a_locked_phone_writes_and_cannot_read(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(steady))
        address = phone.page.evaluate("location.href")
        phone.tap(3, "bottle")
        phone.page.get_by_role("button", name="More", exact=True).tap()
        phone.page.locator("[data-kind=note]").tap()
        phone.page.locator("textarea").fill(SECRET)
        phone.page.get_by_role("button", name="Save").tap()
        phone.saved(3)
        phone.page.evaluate("window.diary.setRemember(false)")
        phone.tap(1, "bottle")
        phone.open(steady.page)
        dump: dict[str, str] = phone.page.evaluate(DUMP)
        dump["page"] = phone.page.content()

        assert phone.waiting() == 4
        assert dump["items"].count("age-encryption.org/v1") == 4
        assert dump["recent"] == "[]"
        for place, text in dump.items():
            assert "shouted" not in text, place
            assert "bottle" not in text.replace('data-tile="bottle"', "") or place == "page"
        assert '"feed"' not in json.dumps(dump)
        assert address == steady.page
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

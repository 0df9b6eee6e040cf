"""Coming in with a passkey, and being shut out, in a real browser with a virtual device."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.household import household
from hearthbook.app.passkeys import listed
from tests.app.homes import PASSPHRASE
from tests.web.serving import Desk
from tests.web.serving import served
from tests.web.visiting import begun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from playwright.sync_api import CDPSession
    from playwright.sync_api import Page

KEPT = "[action='/passkeys/remove']"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("passkeys")
    begun(folder)
    return folder / "family.vault"


@pytest.fixture(scope="module")
def address(vault: Path) -> Iterator[str]:
    """Serve the diary under a name: browsers make no passkeys for bare addresses."""
    with served(vault) as found:
        yield found.replace("127.0.0.1", "localhost")


class Phone:
    """A telephone: a browser of its own and what keeps its passkeys."""

    def __init__(self, browser: Browser, address: str, *, keeps_secrets: bool) -> None:
        self._context = browser.new_context(locale="en-GB")
        self.desk = Desk(self._context, address)
        self.page: Page = self.desk.page
        self._line: CDPSession = self._context.new_cdp_session(self.page)
        self._line.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "hasPrf": keeps_secrets,
        }
        made = self._line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id: str = made["authenticatorId"]

    def counts(self) -> list[int]:
        found = self._line.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return [one["signCount"] for one in found["credentials"]]

    def counts_from(self, count: int) -> None:
        """Put its only passkey back to an earlier count, as a copy of it would have."""
        line, own = self._line, {"authenticatorId": self._id}
        [one] = line.send("WebAuthn.getCredentials", own)["credentials"]
        gone = own | {"credentialId": one["credentialId"]}
        line.send("WebAuthn.removeCredential", gone)
        line.send("WebAuthn.addCredential", own | {"credential": one | {"signCount": count}})

    def make_passkey(self, name: str, passphrase: str = PASSPHRASE) -> str:
        page = self.desk.go("/settings")
        page.fill("#passkey-name", name)
        page.fill("#passkey-passphrase", passphrase)
        made = page.locator(KEPT).nth(page.locator(KEPT).count())
        page.click("[data-passkey-add] button")
        refused = page.locator("[data-passkey-add] [role=status]:not([hidden])")
        made.or_(refused).first.wait_for(state="attached")
        return page.inner_text("[data-passkey-add] [role=status]")

    def enter(self) -> str:
        """Use a passkey at the door; return what is said if it does not open."""
        page = self.desk.go("/unlock")
        page.click("[data-passkey] button")
        inside = page.locator("body:not(:has([data-passkey]))")
        refused = page.locator("[data-passkey] [role=alert]:not([hidden])")
        inside.or_(refused).first.wait_for(state="attached")
        if page.url == f"{self.desk.address}/":
            return ""
        return page.inner_text("[data-passkey] [role=alert]")

    def lock(self) -> None:
        self.desk.go("/settings").click("form[action='/lock'] >> text=Lock for everybody")
        self.page.wait_for_url("**/unlock")

    def take_away(self, name: str) -> None:
        row = self.desk.go("/settings").locator("details", has_text=name)
        row.locator("summary").click()
        row.locator("[name=passphrase]").fill(PASSPHRASE)
        row.locator("button").click()
        self.page.wait_for_load_state()

    def close(self) -> None:
        self._context.close()


@contextmanager
def phone(browser: Browser, address: str, *, keeps_secrets: bool = True) -> Iterator[Phone]:
    one = Phone(browser, address, keeps_secrets=keeps_secrets)
    try:
        yield one
    finally:
        one.close()


def test_a_passkey_with_a_secret_opens_the_locked_diary_until_it_is_taken_away(
    browser: Browser, address: str, vault: Path
) -> None:
    with phone(browser, address) as hers:
        hers.desk.unlock()
        guessed = hers.make_passkey("his", "a guess")
        none = hers.counts()
        made = hers.make_passkey("my phone")
        hers.lock()
        opened = hers.enter()
        shown = hers.desk.go("/settings").inner_text("main")
        with household(str(vault), PASSPHRASE) as home:
            [one] = listed(home)
            ways = [way.kind for way in home.vault.ways()]
        held = b"".join(one.read_bytes() for one in vault.glob("*") if one.is_file())
        hers.counts_from(0)
        copied = hers.enter()
        hers.take_away("my phone")
        left = hers.desk.go("/unlock").locator("[data-passkey]").count()
        complaints = [one for one in hers.desk.complaints if "401" not in one]

    assert "Nothing was changed" in guessed
    assert (none, made, opened) == ([], "", "")
    assert "opens the diary" in shown
    assert "With a passkey: my phone" in shown
    assert (one.name, one.host, one.opens) == ("my phone", "localhost", True)
    assert ways[2:] == ["passkey"]
    assert b"my phone" not in held
    assert b"localhost" not in held
    assert "there are two of it" in copied
    assert left == 0
    assert complaints == []


def test_a_passkey_without_a_secret_lets_in_only_while_the_diary_is_open(
    browser: Browser, address: str
) -> None:
    with phone(browser, address, keeps_secrets=False) as hers:
        hers.desk.unlock()
        made = hers.make_passkey("old phone")
        shown = hers.page.inner_text("main")
        open_ = hers.enter()
        hers.lock()
        shut = hers.enter()

    assert (made, open_) == ("", "")
    assert "lets in while the diary is open" in shown
    assert "only while the diary is open" in shut


def test_what_shuts_one_tab_shuts_all(browser: Browser, address: str) -> None:
    seen, left = [], []
    with phone(browser, address) as hers:
        page, other = hers.page, hers.page.context.new_page()
        for way in ("leave", "lock"):
            hers.desk.unlock()
            other.goto(f"{address}/settings")
            seen.append(other.inner_text("main"))
            page.locator(f"header form[action='/{way}'] button").click()
            other.wait_for_url(re.compile("/(diary|unlock)$"))
            left.append(other.inner_text("main"))
        other.go_back()
        left.append(other.content())

    assert all("Passkeys" in one for one in seen)
    assert not any("Passkeys" in one for one in left)


def test_a_page_covers_itself_soon_after_it_was_locked_from_elsewhere(
    browser: Browser, address: str
) -> None:
    with phone(browser, address) as here, phone(browser, address) as there:
        for one in (here, there):
            one.desk.unlock()
        here.page.clock.install()
        shown = here.desk.go("/settings").inner_text("main")
        there.lock()
        here.page.clock.run_for(15_000)
        here.page.wait_for_url("**/unlock")

    assert "Passkeys" in shown

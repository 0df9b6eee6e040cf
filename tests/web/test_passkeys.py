"""Passkeys in a real browser with a virtual authenticator; and what they do not open."""

from __future__ import annotations

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

    def knows_who_holds_it(self, *, sure: bool) -> None:
        self._line.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": sure}
        )

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
        before = page.locator(KEPT).count()
        page.click("[data-passkey-add] button")
        page.wait_for_function(
            "([kept, before]) => document.querySelectorAll(kept).length > before"
            " || !document.querySelector('[data-passkey-add] [role=status]').hidden",
            arg=[KEPT, before],
        )
        return page.inner_text("[data-passkey-add] [role=status]")

    def enter(self) -> str:
        """Use a passkey at the door; return what is said if it does not open."""
        page = self.desk.go("/unlock")
        page.click("[data-passkey] button")
        page.wait_for_function(
            "() => location.pathname == '/'"
            " || !document.querySelector('[data-passkey] [role=alert]').hidden"
        )
        if page.url == f"{self.desk.address}/":
            return ""
        return page.inner_text("[data-passkey] [role=alert]")

    def lock(self) -> None:
        self.desk.go("/settings").click("form[action='/lock'] >> text=Lock for everybody")
        self.page.wait_for_url("**/unlock")

    def close(self) -> None:
        self._context.close()


@contextmanager
def phone(browser: Browser, address: str, *, keeps_secrets: bool = True) -> Iterator[Phone]:
    one = Phone(browser, address, keeps_secrets=keeps_secrets)
    try:
        yield one
    finally:
        one.close()


def test_a_passkey_with_a_secret_opens_the_locked_diary(
    browser: Browser, address: str, vault: Path
) -> None:
    with phone(browser, address) as hers:
        hers.desk.unlock()
        said = hers.make_passkey("my phone")
        hers.lock()
        first = hers.enter()
        listed_there = hers.desk.go("/settings").inner_text("main")
        hers.lock()
        again = hers.enter()
        hers.counts_from(0)
        copied = hers.enter()
        hers.knows_who_holds_it(sure=False)
        unsure = hers.enter()
        complaints = [one for one in hers.desk.complaints if "401" not in one]

    assert (said, first, again) == ("", "", "")
    assert "opens the diary" in listed_there
    assert "With a passkey: my phone" in listed_there
    assert "Nothing was changed" in unsure
    assert "there are two of it" in copied
    assert complaints == []
    with household(str(vault), PASSPHRASE) as home:
        [one] = listed(home)
        assert (one.name, one.host, one.opens) == ("my phone", "localhost", True)
        assert [way.kind for way in home.vault.ways()][2:] == ["passkey"]
    held = b"".join(one.read_bytes() for one in vault.glob("*") if one.is_file())
    assert b"my phone" not in held
    assert b"localhost" not in held


def test_a_passkey_without_a_secret_lets_in_only_while_the_diary_is_open(
    browser: Browser, address: str
) -> None:
    with phone(browser, address, keeps_secrets=False) as hers:
        hers.desk.unlock()
        said = hers.make_passkey("old phone")
        shown = hers.desk.go("/settings").inner_text("main")
        open_ = hers.enter()
        hers.lock()
        shut = hers.enter()

    assert (said, open_) == ("", "")
    assert "lets in while the diary is open" in shown
    assert "only while the diary is open" in shut


def test_to_make_one_needs_the_passphrase_though_the_diary_is_open(
    browser: Browser, address: str
) -> None:
    with phone(browser, address) as his:
        his.desk.unlock()
        before = his.desk.go("/settings").locator(KEPT).count()
        said = his.make_passkey("his", "a guess")
        after = his.desk.go("/settings").locator(KEPT).count()
        made = his.counts()

    assert "Nothing was changed" in said
    assert made == []
    assert before == after


def test_a_passkey_that_was_taken_away_opens_nothing(browser: Browser, address: str) -> None:
    with phone(browser, address) as hers:
        hers.desk.unlock()
        hers.make_passkey("lost phone")
        page = hers.desk.go("/settings")
        row = page.locator("details", has_text="lost phone")
        row.locator("summary").click()
        row.locator("[name=passphrase]").fill(PASSPHRASE)
        row.locator("button").click()
        page.wait_for_load_state()
        left = page.inner_text("main")
        open_ = hers.enter()
        hers.lock()
        shut = hers.enter()

    assert "lost phone" not in left
    assert "does not let anybody in" in open_
    assert "does not open the vault" in shut

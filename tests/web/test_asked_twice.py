"""What is asked at the door of a passkey does for nothing inside."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tests.app.homes import PASSPHRASE
from tests.web.visiting import Visitor
from tests.web.visiting import begun
from tests.web.visiting import client

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response

NAMED = {"host": "localhost"}  # a name: for a bare address there are no passkeys
ANSWER = {"said": "{}", "name": "his phone"}


def sent(visitor: Visitor, address: str, **fields: str) -> Response:
    form = {"form": visitor.token, **fields}
    return visitor.client.post(address, data=form, headers=NAMED)


def test_at_an_open_diary_no_passkey_is_made_without_the_passphrase(tmp_path: Path) -> None:
    with client(begun(tmp_path)) as browser:
        visitor = Visitor(browser)
        visitor.unlock()
        never_asked = sent(visitor, "/passkeys", **ANSWER)
        # Whoever sits at the diary can read its cookies, and send others.
        session = sha256(browser.cookies["diary"].encode()).hexdigest()[:16]
        for cookie in [one for one in browser.cookies.jar if one.name == "visit"]:
            browser.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
        browser.cookies.set("visit", session)

        asked = sent(visitor, "/passkey/ask")
        answered = sent(visitor, "/passkeys", **ANSWER)

        assert asked.status_code == 200
        assert answered.json() == never_asked.json()
        assert sent(visitor, "/passkeys/ask", passphrase=PASSPHRASE).status_code == 200
        assert sent(visitor, "/passkeys", **ANSWER).json() != never_asked.json()

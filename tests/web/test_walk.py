"""The application's own routes, walked one by one: what nobody thought of fails here.

A new route has to be refused without a session, without the token of a page and in a hidden
session, or be named below with what guards it instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import NamedTuple

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient

from hearthbook.app.door import Door
from hearthbook.web.application import application
from hearthbook.web.outbox import MEDIA_TYPE
from hearthbook.web.outbox import PER_MINUTE
from hearthbook.web.outbox import phone_handlers
from tests.web.visiting import HOST
from tests.web.visiting import Clock
from tests.web.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from litestar import Litestar

# Open to whoever asks. Those that read show nothing of a vault; those that write say why.
OPEN = {
    ("GET", "/case/address/{secret:str}/calendar.ics"): "nobody can guess it; off at first",
    ("GET", "/unlock"): "asks for the passphrase",
    ("POST", "/unlock"): "wrong passphrases wait",
    ("POST", "/passkey"): "wrong passkeys wait",
    ("POST", "/passkey/ask"): "tells a random number; so many are kept and no more",
    ("POST", "/language"): "writes a cookie",
    ("GET", "/phone"): "a file of the program",
    ("GET", "/phone/{name:str}"): "a file of the program",
    ("POST", "/phone/outbox"): "sealed items; sizes and rates are limited",
    ("GET", "/static/{file_path:path}"): "a file of the program",
    ("HEAD", "/static/{file_path:path}"): "a file of the program",
}
PLAIN = {("GET", "/diary"), ("POST", "/lock"), ("POST", "/leave")}  # a hidden session too
TOKENLESS = {("POST", "/phone/outbox")}
# Where a passphrase or passkey can be tried, so that tries must wait: found by their fields.
TRIED = {"/unlock", "/passkey", "/passkeys/ask", "/passkeys/remove"}
SAFE = {"GET", "HEAD"}
# Words of two books that must not stand where nobody named the book.
ELSEWHERE = {"counsel": "Ask about the flat.", "keepsake": "First smile at four weeks."}
GAPS = {
    "book": "r",
    "kind": "note",
    "finding": "counts",
    "file_path": "diary.css",
}


class Route(NamedTuple):
    method: str
    path: str

    def filled(self) -> str:
        return re.sub(r"\{(\w+):\w+\}", lambda gap: GAPS.get(gap[1], "x"), self.path)


def routes(app: Litestar) -> list[Route]:
    """Return every route the application answers on, the automatic answers to OPTIONS aside."""
    return sorted(
        Route(method, route.path)
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        for method in (handler.http_methods if isinstance(handler, HTTPRouteHandler) else ["?"])
        if method != "OPTIONS"
    )


@pytest.fixture(scope="module")
def app(household_of: Path) -> Litestar:
    door = Door(str(household_of), Clock())
    return application(door, more=phone_handlers(str(household_of)))


@pytest.fixture(scope="module")
def inside(app: Litestar) -> Iterator[Visitor]:
    with TestClient(app, base_url=HOST) as client:
        client.follow_redirects = False
        one = Visitor(client)
        assert one.unlock().status_code == 303
        smile = {"text": ELSEWHERE["keepsake"]}
        assert one.post("/write/k/note", **smile).status_code in {200, 303}
        yield one


@pytest.fixture
def outside(app: Litestar, inside: Visitor) -> Visitor:
    """Return somebody else at the same diary, which `inside` has opened."""
    assert inside.token
    client = TestClient(app, base_url=HOST)
    client.follow_redirects = False
    return Visitor(client)


def asked(visitor: Visitor, route: Route, token: str = "", **fields: str) -> int:
    headers = {"x-form": token} if token else {}
    data = None if route.method in SAFE else fields
    answer = visitor.client.request(route.method, route.filled(), headers=headers, data=data)
    return answer.status_code


def test_every_route_speaks_http_and_nothing_else(app: Litestar) -> None:
    found = routes(app)

    assert len(found) > 50
    assert all(one.method in {"GET", "HEAD", "POST"} for one in found)
    assert set(OPEN) | PLAIN <= {tuple(one) for one in found}


def test_whoever_has_no_session_gets_only_what_is_named(
    app: Litestar, outside: Visitor
) -> None:
    token = outside.token
    let = {
        tuple(route): code
        for route in routes(app)
        if (code := asked(outside, route, token)) not in {401, 303}
    }

    assert set(let) - set(OPEN) == set()


def test_a_hidden_session_gets_only_the_plain_diary_and_the_way_out(
    app: Litestar, outside: Visitor
) -> None:
    outside.unlock()
    outside.post("/leave")
    token = outside.token
    apart = {("POST", "/lock"), ("POST", "/leave")}
    codes = {
        tuple(route): asked(outside, route, token)
        for route in routes(app)
        if tuple(route) not in apart
    }

    let = {route for route, code in codes.items() if code not in {401, 303}}
    assert let - set(OPEN) == {("GET", "/diary")}


def test_nothing_is_changed_without_the_token_of_a_page(app: Litestar, inside: Visitor) -> None:
    changing = [one for one in routes(app) if one.method not in SAFE]
    let = {
        tuple(route)
        for route in changing
        for token in ("", "0" * 64)
        if asked(inside, route, token, passphrase="x") != 403
    }

    assert let == TOKENLESS


def test_nothing_is_changed_by_a_page_of_another_site_or_port(
    app: Litestar, inside: Visitor
) -> None:
    token = inside.token
    let = {
        tuple(route)
        for route in routes(app)
        for site in ("cross-site", "same-site")
        if route.method not in SAFE
        and inside.client.request(
            route.method, route.filled(), headers={"x-form": token, "sec-fetch-site": site}
        ).status_code
        != 403
    }

    assert let == TOKENLESS


def test_a_name_that_is_not_ours_gets_nothing_from_any_route(
    app: Litestar, inside: Visitor
) -> None:
    named = {"host": "rebound.example", "x-form": inside.token}
    codes = {
        inside.client.request(route.method, route.filled(), headers=named).status_code
        for route in routes(app)
    }

    assert codes == {400}


def test_wherever_a_passphrase_or_passkey_can_be_tried_tries_have_to_wait(
    app: Litestar, outside: Visitor
) -> None:
    schema = app.openapi_schema.to_schema()
    asking = {
        path
        for path, item in schema["paths"].items()
        if "post" in item and {"passphrase", "secret"} & set(_fields(schema, item["post"]))
    }
    outside.unlock()
    tried = {
        path: [outside.post(path, passphrase="a guess").text for _ in range(4)]
        for path in sorted(TRIED - {"/passkey"})
    }

    # What a device has made is kept only after the passphrase was asked for, just before.
    assert asking == TRIED | {"/passkeys"}
    assert [path for path, texts in tried.items() if "Wait" not in texts[-1]] == []


def test_a_phone_that_sends_without_end_is_told_to_wait(outside: Visitor) -> None:
    sent = [
        outside.client.post(
            "/phone/outbox", content=b"", headers={"content-type": MEDIA_TYPE}
        ).status_code
        for _ in range(PER_MINUTE + 1)
    ]

    assert set(sent) == {400, 429}
    assert sent[-1] == 429


def test_no_page_shows_words_of_a_book_that_was_not_named(
    app: Litestar, inside: Visitor
) -> None:
    shown = {
        tuple(route): inside.client.get(route.filled()).text
        for route in routes(app)
        if route.method == "GET"
    }
    shown |= {
        ("POST", f"/find {word}"): inside.post("/find", words=word).text
        for word in ("flat", "smile", "rang")
    }

    assert "rang twice" in shown["POST", "/find rang"]
    leaks = [
        (route, book)
        for route, text in shown.items()
        for book, said in ELSEWHERE.items()
        if said in text
    ]
    assert leaks == []


def _fields(schema: dict[str, object], operation: dict[str, object]) -> Iterator[str]:
    """Yield the names of the fields of an operation's body."""
    text = str(operation.get("requestBody", ""))
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        yield from schema["components"]["schemas"][name]["properties"]  # type: ignore[index]  # JSON

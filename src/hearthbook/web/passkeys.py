"""Passkeys: asked for at the door, made and taken away in the settings.

To make or take one away asks for the passphrase again, though the diary be open: whoever finds
it open must not be able to make a way in of their own.
"""

from __future__ import annotations

from typing import Annotated

from litestar import post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from litestar.response import Response
from msgspec import Struct

from hearthbook.app.failure import Failure
from hearthbook.app.passkeys import Shown
from hearthbook.app.passkeys import Site
from hearthbook.app.passkeys import add
from hearthbook.app.passkeys import asked_to_add
from hearthbook.app.passkeys import asked_to_enter
from hearthbook.app.passkeys import remove
from hearthbook.app.passkeys import secret_of
from hearthbook.web.faults import status
from hearthbook.web.faults import told
from hearthbook.web.gate import OPEN
from hearthbook.web.house import Screen
from hearthbook.web.page import SESSION
from hearthbook.web.page import VISITOR
from hearthbook.web.page import Asked
from hearthbook.web.page import address
from hearthbook.web.page import cookie
from hearthbook.web.page import device
from hearthbook.web.page import encrypted
from hearthbook.web.page import held
from hearthbook.web.page import host
from hearthbook.web.page import house
from hearthbook.web.page import words


class Confirmed(Struct):
    """The passphrase, said again."""

    passphrase: str


class Answered(Struct):
    """What a device answered, as JSON, and its secret in base 64 if it gave one."""

    said: str
    secret: str = ""


class Made(Answered):
    """What a device answered that has made a passkey, and what it is to be called."""

    name: str = ""


class Removed(Confirmed):
    """Which passkey is to go."""

    id: str = ""


Said = Annotated[Confirmed, Body(media_type=RequestEncodingType.URL_ENCODED)]
Entering = Annotated[Answered, Body(media_type=RequestEncodingType.URL_ENCODED)]
Adding = Annotated[Made, Body(media_type=RequestEncodingType.URL_ENCODED)]
Removing = Annotated[Removed, Body(media_type=RequestEncodingType.URL_ENCODED)]


@post("/passkey/ask", opt={OPEN: True}, status_code=200, sync_to_thread=True)
def ask(request: Asked) -> Response[dict[str, object]]:
    """Ask whoever is at the door for a passkey."""
    door = house(request).door
    try:
        challenge = door.asks(_at_the_door(request))
        return Response(asked_to_enter(door.path, challenge, site(request)))
    except Failure as failure:
        return _refused(request, failure)


@post("/passkey", opt={OPEN: True}, status_code=200, sync_to_thread=True)
def enter(request: Asked, data: Entering) -> Response[dict[str, object]]:
    """Let whoever answered in, to the page of today."""
    door = house(request).door
    try:
        shown = _shown(request, _at_the_door(request), data)
        token = door.enter(shown, device(request), address(request))
    except Failure as failure:
        return _refused(request, failure)
    before = request.state.session
    if before is not None:
        door.leave(before.id)
    return Response({"to": "/"}, cookies=[cookie(request, SESSION, token)])


@post("/passkeys/ask", status_code=200, sync_to_thread=True)
def ask_to_add(request: Asked, data: Said) -> Response[dict[str, object]]:
    """Ask the device to make a passkey, once the passphrase is said again."""
    door, called = house(request).door, words(request)("web-title")
    try:
        here = site(request)
        door.confirm(data.passphrase, address(request))
        challenge = door.asks(_inside(request))
        with door.opened() as home:
            return Response(asked_to_add(home, challenge, here, called))
    except Failure as failure:
        return _refused(request, failure)


@post("/passkeys", status_code=200, sync_to_thread=True)
def keep(request: Asked, data: Adding) -> Response[dict[str, object]]:
    """Keep the passkey a device has made, and tell whether it opens the diary."""
    door = house(request).door
    try:
        shown = _shown(request, _inside(request), data)
        with door.opened() as home:
            opens = add(home, shown, name=data.name)
    except Failure as failure:
        return _refused(request, failure)
    return Response({"opens": opens})


@post("/passkeys/remove", status_code=200, sync_to_thread=True)
def take_away(request: Asked, data: Removing) -> Redirect:
    """Let a passkey in no longer, once the passphrase is said again."""
    door = house(request).door
    door.confirm(data.passphrase, address(request))
    with door.opened() as home:
        remove(home, credential=data.id)
    return Redirect("/settings", status_code=303)


def site(request: Asked) -> Site:
    """Return what a passkey made here is bound to."""
    scheme = "https" if encrypted(request) else "http"
    return Site(host(request), f"{scheme}://{request.headers.get('host', '').lower()}")


def _at_the_door(request: Asked) -> str:
    # A visitor's cookie is whatever the browser sends: it may name a session. A question asked
    # here must never do for one that the passphrase was said for.
    return f"door {held(request, VISITOR)}"


def _inside(request: Asked) -> str:
    return f"inside {request.state.session.id}"


def _shown(request: Asked, whom: str, data: Answered) -> Shown:
    challenge = house(request).door.answered(whom)
    return Shown(data.said, challenge, site(request), secret_of(data.secret))


def _refused(request: Asked, failure: Failure) -> Response[dict[str, object]]:
    said: dict[str, object] = {"said": told(failure, words(request))}
    return Response(said, status_code=status(failure))


SCREEN = Screen(
    "passkeys", "/settings", "lock", (ask, enter, ask_to_add, keep, take_away), place=""
)

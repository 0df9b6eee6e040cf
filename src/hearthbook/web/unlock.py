"""The way in, and every way out: the passphrase, locking, leaving, the plain diary."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar import post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from litestar.response import Response
from litestar.response import Template
from msgspec import Struct

from hearthbook.app.day import plain
from hearthbook.app.failure import Failure
from hearthbook.app.passkeys import known
from hearthbook.app.words import LANGUAGES
from hearthbook.web.faults import told
from hearthbook.web.gate import ASIDE
from hearthbook.web.gate import OPEN
from hearthbook.web.gate import PLAIN
from hearthbook.web.house import Screen
from hearthbook.web.page import LANGUAGE
from hearthbook.web.page import SESSION
from hearthbook.web.page import Asked
from hearthbook.web.page import address
from hearthbook.web.page import cookie
from hearthbook.web.page import device
from hearthbook.web.page import house
from hearthbook.web.page import kept
from hearthbook.web.page import page
from hearthbook.web.page import words
from hearthbook.web.passkeys import site


class Passphrase(Struct):
    """What is typed at the door."""

    passphrase: str


class Chosen(Struct):
    """The language chosen."""

    language: str


@get("/unlock", opt={OPEN: True}, sync_to_thread=False)
def ask(request: Asked) -> Template:
    """Ask for the passphrase."""
    return _door(request)


@post("/unlock", opt={OPEN: True}, status_code=200, sync_to_thread=True)
def unlock(
    request: Asked,
    data: Annotated[Passphrase, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template | Redirect:
    """Open the vault and go to today; a wrong passphrase is asked for again."""
    door = house(request).door
    try:
        token = door.unlock(data.passphrase, device(request), address(request))
    except Failure as failure:
        return _door(request, 401, told(failure, words(request)))
    before = request.state.session
    if before is not None:
        door.leave(before.id)
    return Redirect("/", status_code=303, cookies=[cookie(request, SESSION, token)])


def _door(request: Asked, status: int = 200, sentence: str = "") -> Template:
    path = house(request).door.path
    passkeys = known(path) if site(request).may_have_passkeys else False
    return page(
        request, "unlock.html", status, sentence=sentence, open=False, passkeys=passkeys
    )


@post("/lock", opt={PLAIN: True}, status_code=200, sync_to_thread=True)
def lock(request: Asked) -> Redirect:
    """End every session and close the vault."""
    house(request).door.lock()
    house(request).let_go()
    return Redirect("/unlock", status_code=303)


@post("/leave", opt={PLAIN: True}, status_code=200, sync_to_thread=False)
def leave(request: Asked) -> Redirect:
    """Hide all but the plain diary from this session until the passphrase is said again."""
    request.state.session.hidden = True
    return Redirect("/diary", status_code=303)


@get("/diary", opt={PLAIN: True}, sync_to_thread=True)
def diary(request: Asked) -> Template:
    """Show the care of the last two days, as any baby diary would."""
    with house(request).door.opened() as home:
        some = plain(home, words(request))
    return page(request, "diary.html", some=some)


@get("/here", opt={ASIDE: True}, status_code=204, sync_to_thread=False)
def look() -> None:
    """Tell whether this session goes on, without counting as being there."""


@post("/here", status_code=204, sync_to_thread=False)
def here() -> None:
    """Count as being there."""


@post("/language", opt={OPEN: True}, status_code=200, sync_to_thread=False)
def language(
    request: Asked,
    data: Annotated[Chosen, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Keep the language chosen on this device."""
    spoken = data.language if data.language in LANGUAGES else LANGUAGES[0]
    target = "/unlock" if request.state.session is None else "/settings"
    return Redirect(target, status_code=303, cookies=[kept(request, LANGUAGE, spoken)])


SCREEN = Screen(
    "unlock",
    "/unlock",
    "lock",
    (ask, unlock, lock, leave, diary, look, here, language),
    place="",
)

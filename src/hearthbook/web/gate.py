"""What every request passes, and what every answer carries.

1. A request names a host that this server goes by: a page elsewhere that points its own name
   here gets nothing. Where only encrypted connections are wanted, no other is answered.
2. A route needs a session, unless it says `open`. A hidden session sees only what says `plain`.
   Whoever asks is there, unless the route says `aside`.
3. A request that changes something brings the token of a page of ours, unless its route says
   `tokenless` (a sealed item needs none), and never comes from another site. A form that brings
   files has its token inside: its route says `inside` and asks for it before the first file.
4. Every answer carries the headers below: nothing is kept, framed, guessed or fetched
   elsewhere.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING
from typing import Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException
from litestar.exceptions import NotAuthorizedException
from litestar.exceptions import PermissionDeniedException

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.web.house import LOCAL
from hearthbook.web.page import SESSION
from hearthbook.web.page import VISITOR
from hearthbook.web.page import encrypted
from hearthbook.web.page import form_token
from hearthbook.web.page import held
from hearthbook.web.page import host
from hearthbook.web.page import house

if TYPE_CHECKING:
    from litestar.handlers import BaseRouteHandler
    from litestar.types import Message
    from litestar.types import Scope

    from hearthbook.web.house import House
    from hearthbook.web.page import Connection

OPEN: Final = "open"
ASIDE: Final = "aside"
PLAIN: Final = "plain"
TOKENLESS: Final = "tokenless"
INSIDE: Final = "inside"
PARTED: Final = "multipart/form-data"
FIELD: Final = "form"
HEADER: Final = "x-form"
STATIC: Final = "/static"
_HALF_A_YEAR: Final = 15_552_000  # seconds
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS: Final = frozenset({"same-origin", "none"})
# The pages where she may speak a note. To begin is hers, and the browser asks her first.
_SPEAKING: Final = ("/phone", "/write/", "/entry/")
_NEVER: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
HEADERS: Final[dict[str, str]] = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": _NEVER,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}


async def clothe(message: Message, scope: Scope) -> None:
    """Put the headers on an answer; files of the program itself may be kept and asked anew."""
    if message["type"] != "http.response.start":
        return
    own = HEADERS
    if scope["path"].startswith(f"{STATIC}/"):
        own = HEADERS | {"cache-control": "no-cache"}
    if scope["path"].startswith(_SPEAKING):
        own = own | {"permissions-policy": _NEVER.replace("microphone=()", "microphone=(self)")}
    given = [pair for pair in message["headers"] if pair[0].decode().lower() not in own]
    if _lasting(scope):
        own = own | {"strict-transport-security": f"max-age={_HALF_A_YEAR}"}
    ours = [(name.encode(), value.encode()) for name, value in own.items()]
    message["headers"] = [*given, *ours]


def _lasting(scope: Scope) -> bool:
    ours: House | None = scope["litestar_app"].state.get("house")
    if ours is None or not ours.entrance.lasting:
        return False
    asked: Connection = ASGIConnection(scope)
    return encrypted(asked) and host(asked) not in LOCAL


async def known_host(request: Connection, _: BaseRouteHandler) -> None:
    """Refuse a request that names another host.

    Raises:
        ClientException: if it does.
    """
    if host(request) not in house(request).entrance.hosts:
        raise ClientException(detail="host")


async def over_encryption(request: Connection, _: BaseRouteHandler) -> None:
    """Refuse what came in the clear, where it must not.

    Raises:
        Failure: if it did.
    """
    if house(request).entrance.encrypted and not encrypted(request):
        raise Failure("entrance-in-the-clear", Exit.WRONG_USAGE)


async def in_session(request: Connection, route: BaseRouteHandler) -> None:
    """Let only whoever said the passphrase through, to what their session may see.

    Raises:
        NotAuthorizedException: to anybody else.
    """
    token = held(request, SESSION)
    there = not route.opt.get(ASIDE)
    session = house(request).door.session(token, there=there) if token else None
    request.state.session = session
    if route.opt.get(OPEN):
        return
    if session is None or (session.hidden and not route.opt.get(PLAIN)):
        raise NotAuthorizedException


async def own_form(request: Connection, route: BaseRouteHandler) -> None:
    """Let only forms of our own pages change something.

    Raises:
        PermissionDeniedException: to any other.
    """
    if request.scope.get("method", "") in _SAFE or route.opt.get(TOKENLESS):
        return
    if request.headers.get("sec-fetch-site", "none") not in _OURS:
        raise PermissionDeniedException
    if route.opt.get(INSIDE) and sort(request) == PARTED:
        return
    ours(request, request.headers.get(HEADER) or await _field(request))


def ours(request: Connection, brought: str) -> None:
    """Let only the token of a page of ours through.

    Raises:
        PermissionDeniedException: if it is another, or none.
    """
    visitor = held(request, VISITOR)
    expected = form_token(request, visitor)
    if not visitor or not compare_digest(brought.encode(), expected.encode()):
        raise PermissionDeniedException


def sort(request: Connection) -> str:
    """Return what a request says that its body is."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _field(request: Connection) -> str:
    plain = sort(request) == "application/x-www-form-urlencoded"
    if not isinstance(request, Request) or not plain:
        return ""
    form = await request.form()
    found = form.get(FIELD, "")
    return found if isinstance(found, str) else ""

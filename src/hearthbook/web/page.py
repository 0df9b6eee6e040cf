"""How a screen is shown: its words, its theme, its form token."""

from __future__ import annotations

import re
from hashlib import sha256
from hmac import digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from typing import Any
from typing import Final
from typing import TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.datastructures import State
from litestar.response import Template

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue

if TYPE_CHECKING:
    from hearthbook.app.words import Words
    from hearthbook.web.house import House

Asked: TypeAlias = Request[None, None, State]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

SESSION: Final = "diary"
VISITOR: Final = "visit"
LANGUAGE: Final = "language"
THEME: Final = "theme"
_BROWSER: Final = re.compile(r"(Edg|OPR|Firefox|Chrome|Safari)")
_SYSTEM: Final = re.compile(r"(Android|iPhone|iPad|Windows|Mac OS X|Linux)")
_NAMES: Final = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "Mac"}
# The picture of a kind of entry; of any other kind it is a paper.
_DRAWN: Final = (
    *("feed", "diaper", "sleep", "care", "measurement", "visit", "incident", "statement"),
    *("payment", "message", "call"),
)
PICTURED: Final = {one: one for one in _DRAWN} | {
    "appointment": "calendar",
    "booking": "payment",
    "deadline": "calendar",
    "expense": "payment",
    "keepsake": "nest",
    "meeting": "calendar",
    "note": "pencil",
    "person": "people",
}
THEMES: Final = ("auto", "light", "dark", "night")


def house(request: Connection) -> House:
    """Return what this server serves."""
    held: House = request.app.state.house
    return held


def host(request: Connection) -> str:
    """Return the name a request was sent to, without the port."""
    named = request.headers.get("host", "").lower()
    return named.rpartition(":")[0] if named.rpartition(":")[2].isdigit() else named


def address(request: Connection) -> str:
    """Return the address a request came from."""
    return request.client.host if request.client else ""


def device(request: Connection) -> str:
    """Return what a browser says it is, in two words."""
    agent = request.headers.get("user-agent", "")
    found = [pattern.search(agent) for pattern in (_BROWSER, _SYSTEM)]
    names = [_NAMES.get(one[1], one[1]) for one in found if one is not None]
    return ", ".join(names)


def encrypted(request: Connection) -> bool:
    """Tell whether a request came over an encrypted connection."""
    return request.scope["scheme"] == "https"


def held(request: Connection, key: str) -> str:
    """Return what a cookie of ours holds, nothing if there is none."""
    return request.cookies.get(_cookie_name(request, key), "")


def cookie(request: Connection, key: str, value: str, days: int | None = None) -> Cookie:
    """Return a cookie of ours, until the browser is closed or for some `days`."""
    return Cookie(
        key=_cookie_name(request, key),
        value=value,
        httponly=True,
        samesite="strict",
        secure=encrypted(request),
        max_age=None if days is None else days * 86_400,
    )


def _cookie_name(request: Connection, key: str) -> str:
    # With this beginning a browser takes it from no other name and over no open connection.
    return f"__Host-{key}" if encrypted(request) else key


def words(request: Connection) -> Words:
    """Return the words of whoever asks: as chosen on this device, else as the browser says."""
    chosen = held(request, LANGUAGE)
    if chosen not in LANGUAGES:
        preferred = request.headers.get("accept-language", "").lower()
        chosen = "ru" if preferred.startswith("ru") else "en"
    return catalogue(chosen)


def form_token(request: Connection, visitor: str) -> str:
    """Return what a form of this visitor, in this session, has to bring along."""
    said = f"{visitor}|{held(request, SESSION)}".encode()
    return digest(house(request).secret, said, sha256).hex()


def page(request: Asked, template: str, /, status: int = 200, **context: object) -> Template:
    """Return a page, or a part of one, filled with `context` and with what every page needs."""
    known = held(request, VISITOR)
    visitor = known or token_urlsafe(16)
    theme = held(request, THEME)
    ours = house(request)
    spoken = words(request)
    said: dict[str, object] = {
        "words": spoken,
        "language": spoken.language,
        "theme": theme if theme in THEMES else THEMES[0],
        "token": form_token(request, visitor),
        "hints": _Known(spoken),
        "menu": ours.screens,
        "here": request.url.path,
        "seconds": ours.door.sessions.idle // 1000,
        "open": getattr(request.state, "session", None) is not None,
        "waits": ours.door.uncollected,
        "pictured": PICTURED,
        "plain": bool(getattr(getattr(request.state, "session", None), "hidden", False)),
    }
    return Template(
        template,
        context=said | context,
        status_code=status,
        cookies=[] if known else [cookie(request, VISITOR, visitor)],
    )


class _Known:
    """Tells whether there is a sentence without gaps by a name."""

    def __init__(self, spoken: Words) -> None:
        self._spoken = spoken

    def __call__(self, name: str) -> bool:
        try:
            self._spoken(name)
        except KeyError:
            return False
        return True


def kept(request: Connection, key: str, value: str) -> Cookie:
    """Return a cookie that keeps a choice of this device for a year."""
    return cookie(request, key, value, days=365)

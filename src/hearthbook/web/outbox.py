"""The phone page, and the door where phones hand over what they sealed.

1. The page is a folder of plain files; nothing of a family is in it. Any web host can serve it.
2. The door asks for no session: who knows the vault's recipient may put sealed items in, and
   nothing can be got out. Sizes and rates are limited.
3. No other site's page may use it: the media type makes a browser ask first, and nobody
   answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from litestar import Request
from litestar import Response
from litestar import Router
from litestar import get
from litestar import post
from litestar.datastructures import State
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath
from litestar.params import RawBody

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.outbox import receive

if TYPE_CHECKING:
    from litestar.types import ControllerRouterHandler

PAGE: Final = Path(__file__).parent / "phone"
MEDIA_TYPE: Final = "application/x-diary-items"
LARGEST: Final = 2 << 20  # bytes of one request: some hundred items
PER_MINUTE: Final = 120

_TYPES: Final = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain",
}
_HEADERS: Final = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
}


@get("/", sync_to_thread=True)
def front(request: Request[None, None, State]) -> Response[bytes]:
    """Serve the page itself."""
    asked = request.scope["raw_path"]
    if not asked.endswith(b"/"):
        # The page names its files beside itself, wherever it lies. What was asked is not said
        # back whole: `//phone` would lead to another host.
        place = asked.rpartition(b"/")[2].decode("ascii", "replace")
        return Response(b"", status_code=308, headers={"location": f"./{place}/"})
    return _served("index.html")


@get("/{name:str}", sync_to_thread=True)
def beside(name: FromPath[str]) -> Response[bytes]:
    """Serve one file of the page."""
    return _served(name)


def _served(name: str) -> Response[bytes]:
    path = PAGE / name
    if path.suffix not in _TYPES or path.parent != PAGE or not path.is_file():
        return Response(b"", status_code=404)
    return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers=_HEADERS)


def _door(vault: str) -> ControllerRouterHandler:
    limit = RateLimitConfig(rate_limit=("minute", PER_MINUTE))

    @post(
        "/outbox",
        status_code=200,
        middleware=[limit.middleware],
        request_max_body_size=LARGEST,
        sync_to_thread=True,
    )
    def outbox(request: Request[None, None, State], body: RawBody) -> Response[object]:
        """Store what a phone sealed, and acknowledge each item by its id."""
        if request.headers.get("content-type") != MEDIA_TYPE:
            return Response({"said": "media-type"}, status_code=415)
        try:
            received = receive(vault=vault, raw=body)
        except Failure as failure:
            full = failure.name == "phone-outbox-full" or failure.code != Exit.NOT_READABLE
            return Response({"said": failure.name}, status_code=507 if full else 400)
        return Response({"kept": received.kept}, headers={"cache-control": "no-store"})

    return outbox


def phone_handlers(vault: str) -> list[ControllerRouterHandler]:
    """Return the handlers of the phone page and its door, for the vault at the path `vault`.

    They need no session, and posts no token of a page: their `opt` says so to the application.
    """
    handlers: list[ControllerRouterHandler] = [front, beside, _door(vault)]
    return [Router("/phone", route_handlers=handlers, opt={"open": True, "tokenless": True})]

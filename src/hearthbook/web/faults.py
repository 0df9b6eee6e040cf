"""What a person sees when something cannot be done: what happened, what is safe, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any
from typing import Final

from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.response import Response

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.web.page import page
from hearthbook.web.page import words

if TYPE_CHECKING:
    from litestar.response import Template
    from litestar.types import ExceptionHandlersMap

    from hearthbook.app.words import Words
    from hearthbook.web.page import Asked

_STATUS: Final = {
    Exit.WRONG_USAGE: 400,
    Exit.LOCKED: 401,
    Exit.NOT_READABLE: 422,
    Exit.DAMAGED: 503,
}
_SAID: Final = (400, 401, 403, 404, 405, 413, 429, 500)


def failed(request: Asked, failure: Failure) -> Response[Any] | Template:
    """Say what a use case could not do."""
    if failure.name == "vault-locked":
        return _to_unlock(request)
    return _said(request, status(failure), told(failure, words(request)))


def status(failure: Failure) -> int:
    """Return the status of an answer that says what a use case could not do."""
    return _STATUS.get(failure.code, 400)


def told(failure: Failure, spoken: Words) -> str:
    """Return the sentence of a failure; a page has its own where a command's names options."""
    try:
        return spoken(f"web-{failure.name}", **failure.gaps)
    except KeyError:
        return spoken(failure.name, **failure.gaps)


def refused(request: Asked, error: HTTPException) -> Response[Any] | Template:
    """Say that there is no such page, or that it may not be asked for so."""
    code = error.status_code
    if code == 401:
        return _to_unlock(request)
    if code not in _SAID:
        code = 500 if code >= 500 else 400
    return _said(request, code, words(request)(f"web-fault-{code}"))


def broken(request: Asked, _: Exception) -> Response[Any] | Template:
    """Say that something failed here that nobody foresaw; of what, nothing is shown."""
    return _said(request, 500, words(request)("web-fault-500"))


def _to_unlock(request: Asked) -> Response[Any] | Template:
    if "hx-request" in request.headers:
        return Response("", status_code=401, headers={"hx-redirect": "/unlock"})
    if request.method == "GET":
        return Redirect("/unlock", status_code=303)
    return _said(request, 401, words(request)("web-fault-401"))


def _said(request: Asked, code: int, sentence: str) -> Response[Any] | Template:
    part = "hx-request" in request.headers
    return page(request, "fault_part.html" if part else "fault.html", code, sentence=sentence)


HANDLERS: Final[ExceptionHandlersMap] = {
    Failure: failed,
    HTTPException: refused,
    Exception: broken,
}

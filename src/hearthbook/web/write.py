"""Write down: first into which book, then what; a form asks in plain words and suggests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from typing import Any
from typing import Final

from litestar import get
from litestar import post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.response import Template

from hearthbook.app.attachable import attachable
from hearthbook.app.diary import log
from hearthbook.app.failure import Failure
from hearthbook.app.forms import FORMS
from hearthbook.app.people import everybody
from hearthbook.app.wording import remarks
from hearthbook.web.attached import joined
from hearthbook.web.books import BOOKS
from hearthbook.web.books import book_named
from hearthbook.web.faults import told
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.gate import INSIDE
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words
from hearthbook.web.parts import LARGEST
from hearthbook.web.parts import parts

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.web.parts import Parts

# What is offered for each book, in the order of how often it is needed.
OFFERED: Final[dict[str, tuple[str, ...]]] = {
    "record": (
        "incident",
        "visit",
        "statement",
        "note",
        "feed",
        "diaper",
        "sleep",
        "care",
        "measurement",
        "payment",
        "expense",
        "appointment",
        "filing",
        "stay",
        "pregnancy",
    ),
    "counsel": ("note", "incident", "statement", "appointment", "deadline"),
    "keepsake": ("keepsake",),
}
LONG: Final = ("what", "words", "text", "note")
ALONE: Final = ("child", "person")  # no photo belongs to these
DAYS: Final = ("last-day", "start", "due", "last-period", "opens")
# Asked at once; whatever else a form asks for stands under "More".
FRONT: Final = (
    *("at", "person", "place", "how", "source", "to", "child", "way", "ml", "held"),
    *("status", "sort", "born", "relation", "purpose", "keepsake", "opens", "document"),
    *("last-day", "counts-from", "start", "days", "counting", "set-by", "number", "court"),
    *("judge", "lawyer", "expecting", "due", "week", "ordered-by"),
)
_ALSO_OF: Final = ("stay", "deadline", "filing", "appointment")
_ALSO: Final = ("until", "note")
PEOPLE: Final = ("child", "person", "speaker", "to", "payer", "payee", "by")


@get("/write", sync_to_thread=False)
def choose(request: Asked) -> Template:
    """Ask for the book, and say what each is for."""
    return page(request, "write.html", books=BOOKS, offered=OFFERED)


@get("/write/{book:str}/{kind:str}", sync_to_thread=True)
def form(request: Asked, book: FromPath[str], kind: FromPath[str]) -> Template:
    """Show an empty form."""
    held = book_named(book)
    _is_offered(kind)
    with house(request).door.opened() as home:
        return filled(request, home, held, kind, {}, "")


@post(
    "/write/{book:str}/{kind:str}",
    status_code=200,
    request_max_body_size=LARGEST,
    opt={INSIDE: True},
)
async def keep(request: Asked, book: FromPath[str], kind: FromPath[str]) -> Template | Redirect:
    """Write it down and show the entry; what cannot be kept comes back with the reason."""
    held = book_named(book)
    _is_offered(kind)
    brought = await parts(request)

    def work() -> Template | Redirect:
        with house(request).door.opened() as home:
            return _kept(request, home, held, kind, brought)

    try:
        return await asyncio.to_thread(work)
    finally:
        brought.close()


@post("/plain-words", status_code=200)
async def lint(request: Asked) -> Template:
    """Suggest plainer words for what is being typed; nothing is stored."""
    typed = await fields(request)
    text = " ".join(one(typed, name) for name in LONG)
    return page(request, "remarks.html", remarks=remarks(text))


def filled(  # all that a form shows
    request: Asked,
    home: Household,
    book: str,
    kind: str,
    typed: dict[str, list[str]],
    sentence: str,
    **more: Any,  # noqa: ANN401  # what a template takes
) -> Template:
    """Return a form with what is typed into it so far."""
    said = {"ref": "", "why": "", "post": f"/write/{book[0]}/{kind}"} | more
    return page(
        request,
        "form.html",
        400 if sentence else 200,
        book=book,
        kind=kind,
        asks=FORMS[kind].fields,
        typed=typed,
        who=everybody(home),
        papers=attachable(home, book),
        sentence=sentence,
        long=LONG,
        named=PEOPLE,
        alone=ALONE,
        days=DAYS,
        front=(*FRONT, *(_ALSO if kind in _ALSO_OF else ())),
        **said,
    )


def _kept(
    request: Asked, home: Household, book: str, kind: str, brought: Parts
) -> Template | Redirect:
    typed = brought.typed
    try:
        if brought.failure is not None:
            raise brought.failure
        ref = log(home, kind=kind, values=typed, book=book)
    except Failure as failure:
        sentence = told(failure, words(request))
        return filled(request, home, book, kind, typed, sentence)
    joined(home, book, ref, brought)
    if kind in ALONE:
        return Redirect("/people", status_code=303)
    return Redirect(f"/entry/{book[0]}/{ref}", status_code=303)


def _is_offered(kind: str) -> None:
    if kind not in FORMS:
        raise NotFoundException


SCREEN = Screen("write", "/write", "pencil", (choose, form, keep, lint), place="tab")

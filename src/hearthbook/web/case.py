"""A case: dates ahead, days to act by, papers handed in; a calendar file and its address."""

from __future__ import annotations

import asyncio
from typing import Final

from litestar import Response
from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.params import FromQuery
from litestar.response import Redirect
from litestar.response import Template

from hearthbook.app.docket import OF_CASE
from hearthbook.app.docket import TITLES
from hearthbook.app.docket import book_of
from hearthbook.app.docket import case_calendar
from hearthbook.app.docket import case_of
from hearthbook.app.docket import days_left
from hearthbook.app.docket import finish
from hearthbook.app.docket import plain_sum
from hearthbook.app.feed import address
from hearthbook.app.feed import new_address
from hearthbook.app.feed import no_address
from hearthbook.web.books import book_named
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.gate import OPEN
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words

_TYPE: Final = "text/calendar"
_LATER: Final = "600"  # seconds: a calendar program then asks again


@get("/case", sync_to_thread=True)
def show(request: Asked, book: FromQuery[str] = "") -> Template:
    """Show the case as one book has it."""
    return _shown(request, book_named(book), "")


@post("/case/done/{ref:str}", status_code=200, sync_to_thread=True)
def done(request: Asked, ref: FromPath[str]) -> Redirect:
    """Write down that what a deadline asks for is done."""
    with house(request).door.opened() as home:
        finish(home, ref=ref)
        book = book_of(home, ref)
    return Redirect(_place(book), status_code=303)


@get("/case/calendar.ics", sync_to_thread=True)
def take_out(
    request: Asked, titles: FromQuery[str] = "", book: FromQuery[str] = ""
) -> Response[bytes]:
    """Hand one book's dates over as a file."""
    chosen = titles if titles in TITLES else TITLES[0]
    with house(request).door.opened() as home:
        raw = case_calendar(home, book=book_named(book), titles=chosen, words=words(request))
    headers = {"content-disposition": 'attachment; filename="calendar.ics"'}
    return Response(raw, media_type=_TYPE, headers=headers)


@post("/case/address", status_code=200)
async def settle(request: Asked) -> Template | Redirect:
    """Make a new address for a calendar program, or end it."""
    typed = await fields(request)
    return await asyncio.to_thread(_settled, request, typed)


def _settled(request: Asked, typed: dict[str, list[str]]) -> Template | Redirect:
    spoken, held, secret = words(request), house(request), ""
    book = book_named(one(typed, "book"))
    with held.door.opened() as home:
        if "end" in typed:
            no_address(home)
        else:
            titles = one(typed, "titles")
            secret = new_address(home, book=book, titles=titles, language=spoken.language)
    held.feed.look(held.door)
    return _shown(request, book, secret) if secret else Redirect(_place(book), status_code=303)


@get(
    "/case/address/{secret:str}/calendar.ics",
    opt={OPEN: True},
    include_in_schema=False,
    sync_to_thread=False,
)
def fetch(request: Asked, secret: FromPath[str]) -> Response[bytes]:
    """Hand the calendar to whoever knows its address, the diary locked or not."""
    raw = house(request).feed.fetch(secret)
    if raw is None:
        return Response(b"", status_code=404, headers={"retry-after": _LATER})
    return Response(raw, media_type=_TYPE)


def _place(book: str) -> str:
    return f"/case?book={book[0]}"


def _shown(request: Asked, book: str, secret: str) -> Template:
    spoken = words(request)
    with house(request).door.opened() as home:
        case = case_of(home, book=book, words=spoken)
        held = address(home)
    named = f"/case/address/{secret}/calendar.ics"
    return page(
        request,
        "case.html",
        case=case,
        book=book,
        books=OF_CASE,
        left=lambda line: days_left(line, spoken),
        plain=lambda line: plain_sum(line, spoken),
        titles=held.titles if held else "",
        of=held.book if held else "",
        address=f"{str(request.base_url).rstrip('/')}{named}" if secret else "",
    )


SCREEN = Screen("case", "/case", "calendar", (show, done, take_out, settle))

"""Bring files in: each is looked at, then what it cannot say is asked, then it is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal
from typing import TypeAlias
from urllib.parse import unquote

from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.params import FromQuery
from litestar.response import Template

from hearthbook.app.bringing import bring
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.app.jobs import Job
from hearthbook.app.people import everybody
from hearthbook.app.preview import Preview
from hearthbook.app.received import MOST
from hearthbook.app.received import Received
from hearthbook.app.settings import zones
from hearthbook.app.take_in import UNITS
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import units
from hearthbook.app.times import zone
from hearthbook.web.books import book_named
from hearthbook.web.faults import told
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words
from hearthbook.web.work import standing

if TYPE_CHECKING:
    from hearthbook.app.jobs import Move

DateOrder: TypeAlias = Literal["dmy", "mdy", "ymd"]
ORDERS: Final[tuple[DateOrder, ...]] = ("dmy", "mdy", "ymd")


@get("/bring", sync_to_thread=False)
def show(request: Asked, book: FromQuery[str] = "") -> Template:
    """Show where files are chosen; they go into the book that the address names."""
    return page(request, "bring.html", book=book_named(book))


@post("/bring", status_code=200, request_max_body_size=MOST)
async def receive(request: Asked, book: FromQuery[str] = "") -> Template:
    """Take a file into memory and show what it would yield; nothing is stored yet."""
    into = book_named(book)
    held = await received(request)
    job = Job("taken", held)
    name = house(request).jobs.add(job)
    return await asyncio.to_thread(_previewed, request, name, job, None, into)


@post("/bring/{name:str}", status_code=200)
async def answer(request: Asked, name: FromPath[str]) -> Template:
    """Hear what the file does not say, and take it in."""
    typed = await fields(request)
    job = house(request).jobs.get(name)
    held = job.held
    order = next((order for order in ORDERS if order == one(typed, "order")), None)
    if held is None:
        return standing(request, name, job)
    book = one(typed, "book") if one(typed, "book") in BOOKS else BOOKS[0]
    if "again" in typed:
        return await asyncio.to_thread(_previewed, request, name, job, order, book)
    said = Said(
        zone=zone(one(typed, "zone")).key if one(typed, "zone") else None,
        me=one(typed, "me") or None,
        date_order=order,
        child=one(typed, "child").strip() or None,
        units=units(typed.get("unit", [])),
    )
    door = house(request).door

    def work(move: Move) -> object:
        with door.opened() as home:
            return bring(home, held=held, said=said, book=book, move=move)

    job.start(work)
    return standing(request, name, job)


async def received(request: Asked) -> Received:
    """Return the file that comes in as the request's body, held in memory.

    Raises:
        Failure: if it is too large.
    """
    held = Received(unquote(request.headers.get("x-name", "")))
    try:
        async for piece in request.stream():
            held.write(piece)
    except BaseException:
        held.close()
        raise
    return held


def _previewed(
    request: Asked, name: str, job: Job, order: DateOrder | None, book: str
) -> Template:
    held = job.held
    if held is None:
        return standing(request, name, job)
    try:
        preview = Preview(held.path, order, held.name)
        for _ in preview.lines():
            pass
    except Failure as failure:
        house(request).jobs.drop(name)
        return page(request, "fault_part.html", sentence=told(failure, words(request)))
    with house(request).door.opened() as home:
        here = home.setting("zone")
        me = home.writer()
        who = everybody(home)
        known = home.has_taken(preview.digest)
    job.result = preview.summary()
    return page(
        request,
        "preview.html",
        name=name,
        summary=job.result,
        here=here,
        me=me,
        zones=zones(),
        orders=ORDERS,
        books=BOOKS,
        book=book,
        units=UNITS,
        who=who,
        known=known,
    )


SCREEN = Screen("bring", "/bring", "tray", (show, receive, answer), place="tab")

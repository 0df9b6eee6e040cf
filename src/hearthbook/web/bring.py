"""Bring files in: each is looked at, then what they do not say is asked once, then all is kept.

1. Files come one by one, as they are, and lie together on a tray in memory: the first is
   answered with the tray's name, which the others bring along.
2. With `x-more` further files are on their way, and nothing is shown yet.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import unquote

from litestar import Response
from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.params import FromQuery
from litestar.response import Template

from hearthbook.app.answers import ORDERS
from hearthbook.app.bringing import Voice
from hearthbook.app.bringing import bring
from hearthbook.app.bringing import decide
from hearthbook.app.columns import DECIMALS
from hearthbook.app.columns import ROLES
from hearthbook.app.earlier import earlier
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.app.jobs import Job
from hearthbook.app.layouts import layouts
from hearthbook.app.numbers import regional
from hearthbook.app.people import everybody
from hearthbook.app.received import MOST
from hearthbook.app.received import Received
from hearthbook.app.settings import zones
from hearthbook.app.take_in import UNITS
from hearthbook.app.tray import MOST_FILES
from hearthbook.app.tray import Tray
from hearthbook.app.unsaid import said
from hearthbook.app.unsaid import unsaid
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


@get("/bring", sync_to_thread=False)
def show(request: Asked, book: FromQuery[str] = "") -> Template:
    """Show where files are chosen; they go into the book that the address names."""
    return page(request, "bring.html", book=book_named(book), most=MOST_FILES)


@post("/bring", status_code=200, request_max_body_size=MOST)
async def receive(request: Asked, book: FromQuery[str] = "") -> Template | Response[str]:
    """Lay a file on the tray and show what all on it would yield; nothing is stored yet."""
    name, tray = await asyncio.to_thread(_tray, request, book_named(book))
    await _laid(request, tray)
    if "x-more" in request.headers:
        return Response("", headers={"x-tray": name}, media_type="text/plain")
    return await asyncio.to_thread(_looked, request, name, tray)


@post("/bring/{name:str}", status_code=200)
async def answer(request: Asked, name: FromPath[str]) -> Template:
    """Hear what the files do not say, and take them in."""
    typed = await fields(request)
    job = house(request).jobs.get(name)
    tray = job.held
    if not isinstance(tray, Tray) or job.running or job.over:
        return standing(request, name, job)
    tray.book = one(typed, "book") if one(typed, "book") in BOOKS else tray.book
    tray.typed = typed
    return await asyncio.to_thread(_heard, request, name, job, tray)


def _heard(request: Asked, name: str, job: Job, tray: Tray) -> Template:
    door, spoken = house(request).door, words(request)
    with door.opened() as home:
        before = earlier(home)
    try:
        decide(tray, unsaid(tray, before).tables, tray.typed)
        tray.look_again()
        given = said(tray, tray.typed, before)
        if one(tray.typed, "region"):
            tray.region = regional(one(tray.typed, "region").strip())
    except Failure as failure:
        return _looked(request, name, tray, told(failure, spoken))
    if "again" in tray.typed or tray.asking():
        return _looked(request, name, tray)

    def begun(file: str) -> None:
        job.about = file

    def work(move: Move) -> object:
        voice = Voice(spoken, lambda failure: told(failure, spoken), move, begun)
        with door.opened() as home:
            done = bring(home, tray=tray, said=given, voice=voice)
        tray.close()
        return done

    job.start(work)
    return standing(request, name, job)


def _tray(request: Asked, book: str) -> tuple[str, Tray]:
    """Return the tray that a file belongs on, a new one if it names none."""
    jobs, name = house(request).jobs, request.headers.get("x-tray", "")
    if name:
        held = jobs.get(name).held
        if isinstance(held, Tray) and not jobs.get(name).running:
            return name, held
        raise Failure("no-such-work", Exit.WRONG_USAGE)
    with house(request).door.opened() as home:
        tray = Tray(book, layouts(home), home.setting("region"))
    return jobs.add(Job("taken", tray)), tray


async def _laid(request: Asked, tray: Tray) -> None:
    """Lay what comes in on the tray; what cannot be received is noted there by its name."""
    name = unquote(request.headers.get("x-name", ""))
    if "x-left" in request.headers:
        tray.leave_out(name, request.headers["x-left"])
        return
    if tray.full:
        raise Failure("too-many-files", Exit.WRONG_USAGE, most=str(MOST_FILES))
    try:
        held = await received(request, tray.room)
    except Failure as failure:
        tray.refuse(name, failure)
    else:
        await asyncio.to_thread(tray.lay, held, name)


async def received(request: Asked, most: int = MOST) -> Received:
    """Return the file that comes in as the request's body, held in memory.

    Raises:
        Failure: if it is larger than `most` bytes.
    """
    held = Received(unquote(request.headers.get("x-name", "")), most)
    refusal: Failure | None = None
    with ExitStack() as stack:
        stack.callback(held.close)
        async for piece in request.stream():
            # All of it is heard, even if it is too much: a browser listens only then.
            try:
                held.write(piece if refusal is None else b"")
            except Failure as failure:
                refusal = failure
        if refusal is not None:
            raise refusal
        stack.pop_all()
    return held


def _looked(request: Asked, name: str, tray: Tray, complaint: str = "") -> Template:
    """Return what the files on a tray would yield, and the questions that they leave."""
    spoken = words(request)
    with house(request).door.opened() as home:
        here = home.setting("zone")
        me = home.writer()
        who = everybody(home)
        known = {each.look.digest for each in tray.laid if home.has_taken(each.look.digest)}
        before = earlier(home)
    faults = [(each.name, told(each.failure, spoken)) for each in tray.laid if each.failure]
    return page(
        request,
        "preview.html",
        name=name,
        tray=tray,
        ask=unsaid(tray, before),
        complaint=complaint,
        faults=faults,
        here=here,
        me=me,
        zones=zones(),
        orders=ORDERS,
        roles=ROLES,
        decimals=DECIMALS,
        books=BOOKS,
        units=UNITS,
        who=who,
        known=known,
    )


SCREEN = Screen("bring", "/bring", "tray", (show, receive, answer), place="tab")

"""Search one book. What is looked for stands in no address and in no history."""

from __future__ import annotations

import asyncio

from litestar import get
from litestar import post
from litestar.response import Template

from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.app.people import everybody
from hearthbook.web.books import BOOKS
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.today import KINDS


@get("/find", sync_to_thread=True)
def ask(request: Asked) -> Template:
    """Show where words are typed."""
    with house(request).door.opened() as home:
        who = everybody(home)
    return page(request, "find.html", who=who, kinds=("message", *KINDS), books=BOOKS)


@post("/find", status_code=200)
async def search(request: Asked) -> Template:
    """Show what was found, in the order of the book."""
    typed = await fields(request)
    book = one(typed, "book") if one(typed, "book") in BOOKS else BOOKS[0]
    kind = one(typed, "kind")
    wanted = Wanted(
        words=one(typed, "words"),
        kinds=(kind,) if kind else (),
        person=one(typed, "person") or None,
        since=one(typed, "since") or None,
        until=one(typed, "until") or None,
    )

    def work() -> Template:
        with house(request).door.opened() as home:
            hits = find(home, wanted=wanted, book=book)
        return page(request, "hits.html", hits=hits, book=book, most=wanted.limit)

    return await asyncio.to_thread(work)


SCREEN = Screen("find", "/find", "glass", (ask, search), place="tab")

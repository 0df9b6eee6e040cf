"""What the entries say: each finding with its picture, its table, a way to every entry."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from typing import Final

from litestar import get
from litestar import post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from hearthbook.app.failure import Failure
from hearthbook.app.finding import FINDINGS
from hearthbook.app.finding import Asking
from hearthbook.app.finding import of_a_person
from hearthbook.app.finding import worked_out
from hearthbook.app.household import BOOKS
from hearthbook.app.people import everybody
from hearthbook.web.faults import told
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words

if TYPE_CHECKING:
    from hearthbook.app.finding import Found

_WEEK: Final = "7"


@get("/shows", sync_to_thread=False)
def choose(request: Asked) -> Template:
    """Show which findings there are."""
    return page(request, "shows.html", findings=FINDINGS)


@get("/shows/{finding:str}", sync_to_thread=True)
def show(request: Asked, finding: FromPath[str]) -> Template:
    """Show a finding over everything; one about a person first asks who."""
    return _shown(request, finding, {})


@post("/shows/{finding:str}", status_code=200)
async def narrow(request: Asked, finding: FromPath[str]) -> Template:
    """Show a finding as asked for; whom it is about stands in no address."""
    return await asyncio.to_thread(_shown, request, finding, await fields(request))


def _shown(request: Asked, finding: str, typed: dict[str, list[str]]) -> Template:
    if finding not in FINDINGS:
        raise NotFoundException
    book = one(typed, "book") if one(typed, "book") in BOOKS else BOOKS[0]
    days = one(typed, "days") or _WEEK
    asking = Asking(
        person=one(typed, "person") or None,
        since=one(typed, "since") or None,
        until=one(typed, "until") or None,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else int(_WEEK),
    )
    found: Found | None = None
    sentence = ""
    with house(request).door.opened() as home:
        who = everybody(home)
        if asking.person or not of_a_person(finding):
            try:
                found = worked_out(
                    home, finding=finding, asking=asking, book=book, words=words(request)
                )
            except Failure as failure:
                sentence = told(failure, words(request))
    return page(
        request,
        "finding.html",
        400 if sentence else 200,
        finding=finding,
        found=found,
        sentence=sentence,
        who=who,
        typed=typed,
        days=days,
        book=book,
        books=BOOKS,
        personal=of_a_person(finding),
    )


SCREEN = Screen("shows", "/shows", "bars", (choose, show, narrow))

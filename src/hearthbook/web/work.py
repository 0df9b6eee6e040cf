"""Work in hand: how far it is, and its answer when it is over. No screen of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from hearthbook.web.faults import told
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words

if TYPE_CHECKING:
    from hearthbook.app.jobs import Job


@get("/doing/{name:str}", sync_to_thread=False)
def look(request: Asked, name: FromPath[str]) -> Template:
    """Show how far a piece of work is, or what became of it."""
    return standing(request, name, house(request).jobs.get(name))


def standing(request: Asked, name: str, job: Job) -> Template:
    """Return how a piece of work stands, as a part of a page."""
    if job.failure is not None:
        sentence = told(job.failure, words(request))
        return page(request, "fault_part.html", sentence=sentence)
    if job.over:
        return page(request, f"done_{job.sort}.html", result=job.result, name=name)
    return page(
        request,
        "work.html",
        name=name,
        percent=job.percent,
        sort=job.sort,
        about=job.about,
    )


SCREEN = Screen("work", "/doing", "paper", (look,), place="")

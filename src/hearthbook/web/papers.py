"""Papers: choose what goes in, have it pressed, and take it away with its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from litestar import get
from litestar import post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response
from litestar.response import Template
from msgspec import Struct

from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.jobs import Job
from hearthbook.app.people import everybody
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words
from hearthbook.web.work import standing

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.jobs import Move

PAPER: Final = "pages.pdf"
MANIFEST: Final = f"{PAPER}.json"
_TYPES: Final = {PAPER: "application/pdf", MANIFEST: "application/json"}


class Pressed(Struct, frozen=True):
    """A paper that lies ready: what it holds, and its two files."""

    pages: int
    lines: int
    messages: int
    entries: int
    files: dict[str, bytes]


@get("/papers", sync_to_thread=True)
def choose(request: Asked) -> Template:
    """Ask what is to be in it."""
    with house(request).door.opened() as home:
        who = everybody(home)
    return page(request, "papers.html", who=who, languages=LANGUAGES)


@post("/papers", status_code=200)
async def order(request: Asked) -> Template:
    """Begin to press a bundle."""
    typed = await fields(request)
    door, chosen = house(request).door, one(typed, "language")
    spoken = catalogue(chosen) if chosen in LANGUAGES else words(request)
    days = one(typed, "days") or "7"
    wanted = Order(
        paper=PAPER,
        title=one(typed, "title"),
        made_for=one(typed, "for"),
        person=one(typed, "person") or None,
        thread=one(typed, "thread") or None,
        since=one(typed, "since") or None,
        until=one(typed, "until") or None,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 7,
    )

    def work(move: Move) -> object:
        files: dict[str, bytes] = {}

        def keep(made: dict[Path, bytes]) -> None:
            files.update({path.name: data for path, data in made.items()})

        with door.opened() as home:
            done = make_bundle(home, order=wanted, words=spoken, move=move, keep=keep)
        return Pressed(done.pages, done.lines, done.messages, done.entries, files)

    job = Job("pressed")
    job.start(work)
    return standing(request, house(request).jobs.add(job), job)


@get("/papers/{name:str}/{file:str}", sync_to_thread=False)
def fetch(request: Asked, name: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """Hand a paper or its manifest over."""
    result = house(request).jobs.get(name).result
    if not isinstance(result, Pressed) or file not in result.files:
        raise NotFoundException
    return Response(
        result.files[file],
        media_type=_TYPES[file],
        headers={"content-disposition": f'attachment; filename="{file}"'},
    )


SCREEN = Screen("papers", "/papers", "paper", (choose, order, fetch))

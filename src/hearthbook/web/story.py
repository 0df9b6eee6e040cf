"""A told story: heard, then confirmed draft by draft beside its own words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from litestar import get
from litestar import post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.response import Template

from hearthbook.app.confirming import stories
from hearthbook.app.confirming import told as told_story
from hearthbook.app.drafts import answer as say
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.received import MOST
from hearthbook.app.received import Received
from hearthbook.app.story import hear
from hearthbook.web.bring import received
from hearthbook.web.faults import told
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words

if TYPE_CHECKING:
    from hearthbook.app.household import Household


@get("/story", sync_to_thread=True)
def show(request: Asked) -> Template:
    """Show where a story is told, and the stories that were."""
    with house(request).door.opened() as home:
        some = stories(home)
    return page(request, "story.html", stories=some)


@post("/story", status_code=200, request_max_body_size=MOST)
async def listen(request: Asked) -> Template | Redirect:
    """Hear a story that was typed or pasted, or comes as a file."""
    if request.headers.get("content-type", "").startswith("application/octet-stream"):
        held = await received(request)
    else:
        held = Received("story.txt")
        held.write(one(await fields(request), "text").replace("\r\n", "\n").encode())

    def work() -> str:
        try:
            with house(request).door.opened() as home:
                return hear(home, path=held.path, name=held.name).digest
        finally:
            held.close()

    digest = await asyncio.to_thread(work)
    if "hx-request" in request.headers:
        return page(request, "heard.html", story=digest)
    return Redirect(f"/story/{digest}", status_code=303)


@get("/story/{story:str}", sync_to_thread=True)
def confirm(request: Asked, story: FromPath[str]) -> Template:
    """Show the story with its marks, and beside it the draft that is next."""
    with house(request).door.opened() as home:
        held = told_story(home, story=story)
    if held is None:
        raise NotFoundException
    return page(request, "confirm.html", told=held, sentence="")


@post("/story/{story:str}", status_code=200)
async def answer(request: Asked, story: FromPath[str]) -> Template:
    """Take a yes or a no, and show the next draft."""
    typed = await fields(request)

    def work() -> Template:
        sentence = ""
        with house(request).door.opened() as home:
            try:
                _say(home, typed)
            except Failure as failure:
                sentence = told(failure, words(request))
            held = told_story(home, story=story)
        if held is None:
            raise NotFoundException
        part = "card.html" if "hx-request" in request.headers else "confirm.html"
        return page(request, part, told=held, sentence=sentence)

    return await asyncio.to_thread(work)


def _say(home: Household, typed: dict[str, list[str]]) -> None:
    """Answer a draft; words somebody said are only ever accepted with who said them."""
    refused, who = one(typed, "answer") == "no", one(typed, "who")
    if one(typed, "sort") == "quote" and not refused and not who:
        raise Failure("say-who", Exit.WRONG_USAGE)
    say(
        home,
        ref=one(typed, "ref"),
        accepted=not refused,
        at=one(typed, "at") or None,
        name=who or None,
    )


SCREEN = Screen("story", "/story", "quote", (show, listen, confirm, answer))

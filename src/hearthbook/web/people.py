"""The people of the diary: who they are, and under which names the sources know them."""

from __future__ import annotations

import asyncio

from litestar import get
from litestar import post
from litestar.response import Redirect
from litestar.response import Template

from hearthbook.app.people import everybody
from hearthbook.app.whose import join
from hearthbook.app.whose import propose
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page


@get("/people", sync_to_thread=True)
def show(request: Asked) -> Template:
    """Show everybody."""
    with house(request).door.opened() as home:
        who = everybody(home)
    return page(request, "people.html", who=who)


@get("/people/proposed", sync_to_thread=True)
def proposed(request: Asked) -> Template:
    """Show which names may be one person's, and why; nothing is joined by itself."""
    with house(request).door.opened() as home:
        some = propose(home)
    return page(request, "joining.html", some=some)


@post("/people/join", status_code=200)
async def join_names(request: Asked) -> Redirect:
    """Say that names are one person's."""
    typed = await fields(request)

    def work() -> None:
        with house(request).door.opened() as home:
            join(home, person=one(typed, "person"), names=typed.get("name", []))

    if one(typed, "person") and typed.get("name"):
        await asyncio.to_thread(work)
    return Redirect("/people", status_code=303)


SCREEN = Screen("people", "/people", "people", (show, proposed, join_names))

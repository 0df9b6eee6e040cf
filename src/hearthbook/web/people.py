"""The people of the diary: who they are, and under which names the sources know them."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from hearthbook.app.people import everybody
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


SCREEN = Screen("people", "/people", "people", (show,))

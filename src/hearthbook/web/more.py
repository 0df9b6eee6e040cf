"""The rest of the menu, for a screen too small to show it all."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import page


@get("/more", sync_to_thread=False)
def show(request: Asked) -> Template:
    """Show the screens that have no place in the bar."""
    return page(request, "more.html")


SCREEN = Screen("more", "/more", "more", (show,), place="")

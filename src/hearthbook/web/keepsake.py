"""For the children: letters to be opened later, first times, lullabies, photos."""

from __future__ import annotations

from litestar import Response
from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.response import Template

from hearthbook.app.diary import KEEPSAKES
from hearthbook.app.keepsakes import SORTS
from hearthbook.app.keepsakes import keepsakes
from hearthbook.app.keepsakes import unfolded
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page


@get("/keepsake", sync_to_thread=True)
def show(request: Asked) -> Template:
    """Show what is kept for the children; a letter shows its title alone."""
    with house(request).door.opened() as home:
        found = keepsakes(home)
    some = {sort: [one for one in found.kept if one.sort == sort] for sort in SORTS}
    return page(request, "keepsakes.html", some=some, photos=found.photos)


@get("/keepsake/{ref:str}", sync_to_thread=True)
def read(request: Asked, ref: FromPath[str]) -> Template:
    """Show one; a letter that still waits stays closed, and says how to open it."""
    return _shown(request, ref, early=False)


@post("/keepsake/{ref:str}", status_code=200, sync_to_thread=True)
def open_now(request: Asked, ref: FromPath[str]) -> Template:
    """Open a letter before its day; nothing of that is written down."""
    return _shown(request, ref, early=True)


@get("/keepsake/picture/{ref:str}", sync_to_thread=True)
def picture(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """Hand over a photo of this book as a small picture."""
    with house(request).door.opened() as home:
        raw = house(request).pictures.small(home, book=KEEPSAKES, ref=ref)
    return Response(raw, media_type="image/jpeg")


def _shown(request: Asked, ref: str, *, early: bool) -> Template:
    with house(request).door.opened() as home:
        one = unfolded(home, ref, early=early)
    return page(request, "keepsake.html", one=one.kept, text=one.text, files=one.files)


SCREEN = Screen("keepsake", "/keepsake", "nest", (show, read, open_now, picture))

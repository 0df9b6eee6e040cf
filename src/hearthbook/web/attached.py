"""Files of an entry: shown one at a time, and joined to it, now or later."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from litestar import Response
from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.response import Stream

from hearthbook.app import attaching
from hearthbook.app.entry import ending
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.web.books import book_named
from hearthbook.web.gate import INSIDE
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.parts import LARGEST
from hearthbook.web.parts import parts
from hearthbook.web.parts import without

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.web.parts import Parts


@get("/entry/{book:str}/{ref:str}/file/{digest:str}", sync_to_thread=True)
def show(
    request: Asked, book: FromPath[str], ref: FromPath[str], digest: FromPath[str]
) -> Stream:
    """Hand over a file of an entry: a picture or a sound to the page, others to keep."""
    with house(request).door.opened() as home:
        file, held = attaching.file(home, book=book_named(book), ref=ref, original=digest)
    beside = file.sort in {"picture", "sound"}
    name = f"original-{digest[:8]}{ending(file.name)}"
    return Stream(
        held.pieces(),
        media_type=file.media_type if beside else "application/octet-stream",
        headers={
            "content-disposition": f'{"inline" if beside else "attachment"}; filename="{name}"',
            "content-length": str(held.size),
        },
    )


@get("/entry/{book:str}/{ref:str}/file/{digest:str}/small", sync_to_thread=True)
def smaller(
    request: Asked, book: FromPath[str], ref: FromPath[str], digest: FromPath[str]
) -> Response[bytes]:
    """Hand over a photo of an entry as a small picture, made without what lies beside it."""
    named = book_named(book)
    with house(request).door.opened() as home:
        of = attaching.photo(home, book=named, ref=ref, original=digest)
        raw = house(request).pictures.small(home, book=named, ref=of)
    return Response(raw, media_type="image/jpeg")


@post(
    "/entry/{book:str}/{ref:str}/files",
    status_code=200,
    request_max_body_size=LARGEST,
    opt={INSIDE: True},
)
async def join(request: Asked, book: FromPath[str], ref: FromPath[str]) -> Redirect:
    """Keep files and join them to the entry."""
    held = book_named(book)
    brought = await parts(request)

    def work() -> None:
        if brought.failure is not None:
            raise brought.failure
        with house(request).door.opened() as home:
            joined(home, held, ref, brought)

    try:
        await asyncio.to_thread(work)
    finally:
        brought.close()
    return Redirect(f"/entry/{book}/{ref}", status_code=303)


def joined(home: Household, book: str, ref: str, brought: Parts) -> None:
    """Keep the files of a form and join each to an entry.

    Raises:
        Failure: if one of them cannot be kept; those before it are.
    """
    for file in without(brought):
        try:
            attaching.attach(home, held=file, ref=ref, book=book)
        except Failure as failure:
            if failure.name == "no-such-entry":
                raise
            raise Failure("file-not-joined", Exit.NOT_READABLE, file=file.name) from failure


SCREEN = Screen("attached", "/entry", "tray", (show, smaller, join), place="")

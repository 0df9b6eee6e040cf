"""One entry: what it says, its times, its bytes in the original, what became of it."""

from __future__ import annotations

import asyncio
from typing import Final

from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.response import Stream
from litestar.response import Template

from hearthbook.app.attaching import files
from hearthbook.app.diary import correct
from hearthbook.app.diary import retract
from hearthbook.app.entry import found
from hearthbook.app.entry import opened
from hearthbook.app.entry import original
from hearthbook.app.failure import Failure
from hearthbook.app.forms import FORMS
from hearthbook.app.retyped import retyped
from hearthbook.web.books import book_named
from hearthbook.web.faults import told
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words
from hearthbook.web.write import ALONE
from hearthbook.web.write import filled

_FINAL: Final = ("correction", "retraction", "setting", "import", "release", "stamp")


@get("/entry/{book:str}/{ref:str}", sync_to_thread=True)
def show(request: Asked, book: FromPath[str], ref: FromPath[str]) -> Template | Redirect:
    """Show the entry."""
    held = book_named(book)
    with house(request).door.opened() as home:
        entry = opened(home, book=held, ref=ref, words=words(request))
        beside = files(home, book=held, ref=ref)
    if entry.kind == "keepsake":  # a letter that waits stays closed
        return Redirect(f"/keepsake/{entry.ref}", status_code=303)
    typed_here = entry.origin.sort in {"device", "story"} and entry.kind not in _FINAL
    open_still = typed_here and not entry.amended
    return page(
        request,
        "entry.html",
        entry=entry,
        book=held,
        files=beside,
        joinable=typed_here and entry.kind not in ALONE,
        amendable=open_still,
        correctable=open_still and entry.kind in FORMS,
    )


@get("/entry/{book:str}/{ref:str}/original", sync_to_thread=True)
def take_out(request: Asked, book: FromPath[str], ref: FromPath[str]) -> Stream:
    """Hand over the whole original, byte for byte as it came in."""
    with house(request).door.opened() as home:
        held = original(home, book=book_named(book), ref=ref)
    return Stream(
        held.pieces(),
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{held.name}"',
            "content-length": str(held.size),
        },
    )


@get("/entry/{book:str}/{ref:str}/correct", sync_to_thread=True)
def correction(request: Asked, book: FromPath[str], ref: FromPath[str]) -> Template:
    """Show the entry's form again, filled in as it was."""
    held = book_named(book)
    with house(request).door.opened() as home:
        entry, _ = found(home, book=held, ref=ref)
        kind, typed = retyped(entry.record)
        post_to = f"/entry/{book}/{ref}/correct"
        return filled(request, home, held, kind, typed, "", ref=ref, post=post_to)


@post("/entry/{book:str}/{ref:str}/correct", status_code=200)
async def replace(
    request: Asked, book: FromPath[str], ref: FromPath[str]
) -> Template | Redirect:
    """Write the entry down anew; the first one stays and says so."""
    held = book_named(book)
    typed = await fields(request)
    why = one(typed, "why")
    typed.pop("why", None)

    def work() -> Template | Redirect:
        with house(request).door.opened() as home:
            try:
                new = correct(home, ref=ref, values=typed, why=why, book=held)
            except Failure as failure:
                entry, _ = found(home, book=held, ref=ref)
                sentence = told(failure, words(request))
                post_to = f"/entry/{book}/{ref}/correct"
                kind = retyped(entry.record)[0]
                return filled(
                    request,
                    home,
                    held,
                    kind,
                    typed,
                    sentence,
                    ref=ref,
                    why=why,
                    post=post_to,
                )
        return Redirect(f"/entry/{book}/{new}", status_code=303)

    return await asyncio.to_thread(work)


@post("/entry/{book:str}/{ref:str}/take-back", status_code=200)
async def take_back(request: Asked, book: FromPath[str], ref: FromPath[str]) -> Redirect:
    """Say that the entry should not have been written; it stays and says so."""
    held = book_named(book)
    why = one(await fields(request), "why")

    def work() -> None:
        with house(request).door.opened() as home:
            retract(home, ref=ref, why=why, book=held)

    await asyncio.to_thread(work)
    return Redirect(f"/entry/{book}/{ref}", status_code=303)


SCREEN = Screen(
    "entry", "/entry", "paper", (show, take_out, correction, replace, take_back), place=""
)

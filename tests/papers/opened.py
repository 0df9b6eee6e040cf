"""A finished PDF, read by programs that had no part in making it."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it ships no types


class Bookmark(NamedTuple):
    """An entry of the outline, and the page it leads to, counted from 0."""

    title: str
    page: int


class Link(NamedTuple):
    """A link on a page, and the page it leads to, both counted from 0."""

    page: int
    goal: int


def texts(pdf: bytes) -> list[str]:
    """Return what stands on each page, as PDFium reads it."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [_text(page) for page in document]


def _text(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as written:
        found: str = written.get_text_bounded()
        return found.replace("\r\n", "\n").replace("\ufffe", "-")


def outside(pdf: bytes) -> list[tuple[int, str]]:
    """Return the signs drawn beyond the edge of their page, with the page's number."""
    found = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number, page in enumerate(document):
            width, height = page.get_size()
            with closing(page), closing(page.get_textpage()) as written:
                for at in range(written.count_chars()):
                    left, bottom, right, top = written.get_charbox(at)
                    if left < 0 or bottom < 0 or right > width or top > height:
                        found.append((number, written.get_text_range(at, 1)))
    return found


def labels(pdf: bytes) -> list[str]:
    """Return what is printed on each page as its number."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [page.label for page in document.pages]


def bookmarks(pdf: bytes) -> list[Bookmark]:
    """Return all entries of the outline, in the order in which they are shown."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.obj.objgen: at for at, page in enumerate(document.pages)}
        found: list[Bookmark] = []

        def walk(entry: pikepdf.Object) -> None:
            found.append(Bookmark(str(entry.Title), pages[entry["/Dest"][0].objgen]))
            if "/First" in entry:
                walk(entry.First)
            if "/Next" in entry:
                walk(entry.Next)

        walk(document.Root.Outlines.First)
        return found


def links(pdf: bytes) -> list[Link]:
    """Return all links; one that leads out of the paper, or nowhere, is a KeyError."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.obj.objgen: at for at, page in enumerate(document.pages)}
        return [
            Link(at, pages[annotation["/Dest"][0].objgen])
            for at, page in enumerate(document.pages)
            for annotation in page.obj.get("/Annots", [])
        ]


def fonts(pdf: bytes) -> set[str]:
    """Return the names of all fonts in the file, without their subset marks."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(thing.BaseFont).split("+")[-1]
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }

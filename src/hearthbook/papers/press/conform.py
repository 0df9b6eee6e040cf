"""Sets right what typst made and proves it to be PDF/A-2b, or refuses it.

1. `/CIDSet` goes: it is optional, and a wrong one is a fault (ISO 19005-2, 6.2.11.4.2).
2. The targets of links and bookmarks become direct, as the validator wants them. Each bookmark
   ends with the number that is printed on its page, so that it agrees with the contents.
3. The PDF's metadata is written anew; only what was proved is claimed. Tags stay.
4. The finished bytes are opened again and looked at: nothing in them acts, so no link leads
   out of the file, and each page has its label.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from typing import Final

import pikepdf
from msgspec import Struct
from pikepdf import Array
from pikepdf import Dictionary
from pikepdf import Name
from pikepdf import pdfa

from hearthbook.papers.press.failing import CannotPressError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_FLAVOUR: Final = "2b"
# What makes a viewer act: run a script, start a program, open an address.
_DOERS: Final = frozenset({"/A", "/AA", "/OpenAction", "/PA"})


class Finished(Struct, frozen=True):
    """The finished PDF, and what is printed on each of its pages as its number."""

    pdf: bytes
    labels: tuple[str, ...]


def conform(raw: bytes, made: datetime) -> Finished:
    """Return the finished form of the PDF `raw`, made at the moment `made`.

    Raises:
        CannotPressError: if it cannot be proved to be PDF/A-2b, or leads out of itself.
    """
    with pikepdf.open(BytesIO(raw)) as pdf:
        labels = tuple(page.label for page in pdf.pages)
        _straighten(pdf)
        _number(pdf, labels)
        _name_bookmarks(pdf, labels)
        pdfa.prepare(pdf, _FLAVOUR)
        # `prepare` notes the time of day, and two presses of one bundle would differ.
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said["xmp:MetadataDate"] = made.isoformat()
        written = BytesIO()
        try:
            pdfa.save(pdf, written, _FLAVOUR, repair=False, deterministic_id=True)
        except pdfa.PdfaError as error:
            raise CannotPressError(str(error)) from error
    finished = written.getvalue()
    _look_again(finished, labels)
    return Finished(finished, labels)


def _straighten(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary):
            continue
        if "/CIDSet" in thing:
            del thing["/CIDSet"]
        if "/Dest" in thing and isinstance(thing.Dest, Array):
            thing["/Dest"] = Array(list(thing.Dest))


def _number(pdf: pikepdf.Pdf, labels: tuple[str, ...]) -> None:
    """Say in two lines what typst says of each page alone: Roman first, then from 1 on."""
    front = next(at for at, label in enumerate(labels) if label.isdecimal())
    first = [0, Dictionary(S=Name.r)] if front else []
    pdf.Root.PageLabels = Dictionary(Nums=Array([*first, front, Dictionary(S=Name.D)]))
    if "/Outlines" in pdf.Root:
        pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    # It is false unless it is there, and poppler stumbles over the word.
    if "/MarkInfo" in pdf.Root and "/Suspects" in pdf.Root.MarkInfo:
        del pdf.Root.MarkInfo["/Suspects"]


def _name_bookmarks(pdf: pikepdf.Pdf, labels: tuple[str, ...]) -> None:
    numbers = {page.obj.objgen: label for page, label in zip(pdf.pages, labels, strict=True)}
    for entry in _bookmarks(pdf):
        label = numbers[entry["/Dest"][0].objgen]
        entry["/Title"] = pikepdf.String(f"{entry.Title} [{label}]")


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every entry of the outline."""
    waiting = [pdf.Root.Outlines.First] if "/Outlines" in pdf.Root else []
    while waiting:
        entry = waiting.pop()
        if "/Next" in entry:
            waiting.append(entry.Next)
        if "/First" in entry:
            waiting.append(entry.First)
        yield entry


def _look_again(finished: bytes, labels: tuple[str, ...]) -> None:
    with pikepdf.open(BytesIO(finished)) as pdf:
        if tuple(page.label for page in pdf.pages) != labels:
            msg = "the page labels did not survive"
            raise CannotPressError(msg)
        things = [pdf.Root, *(page.obj for page in pdf.pages)]
        things += [mark for page in pdf.pages for mark in page.obj.get("/Annots", [])]
        for thing in things:
            if not _DOERS.isdisjoint(thing.keys()):
                msg = "the paper does something when it is opened or touched"
                raise CannotPressError(msg)

"""The press: the only place that knows a PDF library.

1. The draft goes to typst as JSON, never as source; its fonts are the papers' own, whatever the
   machine has. The moment of making is given, so that equal bundles are equal bytes.
2. What typst made is set right and proved to be PDF/A-2b before anybody sees it.
3. Where every line came to stand is asked of the same run of typst, and the number printed on
   the page is read back from the finished file.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import msgspec

from hearthbook.papers.drafting import drafted
from hearthbook.papers.heads import drafted_leaves
from hearthbook.papers.page import Place
from hearthbook.papers.page import Pressed
from hearthbook.papers.press.conform import conform
from hearthbook.papers.press.typesetting import typeset
from hearthbook.papers.sheet import drafted_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hearthbook.base.words import Words
    from hearthbook.papers.heads import HeadLeaf
    from hearthbook.papers.page import Bundle
    from hearthbook.papers.sheet import Sheet

__all__ = ["Pressed", "press", "press_sheet"]


def press(bundle: Bundle, words: Words, *, made: datetime) -> Pressed:
    """Return `bundle` as a finished paper; `made` is printed on it and kept in it.

    Raises:
        ValueError: if `made` is a clock reading without its zone.
        CannotPressError: if the paper could not be made, or is not what it has to be.
    """
    moment = _second(made)
    ready = drafted(bundle, words, moment)
    sheets = typeset(msgspec.json.encode(ready.draft), moment)
    finished = conform(sheets.pdf, moment)
    places = {
        ref: Place(sheets.pages[anchor], finished.labels[sheets.pages[anchor] - 1])
        for ref, anchor in ready.known.homes.items()
    }
    return Pressed(
        pdf=finished.pdf,
        pages=len(finished.labels),
        places=places,
        lists=ready.known.lists,
        replaced=ready.replaced,
    )


def press_sheet(sheet: Sheet, words: Words, *, made: datetime) -> bytes:
    """Return a recovery sheet as a finished paper of one page; nothing of it touches a disk.

    Raises:
        ValueError: if `made` is a clock reading without its zone.
        CannotPressError: if the paper could not be made, or is not what it has to be.
    """
    moment = _second(made)
    sheets = typeset(msgspec.json.encode(drafted_sheet(sheet, words)), moment, "sheet")
    return conform(sheets.pdf, moment).pdf


def press_heads(heads: Sequence[HeadLeaf], words: Words, *, day: str, made: datetime) -> bytes:
    """Return a page for each of `heads`, handed out on `day`, as one finished paper.

    Raises:
        ValueError: if `made` is a clock reading without its zone.
        CannotPressError: if the paper could not be made, or is not what it has to be.
    """
    moment = _second(made)
    draft = msgspec.json.encode(drafted_leaves(heads, words, day=day))
    return conform(typeset(draft, moment, "heads").pdf, moment).pdf


def _second(made: datetime) -> datetime:
    if made.tzinfo is None:
        msg = "the moment of making has no zone"
        raise ValueError(msg)
    return made.astimezone(UTC).replace(microsecond=0)

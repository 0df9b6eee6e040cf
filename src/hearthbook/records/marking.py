"""Bytes of a foreign file as text fit for a record, and marks of what that took."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import is_nfc
from hearthbook.base.text import nfc
from hearthbook.records.message import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable


_ORDER: Final = {mark: number for number, mark in enumerate(Mark)}


def in_order(marks: set[Mark]) -> tuple[Mark, ...]:
    """Return `marks` in the one order they are always kept in."""
    return tuple(sorted(marks, key=_ORDER.__getitem__)) if marks else ()


def composed(text: str, marks: set[Mark]) -> str:
    """Return `text` in composed form; say so in `marks` if it was not."""
    if is_nfc(text):
        return text
    marks.add(Mark.RECOMPOSED)
    return nfc(text)


def decoded(raw: bytes, encodings: Iterable[str], marks: set[Mark]) -> str:
    """Return the text of `raw` in the first of `encodings` that fits.

    Where none fits, signs are lost, and `marks` says so.
    """
    last = "utf-8"
    for last in encodings:
        try:
            return raw.decode(last)
        except UnicodeDecodeError:
            continue
    marks.add(Mark.REPLACED_SIGN)
    return raw.decode(last, "replace")

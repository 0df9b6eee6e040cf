"""One thing that was looked at, and whether it was as it should be."""

from __future__ import annotations

from msgspec import Struct


class Check(Struct, frozen=True):
    """A test that was made: `what` names the words for it, `where` the place it was made at.

    `of` counts what was looked at, so that "all is well" and "there was nothing" differ.
    """

    what: str
    where: str
    ok: bool
    of: int = 1

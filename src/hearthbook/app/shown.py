"""What a person is shown: a table with lines around it, and the same as plain values."""

from __future__ import annotations

from msgspec import Struct


class Shown(Struct, frozen=True):
    """A finding, as a table with lines before and after it, and as plain values."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    value: object
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

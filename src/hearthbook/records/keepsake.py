"""What is kept for the children: letters, first times, lullabies. It is not for any court."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.fact import Fact
from hearthbook.records.numbers import Count
from hearthbook.records.provenance import Origin
from hearthbook.records.when import Wall
from hearthbook.records.when import When


class KeepsakeSort(StrEnum):
    """What it is."""

    LETTER = "letter"
    FIRST = "first"
    LULLABY = "lullaby"


class Keepsake(Fact, frozen=True, tag="keepsake"):
    """A letter, a first time or a lullaby for `children`.

    `opens` is the day a letter waits for, None if it waits for none. That is a wish and no
    lock: whoever can open the vault can read it.
    """

    sort: KeepsakeSort
    title: str
    text: str
    children: tuple[str, ...]
    opens: Wall | None
    when: When
    recorded_by: str
    written: Count
    origin: Origin

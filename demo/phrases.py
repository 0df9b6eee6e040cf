"""Sentences of the invented family; they stand in `phrases.toml` beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

_HERE: Final = Path(__file__).parent


class Told(Struct, frozen=True):
    """Something about a person, which the mother saw herself or was told by `source`."""

    person: str
    source: str
    text: str


class Cost(Struct, frozen=True):
    """Something to buy, with the least and the most it costs in cents."""

    text: str
    least: int
    most: int


class Meeting(Struct, frozen=True):
    """An appointment and where it is."""

    text: str
    place: str


class Phrases(Struct, frozen=True, rename="kebab"):
    """What each writes to whom, and what is written down."""

    lena_to_viktor: tuple[str, ...]
    viktor_to_lena: tuple[str, ...]
    lena_to_katya: tuple[str, ...]
    katya_to_lena: tuple[str, ...]
    galina_to_lena: tuple[str, ...]
    lena_to_galina: tuple[str, ...]
    nina_to_lena: tuple[str, ...]
    lena_to_nina: tuple[str, ...]
    notes: tuple[str, ...]
    girls: tuple[str, str]
    girls_in_russian: tuple[str, str]
    incidents: tuple[Told, ...]
    statements: tuple[Told, ...]
    expenses: tuple[Cost, ...]
    appointments: tuple[Meeting, ...]


PHRASES: Final = msgspec.toml.decode(_HERE.joinpath("phrases.toml").read_bytes(), type=Phrases)
STORY: Final = _HERE.joinpath("story.txt").read_text("utf-8")

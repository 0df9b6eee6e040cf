"""A whole file of a kind that is known: what it says of itself beside its contents.

Nothing of this is checked: it is what a device or a program wrote into the file.
"""

from __future__ import annotations

from typing import Final

from hearthbook.records.event import Document
from hearthbook.records.fact import Part
from hearthbook.records.message import Mark
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole
from hearthbook.records.when import Moment
from hearthbook.records.when import When

# Fields that go into no paper and no manifest unless a person asks for them by name.
WITHHELD: Final = frozenset({"whereabouts"})


class Place(Part, frozen=True):
    """A place on the earth in millionths of a degree; north and east are positive."""

    latitude: Whole
    longitude: Whole


class Photo(Document, frozen=True, tag="photo"):
    """A picture. `when` is its camera's clock, a moment only if the camera noted the offset.

    `by_satellite` is the time that came with the place. The place itself is in a field of its
    own, `whereabouts`, which is withheld from papers: it may be the address of a shelter.
    """

    when: When | None
    by_satellite: Moment | None
    camera: str
    program: str
    width: Count | None
    height: Count | None
    whereabouts: Place | None
    marks: tuple[Mark, ...]


class Writing(Document, frozen=True, tag="writing"):
    """A document of pages. `when` is when its program says it was made."""

    when: When | None
    changed: When | None
    title: str
    author: str
    program: str
    pages: Count | None
    marks: tuple[Mark, ...]


class Recording(Document, frozen=True, tag="recording"):
    """Sound or film. `milliseconds` is its length, None where the file does not tell."""

    when: When | None
    milliseconds: Count | None
    title: str
    artist: str
    comment: str
    marks: tuple[Mark, ...]

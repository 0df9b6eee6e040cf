"""What a phone can say: one item's body, and in it one act, in their strict form."""

from __future__ import annotations

from typing import Literal
from typing import TypeAlias

import msgspec
from msgspec import Struct

from hearthbook.records import family
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole

_LAST = 250_000_000_000_000  # ms: no phone's clock shows the year 9892


class NotUnderstoodError(ValueError):
    """A body that says nothing this program knows, or names somebody who is nobody here."""


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """What one child got, or what its diaper held."""

    child: str
    ml: Count | None = None
    side: Literal["left", "right", "both"] | None = None
    wet: bool = False
    dirty: bool = False


class _Act(Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    pass


class Hello(_Act, frozen=True, tag="hello"):
    """The phone was made ready; it says nothing of the children."""


class Feed(_Act, frozen=True, tag="feed"):
    """A feed."""

    way: family.FeedWay
    shares: tuple[Share, ...]
    by: str
    at: Count
    until: Count | None = None
    note: str = ""


class Diaper(_Act, frozen=True, tag="diaper"):
    """A change of diapers."""

    shares: tuple[Share, ...]
    by: str
    at: Count
    note: str = ""


class Sleep(_Act, frozen=True, tag="sleep"):
    """A stretch of sleep."""

    children: tuple[str, ...]
    by: str
    at: Count
    until: Count | None = None
    note: str = ""


class Care(_Act, frozen=True, tag="care"):
    """Another act of care."""

    act: family.Act
    children: tuple[str, ...]
    by: str
    at: Count
    until: Count | None = None
    note: str = ""


class Measurement(_Act, frozen=True, tag="measurement"):
    """One figure of one child."""

    child: str
    quantity: family.Quantity
    value: Whole
    at: Count
    note: str = ""


class Visit(_Act, frozen=True, tag="visit"):
    """Somebody came. `person` is a carer's key, or empty: then the note says who."""

    person: str
    children: tuple[str, ...]
    at: Count
    until: Count | None = None
    note: str = ""


class Note(_Act, frozen=True, tag="note"):
    """Free words."""

    text: str
    at: Count


class Incident(_Act, frozen=True, tag="incident"):
    """Something that happened, and who was there."""

    what: str
    people: tuple[str, ...]
    at: Count


class Statement(_Act, frozen=True, tag="statement"):
    """Exact words, and who said them to whom; an empty key is somebody who is not named."""

    words: str
    speaker: str
    to: tuple[str, ...]
    at: Count


class Attach(_Act, frozen=True, tag="attach"):
    """A photo or a voice note for the item `of` of the same phone.

    `sha256` is of the file as it came from the camera or microphone. `pieces` are the ids of
    its sealed stretches, in order.
    """

    of: Count
    name: str
    media: str
    size: Count
    sha256: str
    pieces: tuple[str, ...]


class Change(_Act, frozen=True, tag="change"):
    """The item `of` of the same phone ended, or something in it was put right."""

    of: Count
    why: Literal["ended", "adjusted"]
    at: Count | None = None
    until: Count | None = None
    by: str | None = None
    shares: tuple[Share, ...] | None = None
    children: tuple[str, ...] | None = None
    value: Whole | None = None
    note: str | None = None


class Retract(_Act, frozen=True, tag="retract"):
    """The item `of` of the same phone was a slip."""

    of: Count


Act: TypeAlias = (
    Hello
    | Feed
    | Diaper
    | Sleep
    | Care
    | Measurement
    | Visit
    | Note
    | Incident
    | Statement
    | Attach
    | Change
    | Retract
)


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """An item's body. `run` and `up` say how long (ms) the page had run, by no wall clock."""

    v: Literal[1]
    to: str
    counter: Count
    written: Count
    zone: str
    run: str
    up: Count
    act: Act


def read(body: str) -> Body:
    """Return what a body says.

    Raises:
        NotUnderstoodError: if it says nothing this program knows.
    """
    try:
        found = msgspec.json.decode(body, type=Body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotUnderstoodError from error
    if not found.counter or found.written > _LAST:
        raise NotUnderstoodError
    return found

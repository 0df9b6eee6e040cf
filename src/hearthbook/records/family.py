"""The people of a family, and what was done for the children.

What a tracker wrote down differs from what is typed here in that nobody can be asked while it
is read. `written` is None where it does not say when it was noted, and `recorded_by` and
`performed_by` are empty where it does not say who: a tracker that names somebody names who
noted it. A child is empty if the file is of one child and does not say of which; a person then
says it of the whole file. `details` and `marks` are the source's own, and empty for a tap.
"""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.detail import Detail
from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.message import Mark
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Origin
from hearthbook.records.when import When


class Person(Fact, frozen=True, tag="person"):
    """Somebody in the vault. `person` is the short name all records use for them.

    `aliases` are names and numbers as they stand in sources; only a person puts them here.
    A later entry for the same `person` adds its aliases to the earlier ones.
    `born` is set for a child where it is known.
    """

    person: str
    name: str
    relation: str
    child: bool
    aliases: tuple[str, ...]
    born: When | None
    recorded_by: str
    written: Count
    origin: Origin


class FeedWay(StrEnum):
    """How a child was fed."""

    BREAST = "breast"
    BOTTLE = "bottle"
    SOLIDS = "solids"
    TUBE = "tube"
    UNSAID = "unsaid"


class FeedShare(Part, frozen=True):
    """What one child got; None is "not measured" or does not apply.

    Amounts that a tracker wrote down stand in the details of the feed, with their units.
    """

    child: str
    millilitres: Count | None = None
    minutes: Count | None = None
    side: str | None = None


class Feed(Fact, frozen=True, tag="feed"):
    """One feed given to one child or to several at once."""

    shares: tuple[FeedShare, ...]
    way: FeedWay
    performed_by: str
    recorded_by: str
    when: When
    until: When | None
    written: Count | None
    note: str
    origin: Origin
    details: tuple[Detail, ...] = ()
    marks: tuple[Mark, ...] = ()


class DiaperShare(Part, frozen=True):
    """What one child's diaper held; None if nobody says."""

    child: str
    wet: bool | None
    dirty: bool | None


class Diaper(Fact, frozen=True, tag="diaper"):
    """One change, of one child or of several at once."""

    shares: tuple[DiaperShare, ...]
    performed_by: str
    recorded_by: str
    when: When
    written: Count | None
    note: str
    origin: Origin
    details: tuple[Detail, ...] = ()
    marks: tuple[Mark, ...] = ()


class Sleep(Fact, frozen=True, tag="sleep"):
    """A stretch of sleep. `until` is None while nobody wrote down its end."""

    children: tuple[str, ...]
    performed_by: str
    recorded_by: str
    when: When
    until: When | None
    written: Count | None
    note: str
    origin: Origin
    details: tuple[Detail, ...] = ()
    marks: tuple[Mark, ...] = ()


class Act(StrEnum):
    """Other acts of care."""

    BATH = "bath"
    SOOTHING = "soothing"
    MEDICINE = "medicine"
    PUMP = "pump"
    WALK = "walk"
    PLAY = "play"
    DRESSING = "dressing"
    DOCTOR = "doctor"
    POTTY = "potty"
    TUMMY = "tummy-time"
    SKIN = "skin-to-skin"
    STORY = "story"
    SCREEN = "screen-time"
    TEETH = "teeth"
    NAILS = "nails"
    VACCINE = "vaccine"
    CRYING = "crying"
    OTHER = "other"  # what it was stands in the details


class Care(Fact, frozen=True, tag="care"):
    """Any other act of care. `children` is empty for pumping."""

    act: Act
    children: tuple[str, ...]
    performed_by: str
    recorded_by: str
    when: When
    until: When | None
    written: Count | None
    note: str
    origin: Origin
    details: tuple[Detail, ...] = ()
    marks: tuple[Mark, ...] = ()


class Quantity(StrEnum):
    """What was measured; the unit is part of the name."""

    WEIGHT = "weight-g"
    LENGTH = "length-mm"
    HEAD = "head-mm"
    TEMPERATURE = "temperature-tenth-c"


class Measurement(Fact, frozen=True, tag="measurement"):
    """One figure of one child.

    `value` is None if the source gives a number without a unit; the number is its detail.
    """

    child: str
    quantity: Quantity
    value: Whole | None
    recorded_by: str
    when: When
    written: Count | None
    note: str
    origin: Origin
    details: tuple[Detail, ...] = ()
    marks: tuple[Mark, ...] = ()


class Profile(Fact, frozen=True, tag="profile"):
    """A child as a tracker describes it: the file's words, and nobody's claim yet."""

    name: str
    born: When | None
    details: tuple[Detail, ...]
    marks: tuple[Mark, ...]
    origin: FromFile

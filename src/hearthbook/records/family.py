"""The people of a family, and what was done for the children."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole
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


class FeedShare(Part, frozen=True):
    """What one child got; None is "not measured" or does not apply."""

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
    written: Count
    note: str
    origin: Origin


class DiaperShare(Part, frozen=True):
    """What one child's diaper held."""

    child: str
    wet: bool
    dirty: bool


class Diaper(Fact, frozen=True, tag="diaper"):
    """One change, of one child or of several at once."""

    shares: tuple[DiaperShare, ...]
    performed_by: str
    recorded_by: str
    when: When
    written: Count
    note: str
    origin: Origin


class Sleep(Fact, frozen=True, tag="sleep"):
    """A stretch of sleep. `until` is None while nobody wrote down its end."""

    children: tuple[str, ...]
    performed_by: str
    recorded_by: str
    when: When
    until: When | None
    written: Count
    note: str
    origin: Origin


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


class Care(Fact, frozen=True, tag="care"):
    """Any other act of care. `children` is empty for pumping."""

    act: Act
    children: tuple[str, ...]
    performed_by: str
    recorded_by: str
    when: When
    until: When | None
    written: Count
    note: str
    origin: Origin


class Quantity(StrEnum):
    """What was measured; the unit is part of the name."""

    WEIGHT = "weight-g"
    LENGTH = "length-mm"
    HEAD = "head-mm"
    TEMPERATURE = "temperature-tenth-c"


class Measurement(Fact, frozen=True, tag="measurement"):
    """One figure of one child."""

    child: str
    quantity: Quantity
    value: Whole
    recorded_by: str
    when: When
    written: Count
    note: str
    origin: Origin

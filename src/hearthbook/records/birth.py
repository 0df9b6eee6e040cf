"""The time before a birth, and stays of any time: rest in bed, hospital."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.event import Basis
from hearthbook.records.fact import Fact
from hearthbook.records.numbers import Count
from hearthbook.records.provenance import Origin
from hearthbook.records.when import Wall
from hearthbook.records.when import When


class StaySort(StrEnum):
    """What sort of stay it was."""

    BED_REST = "bed-rest"
    HOSPITAL = "hospital"
    NEWBORN_WARD = "newborn-ward"
    OTHER = "other"


class Pregnancy(Fact, frozen=True, tag="pregnancy"):
    """What was known of a pregnancy on a day: of how many, due when, in which week.

    `expecting`, `due`, `last_period` and `week` (whole weeks) are None where nobody said.
    """

    person: str
    what: str
    when: When
    expecting: Count | None
    due: Wall | None
    last_period: Wall | None
    week: Count | None
    basis: Basis
    recorded_by: str
    written: Count
    documents: tuple[str, ...]
    origin: Origin


class Stay(Fact, frozen=True, tag="stay"):
    """Rest in bed or a stay in hospital: of whom, from when, until when, who ordered it.

    `until` is None while it lasts, or where nobody said.
    """

    sort: StaySort
    people: tuple[str, ...]
    when: When
    until: When | None
    place: str
    ordered_by: str
    basis: Basis
    recorded_by: str
    written: Count
    note: str
    documents: tuple[str, ...]
    origin: Origin

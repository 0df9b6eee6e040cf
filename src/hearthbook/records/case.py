"""What there is of a case: the court, days to act by, what was filed."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.fact import Fact
from hearthbook.records.numbers import Count
from hearthbook.records.provenance import Origin
from hearthbook.records.when import Wall
from hearthbook.records.when import When


class Counting(StrEnum):
    """Which days are counted, as whoever set the deadline said."""

    CALENDAR = "calendar-days"
    COURT = "court-days"


class Proceeding(Fact, frozen=True, tag="proceeding"):
    """A case: its short name here, the court, its number there, who judges, who helps.

    Said again under the same name it replaces what was said before.
    """

    name: str
    court: str
    number: str
    judge: str
    lawyer: str
    note: str
    recorded_by: str
    written: Count
    origin: Origin


class Deadline(Fact, frozen=True, tag="deadline"):
    """Something to be done by a day, as she or her lawyer set it; nothing of it is worked out.

    `when` is the last day, None while nobody has named it. `counts_from` says in words what
    the days count from, `start` on which day that was, `days` how many there are, `counting`
    of which sort; each is None or empty where nobody said.
    """

    what: str
    case: str
    when: When | None
    counts_from: str
    start: Wall | None
    days: Count | None
    counting: Counting | None
    set_by: str
    recorded_by: str
    written: Count
    note: str
    documents: tuple[str, ...]
    origin: Origin


class Done(Fact, frozen=True, tag="done"):
    """Says that what the entry `of` asks for was done, and when."""

    of: str
    when: When
    note: str
    recorded_by: str
    written: Count
    origin: Origin


class Filing(Fact, frozen=True, tag="filing"):
    """A paper handed in: what, where, under which number, by whom, on which day.

    `documents` are the refs of entries of the same book, each a whole file.
    """

    what: str
    case: str
    filed_with: str
    number: str
    filed_by: str
    when: When
    recorded_by: str
    written: Count
    note: str
    documents: tuple[str, ...]
    origin: Origin

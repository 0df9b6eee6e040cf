"""Reader of the text that PiyoLog shares, of a day or of a month, in English or Japanese.

Keeps
    A record for each line that is logged, the child's name, and the free words under each day
    as a note. Times are readings without a zone.
Checks
    The totals that the app prints under each day: what was read of the day must come to them. A
    total that does is a frame; one that does not is a snag of its own.
Cannot know
    Who did it, and who wrote it down. The zone: the app is from Japan, its users are not all.
    Which child it is, where no name stands above the days.
Rules
    1. A file is a title, then days. A day is its date, the child, lines that are logged, a
       blank line, totals, a blank line, free words; rules part the days.
    2. A sleep ends with the next waking in the file, be it days later. The record stands at the
       line of the sleep and keeps the words of the line of the waking, which is a frame. A
       sleep without a waking stays open; a waking without a sleep is a sleep of unknown
       beginning.
    3. `Pee` says nothing of the rest of the diaper.

The two grammars: files published by users.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.detail import VOLUMES
from hearthbook.records.detail import Trait
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.care import Entry
from hearthbook.sources.care import made
from hearthbook.sources.contract import Asked
from hearthbook.sources.objects import composed
from hearthbook.sources.pieces import origin
from hearthbook.sources.piyolog.kinds import logged
from hearthbook.sources.piyolog.kinds import record
from hearthbook.sources.piyolog.lines import BABY
from hearthbook.sources.piyolog.lines import LOGGED
from hearthbook.sources.piyolog.lines import RULE
from hearthbook.sources.piyolog.lines import TITLE
from hearthbook.sources.piyolog.lines import clock_of
from hearthbook.sources.piyolog.lines import day_of
from hearthbook.sources.piyolog.lines import minutes_of
from hearthbook.sources.piyolog.lines import text_lines
from hearthbook.sources.piyolog.totals import Day
from hearthbook.sources.piyolog.totals import like_a_total

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.piyolog.kinds import Logged
    from hearthbook.sources.piyolog.lines import TextLine

_HEAD, _LOGS, _TOTALS, _WORDS = range(4)
_LONGEST: Final = 1 << 16


class PiyoLog:
    """Reader of PiyoLog."""

    name = "piyolog"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` begins with the app's title."""
        del name
        first = next(text_lines(head[:4096]), None)
        return first is not None and TITLE.match(first.text) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone, and the child if no line names one."""
        named = any(
            found is not None and found["name"]
            for found in (BABY.fullmatch(line.text) for line in text_lines(original.data))
        )
        return (Asked.ZONE,) if named else (Asked.CHILD, Asked.ZONE)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        yield from _Log(original).read()


class _Log:
    """A file that is being read, from its first line to its last."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._ends, self._woken = _pairs(original)
        self._date = ""
        self._child = ""
        self._part = _HEAD
        self._day = Day(None)
        self._words: list[TextLine] = []

    def read(self) -> Iterator[Yield]:
        """Yield the records, in file order."""
        for line in text_lines(self._original.data):
            if (
                self._part == _WORDS
                and not RULE.fullmatch(line.text)
                and day_of(line.text) is None
            ):
                self._words.append(line)
                continue
            yield from self._free_words()
            yield from self._line(line)
        yield from self._free_words()

    def _line(self, line: TextLine) -> Sequence[Yield]:
        place = origin(self._original, line.start, line.end)
        if line.end - line.start > _LONGEST:
            return [Snag(place, Reason.TOO_LONG)]
        title = TITLE.match(line.text) if line.start == 0 else None
        found = day_of(line.text if title is None else title["rest"].strip())
        if title is not None or found is not None or RULE.fullmatch(line.text):
            self._begin(found)
            return [Frame(place)]
        if not line.text:
            self._part = min(self._part + 1, _WORDS) if self._part != _HEAD else _HEAD
            return [Frame(place)]
        entry = LOGGED.fullmatch(line.text) if self._part in {_HEAD, _LOGS} else None
        if entry is not None and self._date:
            self._part = _LOGS
            return self._logged(line, entry)
        return self._other(line)

    def _begin(self, date: str | None) -> None:
        self._part = _HEAD
        if date is not None:
            self._date, self._day = date, Day(0 if self._day.sleeping else None)

    def _other(self, line: TextLine) -> Sequence[Yield]:
        """Read a line that is not logged: the child, a total, the first of the free words."""
        place = origin(self._original, line.start, line.end)
        baby = BABY.fullmatch(line.text) if self._part == _HEAD else None
        if baby is not None:
            return [self._baby(line, baby["name"])]
        if self._part == _LOGS or not self._date:
            return [Snag(place, Reason.UNKNOWN_ELEMENT)]
        same = self._day.agrees(line.text)
        if same is not None:
            self._part = _TOTALS
            return [Frame(place) if same else Snag(place, Reason.NOT_THE_TOTAL)]
        if like_a_total(line.text):
            return [Snag(place, Reason.UNKNOWN_ELEMENT)]
        self._part = _WORDS
        self._words.append(line)
        return []

    def _baby(self, line: TextLine, name: str) -> Yield:
        entry = self._entry(line)
        known, self._child = self._child, composed(name, entry.marks)
        if not name or self._child == known:
            return Frame(entry.place)
        entry.says(Trait.TEXT, composed(line.text, entry.marks))
        return entry.profile(self._child, None)

    def _entry(self, line: TextLine) -> Entry:
        marks = {Mark.REPLACED_SIGN} if line.replaced else set[Mark]()
        place = origin(self._original, line.start, line.end)
        entry = Entry(place, marks, {})
        entry.child = self._child
        return entry

    def _logged(self, line: TextLine, found: re.Match[str]) -> Sequence[Yield]:
        clock = clock_of(found)
        entry = self._entry(line)
        if clock is None:
            return [Snag(entry.place, Reason.NOT_A_DATE)]
        one = logged(composed(found["what"], entry.marks))
        entry.when, entry.note = _at(self._date, clock), one.note
        if line.start in self._woken:
            self._day.add(one.kind, one.value, 0, clock)
            return [Frame(entry.place)]
        made_of = made(entry.place, partial(self._made, line, one, entry))
        if not isinstance(made_of[0], Snag):
            tenths = sum(one.value or 0 for one in entry.details if one.what in VOLUMES)
            self._day.add(one.kind, one.value, tenths, clock)
        return made_of

    def _made(self, line: TextLine, one: Logged, entry: Entry) -> Sequence[Cared]:
        if one.kind == "sleep":
            until, words = self._ends.get(line.start, (None, ""))
            entry.ends(until)
            spent = minutes_of(logged(words).value.strip("()")) if words else None
            if spent is not None:
                entry.lasted(words, spent * 60)
            else:
                entry.says(Trait.TEXT, composed(words, entry.marks))
            return [entry.sleep()]
        if one.kind == "wake":
            entry.until, entry.when = entry.when, Told("")
            entry.says(Trait.TEXT, line.text)
            entry.marks.add(Mark.OPEN_ENDED)
            return [entry.sleep()]
        return record(one, entry)

    def _free_words(self) -> Sequence[Yield]:
        """Return the free words under a day as one note, with the blank lines around them."""
        held, self._words = self._words, []
        if not held:
            return []
        place = origin(self._original, held[0].start, held[-1].end)
        text = "\n".join(line.text for line in held).strip()
        if not text:
            return [Frame(place)]
        if place.end - place.start > _LONGEST:
            return [Snag(place, Reason.TOO_LONG)]
        marks = {Mark.REPLACED_SIGN} if any(line.replaced for line in held) else set[Mark]()
        entry = Entry(place, marks, {})
        entry.child, entry.when = self._child, Wall(self._date, Precision.DAY)
        text = composed(text, entry.marks)
        return [entry.noted(text)]


def _at(date: str, clock: str) -> Wall:
    return Wall(f"{date}T{clock}", Precision.MINUTE)


def _pairs(original: Original) -> tuple[dict[int, tuple[Wall, str]], set[int]]:
    """Return the end of each sleep by the place of its line, and where those wakings stand."""
    ends: dict[int, tuple[Wall, str]] = {}
    woken: set[int] = set()
    date, asleep, logs, open_ = "", None, False, True
    for line in text_lines(original.data):
        title = TITLE.match(line.text)
        begun = day_of(line.text if title is None else title["rest"].strip())
        if begun or RULE.fullmatch(line.text):
            date, logs, open_ = begun or date, False, True
        open_ = open_ and (bool(line.text) or not logs)
        found = LOGGED.fullmatch(line.text) if open_ and date else None
        clock = None if found is None else clock_of(found)
        logs = logs or found is not None
        if found is None or clock is None:
            continue
        kind = logged(found["what"]).kind
        if kind == "sleep":
            asleep = line.start
        elif kind == "wake" and asleep is not None:
            ends[asleep] = _at(date, clock), found["what"].strip()
            woken.add(line.start)
            asleep = None
    return ends, woken

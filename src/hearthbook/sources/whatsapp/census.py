"""The first pass over a file: which headers it holds, in which runs, how its dates read.

1. The grammar looks at the first headers; their majority is the shape, and it is locked.
2. The whole file is counted with the lock. A line that only begins like a header is shown to
   the grammar; if it is a header of another shape, its place is kept.
3. Joined exports have several shapes, each in one long run: such a file is cut, and each part
   counted by itself. Headers of another shape anywhere else are text of somebody's message.
4. If what was taken for the majority is none, the count begins again with what is.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from itertools import groupby
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

from msgspec import Struct

from hearthbook.sources.whatsapp.dates import Tally
from hearthbook.sources.whatsapp.dates import Verdict
from hearthbook.sources.whatsapp.lock import Lock
from hearthbook.sources.whatsapp.lock import lock
from hearthbook.sources.whatsapp.lock import loosened
from hearthbook.sources.whatsapp.names import weigh_names
from hearthbook.sources.whatsapp.shape import BEGINS
from hearthbook.sources.whatsapp.shape import LONGEST_HEADER
from hearthbook.sources.whatsapp.shape import Shape
from hearthbook.sources.whatsapp.shape import header
from hearthbook.sources.whatsapp.signs import BOM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.sources.whatsapp.shape import Header

Label: TypeAlias = tuple[Shape, bool]

_LINE: Final = re.compile(rb"\n(?=%b)" % BEGINS)
_DIRECTED: Final = (b"\xe2\x80\x8e", b"\xe2\x80\x8f")
_SAMPLE: Final = 1_000
_STRETCH: Final = 1 << 18
_MOST_SPELLS: Final = 50_000
_MOST_EXAMPLES: Final = 200
_MOST_RUNS: Final = 16
_LONG_RUN: Final = 25  # headers; shorter ones are a chat pasted into a message
_LONG_RUN_WITH_STRAYS: Final = 2_000  # more than one message of 65,536 characters can hold
_STRAYS: Final = 100  # one header in so many may stand in the wrong run
_CONTESTED: Final = 3

_DATE: Final = itemgetter(0)


class Run(Struct, frozen=True):
    """A stretch of one shape, from its first header, and what the census knows of it."""

    start: int
    end: int
    lock: Lock
    verdict: Verdict


class _Spell(NamedTuple):
    """Headers of one label that follow each other; `at` is unknown for the locked shape."""

    label: Label | None
    at: int
    lines: int


def runs(data: bytes | mmap) -> tuple[Run, ...]:
    """Return the runs of `data`, in file order; none if there is no header in it."""
    start = len(BOM) if data[: len(BOM)] == BOM else 0
    return tuple(islice(_runs(data, start, len(data), _MOST_RUNS), _MOST_RUNS))


def _runs(data: bytes | mmap, start: int, end: int, left: int) -> Iterator[Run]:
    count = _counted(data, start, end)
    if count is None:
        return
    cut = count.cut() if left else None
    if cut is None:
        run = count.run()
        if run is not None:
            yield run
    else:
        yield from _runs(data, start, cut, left - 1)
        yield from _runs(data, cut, end, left - 1)


def _counted(data: bytes | mmap, start: int, end: int) -> _Count | None:
    sample = list(islice(_headers(data, start, end), _SAMPLE))
    if not sample:
        return None
    common = Counter(one.shape for one, _ in sample).most_common(1)[0][0]
    count = _Count(data, start, end, _locked([one for one in sample if one[0].shape == common]))
    for _ in range(2):
        better = None if count.cut() is not None else count.better()
        if better is None:
            break
        count = _Count(data, start, end, better)
    return count


def _headers(data: bytes | mmap, start: int, end: int) -> Iterator[tuple[Header, bytes]]:
    """Yield the headers of any shape and the two bytes before each."""
    lines = (found.end() for found in _LINE.finditer(data, start, end))
    for at in chain([start], lines):
        found = header(data[at : min(at + LONGEST_HEADER, end)])
        if found is not None:
            yield found, data[max(at - 2, start) : at]


def _locked(sample: list[tuple[Header, bytes]]) -> Lock:
    after_crlf = sum(before == b"\r\n" for _, before in sample)
    after_lf = sum(before[-1:] == b"\n" and before != b"\r\n" for _, before in sample)
    bracket = sample[0][0].shape.bracket
    return lock(
        [one for one, _ in sample], after_crlf=bracket and after_crlf >= after_lf > -after_crlf
    )


class _Count:
    """The count of one stretch with one lock."""

    def __init__(self, data: bytes | mmap, start: int, end: int, tight: Lock) -> None:
        self._data, self._start, self._end, self._lock = data, start, end, tight
        self._census = tight.census()
        self._tally = Tally(tight.shape)
        self._spells: list[_Spell] = []
        self._examples: dict[Label, list[tuple[Header, bytes]]] = {}
        self._lines: Counter[Label] = Counter()
        self._cursor, self._spelled = start, 0
        self._first()
        self._rest()

    def _first(self) -> None:
        found = self._lock.start().match(self._data, self._start, self._end)
        if found is None:
            return
        date = found[3] if self._lock.shape.time_first else found[2]
        written = self._data[found.end() : found.end() + 3]
        self._tally.add(date, 1, opening=not found[4] or written in _DIRECTED)

    def _rest(self) -> None:
        at = self._start
        while at < self._end:
            after = self._data.find(b"\n", at + _STRETCH, self._end)
            after = self._end if after < 0 else after
            found = self._census.findall(self._data, at, after)
            for date, lines in groupby(found, _DATE):
                if date:
                    self._tally.add(date, len(list(lines)))
                    continue
                for _, line in lines:
                    self._other(line)
            at = after
        self._close_spell()

    def _other(self, line: bytes) -> None:
        found = header(line)
        if found is None or len(self._spells) > _MOST_SPELLS:
            return
        self._close_spell()
        before = self._before(line)
        label = (found.shape, found.shape.bracket and before == b"\r\n")
        self._lines[label] += 1
        examples = self._examples.setdefault(label, [])
        if len(examples) < _MOST_EXAMPLES:
            examples.append((found, before))
        lines = 1
        if self._spells and self._spells[-1].label == label:
            lines += self._spells[-1].lines
            self._spells[-1] = self._spells[-1]._replace(lines=lines)
        else:
            self._spells.append(_Spell(label, self._cursor, lines))

    def _before(self, line: bytes) -> bytes:
        """Move to `line`, which the census has just met, and return the two bytes before it."""
        while True:
            at = self._data.find(b"\n" + line, self._cursor, self._end) + 1
            found = self._census.match(self._data, at - 1, self._end) if at else None
            self._cursor = max(at, self._cursor)
            if found is None or found[2]:
                return self._data[max(self._cursor - 2, 0) : self._cursor]

    def _close_spell(self) -> None:
        lines = self._tally.lines - self._spelled
        if lines:
            self._spells.append(_Spell(None, self._cursor, lines))
            self._spelled += lines

    def better(self) -> Lock | None:
        """Return the lock that more lines would fit, if this one was a wrong guess."""
        alike = sum(n for (shape, _), n in self._lines.items() if shape == self._lock.shape)
        if alike * _CONTESTED > self._tally.lines and self._lock != loosened(self._lock):
            return loosened(self._lock)
        for label, lines in self._lines.most_common(1):
            if lines > self._tally.lines and label[0] != self._lock.shape:
                return _locked(self._examples[label])
        return None

    def cut(self) -> int | None:
        """Return where the file is to be cut, if it is two exports joined."""
        for label, lines in self._lines.most_common(_MOST_RUNS):
            place = _cut(self._spells, label) if lines >= _LONG_RUN else None
            if place is not None:
                return self._place(self._spells[place])
        return None

    def _place(self, spell: _Spell) -> int:
        if spell.label is not None:
            return spell.at
        entry = self._lock.entries().search(self._data, spell.at, self._end)
        return self._end if entry is None else entry.start() + len(self._lock.line_end)

    def run(self) -> Run | None:
        """Return the run of the locked shape, if there is any line of it."""
        if not self._tally.lines:
            return None
        verdict = self._tally.verdict()
        if verdict.grade in {"open", "sequence"} and verdict.calendar != "unknown":
            weigh_names(self._data, self._start, self._end, self._lock, self._tally)
            verdict = self._tally.verdict()
        start = self._start
        if self._lock.start().match(self._data, start, self._end) is None:
            start = self._place(_Spell(None, start, 0))
        return Run(start, self._end, self._lock, verdict)


def _cut(spells: list[_Spell], label: Label) -> int | None:
    """Return the spell that begins the second of two exports, one locked, one of `label`."""
    own = sum(spell.lines for spell in spells if spell.label is None)
    others = sum(spell.lines for spell in spells if spell.label == label)
    best, fewest = 0, own + others
    own_before = others_before = 0
    for place, spell in enumerate(spells):
        if spell.label is None or spell.label == label:
            strays = min(
                others_before + own - own_before,
                own_before + others - others_before,
            )
            if place and strays < fewest:
                best, fewest = place, strays
            own_before += spell.lines if spell.label is None else 0
            others_before += spell.lines if spell.label == label else 0
    shorter = min(own, others)
    few = shorter >= _LONG_RUN_WITH_STRAYS and fewest * _STRAYS <= shorter
    return best if best and (not fewest or few) else None

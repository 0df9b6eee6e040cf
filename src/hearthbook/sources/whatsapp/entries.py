"""The second pass: every entry of a run as a record.

Most entries are a header and one line of typed words. What these need stands in one loop, which
is why it is long; whatever is out of the ordinary goes to `Odd`, which takes its time.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.pieces import origin
from hearthbook.sources.whatsapp.body import BROKEN
from hearthbook.sources.whatsapp.body import LAST
from hearthbook.sources.whatsapp.body import LAST_THREE
from hearthbook.sources.whatsapp.body import ODD
from hearthbook.sources.whatsapp.body import WHOLE
from hearthbook.sources.whatsapp.doubt import Neighbours
from hearthbook.sources.whatsapp.odd import Entry
from hearthbook.sources.whatsapp.odd import Odd
from hearthbook.sources.whatsapp.stamps import IMPOSSIBLE
from hearthbook.sources.whatsapp.stamps import Stamps
from hearthbook.sources.whatsapp.stretches import LONGEST
from hearthbook.sources.whatsapp.stretches import Cutter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.whatsapp.census import Run
    from hearthbook.sources.whatsapp.stretches import Stretch


class Entries:
    """The entries of one run. `joined` is set for a run that follows one of another shape."""

    def __init__(self, original: Original, run: Run, *, joined: bool) -> None:
        self._original, self._run, self._joined = original, run, joined
        self._stamps = Stamps(run)
        self._firm = self._stamps.firm
        self._base = _base(run, firm=self._firm)
        self._odd = Odd(original, run, self._base, firm=self._firm)
        self._neighbours = Neighbours(firm=self._firm)
        self._precision = _precision(run)
        self._last = self._opening = ""

    def __iter__(self) -> Iterator[Yield]:
        """Return the records of all entries, in file order."""
        return chain.from_iterable(self._pieces())

    def _pieces(self) -> Iterator[Iterable[Yield]]:
        cutter = Cutter(self._original.data, self._run, self._stamps)
        for start, end in cutter.stretches():
            if end - start > LONGEST:
                yield (Snag(origin(self._original, start, end), Reason.TOO_LONG),)
            else:
                yield self._read(cutter.stretch(start, end))

    def _read(self, found: Stretch) -> Iterator[Yield]:
        odd, last, firm, base = self._odd, self._last, self._firm, self._base
        people, placeholders = odd.people, odd.placeholders
        digest, member = self._original.digest, self._original.member
        doubted = self._doubted(found)
        noted = doubted | self._noted(found)
        for start, end, lead, at, who, body in found.entries():
            party, marks = people.get(who), None
            try:
                text = body.decode()
            except UnicodeDecodeError:
                text = ""  # which is never plain
            if party and at >= last and start not in noted and odd.announcement is None:
                if (
                    text[-1:] not in LAST
                    and text[-3:] not in LAST_THREE
                    and text not in WHOLE
                    and (
                        "\n" not in text or BROKEN.search(text) is None
                        if text.isascii()
                        else ODD.search(text) is None and is_normalized("NFC", text)
                    )
                ):
                    marks = base
                else:
                    marks = placeholders.get(text)
            if marks is None:
                entry = Entry(start, end, lead, at, who, body)
                yield self._odd_one(entry, last, doubtful=start in doubted)
            else:
                when = Wall(at, self._precision) if firm else Told(at)
                place = FromFile(digest, start, end, member)
                yield Message(place, when, party, text, marks, ())
            last = at
        self._last = last

    def _odd_one(self, entry: Entry, last: str, *, doubtful: bool) -> Yield:
        if IMPOSSIBLE in entry.at:
            return Snag(origin(self._original, entry.start, entry.end), Reason.NOT_A_DATE)
        marks = set[Mark]()
        if doubtful:
            marks.add(Mark.DOUBTFUL_HEADER)
        if self._firm and entry.at < last and self._opening != last:
            marks.add(Mark.BACKWARD_TIME)
        if self._joined and entry.start == self._run.start:
            marks.add(Mark.OTHER_SHAPE)
        return self._odd.read(entry, marks)

    def _doubted(self, found: Stretch) -> set[int]:
        opening = found.starts[0] == self._run.start and _by_app(found)
        self._opening = found.ats[0] if opening else ""
        doubted = self._neighbours.doubted(found, opening=opening)
        return set() if self._run.lock.after_crlf else doubted

    def _noted(self, found: Stretch) -> set[int]:
        """Return where the entries begin that the fast loop must not read."""
        noted = {self._run.start}
        if found.ends[-1] == len(self._original.data):
            noted.add(found.starts[-1])
        if self._run.lock.shape.bracket:
            pairs = zip(found.starts, found.leads, strict=True)
            noted.update(start for start, lead in pairs if lead != b"[")
        return noted


def _by_app(found: Stretch) -> bool:
    return not found.whos[0] or found.bodies[0].startswith((b"\xe2\x80\x8e", b"\xe2\x80\x8f"))


def _precision(run: Run) -> Precision:
    return Precision.SECOND if len(run.lock.shape.clock) == 4 else Precision.MINUTE


def _base(run: Run, *, firm: bool) -> tuple[Mark, ...]:
    """Return the marks that every message of `run` bears."""
    if not firm:
        return (Mark.AMBIGUOUS_DATE,)
    return (Mark.ORDER_BY_SEQUENCE,) if run.verdict.grade == "sequence" else ()

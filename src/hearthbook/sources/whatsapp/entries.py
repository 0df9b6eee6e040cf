"""The second pass: every entry of a run as a record.

Most entries are a header and a few typed words. All of a stretch are made as if they were, in
columns, which is fast; then those are made anew about which there is more to say.
"""

from __future__ import annotations

from itertools import chain
from itertools import compress
from itertools import count
from itertools import repeat
from operator import ne
from typing import TYPE_CHECKING

from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.pieces import origin
from hearthbook.sources.whatsapp.body import not_plain
from hearthbook.sources.whatsapp.doubt import Neighbours
from hearthbook.sources.whatsapp.odd import Entry
from hearthbook.sources.whatsapp.odd import Odd
from hearthbook.sources.whatsapp.odd import precision_of
from hearthbook.sources.whatsapp.senders import NOBODY
from hearthbook.sources.whatsapp.stamps import IMPOSSIBLE
from hearthbook.sources.whatsapp.stamps import Stamps
from hearthbook.sources.whatsapp.stretches import LONGEST
from hearthbook.sources.whatsapp.stretches import Cutter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.records.when import When
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.whatsapp.census import Run
    from hearthbook.sources.whatsapp.doubt import Said
    from hearthbook.sources.whatsapp.stretches import Stretch


class Entries:
    """The entries of one run. `joined` is set for a run that follows one of another shape."""

    def __init__(self, original: Original, run: Run, *, joined: bool) -> None:
        self._original, self._run, self._joined = original, run, joined
        self._stamps = Stamps(run)
        self._firm = self._stamps.firm
        self._base = _base(run, firm=self._firm)
        self._odd = Odd(original, run, self._base, firm=self._firm)
        self._neighbours = Neighbours(firm=self._firm, structural=run.lock.after_crlf)

    def __iter__(self) -> Iterator[Yield]:
        """Return the records of all entries, in file order."""
        return chain.from_iterable(self._pieces())

    def _pieces(self) -> Iterator[Sequence[Yield]]:
        cutter = Cutter(self._original.data, self._run, self._stamps)
        for start, end in cutter.stretches():
            if end - start > LONGEST:
                yield (Snag(origin(self._original, start, end), Reason.TOO_LONG),)
            else:
                yield self._read(cutter.stretch(start, end))

    def _read(self, found: Stretch) -> Sequence[Yield]:
        texts = _texts(found.bodies)
        said = self._neighbours.say(found, opening=self._opens(found))
        special = said.doubted | said.back | self._special(found)
        records = self._as_if_plain(found, texts)
        after = 0
        for place in chain(sorted(special.union(not_plain(texts))), (len(texts),)):
            while self._odd.announcement is not None and after < place:
                records[after] = self._anew(found, after, said)
                after += 1
            if after <= place < len(texts):
                known = None if place in special else self._placeholder(records[place])
                records[place] = known or self._anew(found, place, said)
                after = place + 1
        return records

    def _as_if_plain(self, found: Stretch, texts: Sequence[str]) -> list[Yield]:
        digest, member = repeat(self._original.digest), repeat(self._original.member)
        whens: Iterator[When] = (
            map(Wall, found.ats, repeat(precision_of(self._run)))
            if self._firm
            else map(Told, found.ats)
        )
        people = self._odd.people
        return list(
            map(
                Message,
                map(FromFile, digest, found.starts, found.ends, member),
                whens,
                map(people.get, found.whos, repeat(NOBODY)),
                texts,
                repeat(self._base),
                repeat(()),
            )
        )

    def _placeholder(self, record: Yield) -> Message | None:
        """Return `record` with the marks of its text, if that is a phrase met before."""
        if not isinstance(record, Message) or self._odd.announcement is not None:
            return None
        marks = self._odd.placeholders.get(record.text)
        if marks is None:
            return None
        return Message(record.origin, record.when, record.parties, record.text, marks, ())

    def _anew(self, found: Stretch, place: int, said: Said) -> Yield:
        entry = Entry(
            found.starts[place],
            found.ends[place],
            found.leads[place],
            found.ats[place],
            found.whos[place],
            found.bodies[place],
        )
        if IMPOSSIBLE in entry.at:
            return Snag(origin(self._original, entry.start, entry.end), Reason.NOT_A_DATE)
        marks = set[Mark]()
        if place in said.doubted:
            marks.add(Mark.DOUBTFUL_HEADER)
        if place in said.back:
            marks.add(Mark.BACKWARD_TIME)
        if self._joined and entry.start == self._run.start:
            marks.add(Mark.OTHER_SHAPE)
        return self._odd.read(entry, marks)

    def _opens(self, found: Stretch) -> bool:
        by_app = not found.whos[0] or found.bodies[0].startswith(
            (b"\xe2\x80\x8e", b"\xe2\x80\x8f")
        )
        return by_app and found.starts[0] == self._run.start

    def _special(self, found: Stretch) -> set[int]:
        """Return the places of entries that are not plain whatever their text is."""
        special = {0} if found.starts[0] == self._run.start else set[int]()
        if self._run.lock.shape.bracket:
            special.update(compress(count(), map(ne, found.leads, repeat(b"["))))
        whos = set(found.whos)
        if whos - self._odd.met:
            for who, body in zip(found.whos, found.bodies, strict=True):
                if who not in self._odd.met:
                    self._odd.meet(who, body)
        if notable := whos - self._odd.people.keys():
            special.update(compress(count(), map(notable.__contains__, found.whos)))
        return special


def _texts(bodies: list[bytes]) -> list[str]:
    try:
        return list(map(bytes.decode, bodies))
    except UnicodeDecodeError:
        return list(map(_decoded, bodies))


def _decoded(body: bytes) -> str:
    """Return `body` as text, or nothing, which is never plain, if it is none."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""


def _base(run: Run, *, firm: bool) -> tuple[Mark, ...]:
    """Return the marks that every message of `run` bears."""
    if not firm:
        return (Mark.AMBIGUOUS_DATE,)
    return (Mark.ORDER_BY_SEQUENCE,) if run.verdict.grade == "sequence" else ()

"""Entries that are more than one line of typed words under a known name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.pieces import origin
from hearthbook.sources.whatsapp.body import announces
from hearthbook.sources.whatsapp.body import read_body
from hearthbook.sources.whatsapp.body import short_body
from hearthbook.sources.whatsapp.doubt import Announcement
from hearthbook.sources.whatsapp.senders import Senders
from hearthbook.sources.whatsapp.shape import BEGINS
from hearthbook.sources.whatsapp.shape import LONGEST_HEADER
from hearthbook.sources.whatsapp.shape import header

if TYPE_CHECKING:
    from hearthbook.records.message import Parties
    from hearthbook.records.when import When
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.whatsapp.census import Run
    from hearthbook.sources.whatsapp.senders import Sender

_LINE: Final = re.compile(rb"\n(?=%b)" % BEGINS)
_MOST_KNOWN: Final = 20_000
_SHORT: Final = 48
# What depends on more than the text: on where it stands, on the sign before it.
_PLACED: Final = frozenset(
    {Mark.RECOMPOSED, Mark.CUT_OFF, Mark.DOUBTFUL_HEADER, Mark.DOUBTFUL_SENDER}
)
_BARE: Final = "."


@lru_cache(maxsize=1 << 10)
def _ordered(marks: frozenset[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in Mark if mark in marks)


def precision_of(run: Run) -> Precision:
    """Return the unit of the clock of `run`."""
    return Precision.SECOND if len(run.lock.shape.clock) == 4 else Precision.MINUTE


class Entry(NamedTuple):
    """One entry as it was cut. `body` is what stands after the sender, without its line end."""

    start: int
    end: int
    lead: bytes
    at: str
    who: bytes
    body: bytes


class Odd:
    """Reads single entries of one run with all that can be said of them.

    `met` are all senders looked at so far, `people` those of whom there is nothing to say.
    `placeholders` are texts of the app that always mean the same, with their marks.
    `announcement` is what the last entry announced, if it did.
    """

    def __init__(
        self, original: Original, run: Run, base: tuple[Mark, ...], *, firm: bool
    ) -> None:
        self.people: dict[bytes, Parties] = {}
        self.met: set[bytes] = set()
        self.placeholders: dict[str, tuple[Mark, ...]] = {}
        self.announcement: Announcement | None = None
        self._original, self._run, self._base, self._firm = original, run, base, firm
        self._senders = Senders(original.data, run)
        self._known: dict[bytes, Sender] = {}
        self._start = run.lock.start()
        self._precision = (
            Precision.SECOND if len(run.lock.shape.clock) == 4 else Precision.MINUTE
        )

    def read(self, entry: Entry, marks: set[Mark]) -> Yield:
        """Return the record of `entry`, which its neighbours have given `marks`."""
        place = origin(self._original, entry.start, entry.end)
        try:
            sender = self._sender(entry.who, entry.body)
            parties, own, body = self._split(sender, entry.body)
            text = body.decode()
        except UnicodeDecodeError as error:
            self.announcement = None
            return Snag(place, self._undecodable(entry, error))
        composed = nfc(text)
        reading = short_body if len(composed) < _SHORT else read_body
        found, media = reading(
            composed,
            ios=self._run.lock.shape.bracket,
            led=entry.lead.removesuffix(b"[") != b"",
            bare=entry.who.endswith(b":"),
        )
        found = found.union(marks, self._base, own, self._around(entry, composed))
        if composed != text:
            found |= {Mark.RECOMPOSED}
        ordered = _ordered(found)
        if reading is short_body and composed and not (media or own or marks):
            self._remember(composed, ordered)
        return Message(place, self._when(entry.at), parties, composed, ordered, media)

    def _remember(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Spare the fast loop a placeholder it has met before, if nothing but it counts."""
        if _PLACED.isdisjoint(marks) and text != _BARE and self.announcement is None:
            if len(self.placeholders) > _MOST_KNOWN:
                self.placeholders.clear()
            self.placeholders[text] = marks

    def _when(self, at: str) -> When:
        return Wall(at, self._precision) if self._firm else Told(at)

    def _undecodable(self, entry: Entry, error: UnicodeDecodeError) -> Reason:
        at_end = entry.end == len(self._original.data) and error.end == len(error.object)
        cut = at_end and error.reason == "unexpected end of data"
        return Reason.CUT_OFF if cut else Reason.NOT_TEXT

    def meet(self, who: bytes, body: bytes) -> None:
        """Look at a sender whom the fast loop has not met, by the `body` first met."""
        try:
            self._sender(who, body)
        except UnicodeDecodeError:
            self.met.add(who)  # each entry of such a sender will be a snag

    def _sender(self, who: bytes, body: bytes) -> Sender:
        known = self._known.get(who)
        if known is None:
            if len(self.met) > _MOST_KNOWN:
                self._known.clear()
                self.people.clear()
                self.met.clear()
            known = self._known[who] = self._senders.sender(who, body)
            self.met.add(who)
            if known.plain:
                self.people[who] = known.parties
        return known

    def _split(self, sender: Sender, body: bytes) -> tuple[Parties, tuple[Mark, ...], bytes]:
        """Return who wrote `body`, with what marks, and the rest of it."""
        if sender.more and body.startswith(sender.more):
            return sender.more_parties, sender.more_marks, body[len(sender.more) :]
        return sender.parties, sender.marks, body

    def _around(self, entry: Entry, text: str) -> set[Mark]:
        marks = self._announced(entry, text)
        if b"\n" in entry.body:
            marks |= self._inside(entry.body)
        if entry.end == len(self._original.data) and self._cut_header(entry):
            marks.add(Mark.CUT_OFF)
        return marks

    def _announced(self, entry: Entry, text: str) -> set[Mark]:
        if self._run.lock.after_crlf:
            return set()
        marks = set[Mark]()
        if self.announcement is not None:
            if self.announcement.covers(entry.who, entry.at):
                marks.add(Mark.DOUBTFUL_HEADER)
            else:
                self.announcement = None
        if entry.who and announces(text):
            self.announcement = Announcement(entry.who, entry.at, firm=self._firm)
        return marks

    def _inside(self, body: bytes) -> set[Mark]:
        """Return what the lines of `body` are that look like headers."""
        marks = set[Mark]()
        for line in _LINE.finditer(body):
            at = line.end()
            found = header(body[at : at + LONGEST_HEADER])
            if found is None:
                continue
            if found.shape != self._run.lock.shape or not self._start.match(body, at):
                marks.add(Mark.OTHER_SHAPE)
            elif self._run.lock.after_crlf and body[at - 2 : at] != b"\r\n":
                marks.add(Mark.HEADER_LIKE)
            else:
                marks.add(Mark.REJECTED_HEADER)
        return marks

    def _cut_header(self, entry: Entry) -> bool:
        """Tell whether the file breaks off inside a header, which nothing but a cut explains.

        The last line is one if it becomes one with the end of the header of this entry.
        """
        data = self._original.data
        last = entry.body.rpartition(b"\n")[2]
        if data[entry.end - 1 : entry.end] == b"\n" or len(last) == len(entry.body):
            return False
        own = self._start.match(data, entry.start)
        if own is None or len(last) <= max(len(own[2]), len(own[3])):
            return False
        whole = own[0].removesuffix(own[4]).removeprefix(own[1].removesuffix(b"["))
        return bool(self._start.match(last + whole[len(last) :])) and len(last) < len(whole)

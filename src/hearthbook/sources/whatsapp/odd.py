"""Entries that are more than one line of typed words under a known name."""

from __future__ import annotations

import re
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
from hearthbook.sources.whatsapp.doubt import Announcement
from hearthbook.sources.whatsapp.senders import Senders
from hearthbook.sources.whatsapp.shape import BEGINS
from hearthbook.sources.whatsapp.shape import LONGEST_HEADER
from hearthbook.sources.whatsapp.shape import header
from hearthbook.sources.whatsapp.signs import MARKS

if TYPE_CHECKING:
    from hearthbook.records.message import Parties
    from hearthbook.records.provenance import FromFile
    from hearthbook.records.when import When
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.whatsapp.census import Run
    from hearthbook.sources.whatsapp.senders import Sender

_LINE: Final = re.compile(rb"\n(?=%b)" % BEGINS)
_SECOND: Final = re.compile(rb"[^:\n]{1,80}: ")
_MOST_INNER: Final = 2_000


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

    `people` are the senders about whom there is nothing to say, for the fast loop.
    `announcement` is what the last entry announced, if it did.
    """

    def __init__(self, original: Original, run: Run, base: tuple[Mark, ...], *, firm: bool) -> None:
        self.people: dict[bytes, Parties] = {}
        self.announcement: Announcement | None = None
        self._original, self._run, self._base, self._firm = original, run, base, firm
        self._senders = Senders(original.data, run)
        self._known: dict[bytes, Sender] = {}
        self._start = run.lock.start()
        self._precision = Precision.SECOND if len(run.lock.shape.clock) == 4 else Precision.MINUTE

    def read(self, entry: Entry, marks: set[Mark]) -> Yield:
        """Return the record of `entry`, which its neighbours have given `marks`."""
        place = origin(self._original, entry.start, entry.end)
        try:
            sender, text = self._sender(entry.who), entry.body.decode()
        except UnicodeDecodeError as error:
            self.announcement = None
            return Snag(place, self._undecodable(entry, error))
        parties, own_marks, text = self._split(sender, text)
        composed = nfc(text)
        found, media = read_body(
            composed,
            ios=self._run.lock.shape.bracket,
            led=entry.lead.removesuffix(b"[") != b"",
            bare=entry.who.endswith(b":"),
        )
        found |= marks | {*self._base, *own_marks} | self._context(entry, composed)
        if composed != text:
            found.add(Mark.RECOMPOSED)
        ordered = tuple(mark for mark in Mark if mark in found)
        return Message(place, self._when(entry.at), parties, composed, ordered, media)

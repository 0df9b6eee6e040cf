"""Who the senders are, as the file spells them, and which of them are doubtful.

1. A name ends at the first colon with a blank after it. A saved name may hold such a colon; if
   all that a short name wrote goes on with one and the same word and colon, the name is the
   longer one. Where the file does not settle that, the messages say so.
2. A name with quotation marks in it is more likely a line of the app about a group's subject.
3. A rare name that is spelled almost like a frequent one may be a typed header.

A name is looked at where it is first met. Only if there is something to settle are its entries
counted, through the whole run and a limited number of times; past the limit the doubt stays.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from typing import Final
from unicodedata import normalize

from msgspec import Struct

from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.message import Parties
from hearthbook.sources.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.sources.whatsapp.census import Run

NOBODY: Final = Parties()
_LONGEST: Final = 100
_SECOND: Final = re.compile(rb"[^:\n]{1,80}: ")
_LINE: Final = rb"(?:^|(?<=\xef\xbb\xbf))"
_QUOTED: Final = re.compile('["“”„«»]')
_SAMPLE: Final = 2_000
_TAIL: Final = 1 << 18
_FIRST_FEW: Final = 50
_MOST_SCANS: Final = 24
_MOST_COMPARED: Final = 200
_MOST_NAMES: Final = 2_000  # a group has at most 1,024 members
_RARE: Final = 20
_FREQUENT: Final = 10  # times as often as a rare one
# Letters of other scripts that look like Latin ones. https://www.unicode.org/reports/tr39/
_LOOKALIKES: Final = str.maketrans("авеёкмнорстухіјαβεικνορτυχ", "abeekmhopctyxijabeikvoptyx")


class Sender(Struct, frozen=True):
    """What is known of a name: its parties, its marks, and what else may belong to it.

    `more` is a second part with its colon, which the name has wherever it follows.
    """

    parties: Parties
    marks: tuple[Mark, ...] = ()
    more: bytes = b""
    more_parties: Parties = NOBODY
    more_marks: tuple[Mark, ...] = ()

    @property
    def plain(self) -> bool:
        """Tell whether there is nothing to say of the sender but the name."""
        return not (self.marks or self.more)


class Senders:
    """The senders of one run."""

    def __init__(self, data: bytes | mmap, run: Run) -> None:
        self._data, self._run, self._head = data, run, run.lock.head()
        self._counts: dict[bytes, int] = {}
        self._scans, self._names_met = _MOST_SCANS, 0
        self._names = {} if run.lock.after_crlf else self._sampled()

    def sender(self, who: bytes, body: bytes) -> Sender:
        """Return what is known of `who`, the bytes up to the text, first met before `body`.

        Raises:
            UnicodeDecodeError: if they are not UTF-8.
        """
        if not who:
            return Sender(NOBODY, (Mark.APP_TEXT,))
        name = _name(who)
        if len(name) > _LONGEST:
            return Sender(NOBODY, (Mark.APP_TEXT, Mark.DOUBTFUL_SENDER))
        marks = (Mark.DOUBTFUL_HEADER,) if self._imitates(who) else ()
        if _QUOTED.search(name):
            return Sender(Parties(name), (*marks, Mark.DOUBTFUL_SENDER))
        second = _SECOND.match(body)
        if second is None:
            return Sender(Parties(name), marks)
        return self._two_colons(who, second[0], marks)

    def _two_colons(self, who: bytes, more: bytes, marks: tuple[Mark, ...]) -> Sender:
        short, doubtful = Parties(_name(who)), (*marks, Mark.DOUBTFUL_SENDER)
        own = list(islice(self._entries(who), _FIRST_FEW))
        going_on = sum(self._data[at : at + len(more)] == more for at in own)
        if going_on * 2 < len(own):
            return Sender(short, marks)
        of_all, own_all = self._count(who + more), self._count(who)
        if of_all is None or own_all is None or of_all < 2 or of_all * 10 < own_all * 9:
            return Sender(short, doubtful)
        settled = marks if of_all == own_all > 2 else doubtful
        return Sender(short, doubtful, more, Parties(_name(who + more)), settled)

    def _imitates(self, who: bytes) -> bool:
        """Tell whether `who` is rare and spelled almost like somebody frequent."""
        if self._names_met > _MOST_NAMES:
            return False
        self._names_met += 1
        folded = _folded(who)
        near = [name for name, own in self._names.items() if name != who and _near(folded, own)]
        if len(self._names) < _MOST_COMPARED:
            self._names.setdefault(who, folded)
        return any(self._outnumbers(name, who) for name in near)

    def _outnumbers(self, name: bytes, who: bytes) -> bool:
        rare, frequent = self._count(who), self._count(name)
        if rare is None or frequent is None:
            return True
        return rare <= _RARE and frequent >= _FREQUENT * rare

    def _sampled(self) -> dict[bytes, str]:
        """Return the senders of the beginning and the end of the run, frequent ones first."""
        found = Counter[bytes]()
        for start in (self._run.start, max(self._run.start, self._run.end - _TAIL)):
            entries = self._run.lock.entries().finditer(self._data, start, self._run.end)
            found.update(one[5] for one in islice(entries, _SAMPLE) if one[5])
        return {who: _folded(who) for who, _ in found.most_common(_MOST_COMPARED)}

    def _entries(self, who: bytes) -> Iterator[int]:
        """Yield where the text of each entry of `who` begins, as long as scans are left."""
        self._scans -= 1
        if self._scans < 0:
            return iter(())
        lines = re.compile(_LINE + self._head + re.escape(who), re.MULTILINE)
        return (one.end() for one in places(lines, self._data, self._run.start, self._run.end))

    def _count(self, who: bytes) -> int | None:
        """Return how many entries `who` has, or None if no scan is left to count them."""
        if who not in self._counts:
            found = sum(1 for _ in self._entries(who))
            if self._scans < 0:
                return None
            self._counts[who] = found
        return self._counts[who]


def _name(who: bytes) -> str:
    return nfc(who.decode().removesuffix(" ").removesuffix(":"))


def _near(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    begun = shorter.isalpha() and len(shorter) > 2 and longer.startswith(shorter)
    return bool(shorter) and (one == other or begun)


def _folded(who: bytes) -> str:
    text = normalize("NFKC", who.decode("utf-8", "ignore")).casefold().translate(_LOOKALIKES)
    return "".join(sign for sign in text if sign.isalnum())

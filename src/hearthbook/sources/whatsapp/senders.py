"""Who the senders are, as the file spells them, and which of them are doubtful.

1. A name ends at the first colon with a blank after it. A saved name may hold such a colon; if
   all that a short name wrote goes on with one and the same word and colon, the name is the
   longer one. Where the file does not settle that, the messages say so.
2. A name with quotation marks in it is more likely a line of the app about a group's subject.
3. A rare name that is spelled almost like a frequent one may be a typed header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from unicodedata import normalize

from msgspec import Struct

from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.message import Parties

if TYPE_CHECKING:
    from mmap import mmap

    from hearthbook.sources.whatsapp.census import Run

NOBODY: Final = Parties()
_LONGEST: Final = 100
_SECOND: Final = re.compile(rb"([^:\n]{1,80}): ")
_QUOTED: Final = re.compile('["“”„«»]')
_MOST_LOOKED_AT: Final = 512
_MOST_COUNTED: Final = 16
_MOST_COMPARED: Final = 64
_RARE: Final = 20
_FREQUENT: Final = 10  # times as often as a rare one
# Letters of other scripts that look like Latin ones. https://www.unicode.org/reports/tr39/
_LOOKALIKES: Final = str.maketrans("авеёкмнорстухіјαβεικνορτυχ", "abeekmhopctyxijabeikvoptyx")


class Sender(Struct, frozen=True):
    """What is known of a name: its parties, its marks, and what else may belong to it.

    `more` is a second part with its colon, which the name has wherever it follows. `once` is
    set for a name met once, whose own colon, if it has one, nobody can tell from a text's.
    """

    parties: Parties
    marks: tuple[Mark, ...] = ()
    once: bool = False
    more: bytes = b""
    more_parties: Parties = NOBODY
    more_marks: tuple[Mark, ...] = ()


class Senders:
    """The senders of one run."""

    def __init__(self, data: bytes | mmap, run: Run) -> None:
        self._data, self._run = data, run
        self._alike = set() if run.lock.after_crlf else _spelled_alike(run.senders)
        self._counted = 0
        often = [who for who, count in run.senders.items() if who and count > 1]
        self._second = {who: self._second_part(who) for who in often[:_MOST_LOOKED_AT]}

    def sender(self, who: bytes) -> Sender:
        """Return what is known of `who`, the bytes up to the text.

        Raises:
            UnicodeDecodeError: if they are not UTF-8.
        """
        name = _name(who)
        if not who:
            return Sender(NOBODY, (Mark.APP_TEXT,))
        if len(name) > _LONGEST:
            return Sender(NOBODY, (Mark.APP_TEXT, Mark.DOUBTFUL_SENDER))
        marks = (Mark.DOUBTFUL_HEADER,) if who in self._alike else ()
        doubtful = (*marks, Mark.DOUBTFUL_SENDER)
        if _QUOTED.search(name):
            return Sender(Parties(name), doubtful)
        more, times = self._second.get(who, (b"", 0))
        count = self._run.senders.get(who, 0)
        if times * 10 >= count * 9 and more:
            sure = times == count > 2
            longer = Parties(_name(who + more))
            at_rest = doubtful if not sure else marks
            return Sender(
                Parties(name), at_rest, more=more, more_parties=longer, more_marks=at_rest
            )
        if times * 2 >= count and more:
            return Sender(Parties(name), doubtful)
        return Sender(Parties(name), marks, once=count == 1)

    def _second_part(self, who: bytes) -> tuple[bytes, int]:
        """Return what follows `who` at first, if it ends with a colon too, and how often."""
        start = self._run.first_seen.get(who, self._run.start)
        first = self._run.lock.start().match(self._data, start)
        if first is None or first[4] != who:
            entries = self._run.lock.entries().finditer(self._data, start, self._run.end)
            first = next((found for found in entries if found[4] == who), None)
        if first is None:
            return b"", 0
        more = _SECOND.match(self._data[first.end() : first.end() + _LONGEST])
        if more is None:
            return b"", 0
        self._counted += 1
        if self._counted > _MOST_COUNTED:
            return more[0], self._run.senders[who] // 2 + 1
        pattern = rb"^" + self._run.lock.head() + re.escape(who + more[0])
        lines = re.compile(pattern, re.MULTILINE)
        times = sum(1 for _ in lines.finditer(self._data, self._run.start, self._run.end))
        return more[0], times


def _name(who: bytes) -> str:
    return nfc(who.decode().removesuffix(" ").removesuffix(":"))


def _spelled_alike(senders: dict[bytes, int]) -> set[bytes]:
    """Return the rare senders that are spelled almost like a frequent one."""
    often = sorted(senders.items(), key=lambda one: -one[1])[:_MOST_COMPARED]
    frequent = [(_folded(who), count) for who, count in often if who]
    rare = [(who, _folded(who), n) for who, n in senders.items() if who and n <= _RARE]
    return {
        who
        for who, name, count in rare
        if any(more >= _FREQUENT * count and _alike(name, other) for other, more in frequent)
    }


def _alike(rare: str, frequent: str) -> bool:
    if not rare or not frequent:
        return False
    shorter, longer = sorted((rare, frequent), key=len)
    return rare == frequent or (
        shorter.isalpha() and len(shorter) > 2 and longer.startswith(shorter)
    )


def _folded(who: bytes) -> str:
    text = normalize("NFKC", who.decode("utf-8", "ignore")).casefold().translate(_LOOKALIKES)
    return "".join(sign for sign in text if sign.isalnum())

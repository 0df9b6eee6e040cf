"""Reader of calendars (iCalendar, `.ics`).

Keeps
    A meeting for each `VEVENT`: what, where, when, who was asked and what they answered, and
    whether it was called off (`STATUS:CANCELLED`, or a calendar sent with `METHOD:CANCEL`). The
    lines of a recurrence are kept as written.
Checks
    That an event is closed before the next begins. Two beginnings in one event are no event.
Cannot know
    Whether anybody came. What the entry said before it was changed: only `SEQUENCE` and the
    time of writing tell that it was. The zone of a time that names none: it stays a reading.
Leaves in the original
    Alarms, attached files, HTML, zones that the calendar defines itself. Tasks, journals and
    times of being busy are snags.
Seen in the wild
    Zones by the names of Windows, or behind a maker's name; zones nobody defines; a folded line
    that parts a letter; several calendars in one file.

Format: https://www.rfc-editor.org/rfc/rfc5545
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Meeting
from hearthbook.sources.contract import Asked
from hearthbook.sources.ics.entries import meeting
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+BEGIN:VCALENDAR[ \t]*[\r\n]", re.IGNORECASE
)
_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_EDGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(BEGIN|END):([A-Za-z0-9-]{1,40})[ \t]*[\r\n]*", re.IGNORECASE
)
_PLAIN: Final = re.compile(rb"[A-Za-z0-9-]{1,60}[;:][^\r\n]*+[\r\n]*+")
_BLANK: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+")
_CANCELS: Final = re.compile(rb"METHOD[^:\r\n]{0,80}:CANCEL[ \t]*[\r\n]*", re.IGNORECASE)
_ANYWHERE: Final = re.compile(
    rb"[\r\n]DTSTART(?>(?:;(?!TZID=)[^;:\r\n]{0,200})*):[0-9T]{8,15}[ \t]*[\r\n]", re.IGNORECASE
)
_CALENDAR: Final = b"VCALENDAR"
_EVENT: Final = b"VEVENT"
_LARGEST: Final = 1 << 25


class Ics:
    """Reader of iCalendar."""

    name = "ics"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a calendar."""
        del name
        return _ROOT.match(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone if a day or a time is written without one."""
        return (Asked.ZONE,) if _ANYWHERE.search(original.data) else ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every meeting, snag and frame of `original`, in file order."""
        del answers
        yield from _Calendar(original).read()


class _Calendar:
    """A file that is being read, from its first byte to its last."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._data = original.data
        self._size = len(original.data)
        self._closed = False
        self._cancels = False
        self._verdict: Reason | None = Reason.NO_ENTRY  # of the line that may go on

    def read(self) -> Iterator[Yield]:
        """Yield the meetings, and between them runs of what is frame or cannot be read."""
        since, end, why, running = 0, 0, None, False
        for start, end, found in self._pieces():  # noqa: B007  # the last end closes the last run
            ends = isinstance(found, Meeting | Snag) or found is not why
            if running and ends:
                yield self._run(since, start, why)
            if isinstance(found, Meeting | Snag):
                yield found
                running = False
            else:
                since = since if running and not ends else start
                why, running = found, True
        if running:
            cut = why is None and not self._closed
            yield self._run(since, end, Reason.CUT_OFF if cut else why)

    def _run(self, start: int, end: int, why: Reason | None) -> Yield:
        place = origin(self._original, start, end)
        return Frame(place) if why is None else Snag(place, why)

    def _pieces(self) -> Iterator[tuple[int, int, Meeting | Snag | Reason | None]]:
        name, since = b"", 0
        for line in _LINE.finditer(self._data):
            start, end = line.span()
            if start == end:
                break
            edge = _EDGE.fullmatch(self._data, start, end)
            opens = edge is not None and edge[1].upper() == b"BEGIN"
            inner = edge[2].upper() if edge else b""
            if name and (inner == _CALENDAR or (opens and inner == _EVENT)):
                yield since, start, self._broken(since, start)
                name = b""
            if name and edge is not None and not opens and inner == name:
                yield since, end, self._component(name, since, end)
                name = b""
            elif not name and opens and inner != _CALENDAR:
                name, since = inner, start
            elif not name:
                yield start, end, self._line(start, end, edge)
        if name:
            yield since, self._size, self._broken(since, self._size)

    def _broken(self, start: int, end: int) -> Snag:
        at_end = end == self._size
        return Snag(
            origin(self._original, start, end),
            Reason.CUT_OFF if at_end else Reason.BROKEN_MARKUP,
        )

    def _component(self, name: bytes, start: int, end: int) -> Meeting | Snag | None:
        place = origin(self._original, start, end)
        self._verdict = Reason.NO_ENTRY
        if name == b"VTIMEZONE":
            return None
        if name != _EVENT:
            return Snag(place, Reason.UNKNOWN_ELEMENT)
        if end - start > _LARGEST:
            return Snag(place, Reason.TOO_LONG)
        marks = {Mark.CUT_OFF} if end == self._size and not self._closed else set[Mark]()
        found = meeting(self._data[start:end], place, marks, cancels=self._cancels)
        return Snag(place, found) if isinstance(found, Reason) else found

    def _line(self, start: int, end: int, edge: re.Match[bytes] | None) -> Reason | None:
        """Return why a line between components is no frame."""
        if edge is not None:
            self._closed = edge[1].upper() == b"END"
            self._cancels = False
            known = edge[2].upper() == _CALENDAR
            self._verdict = Reason.NO_ENTRY
            return None if known else Reason.BROKEN_MARKUP
        if _BLANK.fullmatch(self._data, start, end):
            return None
        if self._data[start : start + 1] in {b" ", b"\t"}:
            return self._verdict
        if _CANCELS.fullmatch(self._data, start, end):
            self._cancels = True
        plain = not self._closed and _PLAIN.fullmatch(self._data, start, end)
        self._verdict = None if plain else Reason.NO_ENTRY
        return self._verdict

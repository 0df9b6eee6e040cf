"""Cut a run into stretches, and a stretch into entries, without losing a byte.

A stretch is some 64 kB, which stays in a processor's cache, and ends where an entry ends. A
single entry above a megabyte is no message, for the app takes 65,536 characters: it is never
read into memory.
"""

from __future__ import annotations

from itertools import accumulate
from itertools import islice
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.sources.whatsapp.shape import LONGEST_HEADER
from hearthbook.sources.whatsapp.stamps import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap
    from re import Match

    from hearthbook.sources.whatsapp.census import Run
    from hearthbook.sources.whatsapp.stamps import Stamps

LONGEST: Final = 1 << 20
_STRETCH: Final = 1 << 16
_AHEAD: Final = 3


class Stretch(Struct, gc=False):
    """Entries that follow each other, as lists, for lists are read fastest.

    `leads` are the marks and the bracket before a stamp, `whos` the senders with their colons,
    `ahead` the time and sender of the next few entries after these.
    """

    starts: list[int]
    ends: list[int]
    leads: list[bytes]
    ats: list[str]
    whos: list[bytes]
    bodies: list[bytes]
    ahead: list[tuple[str, bytes]]


class Cutter:
    """Cuts one run."""

    def __init__(self, data: bytes | mmap, run: Run, stamps: Stamps) -> None:
        self._data, self._run, self._stamps = data, run, stamps
        self._pattern = run.lock.entries()
        self._line_end = run.lock.line_end

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield where stretches begin and end; one longer than `LONGEST` is a single entry."""
        at = self._run.start
        while at < self._run.end:
            end = self._next(at + _STRETCH)
            if end - at > 2 * _STRETCH:
                long = self._last_before(at + _STRETCH, at)
                if long > at:
                    yield at, long
                at = long
            yield at, end
            at = end

    def _last_before(self, limit: int, at: int) -> int:
        """Return where the last entry begins that begins before `limit`, or `at`."""
        for found in self._possible(at, limit + 2 * LONGEST_HEADER):
            start = found.start() + len(self._line_end)
            if start >= limit:
                break
            at = start
        return at

    def _next(self, at: int) -> int:
        """Return where the first entry after `at` begins."""
        found = next(self._possible(at), None)
        return self._run.end if found is None else found.start() + len(self._line_end)

    def _possible(self, at: int, end: int | None = None) -> Iterator[Match[bytes]]:
        limit = self._run.end if end is None else min(end, self._run.end)
        for found in self._pattern.finditer(self._data, at, limit):
            if IMPOSSIBLE not in self._stamps.read([found[3]], [found[4]])[0]:
                yield found

    def stretch(self, start: int, end: int) -> Stretch:
        """Return the entries from `start` to `end`."""
        raw = self._data[start:end]
        tail = self._tail(raw)
        parts = self._pattern.split(self._line_end + raw[: len(raw) - tail])
        heads, leads, firsts, seconds, whos, bodies = (parts[n::6] for n in range(1, 7))
        fixed = len(self._line_end)
        sizes = [
            len(head) + len(body) + fixed for head, body in zip(heads, bodies, strict=True)
        ]
        ats = self._stamps.read(firsts, seconds)
        ends = list(accumulate(sizes, initial=start))[1:]
        found = Stretch([], ends, leads, ats, whos, bodies, [])
        found.ends[-1] = end
        if self._stamps.any_impossible:
            self._join_impossible(found, parts)
        found.starts = [start, *found.ends[:-1]]
        if b"\r" in raw and not self._run.lock.after_crlf:
            self._strip(found.bodies, ended=tail > 0)
        if end < self._run.end:
            found.ahead = self._ahead(end)
        return found

    def _tail(self, raw: bytes) -> int:
        if self._run.lock.after_crlf and raw.endswith(b"\r\n"):
            return 2
        return 1 if raw.endswith(b"\n") else 0

    def _join_impossible(self, found: Stretch, parts: list[bytes]) -> None:
        """Give entries whose stamp is no time to the entry before them, as its text."""
        good = [n for n, at in enumerate(found.ats) if not n or IMPOSSIBLE not in at]
        if len(good) == len(found.ats):
            return
        spans = list(pairwise([*good, len(found.ats)]))
        found.bodies = [self._joined(parts[6 * a + 6 : 6 * b + 1]) for a, b in spans]
        found.ends = [found.ends[b - 1] for _, b in spans]
        found.leads = [found.leads[n] for n in good]
        found.ats = [found.ats[n] for n in good]
        found.whos = [found.whos[n] for n in good]

    def _joined(self, parts: list[bytes]) -> bytes:
        """Return a body and whole entries after it as one."""
        whole = [parts[0]]
        for head, body in zip(parts[1::6], parts[6::6], strict=True):
            whole += (self._line_end, head, body)
        return b"".join(whole)

    def _strip(self, bodies: list[bytes], *, ended: bool) -> None:
        last = bodies[-1]
        bodies[:] = [body.removesuffix(b"\r") for body in bodies]
        if not ended:
            bodies[-1] = last

    def _ahead(self, end: int) -> list[tuple[str, bytes]]:
        found = islice(self._possible(end - len(self._line_end)), _AHEAD)
        return [(self._stamps.read([one[3]], [one[4]])[0], one[5]) for one in found]

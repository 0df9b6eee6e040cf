"""The second pass: every entry of a run as a record.

Most entries are a header and one line of typed words. What these need stands in one loop, which
is why it is long; whatever is out of the ordinary goes to `Odd`, which takes its time.
"""

from __future__ import annotations

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
from hearthbook.sources.whatsapp.body import LAST
from hearthbook.sources.whatsapp.body import LAST_THREE
from hearthbook.sources.whatsapp.body import ODD
from hearthbook.sources.whatsapp.body import WHOLE
from hearthbook.sources.whatsapp.doubt import Neighbours
from hearthbook.sources.whatsapp.doubt import earlier_minute
from hearthbook.sources.whatsapp.odd import Entry
from hearthbook.sources.whatsapp.odd import Odd
from hearthbook.sources.whatsapp.stamps import IMPOSSIBLE
from hearthbook.sources.whatsapp.stamps import Stamps
from hearthbook.sources.whatsapp.stretches import LONGEST
from hearthbook.sources.whatsapp.stretches import Cutter

if TYPE_CHECKING:
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
        self._last = ""

    def __iter__(self) -> Iterator[Yield]:
        """Yield the record of each entry, in file order."""
        cutter = Cutter(self._original.data, self._run, self._stamps)
        for start, end in cutter.stretches():
            if end - start > LONGEST:
                yield Snag(origin(self._original, start, end), Reason.TOO_LONG)
            else:
                yield from self._read(cutter.stretch(start, end))

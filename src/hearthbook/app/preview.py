"""Read a file and show what it would yield; nothing is stored anywhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from hearthbook.app.beside import Lying
from hearthbook.app.beside import database_beside
from hearthbook.app.beside import log_beside
from hearthbook.app.child import lines
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.gathering import name_of
from hearthbook.app.given import digest_of
from hearthbook.app.given import size_of
from hearthbook.app.notices import Began
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Job
from hearthbook.app.notices import Proposed
from hearthbook.app.notices import Told
from hearthbook.app.tally import Tally
from hearthbook.base.time import in_utc
from hearthbook.records.codec import NotARecordError
from hearthbook.records.codec import kind
from hearthbook.records.codec import read
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.roles import roles
from hearthbook.records.when import Moment
from hearthbook.records.when import Wall
from hearthbook.sources.statement_layout import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.notices import Notice
    from hearthbook.records.codec import Record
    from hearthbook.sources.contract import DateOrder
    from hearthbook.sources.statement_layout import Layout


class Summary(Struct):
    """What a file holds: counts by kind, who takes part, from when to when, what must be said.

    `first` and `last` are shown as the file shows time: a wall time without a zone, or a moment
    in UTC. They are the earliest and the latest, whatever the order of the file.
    `same_as` names a file of the same bytes that was looked at before.
    """

    file: str
    sha256: str
    bytes: int
    reader: str
    counts: dict[str, int]
    participants: dict[str, int]
    first: str | None
    last: str | None
    ask: list[str]
    failed: str | None
    same_as: str | None = None
    columns: Proposal | None = None


class Preview:
    """One file, read once. Go through `lines`, then ask for the `summary`.

    `table_in` is the member of an archive in which the bank's table lies that is asked about.
    """

    def __init__(
        self,
        path: str | Lying,
        date_order: DateOrder | None,
        name: str = "",
        *,
        story: bool = True,
        layouts: tuple[Layout, ...] = (),
    ) -> None:
        """Look at the file, under its own name or `name`.

        `story` is whether it may be read as a told story, `layouts` how banks' tables are read.

        Raises:
            Failure: if it cannot be opened, or is empty.
        """
        lying = (
            path if isinstance(path, Lying) else Lying(path, name or name_of(Path(path).name))
        )
        file = Path(lying.path)
        self._lying, self.name = lying, lying.name
        self._size = size_of(file, self.name)
        self.digest = digest_of(file, self.name)
        self._job = Job(
            lying.path,
            self.name,
            self.digest,
            date_order,
            story=story,
            layouts=layouts,
            database=database_beside(lying),
        )
        self._kinds: Counter[str] = Counter()
        self._senders: Counter[str] = Counter()
        self._asks: dict[str, None] = {}
        self._reader = ""
        self._first: str | None = None
        self._last: str | None = None
        self._failed: str | None = None
        self._proposal: Proposal | None = None
        self._member = self.table_in = ""
        self._told: dict[str, object] = {}
        self._tally = Tally()

    def lines(self) -> Iterator[str]:
        """Yield each record, snag and draft of the file as a line of JSON.

        Raises:
            Failure: if nothing of it can be read.
        """
        for item in lines(self._job):
            if isinstance(item, bytes):
                try:
                    self._count(read(item))
                except NotARecordError:
                    self._failed = "reader-failed"
                    break
                yield item.decode()
            else:
                self._notice(item)
        if self._failed is not None and not self._kinds:
            raise Failure(f"not-read-{self._failed}", Exit.NOT_READABLE, file=self.name)

    def _notice(self, item: Notice) -> None:
        if isinstance(item, Began):
            self._reader = self._reader or item.reader
            self._asks.update(dict.fromkeys(item.asks))
            self._member = item.member
        elif isinstance(item, Proposed):
            self._proposal, self.table_in = item.proposal, self._member
        elif isinstance(item, Told):
            self._told = {"language": item.language, "cut_at": item.cut_at}
        elif isinstance(item, Failed):
            self._failed = str(item.reason)

    def summary(self, *, same_as: str | None = None) -> dict[str, object]:
        """Return what the lines were; of a told story also where it breaks off."""
        found: dict[str, object] = msgspec.to_builtins(self.look(same_as=same_as))
        beside = log_beside(self._lying)
        logs = {"log_beside": beside} if beside else {}
        return found | self._told | self._tally.shown() | logs

    def look(self, *, same_as: str | None = None) -> Summary:
        """Return what the lines were."""
        return Summary(
            file=self.name,
            sha256=self.digest,
            bytes=self._size,
            reader=self._reader or "archive",
            counts=dict(sorted(self._kinds.items())),
            participants=dict(self._senders.most_common(50)),
            first=self._first,
            last=self._last,
            ask=list(self._asks),
            failed=self._failed,
            same_as=same_as,
            columns=self._proposal,
        )

    def _count(self, record: Record) -> None:
        self._kinds[kind(record)] += 1
        self._tally.add(record)
        if isinstance(record, Message | Call) and record.parties.sender is not None:
            self._senders[record.parties.sender] += 1
        match roles(record).when if not isinstance(record, Message | Call) else record.when:
            case Wall(at=at):
                shown = at
            case Moment(ms=ms):
                shown = in_utc(ms).isoformat(timespec="seconds")
            case _:
                return
        self._first = min(self._first or shown, shown)
        self._last = max(self._last or shown, shown)

"""Take files in: keep each as an original, read it in a child, seal what it yields.

1. The file is hashed, and the child reads those very bytes or none. It becomes an original
   before the first record of it is sealed.
2. Without the order of day and month nothing is taken in, and nothing of an archive that needs
   it for one of its files. Without zone or "me" the records are
   kept, and their moments and sides stay unknown until somebody says.
3. Records are sealed in blocks. Each block and the count of what is in are one transaction, so
   a killed run goes on where it stopped, and a second run adds nothing.
4. A log that was kept unread is read anew once its database lies beside it; that it was not
   read is then taken back.
5. If the reader fails on the way, the rest of the file is one snag. Nothing is dropped.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct
from msgspec import structs

from hearthbook.app.beside import Lying
from hearthbook.app.beside import database_beside
from hearthbook.app.beside import database_of
from hearthbook.app.beside import log_beside
from hearthbook.app.beside import log_missing
from hearthbook.app.child import lines
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.gathering import name_of
from hearthbook.app.given import digest_of
from hearthbook.app.given import is_archive
from hearthbook.app.given import size_of
from hearthbook.app.household import BOOKS
from hearthbook.app.layouts import layouts
from hearthbook.app.notices import Began
from hearthbook.app.notices import Ended
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Job
from hearthbook.app.preparing import Block
from hearthbook.app.preparing import follows
from hearthbook.app.rereading import UNREAD_LOG
from hearthbook.app.rereading import last_import
from hearthbook.app.rereading import reads_anew
from hearthbook.app.rereading import taken_back
from hearthbook.app.sealing import Sealing
from hearthbook.app.sealing import seeds
from hearthbook.base.units import Unit
from hearthbook.records.codec import unchecked
from hearthbook.records.codec import written
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import DateOrder
from hearthbook.vault import TakenIn

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from typing import TypeAlias

    from hearthbook.app.household import Household
    from hearthbook.app.notices import Notice
    from hearthbook.app.preparing import Prepared

    Move: TypeAlias = Callable[[int, int], None]

# One commit to the disk for each block; more lines, or longer ones, would only fill memory.
_BLOCK: Final = 20_000
_BLOCK_BYTES: Final = 8 << 20
_FRESH: Final = Began("", 0, "", 0, ())


UNITS: Final = tuple(map(str, Unit))


def units(words: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units that `words` stand for, in one order.

    Raises:
        Failure: if one of them is none of `UNITS`.
    """
    for word in words:
        if word not in UNITS:
            raise Failure("no-such-unit", Exit.WRONG_USAGE, unit=word, units=" ".join(UNITS))
    return tuple(one for one in Unit if one in words)


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person said of a file. None: nobody said."""

    zone: str | None = None
    me: str | None = None
    date_order: DateOrder | None = None
    child: str | None = None
    units: tuple[Unit, ...] = ()


class Taken(Struct, frozen=True, omit_defaults=True):
    """What became of one file. `known` counts what an earlier run had taken in already."""

    file: str
    digest: str
    reader: str
    new: int
    known: int
    kinds: dict[str, int]
    senders: dict[str, int]
    unsaid: tuple[str, ...]
    children: dict[str, int]
    clocks: dict[str, int]  # acts whose clock reading came twice in its zone, or never
    beside: str | None = None  # the log of a database, a file of its own
    missing: str | None = None  # the log that a database may have, and that is not there
    alone: str | None = None  # the database of this log, where that is not here


def take_in(
    home: Household,
    *,
    path: str | Lying,
    said: Said,
    book: str = "record",
    move: Move,
    name: str = "",
) -> Taken:
    """Take in the file at `path`, under its own name or `name`, and say what became of it.

    A path that knows what lies beside it has the name it goes by already.

    Raises:
        Failure: if it cannot be opened or read at all, or something must be said first.
    """
    lying = path if isinstance(path, Lying) else Lying(path, name or name_of(Path(path).name))
    file = Path(lying.path)
    size = size_of(file, lying.name)
    digest = digest_of(file, lying.name)
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    home.index(book)
    held = home.book(book).taken(digest)
    job = Job(
        lying.path,
        lying.name,
        digest,
        said.date_order,
        layouts=layouts(home),
        database=database_beside(lying),
    )
    run = _Run(home, (lying, job), said, book)
    if held is not None:
        before = last_import(home, book, digest)
        if before is not None and not reads_anew(job, before):
            return run.again(held, before)
        run.resume(held, before)
    if held is None and is_archive(file):
        run.foresee()
    with Sealing(size, run.append) as sealing:
        run.follow(sealing, move, size)
    return run.done(size)


class _Run:
    """One file on its way in."""

    def __init__(self, home: Household, file: tuple[Lying, Job], said: Said, book: str) -> None:
        self._home, self._said, self._book = home, said, book
        self._lying, self._job = file
        self._kinds: Counter[str] = Counter()
        self._senders: Counter[str] = Counter()
        self._children: Counter[str] = Counter()
        self._clocks: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._at = self._first = _FRESH
        self._last: FromFile | None = None  # the origin that came last
        self._passing = False  # lines of an earlier run are passed over
        self._new = self._held = self.skip = self.known = 0
        self._failed: Reason | None = None
        self._earlier: Import | None = None  # of a log that was kept unread

    def resume(self, held: TakenIn, before: Import | None) -> None:
        """Go on where an earlier run stopped, or begin anew with a log it could not read."""
        self._earlier = before
        self.known = held.records
        self.skip = held.records - (0 if before is None else before.records)

    def follow(self, sealing: Sealing, move: Move, size: int) -> None:
        """Send the child's lines on in blocks, and see every file and member to its end."""
        block: list[bytes] = []
        for item in lines(self._job):
            if isinstance(item, bytes) and self._gathers(item, block):
                continue
            if block:
                sealing.put(self._block(block))
                block, self._held = [], 0
                move(self._end(), size)
            if not isinstance(item, bytes):
                self._notice(item, sealing)
            if self._failed is not None:
                self._give_up()
                break

    def _gathers(self, line: bytes, block: list[bytes]) -> bool:
        """Add a line to the block, and tell whether the block still has room."""
        if self.skip:
            self.skip, self._passing = self.skip - 1, True
        else:
            block.append(line)
            self._held += len(line)
        return len(block) < _BLOCK and self._held < _BLOCK_BYTES

    def _notice(self, notice: Notice, sealing: Sealing) -> None:
        if isinstance(notice, Began):
            self._begin(notice)
        elif isinstance(notice, Ended | Failed):
            sealing.finish()
            self._failed = self._failed or self._outcome(notice)

    def foresee(self) -> None:
        """See that nothing in an archive must be said first, before any of it is taken in."""
        for item in lines(structs.replace(self._job, asking=True)):
            if isinstance(item, Began):
                self._allow(item)

    def _allow(self, began: Began) -> None:
        if "date-order" in began.asks and self._said.date_order is None:
            raise Failure("say-date-order", Exit.WRONG_USAGE, file=self._job.name)
        if "columns" in began.asks:
            raise Failure("say-columns", Exit.WRONG_USAGE, file=self._job.name)

    def _begin(self, began: Began) -> None:
        self._allow(began)
        self._at, self._last, self._passing = began, None, False
        if not self._first.reader:
            self._first = began
        self._asked.update(began.asks)

    def _outcome(self, notice: Ended | Failed) -> Reason | None:
        if isinstance(notice, Failed):
            return notice.reason
        whole = self._passing or self._end() == self._at.size
        return None if whole else Reason.READER_FAILED

    def _give_up(self) -> None:
        reason, self._failed = self._failed or Reason.READER_FAILED, None
        if self._new + self.known == 0 or self._passing:
            raise Failure(f"not-read-{reason}", Exit.NOT_READABLE, file=self._job.name)
        if self._end() < self._at.size:
            rest = FromFile(self._job.digest, self._end(), self._at.size, self._at.member)
            self._inline(unchecked(Snag(rest, reason)))

    def _end(self) -> int:
        """Return the byte up to which the file is accounted for."""
        return 0 if self._last is None or self._last.table else self._last.end

    def _inline(self, line: bytes) -> None:
        with Sealing(0, self.append) as sealing:
            sealing.put(self._block([line]))

    def _block(self, block: list[bytes]) -> Block:
        return Block(
            lines=block,
            seeds=seeds(len(block)),
            envelope=self._home.envelope(self._book),
            book=self._book,
            zone=self._said.zone,
            original=self._job.digest,
            member=self._at.member,
        )

    def append(self, block: Block, prepared: Prepared) -> None:
        """Append a block that is prepared, as far as it can be believed."""
        next_to = self._passing or follows(self._last, prepared.first)
        good = prepared.good if next_to and self._failed is None else 0
        if good < len(block.lines):
            self._failed = self._failed or Reason.READER_FAILED
        if not good:
            return
        if self._new + self.known == 0:
            self._keep_original()
        batch = [
            (block.seeds[32 * n : 32 * n + 32], block.lines[n], prepared.hashes[n])
            for n in range(good)
        ]
        self._new += good
        book = self._home.book(self._book)
        first = book.size
        book.append(batch, block.envelope, self._so_far(done=False))
        self._home.index_rows(self._book, prepared.rows, first)
        self._last, self._passing = prepared.last, False
        self._kinds.update(prepared.kinds)
        self._senders.update(prepared.senders)
        self._children.update(prepared.children)
        self._clocks.update(prepared.clocks)

    def _keep_original(self) -> None:
        if self._home.vault.originals.put(Path(self._job.path)) != self._job.digest:
            raise Failure("file-changed", Exit.NOT_READABLE, file=self._job.name)

    def _so_far(self, *, done: bool) -> TakenIn:
        return TakenIn(self._job.digest, self.known + self._new, done)

    def done(self, size: int) -> Taken:
        """Write down that the file is in, and return what became of it."""
        if self._new + self.known == 0:
            raise Failure("not-read-no-entry", Exit.NOT_READABLE, file=self._job.name)
        earlier = self._earlier
        record = Import(
            original=self._job.digest,
            name=self._job.name,
            size=size,
            reader=self._first.reader or "archive",
            version=self._first.version,
            zone=self._said.zone,
            me=self._said.me,
            date_order=self._said.date_order,
            records=self.known + self._new - (earlier.records if earlier else 0),
            snags=self._kinds["snag"],
            recorded_by=self._home.writer(),
            written=now(),
            origin=self._home.origin(self._book),
            child=self._said.child,
            units=self._said.units,
            beside="" if self._job.database is None else self._job.database.digest,
        )
        envelope = self._home.envelope(self._book)
        struck = map(written, taken_back(self._home, self._book, earlier))
        said = [*struck, written(record)]
        self._home.book(self._book).add(said, envelope, self._so_far(done=True))
        self._home.index(self._book)
        return self._taken(record.reader)

    def again(self, held: TakenIn, last: Import) -> Taken:
        """Return what to say of a file that is in already; a new answer is written down."""
        self.known = held.records
        undated = self._home.index(self._book).has_undated(self._job.digest)
        self._asked = {"zone"} if undated and last.zone is None else set()
        if self._said_more(last):
            self._home.restate(self._book, last, self._said)
        return self._taken(last.reader)

    def _said_more(self, last: Import) -> bool:
        new = (self._said.zone, self._said.me, self._said.child, self._said.units)
        old = (last.zone, last.me, last.child, last.units)
        return any(one and one != other for one, other in zip(new, old, strict=True))

    def _taken(self, reader: str) -> Taken:
        unsaid = tuple(sorted(one for one in self._asked if self._unsaid(one)))
        return Taken(
            file=self._job.name,
            digest=self._job.digest,
            reader=reader,
            new=self._new,
            known=self.known,
            kinds=dict(sorted(self._kinds.items())),
            senders=dict(self._senders.most_common(50)),
            unsaid=unsaid,
            children=dict(self._children.most_common(50)),
            clocks=dict(sorted(self._clocks.items())),
            beside=log_beside(self._lying),
            missing=log_missing(self._lying),
            alone=self._without(reader),
        )

    def _without(self, reader: str) -> str | None:
        """Return the name of the database that a log is still without."""
        return database_of(self._lying) if reader == UNREAD_LOG else None

    def _unsaid(self, asked: str) -> bool:
        said = {
            "zone": self._said.zone,
            "me": self._said.me,
            "child": self._said.child,
            "units": self._said.units,
        }
        return not said.get(asked, "said")

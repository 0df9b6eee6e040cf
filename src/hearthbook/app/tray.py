"""What lies on the tray: files that were sent, each looked at, and none of them kept yet.

1. A file is looked at in the child process; what is wrong with it is said of it alone.
2. A log is looked at with the database of its name that lies on the same tray. Whichever of the
   two comes later, the log is looked at when both are there.
3. A bank's table is shown as it would be read. Layouts that were said yes to lie on the tray
   too, until everything on it is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.beside import Lying
from hearthbook.app.columns import table
from hearthbook.app.failure import Failure
from hearthbook.app.gathering import LeftOut
from hearthbook.app.gathering import name_of
from hearthbook.app.outbox import is_packet
from hearthbook.app.preview import Preview
from hearthbook.app.received import MOST
from hearthbook.app.received import Received
from hearthbook.app.telling import LOG

if TYPE_CHECKING:
    from typing import TypeAlias

    from hearthbook.app.columns import Table
    from hearthbook.sources.statement_layout import Layout

    Heading: TypeAlias = tuple[tuple[str, ...], str]

WHY_LEFT: Final = ("folder", "vault")
_OF_TABLES: Final = ("zone",)  # what a bank's table asks once it is one
MOST_FILES: Final = 200
_TOP: Final = frozenset({"", ".", ".."})


class Look(Struct, frozen=True):
    """What a file would yield, counted. `packet` is what a phone sealed; it stays shut."""

    digest: str = ""
    packet: bool = False
    reader: str = ""
    counts: dict[str, int] = {}
    participants: dict[str, int] = {}
    first: str = ""
    last: str = ""
    asks: tuple[str, ...] = ()
    partly: bool = False
    story: bool = False


class Laid:
    """One file on the tray, by its name within the folder it was sent with."""

    def __init__(self, held: Received, name: str) -> None:
        self.held, self.name = held, name
        self.look = Look()
        self.table: Table | None = None
        self.failure: Failure | None = None


class Tray:
    """Files of one sending, which go into one `book`, and what was said of them so far.

    `known` are the layouts of banks' tables that the vault holds, `layouts` those that were
    said yes to here, `tried` those that were corrected and not yet said yes to. `region` is the
    country of numbers that name none, nothing if nobody said.
    """

    def __init__(self, book: str, known: tuple[Layout, ...] = (), region: str = "") -> None:
        self.book, self.known, self.region = book, known, region
        self.laid: list[Laid] = []
        self.left_out: list[LeftOut] = []
        self.layouts: dict[Heading, Layout] = {}
        self.tried: dict[Heading, Layout] = {}
        self.put_off: set[Heading] = set()
        self.typed: dict[str, list[str]] = {}

    @property
    def room(self) -> int:
        """How many bytes the tray may still be sent."""
        return MOST - sum(one.held.size for one in self.laid)

    @property
    def full(self) -> bool:
        """Whether no further file finds room; each is held open."""
        return len(self.laid) >= MOST_FILES

    def lay(self, held: Received, name: str) -> None:
        """Lay a file on the tray and look at it, and at the log that waited for it."""
        laid = Laid(held, within(name))
        self.laid.append(laid)
        self.look(laid)
        for one in self.laid:
            if one.name == laid.name + LOG and one is not laid:
                self.look(one)

    def refuse(self, name: str, failure: Failure) -> None:
        """Note a file that could not be received."""
        laid = Laid(Received(name), within(name))
        laid.failure = failure
        self.laid.append(laid)

    def leave_out(self, name: str, why: str) -> None:
        """Note what the sender left out, and why."""
        if why in WHY_LEFT:
            self.left_out.append(LeftOut(within(name), why))

    def lying(self, laid: Laid) -> Lying:
        """Return a file as it lies among the others."""
        among = {one.name: one.held.path for one in self.laid if one.failure is None}
        return Lying(laid.held.path, laid.name, among)

    def look(self, laid: Laid) -> None:
        """Look at a file; a bank's table in it is read as far as somebody said how."""
        laid.failure, laid.table = None, None
        try:
            if is_packet(laid.held.path):
                laid.look = Look(packet=True)
                return
            self._look(laid)
        except Failure as failure:
            laid.failure = failure

    def look_again(self) -> None:
        """Look again at the files whose tables were asked about."""
        for one in self.laid:
            if one.table is not None:
                self.look(one)

    def asking(self) -> list[Laid]:
        """Return the files with a table that somebody must still say something of."""
        tables = ((one, one.table) for one in self.laid)
        return [
            one
            for one, found in tables
            if found is not None and key_of(found.layout) not in self.put_off
        ]

    def ordered(self) -> list[Laid]:
        """Return the files in the order of their names: a log after its database."""
        return sorted(self.laid, key=lambda one: one.name)

    def close(self) -> None:
        """Let go of every file."""
        while self.laid:
            self.laid.pop().held.close()

    def _look(self, laid: Laid) -> None:
        holding = (*self.known, *self.layouts.values())
        preview = Preview(self.lying(laid), None, layouts=holding)
        for _ in preview.lines():
            pass
        seen, told = preview.look(), preview.summary()
        laid.look = Look(
            digest=seen.sha256,
            reader=seen.reader,
            counts=seen.counts,
            participants=seen.participants,
            first=seen.first or "",
            last=seen.last or "",
            asks=(*seen.ask, *_OF_TABLES) if seen.columns else tuple(seen.ask),
            partly=seen.failed is not None,
            story="language" in told,
        )
        if seen.columns is not None:
            key = key_of(seen.columns.layout)
            laid.table = table(
                self.lying(laid),
                seen.columns,
                tried=self.tried.get(key, seen.columns.layout),
                known=holding,
                member=preview.table_in,
            )


def key_of(layout: Layout) -> Heading:
    """Return what a layout holds for: a heading, and the sign between its cells."""
    return layout.heading, layout.sign


def within(name: str) -> str:
    """Return a name within a folder that was sent; it leads to nowhere outside of it."""
    parts = name_of(name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in _TOP) or "file"

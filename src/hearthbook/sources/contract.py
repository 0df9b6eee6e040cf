"""What every reader promises.

A reader is pure: bytes in, records and snags out. It opens no file, asks no clock,
touches no network. A database it reads from memory (`tables.py`). Three laws hold for every
reader, on every input, and are checked for every reader by `tests/laws/test_reader_laws.py`:

1. Nothing lost: the origins of what it yields cover the original from end to end. Of a database
   they also cover each table that has rows, from row 0 to the last; the bytes come last.
2. Nothing invented: no two origins overlap, and they come in the order of the file. Several
   records of one row share the whole row as their origin, and come one after the other.
3. Nothing new on a second reading: the same bytes and the same answers yield the same records.

A reader never raises on any bytes: what it cannot read is a snag. It holds no list of records:
it yields them, so that memory does not grow with the file.
"""

from __future__ import annotations

from enum import StrEnum
from mmap import mmap
from typing import TYPE_CHECKING
from typing import Literal
from typing import Protocol
from typing import TypeAlias

from msgspec import Struct

from hearthbook.records.event import Document
from hearthbook.records.event import Note
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Measurement
from hearthbook.records.family import Profile
from hearthbook.records.family import Sleep
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Contact
from hearthbook.records.statement import Meeting
from hearthbook.sources.sheet import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

Cared: TypeAlias = Feed | Diaper | Sleep | Care | Measurement | Note | Profile
Said: TypeAlias = Message | Call | Booking | Balance | Meeting | Contact | Document
Yield: TypeAlias = Said | Cared | Snag | Frame
DateOrder: TypeAlias = Literal["dmy", "mdy", "ymd"]


def read_from(one: Yield) -> FromFile:
    """Return the bytes that a reader read `one` from.

    Raises:
        TypeError: if it is from no file; a reader yields no such record.
    """
    if not isinstance(one.origin, FromFile):
        raise TypeError(type(one.origin))
    return one.origin


class Original(Struct, frozen=True):
    """A sealed file: its SHA-256 in hex, the name it arrived under, and its bytes.

    `member` is the path inside it if the bytes are one member of an archive. `data` may be a
    mapped file: slice it, or search it with a bytes pattern, and never copy it whole. `texts`
    are what the cells of a workbook's sheet name by number; None if it is no sheet. If the
    file is the `log` of a database, `data` is the database, and digest, name and places are
    those of the log.
    """

    digest: str
    name: str
    data: bytes | mmap
    member: str = ""
    texts: Texts | None = None
    log: bytes | mmap | None = None

    @property
    def size(self) -> int:
        """The number of bytes that its origins must cover."""
        return len(self.data if self.log is None else self.log)


class Asked(StrEnum):
    """What a file cannot say of itself and a person must."""

    ZONE = "zone"  # which zone the phone's clock was set to
    ME = "me"  # which of the senders exported the file
    DATE_ORDER = "date-order"  # whether 03/04 is in April or in March
    CHILD = "child"  # which child the file is about
    UNITS = "units"  # which units its bare numbers have


class Answers(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person said that a reader needs while reading. None: nobody said."""

    date_order: DateOrder | None = None


class Reader(Protocol):
    """Turns one kind of file into records.

    `version` grows whenever the same bytes would read differently than before.
    """

    @property
    def name(self) -> str:
        """The reader's name in imports and reports."""

    @property
    def version(self) -> int:
        """The version of its readings."""

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether a file that starts with `head` is of this kind.

        These are its first 64 KiB, of a database more, for its tables may stand anywhere.
        The file's `name` may support, never decide: names are localised and changed.
        """

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return what a person must say of `original`, so that nothing is guessed."""

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""

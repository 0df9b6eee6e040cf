"""Let the one reader that knows a file tell it, and say so line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec.structs import replace

from hearthbook.app.archive import HEAD
from hearthbook.app.archive import head_of
from hearthbook.app.notices import Began
from hearthbook.app.notices import Ended
from hearthbook.records.codec import unchecked
from hearthbook.records.message import Mark
from hearthbook.records.traced import Traced
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import read_from
from hearthbook.sources.database import Database
from hearthbook.sources.mail import Mail
from hearthbook.sources.statement_layout import proposed
from hearthbook.sources.statement_table import StatementTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from mmap import mmap

    from hearthbook.app.notices import Job
    from hearthbook.app.notices import Out
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Reader
    from hearthbook.sources.statement_layout import Layout
    from hearthbook.sources.statement_layout import Proposal

LOG: Final = "-wal"
_LOG: Final = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_MAGICS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"PK\x03\x04", "application/zip"),
)


def reader_of(name: str, head: bytes) -> Reader | None:
    """Return the one reader that knows a file by its `head`, None if none does, or several."""
    knowing = [reader for reader in READERS if reader.recognises(name, head)]
    return knowing[0] if len(knowing) == 1 else None


def table_of(
    head: bytes, layouts: Sequence[Layout]
) -> tuple[StatementTable | None, Proposal | None]:
    """Return how a bank's table is read, or what to ask of it; neither if it is none."""
    if b"\0" in head[:1024]:
        return None, None
    known = next((one for one in layouts if StatementTable(one).recognises("", head)), None)
    if known is None:
        return None, proposed(head)
    return None if known.document else StatementTable(known), None


def is_set_aside(head: bytes, layouts: Sequence[Layout]) -> bool:
    """Tell whether a person said of such a table that it is a document and no statement."""
    aside = (StatementTable(one) for one in layouts if one.document)
    return any(one.recognises("", head) for one in aside)


def log_of(name: str, head: bytes) -> str | None:
    """Return the name of the database whose log a file is; None if it is no such log."""
    is_log = head.startswith(_LOG) and name.endswith(LOG)
    return name.removesuffix(LOG) if is_log else None


def with_database(log: Original, database: bytes | mmap) -> tuple[Reader, Original] | None:
    """Return a reader for a log and its `database`, and both as one original; None if none is.

    The reader is the one that knows the database; what it cites are places of the log.
    """
    reader = reader_of("", database[: head_of(database[:HEAD])])
    if not isinstance(reader, Database):
        return None
    return reader, replace(log, data=database, log=log.data)


def tell(reader: Reader, original: Original, job: Job, out: Out) -> list[FromFile]:
    """Say all that `reader` finds in `original`, and return the places of mails with files.

    If the job is only asking, say what it asks and nothing else; files of mails ask nothing.
    """
    asks = tuple(str(one) for one in reader.asks(original))
    out.notice(Began(original.member, original.size, reader.name, reader.version, asks))
    attached: list[FromFile] = []
    mails = isinstance(reader, Mail)
    for record in () if job.asking else reader.read(original, Answers(job.date_order)):
        out.line(unchecked(record))
        if mails and isinstance(record, Traced) and Mark.MEDIA_ATTACHED in record.marks:
            attached.append(read_from(record))
    out.notice(Ended(original.member))
    return attached


def media_type(head: bytes) -> str:
    """Return the media type that the first bytes of a file show."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in {b"heic", b"mif1", b"heix"} else "video/mp4"
    found = (kind for magic, kind in _MAGICS if head.startswith(magic))
    return next(found, "application/octet-stream")

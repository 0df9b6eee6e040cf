"""The child process that reads one foreign file: no network, no writing, little memory.

It is told its job as JSON on standard input and answers on standard output, a line at a time:
1. `#` and a `Notice`: what begins, what ended, what failed.
2. Anything else is the written form of a record, in file order.
The parent believes nothing of this: it reads every record strictly and checks that the origins
tile the file. A fault of a reader ends as a notice, never as a traceback with content in it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import IO
from typing import TYPE_CHECKING
from typing import Final
from typing import TypeAlias

import msgspec
from msgspec import Struct

from hearthbook.app.archive import HEAD
from hearthbook.app.archive import MAGIC
from hearthbook.app.archive import BrokenArchiveError
from hearthbook.app.archive import head_of
from hearthbook.app.archive import members
from hearthbook.app.confine import confine
from hearthbook.app.confine import memory_for
from hearthbook.app.confine import seconds_for
from hearthbook.app.mapped import mapped
from hearthbook.app.workbook import Workbook
from hearthbook.base.text import nfc
from hearthbook.records.codec import unchecked
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import DateOrder
from hearthbook.sources.contract import Original
from hearthbook.sources.statement_layout import Layout
from hearthbook.sources.statement_layout import Proposal
from hearthbook.sources.statement_layout import proposed
from hearthbook.sources.statement_table import StatementTable

if TYPE_CHECKING:
    from io import BufferedReader
    from mmap import mmap

    from hearthbook.app.archive import Member
    from hearthbook.sources.contract import Reader

LONGEST_STORY: Final = 2 << 20
DOCUMENT: Final = "document"
_BLOCK: Final = 1 << 18


class Job(Struct, frozen=True):
    """What the child is to read. `digest` is the file's SHA-256 in hex, made before."""

    path: str
    name: str
    digest: str
    date_order: DateOrder | None = None
    story: bool = False  # read as a told story if no reader knows it
    only_story: bool = False  # and not by a reader even if one knows it
    layouts: tuple[Layout, ...] = ()  # of banks' tables, as a person confirmed them


class Began(Struct, frozen=True, tag="began"):
    """A file, or a member of an archive, is being read. `reader` is empty if none knows it."""

    member: str
    size: int
    reader: str
    version: int
    asks: tuple[str, ...]


class Ended(Struct, frozen=True, tag="ended"):
    """All of it was read."""

    member: str


class Told(Struct, frozen=True, tag="told"):
    """The file was read as a told story; `cut_at` is its last word if it breaks off."""

    language: str
    characters: int
    cut_at: str | None


class Proposed(Struct, frozen=True, tag="proposed"):
    """The file looks like a bank's table, and nobody has confirmed its layout yet."""

    proposal: Proposal


class Confined(Struct, frozen=True, tag="confined"):
    """The first notice: whether this process can open no socket and start no program."""

    fully: bool


class Failed(Struct, frozen=True, tag="failed"):
    """It could not be read, or not to its end."""

    reason: Reason


Notice: TypeAlias = Confined | Began | Ended | Told | Proposed | Failed


def main() -> int:
    """Do the job given on standard input."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    path = Path(job.path)
    size = path.stat().st_size
    with path.open("rb") as file:
        out = _Out(sys.stdout.buffer)
        out.notice(Confined(confine(memory=memory_for(size), seconds=seconds_for(size))))
        try:
            _file(file, size, job, out)
        except MemoryError:
            out.notice(Failed(Reason.TOO_LONG))
        except Exception:  # noqa: BLE001  # whatever a hostile file did, its bytes stay in here
            out.notice(Failed(Reason.READER_FAILED))
        out.flush()
    return 0


class _Out:
    """Gathers lines, for a write to a pipe costs more than a record."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lines: list[bytes] = []
        self._held = 0

    def line(self, raw: bytes) -> None:
        """Add a line."""
        self._lines.append(raw)
        self._held += len(raw)
        if self._held > _BLOCK:
            self.flush()

    def notice(self, notice: Notice) -> None:
        """Add a notice."""
        self.line(b"#" + msgspec.json.encode(notice))

    def flush(self) -> None:
        """Send what is held."""
        if self._lines:
            self._lines.append(b"")
            self._pipe.write(b"\n".join(self._lines))
            self._pipe.flush()
            self._lines.clear()
            self._held = 0


def _file(file: BufferedReader, size: int, job: Job, out: _Out) -> None:
    if size == 0:
        out.notice(Failed(Reason.NO_ENTRY))
        return
    # Read, not mapped: hashing a mapping would bring the whole file into memory.
    if hashlib.file_digest(file, "sha256").hexdigest() != job.digest:
        out.notice(Failed(Reason.READER_FAILED))  # it changed while it was being read
        return
    with mapped(file) as data:
        head = data[: head_of(data[:HEAD])]
        reader = None if job.only_story else _reader(job.name, head)
        if reader is not None:
            _read(reader, Original(job.digest, job.name, data), job, out)
        elif data[:4] in MAGIC:
            _archive(file, data[:HEAD], job, out)
        else:
            _other(data, size, job, out)


def _reader(name: str, head: bytes) -> Reader | None:
    knowing = [reader for reader in READERS if reader.recognises(name, head)]
    return knowing[0] if len(knowing) == 1 else None


def _read(reader: Reader, original: Original, job: Job, out: _Out) -> None:
    size = len(original.data)
    asks = tuple(str(one) for one in reader.asks(original))
    out.notice(Began(original.member, size, reader.name, reader.version, asks))
    for record in reader.read(original, Answers(job.date_order)):
        out.line(unchecked(record))
    out.notice(Ended(original.member))


def _archive(file: IO[bytes], head: bytes, job: Job, out: _Out) -> None:
    file.seek(0)
    try:
        book = Workbook(file, head)

        def wanted(name: str, head: bytes) -> bool:
            return _reader(name, book.head(name, head)) is not None

        for member in members(file, wanted):
            _member(member, book, job, out)
    except BrokenArchiveError:
        out.notice(Failed(Reason.BROKEN_ARCHIVE))


def _member(member: Member, book: Workbook, job: Job, out: _Out) -> None:
    path = nfc(member.path.encode("utf-8", "replace").decode())
    whole = FromFile(job.digest, 0, member.size, path)
    if member.data is not None:
        reader = _reader(member.path, book.head(member.path, member.head))
        if reader is not None:
            texts = book.texts(member.path)
            _read(reader, Original(job.digest, job.name, member.data, path, texts), job, out)
        return
    out.notice(Began(path, member.size, "", 0, ()))
    if member.refused:
        out.line(unchecked(Snag(whole, Reason(member.refused))))
    else:
        name = path.rpartition("/")[2]
        kind = _media_type(member.head)
        out.line(unchecked(Document(name, kind, member.size, member.sha256, whole)))
    out.notice(Ended(path))


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


def _media_type(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in {b"heic", b"mif1", b"heix"} else "video/mp4"
    found = (kind for magic, kind in _MAGICS if head.startswith(magic))
    return next(found, "application/octet-stream")


def _other(data: mmap, size: int, job: Job, out: _Out) -> None:
    """Read what no reader knows: a table as it was confirmed, a story, else a document."""
    head = data[:HEAD]
    known = next((one for one in job.layouts if StatementTable(one).recognises("", head)), None)
    if known is not None and not known.document and not job.only_story:
        _read(StatementTable(known), Original(job.digest, job.name, data), job, out)
        return
    found = proposed(head) if known is None and not job.only_story else None
    if found is None and job.story and _story(data, size, out):
        return
    _unknown(head, size, job, out, found)


def _story(data: mmap, size: int, out: _Out) -> bool:
    """Read the file as a told story, and tell whether it is one."""
    if size > LONGEST_STORY:
        return False
    from hearthbook.intake import NotAStoryError  # noqa: PLC0415  # a chat needs none of its tables
    from hearthbook.intake import read_story  # noqa: PLC0415  # the same

    try:
        telling = read_story(data[:])
    except NotAStoryError:
        return False
    out.notice(Began("", size, "story", 1, ()))
    out.notice(Told(telling.language, len(telling.text), telling.cut_at))
    for draft in telling.drafts:
        out.line(unchecked(draft))
    out.notice(Ended(""))
    return True


def _unknown(
    head: bytes, size: int, job: Job, out: _Out, found: Proposal | None = None
) -> None:
    """Keep a file that no reader knows as what it is: a document, whole and unread."""
    if job.only_story:
        out.notice(Failed(Reason.NO_READER))
        return
    name = job.name.rpartition("/")[2]
    out.notice(Began("", size, DOCUMENT, 1, ("columns",) if found else ()))
    if found is not None:
        out.notice(Proposed(found))
    whole = FromFile(job.digest, 0, size)
    out.line(unchecked(Document(name, _media_type(head), size, job.digest, whole)))
    out.notice(Ended(""))


if __name__ == "__main__":
    sys.exit(main())

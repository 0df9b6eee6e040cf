"""The child process that reads one foreign file: no network, no writing, little memory.

It is told its job as JSON, and answers a line at a time:
1. `#` and a `Notice`: what begins, what ended, what failed; `Done` is the last.
2. Anything else is the written form of a record, in file order.
The parent believes nothing of this: it reads every record strictly and checks that the origins
tile the file. A fault of a reader ends as a notice, never as a traceback with content in it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.app.archive import HEAD
from hearthbook.app.archive import MAGIC
from hearthbook.app.archive import BrokenArchiveError
from hearthbook.app.archive import head_of
from hearthbook.app.confine import confine
from hearthbook.app.confine import memory_for
from hearthbook.app.confine import seconds_for
from hearthbook.app.forks import keep
from hearthbook.app.insides import Insides
from hearthbook.app.mapped import mapped
from hearthbook.app.notices import DOCUMENT
from hearthbook.app.notices import Began
from hearthbook.app.notices import Confined
from hearthbook.app.notices import Done
from hearthbook.app.notices import Ended
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Job
from hearthbook.app.notices import Out
from hearthbook.app.notices import Proposed
from hearthbook.app.notices import Told
from hearthbook.app.telling import is_set_aside
from hearthbook.app.telling import media_type
from hearthbook.app.telling import reader_of
from hearthbook.app.telling import table_of
from hearthbook.app.telling import tell
from hearthbook.app.telling import with_database
from hearthbook.records.codec import unchecked
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Original

if TYPE_CHECKING:
    from io import BufferedReader
    from mmap import mmap

    from hearthbook.app.notices import Beside
    from hearthbook.sources.contract import Reader
    from hearthbook.sources.statement_layout import Proposal

LONGEST_STORY: Final = 2 << 20


def main() -> None:
    """Read files for whoever is at the socket that is named, each in a child of its own."""
    keep(int(sys.argv[1]), _work)


def _work(asked: bytes, saying: int) -> None:
    job = msgspec.json.decode(asked, type=Job)
    beside = 0 if job.database is None else Path(job.database.path).stat().st_size
    size = Path(job.path).stat().st_size
    with Path(job.path).open("rb") as file, os.fdopen(saying, "wb") as pipe:
        out = Out(pipe)
        memory, seconds = memory_for(size + beside), seconds_for(size + beside)
        out.notice(Confined(confine(memory=memory, seconds=seconds)))
        try:
            _file(file, size, job, out)
        except MemoryError:
            out.notice(Failed(Reason.TOO_LONG))
        except Exception:  # noqa: BLE001  # whatever a hostile file did, its bytes stay in here
            out.notice(Failed(Reason.READER_FAILED))
        out.notice(Done())
        out.flush()


def _file(file: BufferedReader, size: int, job: Job, out: Out) -> None:
    if size == 0:
        out.notice(Failed(Reason.NO_ENTRY))
        return
    # Read, not mapped: hashing a mapping would bring the whole file into memory.
    if hashlib.file_digest(file, "sha256").hexdigest() != job.digest:
        out.notice(Failed(Reason.READER_FAILED))  # it changed while it was being read
        return
    with mapped(file) as data:
        head = data[: head_of(data[:HEAD])]
        reader = None if job.only_story else reader_of(job.name, head)
        original = Original(job.digest, job.name, data)
        if job.database is not None and reader is not None:
            _logged(job.database, reader, original, job, out)
        elif job.mailbox is not None:
            _mailbox(size, job, out)
        elif reader is not None:
            Insides(job, out).of_mails(original, tell(reader, original, job, out))
        elif data[:4] in MAGIC:
            _archive(file, data[:HEAD], job, out)
        else:
            _other(data, size, job, out)


def _logged(beside: Beside, reader: Reader, log: Original, job: Job, out: Out) -> None:
    """Read a log together with the database beside it, by the reader that knows that one."""
    with Path(beside.path).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != beside.digest:
            out.notice(Failed(Reason.READER_FAILED))
            return
        with mapped(file) as data:
            tell(*(with_database(log, data) or (reader, log)), job, out)


def _mailbox(size: int, job: Job, out: Out) -> None:
    """Read what another program wrote out of a mailbox; where it stood there nobody knows."""
    if job.mailbox is None:
        raise AssertionError
    reason = Reason.WRITTEN_OUT if job.mailbox.whole else Reason.WRITTEN_OUT_IN_PART
    out.notice(Began("", size, "outlook", 1, ()))
    out.line(unchecked(Snag(FromFile(job.digest, 0, size), reason)))
    out.notice(Ended(""))
    Insides(job, out).written_out(job.mailbox.folder)


def _archive(file: BufferedReader, head: bytes, job: Job, out: Out) -> None:
    file.seek(0)
    try:
        Insides(job, out).archive(file, head)
    except BrokenArchiveError:
        out.notice(Failed(Reason.BROKEN_ARCHIVE))


def _other(data: mmap, size: int, job: Job, out: Out) -> None:
    """Read what no reader knows: a table as it was confirmed, a story, else a document."""
    head = data[:HEAD]
    table, found = (None, None) if job.only_story else table_of(head, job.layouts)
    if table is not None:
        tell(table, Original(job.digest, job.name, data), job, out)
        return
    told = job.story and found is None and not is_set_aside(head, job.layouts)
    if told and _story(data, size, out):
        return
    _unknown(head, size, job, out, found)


def _story(data: mmap, size: int, out: Out) -> bool:
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


def _unknown(head: bytes, size: int, job: Job, out: Out, found: Proposal | None = None) -> None:
    """Keep a file that no reader knows as what it is: a document, whole and unread."""
    if job.only_story:
        out.notice(Failed(Reason.NO_READER))
        return
    name = job.name.rpartition("/")[2]
    out.notice(Began("", size, DOCUMENT, 1, ("columns",) if found else ()))
    if found is not None:
        out.notice(Proposed(found))
    whole = FromFile(job.digest, 0, size)
    out.line(unchecked(Document(name, media_type(head), size, job.digest, whole)))
    out.notice(Ended(""))


if __name__ == "__main__":
    main()

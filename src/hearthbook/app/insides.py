"""Read the files inside a file: members of an archive, files of a mail, a mailbox written out.

1. Each is a place of its own: a member, named by its path. What lies in a file in an archive
   has a path of two parts with `!/` between them: `old.zip!/_chat.txt`. A file of a mail goes
   by the byte at which the mail begins and its number in it: `5012/1/photo.jpg`.
2. Each is read by the reader that knows it, or by a bank's layout, and is a document if none
   does. An archive in an archive is both: a document, and what is in it.
3. Files are read down to the fourth inside the other, and what they unfold to is counted
   together. An archive that lies deeper is said to; a mail names its files by their hashes.
4. What a file in an archive leaves open is asked, and nothing is read before. A mailbox is not
   held up by a file in it: what must be asked there is a document, to be taken in by itself.
5. A file that several mails have is read where it comes first; the others name it by its hash.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import IO
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.app.archive import HEAD
from hearthbook.app.archive import MAGIC
from hearthbook.app.archive import MOST_TEXT
from hearthbook.app.archive import BrokenArchiveError
from hearthbook.app.archive import Limits
from hearthbook.app.archive import held
from hearthbook.app.archive import member_named
from hearthbook.app.archive import members
from hearthbook.app.notices import Began
from hearthbook.app.notices import Ended
from hearthbook.app.notices import Proposed
from hearthbook.app.telling import log_of
from hearthbook.app.telling import media_type
from hearthbook.app.telling import reader_of
from hearthbook.app.telling import table_of
from hearthbook.app.telling import tell
from hearthbook.app.telling import with_database
from hearthbook.app.workbook import Workbook
from hearthbook.base.text import nfc
from hearthbook.records.codec import unchecked
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.mail.enclosed import enclosed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.app.archive import Member
    from hearthbook.app.notices import Job
    from hearthbook.app.notices import Out
    from hearthbook.sources.contract import Reader

_DEEPEST: Final = 4
_LARGEST: Final = 256 << 20  # bytes of an archive in another
_FIRST: Final = 80  # bytes in which an office file names its kind
_OFFICE: Final = (b"[Content_Types].xml", b"mimetype")


class Insides:
    """Reads what is inside one file, and what is inside of that."""

    def __init__(self, job: Job, out: Out) -> None:
        """Read for `job`, and say what is found to `out`."""
        self._job, self._out = job, out
        self._limits, self._seen = Limits(), set[str]()

    def archive(self, file: IO[bytes], head: bytes, within: _Reach | None = None) -> None:
        """Read all that is in the archive `file`, which lies `within` another or by itself.

        Raises:
            BrokenArchiveError: if it cannot be opened.
        """
        book = Workbook(file, head)
        office = within is not None and any(sign in head[:_FIRST] for sign in _OFFICE)
        reach = _Reach(file, book) if within is None else within.of(file, book)

        def wanted(name: str, head: bytes) -> bool:
            return self._knows(name, book.head(name, head)) or head[:4] in MAGIC

        for member in members(file, wanted, self._limits):
            if not office or member.data is not None:
                self._member(member, reach)

    def of_mails(self, original: Original, places: Iterable[FromFile], depth: int = 1) -> None:
        """Read the files of the mails of `original` that stand at `places`."""
        above = f"{original.member}!/" if original.member else ""
        for place in places:
            for number, file in enumerate(enclosed(original.data[place.start : place.end]), 1):
                member = held(f"{place.start}/{number}/{file.name}", file.data)
                if member.size and member.sha256 not in self._seen:
                    self._seen.add(member.sha256)
                    self._member(member, _Reach(above=above, depth=depth, asks=False))

    def written_out(self, folder: str) -> None:
        """Read what another program wrote out of the file, in the order of its names."""
        for here, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                path = Path(here, name)
                if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_TEXT:
                    continue
                found = held(path.relative_to(folder).as_posix(), path.read_bytes())
                if found.size:
                    self._member(found, _Reach(asks=False))

    def _knows(self, name: str, head: bytes) -> bool:
        return reader_of(name, head) is not None or any(table_of(head, self._job.layouts))

    def _member(self, member: Member, reach: _Reach) -> None:
        path = reach.above + nfc(member.path.encode("utf-8", "replace").decode())
        head = member.head if reach.book is None else reach.book.head(member.path, member.head)
        if member.refused:
            self._say(path, member, Snag(self._whole(path, member), Reason(member.refused)))
        elif member.data is None:
            self._document(path, member)
        elif reader := reader_of(member.path, head):
            texts = None if reach.book is None else reach.book.texts(member.path)
            original = Original(self._job.digest, self._job.name, member.data, path, texts)
            if self._must_ask(reader, original, reach):
                self._document(path, member)
            else:
                found = self._logged(original, member, reach) or (reader, original)
                self._read(*found, reach)
        else:
            self._unknown(path, member, head, reach)

    def _must_ask(self, reader: Reader, original: Original, reach: _Reach) -> bool:
        open_order = not reach.asks and self._job.date_order is None
        return open_order and Asked.DATE_ORDER in reader.asks(original)

    def _logged(
        self, log: Original, member: Member, reach: _Reach
    ) -> tuple[Reader, Original] | None:
        """Return a log with the database beside it in its archive, None if there is none."""
        database = log_of(member.path, member.head)
        if database is None or reach.file is None:
            return None
        found = member_named(reach.file, database, self._limits)
        return None if found is None else with_database(log, found)

    def _read(self, reader: Reader, original: Original, reach: _Reach) -> None:
        attached = tell(reader, original, self._job, self._out)
        if reach.depth < _DEEPEST:
            self.of_mails(original, attached, reach.depth + 1)

    def _unknown(self, path: str, member: Member, head: bytes, reach: _Reach) -> None:
        reader, proposal = table_of(head, self._job.layouts)
        if reader is not None:
            original = Original(self._job.digest, self._job.name, member.data or b"", path)
            self._read(reader, original, reach)
            return
        asked = None if proposal is None or not reach.asks else Proposed(proposal)
        self._document(path, member, asked)
        if member.head[:4] in MAGIC and member.size <= _LARGEST:
            self._opened(path, member, reach)

    def _opened(self, path: str, member: Member, reach: _Reach) -> None:
        within, file = f"{path}!", BytesIO(member.data or b"")
        if reach.depth == _DEEPEST:
            self._say(within, member, Snag(self._whole(within, member), Reason.TOO_DEEP))
            return
        try:
            below = _Reach(above=f"{within}/", depth=reach.depth + 1, asks=reach.asks)
            self.archive(file, member.head[:HEAD], below)
        except BrokenArchiveError:
            broken = Snag(self._whole(within, member), Reason.BROKEN_ARCHIVE)
            self._say(within, member, broken)

    def _document(self, path: str, member: Member, asked: Proposed | None = None) -> None:
        name, kind = path.rpartition("/")[2], media_type(member.head)
        whole = self._whole(path, member)
        found = Document(name, kind, member.size, member.sha256, whole)
        self._say(path, member, found, asked)

    def _whole(self, path: str, member: Member) -> FromFile:
        return FromFile(self._job.digest, 0, member.size, path)

    def _say(
        self, path: str, member: Member, one: Document | Snag, asked: Proposed | None = None
    ) -> None:
        self._out.notice(Began(path, member.size, "", 0, ("columns",) if asked else ()))
        if asked is not None:
            self._out.notice(asked)
        self._out.line(unchecked(one))
        self._out.notice(Ended(path))


class _Reach(NamedTuple):
    """Where a member lies: in which archive if in one, below what, how deep, and if it asks."""

    file: IO[bytes] | None = None
    book: Workbook | None = None
    above: str = ""
    depth: int = 1
    asks: bool = True

    def of(self, file: IO[bytes], book: Workbook) -> _Reach:
        """Return this place for the members of the archive `file`."""
        return self._replace(file=file, book=book)

"""Files that belong to an entry: the photo of a visit, the voice note of an incident.

1. A file is taken in as any other: kept byte for byte, read by its reader, its place withheld.
2. What no reader can make sense of is kept as well, as a document.
3. An entry of its own says to which entry the file belongs. To corrections of that entry it
   belongs too.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.received import Received
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.records.codec import written
from hearthbook.records.event import Attached
from hearthbook.records.event import Correction
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.vault import TakenIn
from hearthbook.vault.age import NotReadableError
from hearthbook.vault.formats.packet import item_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.acts import Attach
    from hearthbook.app.household import Household

# What a browser shows beside the page without running anything of it.
SHOWN: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
HEARD: Final = ("audio/", "video/")
_UNREAD: Final = ("not-read-", "say-")
_PLAIN: Final = "application/octet-stream"


class NotWholeError(ValueError):
    """The pieces of a file do not make the file that the phone signed."""


class File(Struct, frozen=True):
    """A file of an entry, for a page. `sort` is `picture`, `sound` or `file`."""

    name: str
    original: str
    media_type: str
    size: int
    sort: str


def keep(home: Household, *, held: Received, book: str) -> str:
    """Keep a file as an original, with what its reader says of it; return its SHA-256.

    Raises:
        Failure: if it is empty, or the disk does not take it.
    """
    said = Said()
    try:
        taken = take_in(home, path=held.path, said=said, book=book, move=_still, name=held.name)
    except Failure as failure:
        if failure.name.startswith(_UNREAD):
            return _unread(home, held, book)
        raise
    return taken.digest


def _still(done: int, of: int) -> None:
    """Show nothing: one photo is no long work."""


def _unread(home: Household, held: Received, book: str) -> str:
    """Keep a file that its reader gave up, as a document."""
    path = Path(held.path)
    digest = digest_of(path, held.name)
    if home.vault.originals.put(path) != digest:
        raise Failure("file-changed", Exit.NOT_READABLE, file=held.name)
    whole = FromFile(digest, 0, held.size)
    said = Import(
        original=digest,
        name=held.name,
        size=held.size,
        reader="document",
        version=1,
        zone=None,
        me=None,
        date_order=None,
        records=1,
        snags=0,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin(book),
    )
    document = Document(held.name, _PLAIN, held.size, digest, whole)
    records = [written(document), written(said)]
    home.book(book).add(records, home.envelope(book), TakenIn(digest, 1, done=True))
    home.index(book)
    return digest


def attach(home: Household, *, held: Received, ref: str, book: str) -> str:
    """Keep a file and say that it belongs to the entry with a ref; return its SHA-256.

    Raises:
        Failure: if there is no such entry, the file is empty, or the disk does not take it.
    """
    if home.book(book).number(ref) is None:
        raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
    digest = keep(home, held=held, book=book)
    if digest not in [one.original for one in _said(home, book, [ref])]:
        origin = home.origin(book)
        said = Attached(ref, digest, held.name, home.writer(), now(), origin)
        home.add(book, [said])
    return digest


def files(home: Household, *, book: str, ref: str) -> tuple[File, ...]:
    """Return the files of an entry, those of the entries it puts right among them."""
    said = _said(home, book, _earlier(home, book, ref))
    named = {one.original: one.name for one in said}
    held = [digest for digest in named if home.vault.originals.holds(digest)]
    return tuple(_file(home, book, digest, named[digest]) for digest in held)


def file(home: Household, *, book: str, ref: str, original: str) -> tuple[File, Received]:
    """Return one file of an entry, and its bytes held in memory.

    Raises:
        Failure: if the entry has no such file, or it is damaged.
    """
    found = [one for one in files(home, book=book, ref=ref) if one.original == original]
    if not found:
        raise Failure("no-original", Exit.WRONG_USAGE, ref=ref)
    held = Received(found[0].name)
    try:
        home.vault.originals.get(original, held)
    except BaseException:
        held.close()
        raise
    return found[0], held


def assembled(home: Household, act: Attach) -> Received:
    """Return the file that a phone sent in pieces, held in memory.

    Raises:
        NotWholeError: if they do not make the file that the phone signed.
    """
    held = Received(act.name, most=act.size)
    try:
        whole = _joined(home, act.pieces, held)
    except (Failure, NotReadableError) as error:
        held.close()
        raise NotWholeError from error
    if whole != act.sha256:
        held.close()
        raise NotWholeError
    return held


def _joined(home: Household, pieces: Sequence[str], held: Received) -> str:
    """Write the pieces to `held` in order, and return the SHA-256 of the whole."""
    whole = hashlib.sha256()
    for name in pieces:
        raw = _opened(home, name)
        whole.update(raw)
        held.write(raw)
    return whole.hexdigest()


def _opened(home: Household, name: str) -> bytes:
    sealed = home.vault.outbox.piece(name)
    if sealed is None or item_id(sealed) != name:
        raise NotReadableError
    return home.vault.opened(sealed)


def _earlier(home: Household, book: str, ref: str) -> list[str]:
    """Return a ref, and those of all that it puts right."""
    replaced = {
        one.record.by: one.record.of
        for one in home.of_kind(book, "correction")
        if isinstance(one.record, Correction)
    }
    chain = [ref]
    while (before := replaced.get(chain[-1])) is not None and before not in chain:
        chain.append(before)
    return chain


def _said(home: Household, book: str, refs: Sequence[str]) -> list[Attached]:
    found = [one.record for one in home.of_kind(book, "attached")]
    return [one for one in found if isinstance(one, Attached) and one.of in refs]


def _file(home: Household, book: str, digest: str, name: str) -> File:
    numbers = home.index(book).of_sources({digest})
    records = [one.record for one in home.entries(book, numbers)]
    whole = next((one for one in records if getattr(one, "media_type", "")), None)
    kind = str(getattr(whole, "media_type", _PLAIN))
    sort = "picture" if kind in SHOWN else "sound" if kind.startswith(HEARD) else "file"
    return File(name, digest, kind, int(getattr(whole, "size", 0)), sort)

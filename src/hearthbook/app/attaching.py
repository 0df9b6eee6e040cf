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

from hearthbook.app.attachable import FILES
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.received import Received
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.findings.beside import beside
from hearthbook.records.codec import written
from hearthbook.records.event import Attached
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.vault import TakenIn
from hearthbook.vault.age import NotReadableError
from hearthbook.vault.formats.packet import item_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.acts import Attach
    from hearthbook.app.household import Household
    from hearthbook.findings.beside import Beside
    from hearthbook.records.resolution import Entry

# What a browser shows beside the page without running anything of it.
SHOWN: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
MADE_SMALLER: Final = ("image/heic",)  # as iPhones keep photos; most browsers show none
HEARD: Final = ("audio/", "video/")
HANDED: Final = ("picture", "small", "sound", "file")
_UNREAD: Final = ("not-read-", "say-")
_PLAIN: Final = "application/octet-stream"


class NotWholeError(ValueError):
    """The pieces of a file do not make the file that the phone signed."""


class File(Struct, frozen=True):
    """A file of an entry, for a page; `entry` is the ref of what tells of it, if there is one.

    `sort` is `picture`, `sound` or `file`; `small` of a picture of which only a smaller one can
    be shown; `inside` of what is in an archive; `gone` of what
    is here no more.
    """

    name: str
    original: str
    media_type: str
    size: int
    sort: str
    entry: str


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
    if digest not in [one.original for one in _beside(home, book, ref) if one.to == ref]:
        origin = home.origin(book)
        said = Attached(ref, digest, held.name, home.writer(), now(), origin)
        home.add(book, [said])
    return digest


def files(home: Household, *, book: str, ref: str) -> tuple[File, ...]:
    """Return the files of an entry, those of the entries it puts right among them.

    A file that is in an archive, or is here no more, is among them as well.
    """
    return tuple(_file(home, one) for one in _beside(home, book, ref))


def file(home: Household, *, book: str, ref: str, original: str) -> tuple[File, Received]:
    """Return one file of an entry, and its bytes held in memory.

    Raises:
        Failure: if the entry has no such file, or it is damaged.
    """
    every = files(home, book=book, ref=ref)
    found = [one for one in every if one.original == original and one.sort in HANDED]
    if not found:
        raise Failure("no-original", Exit.WRONG_USAGE, ref=ref)
    held = Received(found[0].name)
    try:
        home.vault.originals.get(original, held)
    except BaseException:
        held.close()
        raise
    return found[0], held


def photo(home: Household, *, book: str, ref: str, original: str) -> str:
    """Return the ref of the photo that a file of an entry is.

    Raises:
        Failure: if the entry has no such photo.
    """
    for one in files(home, book=book, ref=ref):
        if one.original == original and one.sort in {"picture", "small"} and one.entry:
            return one.entry
    raise Failure("no-picture", Exit.NOT_READABLE, ref=ref)


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


def _beside(home: Household, book: str, ref: str) -> tuple[Beside, ...]:
    """Return what belongs to an entry, read from the few entries that can tell."""
    said = home.of_kind(book, "attached", "correction", "retraction")
    entries = [*said, *_named(home, book, [ref])]
    files = {one.original for one in _of(entries, ref)}
    named = [one.entry for one in _of(entries, ref) if one.entry]
    index = home.index(book)
    whole = set(index.of_sources(files)) & set(index.of_kind(FILES))
    entries += home.entries(book, sorted(whole))
    entries += [one for one in home.of_kind(book, "import") if _import_of(one) in files]
    return _of([*entries, *_named(home, book, named)], ref)


def _of(entries: Sequence[Entry], ref: str) -> tuple[Beside, ...]:
    return beside(resolved(entries, known(entries))).get(ref, ())


def _import_of(entry: Entry) -> str:
    return entry.record.original if isinstance(entry.record, Import) else ""


def _named(home: Household, book: str, refs: Sequence[str]) -> list[Entry]:
    numbers = [home.book(book).number(ref) for ref in refs]
    return list(home.entries(book, sorted({n for n in numbers if n is not None})))


def _file(home: Household, one: Beside) -> File:
    kind = one.media_type or _PLAIN
    sort = "picture" if kind in SHOWN else "sound" if kind.startswith(HEARD) else "file"
    if kind in MADE_SMALLER and one.entry:
        sort = "small"
    if not one.sha256 or not home.vault.originals.holds(one.original):
        sort = "gone"
    elif one.sha256 != one.original:
        sort = "inside"
    return File(one.name, one.sha256, kind, one.size or 0, sort, one.entry)

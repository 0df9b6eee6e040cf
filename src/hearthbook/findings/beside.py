"""Which files belong to which entry: what she joined to it, and the papers that it names.

1. An `attached` entry joins a file to an entry, and to what is put in that one's place. A
   joining that was taken back is none.
2. An entry may name entries of files among its `documents`. Those of an entry that was written
   anew are the ones that it names itself.
3. What is said of a file comes from the entry that was read from it as a whole. A file that is
   read into many entries has none, and the entry of its taking in tells its size.
4. A file that an entry names and no entry of the book tells of was erased: nothing of it is
   said but that it was named.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import structs

from hearthbook.findings.figures import Said
from hearthbook.records.event import Attached
from hearthbook.records.event import Correction
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from hearthbook.records.resolution import Resolved


class Beside(Struct, frozen=True):
    """A file that belongs to an entry.

    `of` is that entry, `to` the one that it was joined to, which `of` may have replaced, `by`
    the one that says so, and `entry` the one that tells of the file; each a ref, `entry` empty
    if there is none. `sha256` is that of the file, empty if it was erased, and `original` that
    of the file it came in with: the same, but for what was in an archive. `size` is in bytes,
    None if nobody knows.
    """

    of: str
    to: str
    by: str
    entry: str
    name: str
    media_type: str
    size: int | None
    sha256: str
    original: str


def beside(facts: Iterable[Resolved]) -> dict[str, tuple[Beside, ...]]:
    """Return the files of each entry that has some, by its ref; `facts` are those of a book."""
    held = list(facts)
    wholes, by_ref = _wholes(held)
    after: dict[str, list[str]] = defaultdict(list)
    for fact in held:
        if isinstance(fact.record, Correction) and fact.fallen is None:
            after[fact.record.of].append(fact.record.by)
    found: dict[str, set[tuple[int, Beside]]] = defaultdict(set)
    for fact in held:
        if isinstance(fact.record, Attached) and fact.fallen is None:
            one = _joined(fact, fact.record, wholes.get(fact.record.original))
            for ref in _with_later(fact.record.of, after):
                found[ref].add((fact.sealed, structs.replace(one, of=ref)))
        for place, named in enumerate(getattr(fact.record, "documents", ())):
            for one in _named(fact.ref, named, by_ref):
                found[fact.ref].add((place, one))
    return {ref: _in_order(some) for ref, some in found.items()}


def spoken(file: Beside) -> Said:
    """Return what is said of a file: its name, kind, size and SHA-256, as far as known."""
    if not file.sha256:
        return described(file)
    return Said("beside-whole", {"file": described(file), "sha256": file.sha256})


def described(file: Beside) -> Said:
    """Return the same without the SHA-256."""
    if not file.sha256:
        return Said("beside-erased", {"ref": file.entry})
    size: str | Said = Said("beside-size-unknown", {})
    if file.size is not None:
        size = Said("beside-size", {"bytes": str(file.size)})
    kind: str | Said = file.media_type or Said("beside-kind-unknown", {})
    return Said("beside-file", {"name": file.name, "kind": kind, "size": size})


def _wholes(held: Iterable[Resolved]) -> tuple[dict[str, Resolved], dict[str, Resolved]]:
    """Return what tells of each original as a whole, and every fact by its ref."""
    by_ref = {one.ref: one for one in held}
    wholes: dict[str, Resolved] = {}
    for ref in sorted(by_ref):
        fact = by_ref[ref]
        match fact.record:
            case Document(origin=FromFile(original=original, member="")):
                wholes[original] = fact
            case Import(original=original):
                wholes.setdefault(original, fact)
            case _:
                pass
    return wholes, by_ref


def _with_later(ref: str, after: dict[str, list[str]]) -> set[str]:
    """Return a ref, and those of all that was put in its place."""
    found: set[str] = set()
    more = [ref]
    while more:
        at = more.pop()
        if at not in found:
            found.add(at)
            more += after.get(at, ())
    return found


def _joined(fact: Resolved, said: Attached, whole: Resolved | None) -> Beside:
    record = whole.record if whole is not None else None
    return Beside(
        of=said.of,
        to=said.of,
        by=fact.ref,
        entry=whole.ref if whole is not None else "",
        name=said.name,
        media_type=record.media_type if isinstance(record, Document) else "",
        size=record.size if isinstance(record, Document | Import) else None,
        sha256=said.original,
        original=said.original,
    )


def _named(of: str, named: str, by_ref: dict[str, Resolved]) -> Iterator[Beside]:
    fact = by_ref.get(named)
    match fact.record if fact is not None else None:
        case None:
            yield Beside(of, of, of, named, "", "", None, "", "")
        case Document() as record:
            yield Beside(
                of=of,
                to=of,
                by=of,
                entry=named,
                name=record.name,
                media_type=record.media_type,
                size=record.size,
                sha256=record.sha256,
                original=record.origin.original,
            )
        case Import() as record:
            sha256 = record.original
            yield Beside(of, of, of, named, record.name, "", record.size, sha256, sha256)
        case _:
            return  # an entry that is no file; what the naming entry says names it


def _in_order(some: set[tuple[int, Beside]]) -> tuple[Beside, ...]:
    every = sorted(some, key=lambda one: (one[0], one[1].name, one[1].sha256, one[1].by))
    return tuple(one for _, one in every)

"""Link what two exports both hold, and part again what a person says is not one.

1. Links are entries of the book; nothing that came in is changed or left out.
2. Only exports of one medium are compared: the same words by text message and in a chat are
   two messages.
3. What a person has parted is never linked again by the rule.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.numbers import normal
from hearthbook.findings.twins import RULE
from hearthbook.findings.twins import talks
from hearthbook.findings.twins import twins
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from hearthbook.records.identity import Same
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Entry
    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved

    Move = Callable[[int, int], None]

# Readers of one medium begin alike, whatever form the export has.
_MEDIA: Final = ("whatsapp", "sms", "imessage", "signal", "telegram", "messenger")
_MOST: Final = 1_000  # pairs in an entry; its leaf holds no more than 64 KiB
_TOLD: Final = ("person", "naming", "import", "same", "correction", "retraction")


class Linked(Struct, frozen=True):
    """How many pairs were linked, and the entries that say so."""

    pairs: int
    refs: tuple[str, ...]


def link(home: Household, *, book: str, of: Iterable[str] = (), move: Move) -> Linked:
    """Link what exports of one medium both hold; `of` narrows to pairs with these originals.

    Nothing is read if no medium has two exports.
    """
    new = set(of)
    pairs = [pair for pair in _beside(home, book) if not new or not new.isdisjoint(pair)]
    if not pairs:
        return Linked(0, ())
    facts, told, said = _read(home, book, {original for pair in pairs for original in pair})
    held = {original: talks(some, told) for original, some in facts.items()}
    found: list[tuple[str, str]] = []
    for place, (one, other) in enumerate(pairs):
        found += _new(twins(held[one], held[other]), said)
        move(place + 1, len(pairs))
    return Linked(len(found), _written(home, book, found))


def part(home: Household, *, refs: Iterable[str], book: str) -> tuple[str, ...]:
    """Say that entries are not one message with any other, and return the new entries' refs.

    Raises:
        Failure: if one of them is linked with none.
    """
    wanted = {ref.upper() for ref in refs}
    entries = list(home.entries(book, home.index(book).of_kind(_TOLD)))
    gone = known(entries)
    standing = [
        (one.ref, one.record)
        for one in entries
        if isinstance(one.record, Same) and gone.fallen(one.ref) is None
    ]
    held = {ref for _, one in standing for pair in one.pairs for ref in pair}
    for ref in sorted(wanted - held):
        raise Failure("not-linked", Exit.WRONG_USAGE, ref=ref)
    return tuple(
        ref
        for old, same in standing
        if any(not wanted.isdisjoint(pair) for pair in same.pairs)
        for ref in _without(home, book, old, same, wanted)
    )


def _without(
    home: Household, book: str, old: str, same: Same, wanted: set[str]
) -> Iterator[str]:
    left = tuple(pair for pair in same.pairs if wanted.isdisjoint(pair))
    if not left:
        why = Retraction(old, "", home.writer(), now(), home.origin(book))
        yield from home.add(book, [why])
        return
    who, at, after = home.writer(), now(), home.origin(book, ahead=1)
    yield from home.add_named(
        book,
        Same(left, same.rule, who, at, home.origin(book)),
        lambda new: Correction(old, new, "", who, at, after),
    )


def _beside(home: Household, book: str) -> list[tuple[str, str]]:
    """Return the pairs of originals of one medium, the earlier first."""
    media: dict[str, dict[str, None]] = {}
    for entry in home.of_kind(book, "import"):
        if isinstance(entry.record, Import):
            media.setdefault(_medium(entry.record.reader), {})[entry.record.original] = None
    return [pair for held in media.values() for pair in combinations(held, 2)]


def _medium(reader: str) -> str:
    return next((medium for medium in _MEDIA if reader.startswith(medium)), reader)


def _read(
    home: Household, book: str, originals: set[str]
) -> tuple[dict[str, list[Resolved]], Known, list[Entry]]:
    index = home.index(book)
    numbers = sorted({*index.of_sources(originals), *index.of_kind(_TOLD)})
    entries = list(home.entries(book, numbers))
    told = known(entries, normal(home.setting("region")))
    facts: dict[str, list[Resolved]] = {original: [] for original in originals}
    for fact in resolved(entries, told):
        origin = getattr(fact.record, "origin", None)
        if isinstance(origin, FromFile) and origin.original in facts:
            facts[origin.original].append(fact)
    return facts, told, entries


def _new(found: list[tuple[str, str]], entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Return the pairs that nobody has linked or parted yet."""
    said = {
        frozenset(pair)
        for one in entries
        if isinstance(one.record, Same)
        for pair in one.record.pairs
    }
    return [pair for pair in found if frozenset(pair) not in said]


def _written(home: Household, book: str, found: list[tuple[str, str]]) -> tuple[str, ...]:
    refs: list[str] = []
    for start in range(0, len(found), _MOST):
        pairs = tuple(found[start : start + _MOST])
        same = Same(pairs, RULE, home.writer(), now(), home.origin(book))
        refs += home.add(book, [same])
    return tuple(refs)

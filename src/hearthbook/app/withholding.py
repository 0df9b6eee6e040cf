"""What is withheld of the entries that are handed out: field by field, counted and said.

1. Any field of any entry can be withheld but `kind`, by which a reader knows what is missing.
2. The origin of an entry that was typed is always withheld: its running number tells how much
   was written before it, and a story's passage belongs to another book. An origin in a file
   leads to the bytes and is shown.
3. The set for safety hides places, numbers, addresses and further contacts. Who wrote a
   message is hidden for a whole file as soon as one number or address stands there: if it were
   hidden in some entries only, the gap would tell in which.
4. Where a photo was taken is withheld, unless places are asked for by name.
5. Where a field of an entry from a file is hidden, nothing that is handed out names the hash,
   the size or the stretches of that file: whoever knows the rest of it could try values until
   the hash fits.
6. Hidden words may stand elsewhere too. They are looked for in all that is shown, and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.choosing import original_of
from hearthbook.app.choosing import ranges
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.records.codec import names
from hearthbook.records.event import Attached
from hearthbook.records.event import Document
from hearthbook.records.event import Withheld
from hearthbook.records.family import Person
from hearthbook.records.file import WITHHELD
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import FromStory
from hearthbook.records.provenance import Import
from hearthbook.records.when import Moment
from hearthbook.records.when import Wall
from hearthbook.vault.formats import leaf

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from typing import TypeAlias

    from hearthbook.app.choosing import Chosen
    from hearthbook.records.codec import Record
    from hearthbook.vault import Book

    Hidden: TypeAlias = dict[int, frozenset[str]]

ORIGIN: Final = "origin"
_OF_FILE: Final = frozenset({"beside", "original", "size"})  # what an import says of its file
_OF_DOCUMENT: Final = frozenset({ORIGIN, "sha256", "size"})
SAFETY: Final[dict[str, tuple[str, ...]]] = {
    "appointment": ("place",),
    "attached": ("name",),
    "balance": ("account",),
    "booking": ("account",),
    "contact": ("mails", "numbers", "others"),
    "document": ("name",),
    "import": ("name",),
    "incident": ("place",),
    "meeting": ("attendees", "organizer", "place"),
    "person": ("aliases",),
    "photo": ("name",),
    "recording": ("comment", "name", "title"),  # a phone may name a recording by its place
    "stay": ("place",),
    "visit": ("place",),
    "writing": ("name",),
}
_REACHED: Final = re.compile(r"[0-9](?:[ ()./-]{0,2}[0-9]){5}|@[^\s@]+\.")
_TOKEN: Final = re.compile(r"\w+")
_SHORTEST: Final = 4  # a shorter hidden word stands in every other sentence


class Rules(Struct, frozen=True):
    """What is to be withheld: `[KIND:]FIELD,...`, `REF:FIELD,...`, the set for safety.

    `places` shows where photos were taken, which is withheld otherwise.
    """

    fields: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    safety: bool = False
    places: bool = False


def hidden(chosen: Sequence[Chosen], rules: Rules, envelope: Iterable[str]) -> Hidden:
    """Return the fields to withhold by the number of the entry; `envelope` has more of them.

    Raises:
        Failure: if a field, a kind or an entry that is to be withheld is not there.
    """
    outer = tuple(envelope)
    by_kind = _by_kind(chosen, rules, outer)
    by_entry = _by_entry(chosen, rules, outer)
    reached = _reached(chosen) if rules.safety else set()
    return {
        one.n: frozenset(
            by_kind[one.kind]
            | by_entry[one.ref]
            | _always(one, reached)
            | (set() if rules.places else _sealed_off(one))
        )
        for one in chosen
    }


def unlinked(chosen: Sequence[Chosen], gone: Hidden) -> Hidden:
    """Return `gone` with all that names a file of which something is hidden."""
    files = {original_of(one.record) for one in chosen if gone[one.n] - _sealed_off(one)} - {""}
    return {one.n: gone[one.n] | _naming(one.record, files) for one in chosen}


def _naming(record: Record, files: set[str]) -> frozenset[str]:
    if isinstance(record, Import):
        return _OF_FILE if files.intersection({record.original, record.beside}) else frozenset()
    if isinstance(record, Attached):
        return frozenset({"original"}) if record.original in files else frozenset()
    if original_of(record) not in files:
        return frozenset()
    return _OF_DOCUMENT if isinstance(record, Document) else frozenset({ORIGIN})


def fields(kind: str, envelope: Iterable[str]) -> tuple[str, ...]:
    """Return all fields that an entry of a kind has, sorted."""
    return tuple(sorted((*names(kind), *envelope)))


def disclosed(book: Book, n: int, gone: frozenset[str]) -> list[bytes]:
    """Return the disclosures of the entry `n` of a book but those of the fields in `gone`."""
    return [one for one in book.disclosures(n) if leaf.field(one)[0] not in gone]


def counted(chosen: Sequence[Chosen], gone: Hidden) -> tuple[Withheld, ...]:
    """Return in which entries each field of each kind is withheld."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in chosen:
        for field in gone[one.n]:
            found[one.kind, field].append(one.n)
    return tuple(Withheld(*key, ranges(found[key])) for key in sorted(found))


def words(every: Sequence[Chosen], gone: Hidden) -> set[str]:
    """Return the withheld words, in lower case, as far as they can be looked for.

    `every` is the whole book: the name of somebody whose name is not withheld is no such word.
    """
    held, named = set[str](), set[str]()
    for one in every:
        for field in gone.get(one.n, ()):
            held.update(_texts(getattr(one.record, field, None)))
        if isinstance(one.record, Person) and "name" not in gone.get(one.n, ()):
            named |= {one.record.person.lower(), one.record.name.lower()}
    return {text.lower() for text in held if len(text) >= _SHORTEST} - named


def shown_still(
    chosen: Sequence[Chosen], gone: Hidden, held: set[str]
) -> list[tuple[str, str]]:
    """Return the refs and fields that are shown and hold words of `held`."""
    places, texts = list[tuple[str, str]](), list[str]()
    for one in chosen:
        for field in names(one.kind):
            if field not in gone[one.n]:
                places.append((one.ref, field))
                texts.append("\n".join(_texts(getattr(one.record, field, None))))
    return [places[at] for at in holding(texts, held)]


def holding(texts: Sequence[str], held: set[str]) -> list[int]:
    """Return the places of `texts` in which words of `held` stand, in order.

    Case makes no difference. Looked up by whole words first: texts and words may be many.
    """
    lower = [text.lower() for text in texts]
    where: dict[str, set[int]] = defaultdict(set)
    for at, text in enumerate(lower if held else ()):
        for token in _TOKEN.findall(text):
            where[token].add(at)
    found: set[int] = set()
    for word in held:
        tokens = _TOKEN.findall(word)
        if tokens:
            maybe = set.intersection(*(where.get(token, set()) for token in tokens))
            found.update(at for at in maybe if word in lower[at])
    return sorted(found)


def _by_kind(
    chosen: Sequence[Chosen], rules: Rules, outer: tuple[str, ...]
) -> dict[str, set[str]]:
    every = Counter(one.kind for one in chosen)
    found = {kind: set(SAFETY.get(kind, ()) if rules.safety else ()) for kind in every}
    for typed in rules.fields:
        kind, _, those = typed.rpartition(":")
        for field in those.split(","):
            having = [one for one in every if field in fields(one, outer)]
            matching = [one for one in having if kind in {"", one}]
            if not matching or field == "kind":
                raise Failure("no-such-field", Exit.WRONG_USAGE, field=typed)
            for one in matching:
                found[one].add(field)
    return found


def _by_entry(
    chosen: Sequence[Chosen], rules: Rules, outer: tuple[str, ...]
) -> dict[str, set[str]]:
    kinds = {one.ref: one.kind for one in chosen}
    found: dict[str, set[str]] = defaultdict(set)
    for typed in rules.entries:
        ref, _, those = typed.upper().partition(":")[0], ":", typed.partition(":")[2]
        if ref not in kinds:
            raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
        for field in those.split(","):
            if field == "kind" or field not in fields(kinds[ref], outer):
                raise Failure("no-such-field", Exit.WRONG_USAGE, field=typed)
            found[ref].add(field)
    return found


def _sealed_off(one: Chosen) -> frozenset[str]:
    """Return the fields of an entry that go out with nothing: where a photo was taken."""
    return WITHHELD.intersection(names(one.kind))


def _always(one: Chosen, reached: set[str]) -> set[str]:
    origin = getattr(one.record, ORIGIN, None)
    if isinstance(one.record, Import) and one.record.original in reached:
        return {ORIGIN, "me"}
    if not isinstance(origin, FromFile):
        return {ORIGIN} if origin is not None else set()
    spoken = isinstance(one.record, Message | Call) and origin.original in reached
    return {"parties"} if spoken else set()


def _reached(chosen: Sequence[Chosen]) -> set[str]:
    """Return the files in which somebody is named by a number or an address."""
    return {
        one.record.origin.original
        for one in chosen
        if isinstance(one.record, Message | Call)
        and any(map(_REACHED.search, _texts(one.record.parties)))
    }


def _texts(value: object) -> Iterator[str]:
    """Yield the words in a field; times, choices of a closed list and origins have none."""
    if isinstance(value, Enum | Wall | Moment | FromFile | FromDevice | FromStory):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)

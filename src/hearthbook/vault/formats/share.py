"""The manifest of a share: chosen entries as a folder that anybody can check, field by field.

1. `release.json` is one JSON object, names sorted, no spaces between them, in UTF-8. Each line
   of `entries.jsonl` is another: an entry's leaf, the disclosures shown, its place in the tree
   of this share, and the proof of that place.
2. The tree is the share's own (RFC 6962), so that no proof tells how much else there is. Leaf 0
   is the manifest without its `note` and with `items`: each entry as its ref and the digests
   of what is shown. The other leaves are those of the entries, in order.
3. `note` is the signed head of that tree: origin `<origin of the log>/release`, and one
   signature by the log's key `vkey`. Whoever has that key from elsewhere should compare it.
4. `fields` names, for each kind that is shared, all fields that an entry of the kind has; they
   are always the same. `withheld` counts those that are not shown. So a field that is not shown
   tells nothing, and none is left out in silence.
5. `files` are the other files of the folder. `SHA256SUMS` names all files but itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.base.refs import ref
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.formats.check import Check

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.vault.formats.checkpoint import Checkpoint

FORMAT: Final = "hearthbook-share/1"
MANIFEST: Final = "release.json"
ENTRIES: Final = "entries.jsonl"
SUMS: Final = "SHA256SUMS"
KIND: Final = "kind"
_LARGEST: Final = 1 << 28


class NotAShareError(ValueError):
    """Bytes that are no manifest of a share, or no lines of its entries."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class File(_Part, frozen=True):
    """A file of the folder: its path with `/`, SHA-256 in hex, size in bytes."""

    name: str
    sha256: str
    size: int


class Withheld(_Part, frozen=True):
    """In how many entries of a kind a field is withheld."""

    kind: str
    field: str
    entries: int


class Item(_Part, frozen=True):
    """An entry of a share: its leaf, the disclosures that are shown, its proof in base 64."""

    ref: str
    index: int
    leaf: str
    disclosures: tuple[str, ...]
    proof: tuple[str, ...]


class Share(_Part, frozen=True):
    """A whole manifest. `made` is in milliseconds since 1970, UTC, by the maker's clock."""

    format: str
    book: str
    to: str
    made: int
    entries: int
    fields: dict[str, tuple[str, ...]]
    withheld: tuple[Withheld, ...]
    files: tuple[File, ...]
    note: str
    vkey: str


class Given(_Part, frozen=True):
    """What a share is made for: the book it is of, to whom it goes, when."""

    book: str
    to: str
    made: int


def made(
    given: Given,
    entries: Sequence[tuple[bytes, Sequence[bytes]]],
    fields: Mapping[str, tuple[str, ...]],
    files: Sequence[File],
    key: note.Key,
    sign: Callable[[int, bytes], bytes],
) -> tuple[Share, list[Item]]:
    """Return the share of `entries`, each its leaf and what is shown of it, signed by `sign`.

    Raises:
        NotALeafError: if the disclosures are not of the leaf, or do not show the kind.
    """
    bare = [_bare(n, *entry) for n, entry in enumerate(entries, start=1)]
    counted = Counter(gap for one in bare for gap in gaps(one, fields))
    share = Share(
        format=FORMAT,
        book=given.book,
        to=given.to,
        made=given.made,
        entries=len(bare),
        fields=dict(sorted(fields.items())),
        withheld=tuple(Withheld(*gap, count) for gap, count in sorted(counted.items())),
        files=tuple(sorted(files, key=lambda one: one.name)),
        note="",
        vkey=key.text(),
    )
    leaves = _leaves(share, bare)
    whole = _subtrees(leaves)
    items = [
        msgspec.structs.replace(
            one, proof=tuple(map(text64, tree.inclusion(one.index, len(leaves), whole)))
        )
        for one in bare
    ]
    signed = sign(len(leaves), tree.root(len(leaves), whole))
    return msgspec.structs.replace(share, note=signed.decode()), items


def gaps(item: Item, fields: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the fields of an entry that are not shown, each with the kind of the entry.

    Raises:
        NotALeafError: if what is shown is not of the leaf, is more than `fields` knows, or
            does not show the kind.
    """
    entry = item.leaf.encode()
    shown = leaf.opened(entry, [one.encode() for one in item.disclosures])
    named = shown.get(KIND, b'""')[1:-1].decode()
    known = fields.get(named, ())
    if not set(shown) <= set(known) or len(known) != len(leaf.read(entry).sd):
        raise leaf.NotALeafError
    return [(named, field) for field in known if field not in shown]


def written(share: Share) -> bytes:
    """Return the bytes of a manifest."""
    return msgspec.json.encode(share, order="sorted")


def lines(items: Iterable[Item]) -> bytes:
    """Return the bytes of the entries, a line for each."""
    return b"".join(msgspec.json.encode(one, order="sorted") + b"\n" for one in items)


def sums(files: Mapping[str, str]) -> bytes:
    """Return the file that `sha256sum -c` reads: SHA-256 in hex by the name of a file."""
    return "".join(f"{files[name]}  {name}\n" for name in sorted(files)).encode()


def read(raw: bytes, below: bytes) -> tuple[Share, list[Item]]:
    """Return the share whose manifest is `raw` and whose entries are `below`, unverified.

    Raises:
        NotAShareError: if writing could not have made them.
    """
    try:
        share = msgspec.json.decode(raw, type=Share)
        *parts, last = below.split(b"\n")
        items = [msgspec.json.decode(part, type=Item) for part in parts]
        same = written(share) == raw and lines(items) == below
    except (ValueError, RecursionError) as error:
        raise NotAShareError from error
    if not same or last or share.format != FORMAT or len(raw) > _LARGEST:
        raise NotAShareError
    return share, items


def verify(
    share: Share, items: Sequence[Item], found: Mapping[str, tuple[str, int]], listed: bytes
) -> tuple[Check, ...]:
    """Check a share against the files that were `found`, each its SHA-256 and size by name.

    Every check is made, whatever came of the others. `found` are all files but the sums, and
    `listed` is the content of the sums.
    """
    other = {one.name: (one.sha256, one.size) for one in share.files}
    rest = {name: one for name, one in found.items() if name not in {MANIFEST, ENTRIES}}
    signed, digests = head(share), {name: one[0] for name, one in found.items()}
    bad = [
        one.ref
        for place, one in enumerate(items, start=1)
        if one.index != place or not _sound(one, share.book, signed)
    ]
    return (
        Check("share-signed", share.vkey, signed is not None),
        Check("share-whole", MANIFEST, _agrees(share, items, signed), len(items)),
        Check("share-items", ENTRIES, not bad, len(items)),
        *(Check("share-item", one, ok=False) for one in bad),
        Check("share-withheld-said", MANIFEST, _counted(share, items), len(share.withheld)),
        *(Check("share-file", name, ok=False) for name in _differing(other, rest)),
        Check("share-files", MANIFEST, rest == other, len(other)),
        Check("share-sums", SUMS, listed == sums(digests)),
    )


def head(share: Share) -> Checkpoint | None:
    """Return the head of a share's own tree, None unless its key has signed it."""
    try:
        key = note.read_key(share.vkey)
        held = note.read(share.note.encode())
        note.verified(held, [key])
        signed = checkpoint.read(held.text)
    except ValueError:
        return None
    alone = len(held.signatures) == 1 and not signed.more
    return signed if alone and signed.origin == f"{key.name}/release" else None


def _bare(index: int, entry: bytes, shown: Sequence[bytes]) -> Item:
    named = ref(tree.leaf_hash(entry))
    return Item(named, index, entry.decode(), tuple(one.decode() for one in shown), ())


def _leaves(share: Share, items: Sequence[Item]) -> list[bytes]:
    """Return the hashes of the leaves of a share's own tree."""
    bare = msgspec.to_builtins(share)
    del bare["note"]
    bare["items"] = [
        {
            "disclosures": [leaf.digest(one.encode()) for one in held.disclosures],
            "ref": held.ref,
        }
        for held in items
    ]
    first = msgspec.json.encode(bare, order="sorted")
    return [tree.leaf_hash(raw) for raw in (first, *(one.leaf.encode() for one in items))]


def _digests(item: Item) -> list[str]:
    return [leaf.digest(one.encode()) for one in item.disclosures]


def _subtrees(leaves: Sequence[bytes]) -> tree.Subtrees:
    """Return the complete subtrees over leaf hashes, each worked out once."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = range(0, len(below) - 1, 2)
        levels.append([tree.node(below[at], below[at + 1]) for at in pairs])
    return lambda height, index: levels[height][index]


def _agrees(share: Share, items: Sequence[Item], signed: Checkpoint | None) -> bool:
    leaves = _leaves(share, items)
    whole = tree.root(len(leaves), _subtrees(leaves))
    same = signed is not None and (signed.size, signed.root) == (len(leaves), whole)
    return same and share.entries == len(items)


def _counted(share: Share, items: Sequence[Item]) -> bool:
    """Test whether what is said to be withheld is what is not shown, no more and no less."""
    try:
        counted = Counter(gap for one in items for gap in gaps(one, share.fields))
    except ValueError:
        return False
    told = [(one.kind, one.field, one.entries) for one in share.withheld]
    return told == [(*gap, count) for gap, count in sorted(counted.items())]


def _differing(other: Mapping[str, object], rest: Mapping[str, object]) -> list[str]:
    return sorted(name for name in other.keys() | rest if other.get(name) != rest.get(name))


def _sound(item: Item, book: str, signed: Checkpoint | None) -> bool:
    """Test one entry: its name, its leaf, what is shown of it, and its place in the tree."""
    try:
        entry = item.leaf.encode()
        leaf.opened(entry, [one.encode() for one in item.disclosures])
        proof = [bytes64(one) for one in item.proof]
        own = leaf.read(entry).book == book
    except ValueError:
        return False
    found = tree.leaf_hash(entry)
    if signed is None or not own or item.ref != ref(found):
        return False
    return tree.included(found, item.index, signed.size, proof, signed.root)

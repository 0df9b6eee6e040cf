"""The manifest of a release: what was handed to someone, fixed, listed and provable.

1. A release is one JSON object, names sorted, no spaces between them, in UTF-8. Only the bytes
   that writing makes are read.
2. It has a tree of its own (RFC 6962), so that nothing is told of how much else the vault
   holds. Leaf 0 is the release without its `note`, each item reduced to its ref and the digests
   of the disclosures shown. The other leaves are those of the items, in order.
3. `note` is the signed head of that tree: origin `<origin of the log>/release`, size, root, and
   one signature by the log's key. `vkey` is that key; whoever has one from elsewhere should
   compare it, for anybody can sign a release with a key of his own.
4. The paper and the originals are files beside it, named by their SHA-256.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.base.refs import ref
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.check import Check

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from collections.abc import Sequence

FORMAT: Final = "hearthbook-release/1"
_LARGEST: Final = 1 << 28


class NotAReleaseError(ValueError):
    """Bytes that are no manifest of a release."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Paper(_Part, frozen=True):
    """The paper that was made: name, SHA-256 in hex, size in bytes."""

    name: str
    sha256: str
    size: int


class Item(_Part, frozen=True):
    """One entry that the paper rests on: its leaf, and the disclosures that are shown."""

    ref: str
    leaf: str
    disclosures: tuple[str, ...]


class Source(_Part, frozen=True):
    """An original that items come from."""

    sha256: str
    size: int
    name: str


class Release(_Part, frozen=True):
    """A whole manifest; `lists` are the refs behind each list number that the paper prints."""

    format: str
    paper: Paper
    items: tuple[Item, ...]
    lists: dict[str, tuple[str, ...]]
    originals: tuple[Source, ...]
    note: str
    vkey: str


def item(entry: bytes, shown: Sequence[bytes]) -> Item:
    """Return the item for an entry with the leaf `entry`, of which `shown` is shown.

    Raises:
        NotALeafError: if the disclosures are not of that leaf.
    """
    leaf.opened(entry, shown)
    return Item(
        ref(tree.leaf_hash(entry)), entry.decode(), tuple(one.decode() for one in shown)
    )


def made(
    paper: Paper,
    items: Sequence[Item],
    lists: Mapping[str, tuple[str, ...]],
    originals: Sequence[Source],
    key: note.Key,
    sign: Callable[[int, bytes], bytes],
) -> Release:
    """Return the release whose head `sign(size, root)` signs with `key`."""
    sources, vkey = tuple(originals), key.text()
    bare = Release(FORMAT, paper, tuple(items), dict(lists), sources, "", vkey)
    leaves = _leaves(bare)
    signed = sign(len(leaves), tree.root(len(leaves), tree.of(leaves)))
    return msgspec.structs.replace(bare, note=signed.decode())


def written(release: Release) -> bytes:
    """Return the bytes of a release."""
    return msgspec.json.encode(release, order="sorted")


def read(raw: bytes) -> Release:
    """Return the release whose bytes are `raw`; nothing is verified.

    Raises:
        NotAReleaseError: if writing could not have made them.
    """
    if len(raw) > _LARGEST:
        raise NotAReleaseError
    try:
        release = msgspec.json.decode(raw, type=Release)
        same = written(release) == raw
    except (ValueError, RecursionError) as error:
        raise NotAReleaseError from error
    if not same or release.format != FORMAT:
        raise NotAReleaseError
    return release


def verify(release: Release, paper_sha256: str, vkey: str | None = None) -> tuple[Check, ...]:
    """Check a release against its paper, and its key against `vkey` if one is known.

    Every check is made, whatever came of the others. The originals are not looked at.
    """
    bad = [one.ref for one in release.items if not _sound(one)]
    checks = [
        Check("release-paper", release.paper.name, release.paper.sha256 == paper_sha256),
        Check("release-signed", release.vkey, _head(release) is not None),
        Check("release-whole", release.paper.name, _agrees(release), len(release.items) + 1),
        Check("release-items", release.paper.name, not bad, len(release.items)),
        Check("release-lists", release.paper.name, _listed(release), len(release.lists)),
        *(Check("release-item", one, ok=False) for one in bad),
    ]
    if vkey is not None:
        checks.append(Check("release-key", vkey, release.vkey == vkey))
    return tuple(checks)


def _leaves(release: Release) -> list[bytes]:
    """Return the hashes of the leaves of a release's own tree."""
    bare = msgspec.to_builtins(release)
    del bare["note"]
    bare["items"] = [
        {
            "disclosures": [leaf.digest(one.encode()) for one in held.disclosures],
            "ref": held.ref,
        }
        for held in release.items
    ]
    first = msgspec.json.encode(bare, order="sorted")
    return [
        tree.leaf_hash(raw) for raw in (first, *(one.leaf.encode() for one in release.items))
    ]


def _head(release: Release) -> checkpoint.Checkpoint | None:
    """Return the head of the release's tree, if its key has signed it."""
    try:
        key = note.read_key(release.vkey)
        held = note.read(release.note.encode())
        note.verified(held, [key])
        head = checkpoint.read(held.text)
    except ValueError:
        return None
    alone = len(held.signatures) == 1 and not head.more
    return head if alone and head.origin == f"{key.name}/release" else None


def _agrees(release: Release) -> bool:
    head, leaves = _head(release), _leaves(release)
    whole = tree.root(len(leaves), tree.of(leaves))
    return head is not None and (head.size, head.root) == (len(leaves), whole)


def _listed(release: Release) -> bool:
    """Test whether every list names entries that are in the release."""
    known = {one.ref for one in release.items}
    return all(known.issuperset(refs) for refs in release.lists.values())


def _sound(held: Item) -> bool:
    try:
        entry = held.leaf.encode()
        leaf.opened(entry, [one.encode() for one in held.disclosures])
    except ValueError:
        return False
    return held.ref == ref(tree.leaf_hash(entry))

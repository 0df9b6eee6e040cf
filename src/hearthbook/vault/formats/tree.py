"""The Merkle tree of RFC 6962: one root for all leaves, proofs of inclusion and of growth.

1. A tree is asked for by its complete subtrees: `(height, index)` stands for the 2^height
   leaves from leaf index * 2^height on. So lists and tiles are proved from alike.
2. Verifying walks as RFC 9162 says (2.1.3.2 and 2.1.4.2), with guards that the text lacks:
   every hash has 32 bytes, and nothing is said to have grown from a tree of size 0.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final
from typing import TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Subtrees: TypeAlias = Callable[[int, int], bytes]

HASH: Final = 32
EMPTY: Final = sha256(b"").digest()
LARGEST: Final = 2**63 - 1


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf; the prefix keeps leaves from passing as nodes."""
    return sha256(b"\x00" + leaf).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node with the children `left` and `right`."""
    return sha256(b"\x01" + left + right).digest()


def folded(hashes: bytes) -> bytes:
    """Return the root over a power of two of hashes that stand one after the other."""
    while len(hashes) > HASH:
        hashes = b"".join(
            [
                sha256(b"\x01" + hashes[at : at + 2 * HASH]).digest()
                for at in range(0, len(hashes), 2 * HASH)
            ]
        )
    return hashes


def of(leaves: Sequence[bytes]) -> Subtrees:
    """Return the complete subtrees over leaf hashes in a list."""
    return lambda height, index: folded(
        b"".join(leaves[index << height : (index + 1) << height])
    )


def root(size: int, subtree: Subtrees) -> bytes:
    """Return the root over the first `size` leaves."""
    return _root(0, size, subtree) if size else EMPTY


def inclusion(index: int, size: int, subtree: Subtrees) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` is in the tree of `size` leaves, its sibling first.

    Raises:
        IndexError: if it is not.
    """
    if not 0 <= index < size:
        raise IndexError
    start, end, path = 0, size, list[bytes]()
    while end - start > 1:
        cut = start + _split(end - start)
        if index < cut:
            path.append(_root(cut, end, subtree))
            end = cut
        else:
            path.append(_root(start, cut, subtree))
            start = cut
    return tuple(reversed(path))


def consistency(old: int, new: int, subtree: Subtrees) -> tuple[bytes, ...]:
    """Return the proof that the tree of `new` leaves begins with the tree of `old` leaves.

    Raises:
        IndexError: unless 0 < `old` <= `new`.
    """
    if not 0 < old <= new:
        raise IndexError
    start, end, path = 0, new, list[bytes]()
    while old < end:
        cut = start + _split(end - start)
        if old <= cut:
            path.append(_root(cut, end, subtree))
            end = cut
        else:
            path.append(_root(start, cut, subtree))
            start = cut
    if start:
        path.append(_root(start, end, subtree))
    return tuple(reversed(path))


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], whole: bytes) -> bool:
    """Test whether `proof` shows that the leaf with hash `leaf` has the place `index`.

    `whole` is the root of the tree of `size` leaves.
    """
    if not 0 <= index < size or not _hashes(leaf, whole, *proof):
        return False
    here, last, at = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            at = node(step, at)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            at = node(at, step)
        here, last = here >> 1, last >> 1
    return last == 0 and at == whole


def grew(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Test whether `proof` shows that the tree `old` is the beginning of the tree `new`.

    Each tree is its size and its root. That a tree grew from an empty one is no matter of
    proof: whoever knows of no entry yet must decide that without one.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size or not _hashes(old_root, new_root, *proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(proof) and _climb(old_size - 1, new_size - 1, path) == (0, old_root, new_root)


def _climb(here: int, last: int, path: Sequence[bytes]) -> tuple[int, bytes, bytes] | None:
    """Return how far `path` stays below the top, and the two roots it leads to."""
    while here & 1:
        here, last = here >> 1, last >> 1
    was = now = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            was, now = node(step, was), node(step, now)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            now = node(now, step)
        here, last = here >> 1, last >> 1
    return last, was, now


def _hashes(*those: bytes) -> bool:
    return all(len(one) == HASH for one in those)


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _root(start: int, end: int, subtree: Subtrees) -> bytes:
    """Return the root over the leaves from `start` to `end`, as RFC 6962 splits them."""
    size = end - start
    height = size.bit_length() - 1
    if size == 1 << height:
        return subtree(height, start >> height)
    cut = start + _split(size)
    return node(_root(start, cut, subtree), _root(cut, end, subtree))

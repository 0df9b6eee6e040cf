from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree
from tests.vault.formats import vectors

HASHES = [sha256(b"%d" % n).digest() for n in range(1500)]
SUBTREES = tree.of(HASHES)


def grown(steps: list[int]) -> dict[tuple[int | None, int], bytes]:
    """Return the tiles of a tree that grew step by step, each as it was last written."""
    kept: dict[tuple[int | None, int], bytes] = {}
    size = 0
    for step in steps:
        edges, rest, level = list[bytes](), size, 0
        while rest:
            edges.append(kept[level, rest // 256] if rest % 256 else b"")
            rest, level = rest // 256, level + 1
        for one, hashes in tile.grown(size, edges, b"".join(HASHES[size : size + step])):
            assert one.width == len(hashes) // 32
            kept[one.level, one.n] = hashes
        size += step
    return kept


def rebuilt(size: int) -> dict[tuple[int | None, int], bytes]:
    """Return the tiles by their definition: each hash is a root over 256^level leaves."""
    kept: dict[tuple[int | None, int], bytes] = {}
    level, width = 0, 1
    while size // width:
        row = [
            tree.root(width, tree.of(HASHES[n * width : (n + 1) * width]))
            for n in range(size // width)
        ]
        for n in range(0, len(row), 256):
            kept[level, n // 256] = b"".join(row[n : n + 256])
        level, width = level + 1, width * 256
    return kept


@given(st.lists(st.integers(0, 300), max_size=5))
@example([256])
@example([255, 1, 1])
@example([256, 256, 512, 1])
@example([1500])
def test_tiles_that_grew_are_tiles_that_were_built_at_once(steps: list[int]) -> None:
    assert grown(steps) == rebuilt(sum(steps))


@given(st.integers(1, 1500), st.data())
def test_tiles_prove_what_lists_prove(size: int, data: st.DataObject) -> None:
    kept = rebuilt(size)
    tiled = tile.subtrees(lambda level, n: kept[level, n])
    place, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))

    assert tree.root(old, tiled) == tree.root(old, SUBTREES)
    assert tree.inclusion(place, size, tiled) == tree.inclusion(place, size, SUBTREES)
    assert tree.consistency(old, size, tiled) == tree.consistency(old, size, SUBTREES)


def test_a_tile_that_is_too_short_is_noticed() -> None:
    short = tile.subtrees(lambda _level, _n: HASHES[0])

    with pytest.raises(tile.NotATileError):
        tree.root(2, short)


def test_seventy_thousand_leaves_have_the_tiles_of_the_specification() -> None:
    found = list(tile.tiles(70_000))

    assert [one.width for one in found if one.level == 0] == [256] * 273 + [112]
    assert [one.width for one in found if one.level == 1] == [256, 17]
    assert [one.width for one in found if one.level == 2] == [1]
    assert {one.level for one in found} == {0, 1, 2}


@given(st.integers(0, 2_000_000))
def test_the_list_of_tiles_covers_every_leaf_once(size: int) -> None:
    lowest = [one for one in tile.tiles(size) if one.level == 0]

    assert sum(one.width for one in lowest) == size
    assert [one.n for one in lowest] == list(range(len(lowest)))


def test_a_number_is_written_in_groups_of_three() -> None:
    assert tile.Tile(0, 1_234_067).path() == "tile/0/x001/x234/067"
    assert tile.Tile(None, 4, 213).path() == "tile/entries/004.p/213"


@given(
    st.builds(
        tile.Tile, st.none() | st.integers(0, 63), st.integers(0, 10**15), st.integers(1, 256)
    )
)
def test_a_path_leads_back_to_its_tile(one: tile.Tile) -> None:
    assert tile.read_path(one.path()) == one


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/0/001/067",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/300",
        "tile/0/001.p/012",
        "tile/0/001\n",
        "tile/0/../001",
        "tile/0/x٠٠١/001",
        "/tile/0/001",
    ],
)
def test_no_other_path_names_a_tile(path: str) -> None:
    with pytest.raises(tile.NotATileError):
        tile.read_path(path)


def test_known_tiles_have_their_known_hashes() -> None:
    kept = dict(tile.grown(0, [], b"".join(vectors.HASHES)))
    digests = {one.path(): sha256(raw).hexdigest() for one, raw in kept.items()}

    assert digests["tile/0/000"] == (
        "b0f6ca2ff42508faf8c6bb4ea8bb9c74243b19d4174fdc4fd17bdad9099e605e"
    )
    assert digests["tile/0/004.p/213"] == (
        "7be137b4a17813ef6ff068b7dac96b1d83844b7da959a4d4215509b2efbdda87"
    )
    assert digests["tile/1/000.p/4"] == (
        "a3f6aac7c50535a9d87301ac6492389243cc50d8034e26f880148aefa26c81b8"
    )
    assert len(digests) == 6


def test_the_known_bundle_has_its_known_hash() -> None:
    raw = tile.bundle(vectors.LEAVES[1024:])

    assert len(raw) == 2556
    assert sha256(raw).hexdigest() == (
        "e24d3afd74e0c54211457ca47fb93ac0a554b5dc7025a5abab43966b193a8529"
    )


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_gives_its_leaves_back(leaves: list[bytes]) -> None:
    assert tile.read_bundle(tile.bundle(leaves)) == tuple(leaves)


@given(st.binary(max_size=60))
def test_bytes_are_a_bundle_only_if_writing_makes_them(raw: bytes) -> None:
    try:
        leaves = tile.read_bundle(raw)
    except tile.NotATileError:
        return
    assert tile.bundle(leaves) == raw


def test_a_bundle_holds_the_longest_leaf_and_no_longer_one() -> None:
    assert tile.read_bundle(tile.bundle([bytes(65_535)])) == (bytes(65_535),)
    with pytest.raises(tile.NotATileError):
        tile.bundle([bytes(65_536)])
    with pytest.raises(tile.NotATileError):
        tile.bundle([b""] * 257)
    with pytest.raises(tile.NotATileError):
        tile.read_bundle(bytes(2 * 257))

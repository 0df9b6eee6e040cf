"""A share is sound as it was made and in no other way, whatever of it is withheld."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import share
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from tests.vault.formats import vectors

FIELDS = {"feed": ("child", "kind", "ml", "note", "sealed")}
SHOWN = leaf.disclosures(vectors.RECORD, vectors.ENVELOPE, vectors.SEED)
GIVEN = share.Given("record", "A. Brandt", 1_767_225_600_000)
FILE = share.File("entries.csv", sha256(b"a table").hexdigest(), 7)


def entry(n: int, *hidden: str) -> tuple[bytes, list[bytes]]:
    seed = sha256(b"seed %d" % n).digest()
    shown = leaf.disclosures(vectors.RECORD, vectors.ENVELOPE, seed)
    kept = [one for one in shown if leaf.field(one)[0] not in hidden]
    return leaf.sealed(vectors.RECORD, vectors.ENVELOPE, "record", seed), kept


def made(*entries: tuple[bytes, list[bytes]]) -> tuple[share.Share, list[share.Item]]:
    return share.made(GIVEN, entries, FIELDS, [FILE], vectors.LOG, vectors.sign_release)


def failing(raw: bytes, below: bytes, files: dict[str, bytes] | None = None) -> set[str]:
    """Return what does not hold of a share on disk; a refusal counts."""
    other = {FILE.name: b"a table"} if files is None else files
    every = {share.MANIFEST: raw, share.ENTRIES: below, **other}
    found = {name: (sha256(one).hexdigest(), len(one)) for name, one in every.items()}
    try:
        held, items = share.read(raw, below)
    except share.NotAShareError:
        return {"not-a-share"}
    return {one.what for one in share.verify(held, items, found, SUMS) if not one.ok}


MADE, ITEMS = made(entry(1, "note"), entry(2), entry(3, "child", "ml", "sealed"))
RAW, BELOW = share.written(MADE), share.lines(ITEMS)
SUMS = share.sums(
    {
        name: sha256(one).hexdigest()
        for name, one in {
            share.MANIFEST: RAW,
            share.ENTRIES: BELOW,
            FILE.name: b"a table",
        }.items()
    }
)


def test_a_share_verifies_and_reads_back_as_it_was() -> None:
    assert share.read(RAW, BELOW) == (MADE, ITEMS)
    assert failing(RAW, BELOW) == set()


def test_what_is_withheld_is_counted_by_kind_and_field() -> None:
    told = {(one.kind, one.field): one.entries for one in MADE.withheld}

    assert told == {(("feed"), field): 1 for field in ("child", "ml", "note", "sealed")}
    assert [len(item.disclosures) for item in ITEMS] == [4, 5, 2]
    assert {len(leaf.read(item.leaf.encode()).sd) for item in ITEMS} == {5}


@pytest.mark.parametrize("field", ["child", "ml", "note", "sealed"])
def test_any_field_but_the_kind_can_be_withheld_and_the_copy_still_verifies(field: str) -> None:
    held, items = made(entry(1, field))

    assert [one.field for one in held.withheld] == [field]
    assert share.read(share.written(held), share.lines(items)) == (held, items)
    with pytest.raises(leaf.NotALeafError):
        made(entry(1, "kind"))


@given(st.integers(0, (len(RAW) + len(BELOW)) * 8 - 1))
def test_one_changed_bit_anywhere_is_found(place: int) -> None:
    raw = bytearray(RAW + BELOW)
    raw[place // 8] ^= 1 << place % 8

    # The sums are left out: they would find it too, and whoever forges makes them anew.
    assert failing(bytes(raw[: len(RAW)]), bytes(raw[len(RAW) :])) - {"share-sums"}


def test_a_line_stands_alone_with_the_signed_head() -> None:
    head = share.head(MADE)
    assert head is not None
    for item in ITEMS:
        proof = [bytes64(one) for one in item.proof]
        found = tree.leaf_hash(item.leaf.encode())
        assert tree.included(found, item.index, head.size, proof, head.root)


def test_entries_cannot_be_left_out_doubled_or_moved() -> None:
    for some in (ITEMS[:2], ITEMS[::-1], [*ITEMS, ITEMS[0]], []):
        assert {"share-whole"} <= failing(RAW, share.lines(some))


def test_a_field_cannot_be_shown_or_hidden_afterwards() -> None:
    first = ITEMS[0]
    own = leaf.disclosures(vectors.RECORD, vectors.ENVELOPE, sha256(b"seed 1").digest())
    more = structs.replace(first, disclosures=tuple(one.decode() for one in own))
    less = structs.replace(first, disclosures=first.disclosures[:-1])

    for one in (more, less):
        found = failing(RAW, share.lines([one, *ITEMS[1:]]))
        assert {"share-whole", "share-withheld-said"} <= found


def test_a_count_of_what_is_withheld_that_is_not_so_is_found_even_if_it_was_signed() -> None:
    silent = structs.replace(MADE, withheld=())

    assert "share-withheld-said" in failing(share.written(silent), BELOW)


def test_a_file_that_was_changed_added_or_taken_away_is_named() -> None:
    for files in ({FILE.name: b"another"}, {}, {FILE.name: b"a table", "more": b""}):
        assert failing(RAW, BELOW, files) == {"share-file", "share-files", "share-sums"}


def test_a_bundle_s_head_does_not_pass_for_that_of_a_share() -> None:
    other = structs.replace(MADE, note=vectors.the_release().note)

    assert "share-whole" in failing(share.written(other), BELOW)


def test_the_first_leaf_is_what_a_stranger_works_out() -> None:
    plain = json.loads(RAW)
    note_text = plain.pop("note")
    plain["items"] = [
        {
            "disclosures": [leaf.digest(one.encode()) for one in item.disclosures],
            "ref": item.ref,
        }
        for item in ITEMS
    ]
    first = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    leaves = [tree.leaf_hash(raw) for raw in (first, *(one.leaf.encode() for one in ITEMS))]

    root = tree.root(4, tree.of(leaves))

    assert note_text.split("\n")[1:3] == ["4", text64(root)]


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_noise_is_no_share(one: bytes, two: bytes) -> None:
    assert failing(one, two) == {"not-a-share"}

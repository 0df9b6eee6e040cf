from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note
from hearthbook.vault.formats import release
from hearthbook.vault.formats import tree
from tests.vault.formats import vectors

PAPER = sha256(b"a paper").hexdigest()
WHOLE = vectors.good()["release.json"]
MADE = vectors.the_release()


def failing(found: release.Release, paper: str = PAPER) -> set[str]:
    return {check.what for check in release.verify(found, paper) if not check.ok}


def test_a_release_verifies_and_reads_back_as_it_was() -> None:
    found = release.read(WHOLE)

    assert found == MADE
    assert failing(found) == set()
    assert all(check.ok for check in release.verify(found, PAPER, vectors.LOG.text()))


def test_the_first_leaf_is_what_a_stranger_works_out() -> None:
    plain = json.loads(WHOLE)
    note_text = plain.pop("note")
    for item in plain["items"]:
        del item["leaf"]
        item["disclosures"] = [leaf.digest(one.encode()) for one in item["disclosures"]]
    first = json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    entry = MADE.items[0].leaf.encode()

    root = tree.node(tree.leaf_hash(first), tree.leaf_hash(entry))

    head = checkpoint.Checkpoint("vault.example/test-1/release", 2, root)
    assert note_text.startswith(head.text())


@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_one_changed_bit_anywhere_in_the_file_is_found(place: int) -> None:
    raw = bytearray(WHOLE)
    raw[place // 8] ^= 1 << place % 8

    try:
        found = release.read(bytes(raw))
    except release.NotAReleaseError:
        return
    assert failing(found)


@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=3))
def test_bytes_put_in_or_left_out_are_found(place: int, more: bytes) -> None:
    for raw in (
        WHOLE[:place] + more + WHOLE[place:],
        WHOLE[:place] + WHOLE[place + len(more) :],
    ):
        if raw == WHOLE:
            continue
        try:
            found = release.read(raw)
        except release.NotAReleaseError:
            continue
        assert failing(found)


def test_another_paper_is_found() -> None:
    assert failing(MADE, sha256(b"another paper").hexdigest()) == {"release-paper"}


def test_a_release_signed_by_somebody_else_shows_another_key() -> None:
    key = note.Key(vectors.LOG.name, 1, vectors.public("somebody else"))

    def sign(size: int, root: bytes) -> bytes:
        head = checkpoint.Checkpoint(f"{key.name}/release", size, root)
        return note.signed(head.text(), key, vectors.private("somebody else").sign).written()

    forged = release.made(MADE.paper, MADE.items, MADE.lists, MADE.originals, key, sign)

    assert failing(forged) == set()
    found = release.verify(forged, PAPER, vectors.LOG.text())
    assert [check.what for check in found if not check.ok] == ["release-key"]


def test_items_cannot_be_left_out_doubled_or_moved() -> None:
    second = leaf.sealed(vectors.RECORD, vectors.ENVELOPE, "record", bytes(32))
    more = [*MADE.items, release.item(second, ())]
    two = release.made(
        MADE.paper, more, MADE.lists, MADE.originals, vectors.LOG, vectors.sign_release
    )
    assert failing(two) == set()

    for items in (two.items[:1], two.items[::-1], (*two.items, two.items[0]), ()):
        assert "release-whole" in failing(structs.replace(two, items=items))


def test_an_empty_release_is_sealed_too() -> None:
    empty = release.made(MADE.paper, [], {}, [], vectors.LOG, vectors.sign_release)

    assert failing(release.read(release.written(empty))) == set()
    assert failing(structs.replace(empty, originals=MADE.originals)) == {"release-whole"}


def test_a_head_of_the_log_itself_does_not_pass_for_a_release() -> None:
    head = vectors.signed_head().written().decode()

    assert {"release-signed", "release-whole"} <= failing(structs.replace(MADE, note=head))


def test_a_second_signature_line_is_a_change() -> None:
    held = note.read(MADE.note.encode())
    stranger = note.Signature("x.example", b"abcd", bytes(64))
    more = note.Note(held.text, (*held.signatures, stranger)).written().decode()

    assert "release-signed" in failing(structs.replace(MADE, note=more))


def test_an_item_that_does_not_open_is_named() -> None:
    [item] = MADE.items
    wrong = structs.replace(item, disclosures=(*item.disclosures, item.disclosures[0]))
    found = release.verify(structs.replace(MADE, items=(wrong,)), PAPER)

    assert [check.where for check in found if check.what == "release-item"] == [item.ref]
    with pytest.raises(leaf.NotALeafError):
        release.item(item.leaf.encode(), [b'["x","y",1]'])


def test_an_item_under_a_wrong_name_is_found_even_if_it_was_sealed_so() -> None:
    items = [structs.replace(MADE.items[0], ref="0000-0000-0000")]
    wrong = release.made(
        MADE.paper, items, MADE.lists, MADE.originals, vectors.LOG, vectors.sign_release
    )

    assert failing(wrong) == {"release-items", "release-item", "release-lists"}


@given(st.binary(max_size=80))
def test_noise_is_no_release(noise: bytes) -> None:
    with pytest.raises(release.NotAReleaseError):
        release.read(noise)


def test_deep_nesting_is_no_release() -> None:
    with pytest.raises(release.NotAReleaseError):
        release.read(b'{"format":' + b"[" * 100_000)


def test_a_list_that_names_an_entry_not_shown_is_found() -> None:
    lists = {"1.1": ("0000-0000-0000",)}
    made = release.made(
        MADE.paper, MADE.items, lists, MADE.originals, vectors.LOG, vectors.sign_release
    )

    checks = release.verify(made, made.paper.sha256)

    assert [check.what for check in checks if not check.ok] == ["release-lists"]

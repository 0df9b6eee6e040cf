from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from hashlib import shake_256
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.vault.formats import leaf
from tests.vault.formats import vectors

NAMES = st.text("ab_9", max_size=3).map(lambda more: "f" + more)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS
VALUES = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(TEXTS, PLAIN, max_size=2)
RECORDS = st.dictionaries(NAMES, VALUES, max_size=5)
SEEDS = st.binary(min_size=32, max_size=32)
ENVELOPE = b'{"sealed":1767225600000}'
MILA = b'{"child":"Mila","kind":"feed","ml":90}'


def repr_short(raw: bytes) -> str:
    return f"{len(raw)}:{raw[:40]!r}"


def written(fields: dict[str, object]) -> bytes:
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def url64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def by_a_stranger(
    fields: dict[str, object], book: str, seed: bytes
) -> tuple[bytes, list[bytes]]:
    """Return leaf and disclosures as somebody works them out who has read the rules alone."""
    stream = shake_256(b"hearthbook/salts/v1\x00" + seed).digest(16 * len(fields))
    shown = []
    for place, name in enumerate(sorted(fields)):
        salt = url64(stream[16 * place : 16 * place + 16])
        value = written({"x": fields[name]})[len(b'{"x":') : -1]
        shown.append(f'["{salt}","{name}",'.encode() + value + b"]")
    digests = sorted(url64(sha256(one).digest()) for one in shown)
    return written({"book": book, "sd": digests, "v": 1}), shown


@given(RECORDS, SEEDS)
def test_a_leaf_is_what_a_stranger_works_out(record: dict[str, object], seed: bytes) -> None:
    expected, shown = by_a_stranger(record | {"sealed": 1767225600000}, "record", seed)
    raw = written(record)

    assert leaf.sealed(raw, ENVELOPE, "record", seed) == expected
    assert list(leaf.disclosures(raw, ENVELOPE, seed)) == shown
    hashed = sha256(b"\x00" + expected).digest()
    assert leaf.leaf_hashes([raw], ENVELOPE, "record", seed) == [hashed]


@settings(max_examples=25)
@given(st.lists(RECORDS, min_size=1, max_size=3), st.data())
def test_many_at_once_are_the_same_as_each_alone(
    records: list[dict[str, object]], data: st.DataObject
) -> None:
    raws = [written(record) for record in records]
    seeds = data.draw(st.binary(min_size=32 * len(raws), max_size=32 * len(raws)))

    together = leaf.leaf_hashes(raws, ENVELOPE, "counsel", seeds)

    alone = [
        leaf.leaf_hashes([raw], ENVELOPE, "counsel", seeds[32 * n : 32 * n + 32])[0]
        for n, raw in enumerate(raws)
    ]
    assert together == alone


@given(RECORDS, SEEDS, st.data())
def test_what_is_shown_opens_and_the_rest_stays_shut(
    record: dict[str, object], seed: bytes, data: st.DataObject
) -> None:
    raw = written(record)
    shown = leaf.disclosures(raw, ENVELOPE, seed)
    some = data.draw(st.lists(st.sampled_from(shown), unique=True))

    fields = leaf.opened(leaf.sealed(raw, ENVELOPE, "record", seed), some)

    assert len(fields) == len(some)
    every = record | {"sealed": 1767225600000}
    assert all(json.loads(value) == every[name] for name, value in fields.items())


@given(RECORDS, SEEDS, st.data())
def test_one_changed_bit_of_a_disclosure_or_a_leaf_is_found(
    record: dict[str, object], seed: bytes, data: st.DataObject
) -> None:
    raw = written(record)
    entry = leaf.sealed(raw, ENVELOPE, "record", seed)
    shown = leaf.disclosures(raw, ENVELOPE, seed)

    one = flipped(data.draw(st.sampled_from(shown)), data)
    other = flipped(entry, data)

    with pytest.raises(leaf.NotALeafError):
        leaf.opened(entry, [one])
    try:
        leaf.opened(other, shown)
    except leaf.NotALeafError:
        return
    # No digest is of the book's name; but with another one it is a leaf with another hash.
    assert leaf.read(other).book != "record"


def flipped(raw: bytes, data: st.DataObject) -> bytes:
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


@given(SEEDS)
def test_no_two_fields_or_books_share_what_could_be_compared(seed: bytes) -> None:
    shown = leaf.disclosures(b'{"a":1,"b":1,"c":1}', ENVELOPE, seed)

    salts = {json.loads(one)[0] for one in shown}
    assert len(salts) == 4
    assert all(len(salt) == 22 for salt in salts)
    assert leaf.sealed(MILA, ENVELOPE, "record", seed) != leaf.sealed(
        MILA, ENVELOPE, "counsel", seed
    )


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"[]",
        b"7",
        b"{",
        MILA + b" ",
        MILA + b"xy",
        b'{"a": 1}',
        b'{"a":1 }',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":22}',
        b'{"b":1,"a":1}',
        b'{"\\u0061":1}',
        b'{"A":1}',
        b'{"a b":1}',
        b'{"":1}',
        '{"и":1}'.encode(),
        b'{"a":\n1}',
        b'{"a":[1,\n2]}',
        b'{"ml":1,"sealed":1767225600001}',
        b'{"\xff":1}',
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a":"' + b"x" * 2**20 + b'"}',
    ],
    ids=repr_short,
)
def test_what_is_no_sorted_object_gets_no_leaf(record: bytes) -> None:
    seed = bytes(32)
    with pytest.raises(leaf.NotSealableError):
        leaf.leaf_hashes([MILA, record], ENVELOPE, "record", seed * 2)
    with pytest.raises(leaf.NotSealableError):
        leaf.sealed(record, ENVELOPE, "record", seed)
    with pytest.raises(leaf.NotSealableError):
        leaf.disclosures(MILA, record, seed)


def test_envelope_seed_and_book_must_be_sound() -> None:
    for seeds in (bytes(31), bytes(33), b"", bytes(64)):
        with pytest.raises(leaf.NotSealableError):
            leaf.leaf_hashes([MILA], ENVELOPE, "record", seeds)
    with pytest.raises(leaf.NotSealableError):
        leaf.sealed(MILA, ENVELOPE, "record", bytes(31))
    for book in ("", 'record","x":"', "Record", "x" * 40):
        with pytest.raises(leaf.NotSealableError):
            leaf.leaf_hashes([MILA], ENVELOPE, book, bytes(32))


def test_a_leaf_longer_than_a_bundle_can_hold_is_refused() -> None:
    longest, more = (written({f"f{n}": 1 for n in range(count)}) for count in (1423, 1424))

    entry = leaf.sealed(longest, ENVELOPE, "record", bytes(32))

    assert 65_535 - 46 < len(entry) <= 65_535
    [hashed] = leaf.leaf_hashes([longest], ENVELOPE, "record", bytes(32))
    assert hashed == sha256(b"\x00" + entry).digest()
    with pytest.raises(leaf.NotSealableError):
        leaf.sealed(more, ENVELOPE, "record", bytes(32))
    with pytest.raises(leaf.NotSealableError):
        leaf.leaf_hashes([more], ENVELOPE, "record", bytes(32))


def test_text_is_hashed_as_it_stands_and_not_composed_anew() -> None:
    apart = {"text": normalize("NFD", "й")}

    [text] = [
        value
        for disclosure in leaf.disclosures(written(dict(apart)), ENVELOPE, bytes(32))
        for name, value in [leaf.field(disclosure)]
        if name == "text"
    ]
    assert json.loads(text) == apart["text"]


def test_a_disclosure_is_refused_twice_by_name_and_from_another_entry() -> None:
    entry = leaf.sealed(MILA, ENVELOPE, "record", bytes(32))
    mine = leaf.disclosures(MILA, ENVELOPE, bytes(32))
    others = leaf.disclosures(MILA, ENVELOPE, bytes([1] * 32))

    for shown in ([mine[0], mine[0]], [others[0]], [*mine, others[1]]):
        with pytest.raises(leaf.NotALeafError):
            leaf.opened(entry, shown)


@pytest.mark.parametrize(
    "disclosure",
    [
        b"",
        b"[]",
        b'["AAAAAAAAAAAAAAAAAAAAAA","kind"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","kind","feed",1]',
        b'["AAAAAAAAAAAAAAAAAAAAAA", "kind","feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","kind", "feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAA","kind","feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAA=","kind","feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","Kind","feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","k\\u0069nd","feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","kind","\xff"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","\\ud800","feed"]',
        b'["AAAAAAAAAAAAAAAAAAAAAA","kind",' + b"[" * 5000 + b"]" * 5000 + b"]",
    ],
    ids=repr_short,
)
def test_a_malformed_disclosure_is_refused_even_if_its_digest_fits(disclosure: bytes) -> None:
    digest = leaf.digest(disclosure)
    entry = b'{"book":"record","sd":["%b"],"v":1}' % digest.encode()
    leaf.read(entry)

    with pytest.raises(leaf.NotALeafError):
        leaf.opened(entry, [disclosure])


@given(st.binary(max_size=80))
def test_noise_is_no_leaf(noise: bytes) -> None:
    with pytest.raises(leaf.NotALeafError):
        leaf.read(noise)
    with pytest.raises(leaf.NotALeafError):
        leaf.field(noise)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":true'),
        (b'"record"', b'"Record"'),
        (b'"sd":[', b'"sd":["x",'),
    ],
)
def test_a_leaf_of_another_make_is_refused(old: bytes, new: bytes) -> None:
    entry = leaf.sealed(MILA, ENVELOPE, "record", bytes(32))
    assert old in entry

    with pytest.raises(leaf.NotALeafError):
        leaf.read(entry.replace(old, new))


def test_digests_out_of_order_or_twice_are_refused() -> None:
    found = leaf.read(leaf.sealed(MILA, ENVELOPE, "record", bytes(32)))

    with pytest.raises(leaf.NotALeafError):
        leaf.read(written({"book": "record", "sd": [*reversed(found.sd)], "v": 1}))
    with pytest.raises(leaf.NotALeafError):
        leaf.read(written({"book": "record", "sd": sorted([*found.sd, found.sd[1]]), "v": 1}))
    with pytest.raises(leaf.NotALeafError):
        leaf.read(b'{"book":"record","sd":[],"v":1}')


def test_a_withheld_field_cannot_be_found_by_trying_all_values() -> None:
    seed = vectors.SEED
    entry = leaf.sealed(MILA, ENVELOPE, "record", seed)
    shown = leaf.disclosures(MILA, ENVELOPE, seed)
    salts = [json.loads(one)[0] for one in shown if json.loads(one)[1] != "ml"]

    digests = set(leaf.read(entry).sd)
    guesses = [f'["{salt}","ml",{ml}]'.encode() for salt in ["", *salts] for ml in range(1000)]
    assert not any(leaf.digest(guess) in digests for guess in guesses)
    assert sum(leaf.digest(one) in digests for one in shown) == 4

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.refs import REF
from hearthbook.base.refs import ref

HASHES = st.binary(min_size=32, max_size=32)


@given(HASHES)
def test_a_ref_is_three_groups_of_four_signs(leaf_hash: bytes) -> None:
    assert REF.fullmatch(ref(leaf_hash))


@given(HASHES, HASHES)
def test_it_names_the_first_sixty_bits_and_nothing_else(one: bytes, other: bytes) -> None:
    same = int.from_bytes(one[:8], "big") >> 4 == int.from_bytes(other[:8], "big") >> 4

    assert (ref(one) == ref(other)) == same


def test_it_can_be_worked_out_by_hand() -> None:
    assert ref(bytes(32)) == "0000-0000-0000"
    assert ref(b"\xff" * 32) == "ZZZZ-ZZZZ-ZZZZ"
    # ba7816bf8f01cfe: 10111 01001 11100 00001 01101 01111 11100 01111 00000 00111 00111 11110
    assert ref(sha256(b"abc").digest()) == "Q9W1-DFWF-077Y"

"""What a phone signs and hands over: one text for one value, and nothing else is read."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault.formats import item
from hearthbook.vault.formats import packet

KEY = ec.derive_private_key(20_260_107, ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
BODIES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60).map(
    "{{{}}}".format
)
AGE = b"age-encryption.org/v1\n"
TO = "age1" + "q" * 58
PACKETS = st.builds(
    packet.Packet,
    st.just(TO),
    st.integers(0, 10**15 - 1),
    st.lists(st.binary(max_size=40).map(AGE.__add__), max_size=3).map(tuple),
)


def signed(body: str) -> item.Item:
    part = item.Item(PUBLIC, body, b"").signed_part()
    halves = decode_dss_signature(KEY.sign(part, ec.ECDSA(SHA256())))
    return item.Item(PUBLIC, body, b"".join(half.to_bytes(32, "big") for half in halves))


WRITTEN = signed('{"v":1}').written()
PACKED = packet.Packet(TO, 7, (AGE + b"x", AGE)).written()


@given(BODIES)
def test_every_body_can_be_signed_and_read_back(body: str) -> None:
    made = signed(body)

    assert item.read(made.written()) == made


@given(st.integers(0, len(WRITTEN) * 8 - 1))
def test_no_item_survives_one_bit(place: int) -> None:
    raw = bytearray(WRITTEN)
    raw[place // 8] ^= 1 << place % 8

    with pytest.raises(item.NotAnItemError):
        item.read(bytes(raw))


@given(st.binary(max_size=300))
def test_any_bytes_are_an_item_or_refused(raw: bytes) -> None:
    with pytest.raises(item.NotAnItemError):
        item.read(raw)


@pytest.mark.parametrize(
    ("defect", "raw"),
    [
        ("a line too many", WRITTEN + b"\n"),
        ("cut off", WRITTEN[:-1]),
        ("another format", WRITTEN.replace(b"item/1", b"item/2")),
        ("a key that is no point", WRITTEN.replace(b"\nB", b"\nA", 1)),
        ("too large", WRITTEN + b"x" * 20_000),
    ],
)
def test_an_item_with_a_defect_is_refused(defect: str, raw: bytes) -> None:
    assert defect
    with pytest.raises(item.NotAnItemError):
        item.read(raw)


def test_a_phone_is_named_by_its_key_in_twelve_signs() -> None:
    rfc_4648, crockford = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    signs = b32encode(sha256(PUBLIC).digest())[:12].decode()
    signs = signs.translate(str.maketrans(rfc_4648, crockford))

    assert signed("{}").device == f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


@given(PACKETS)
def test_every_packet_is_read_back(made: packet.Packet) -> None:
    assert packet.read(made.written()) == made


@given(st.integers(0, len(PACKED) * 8 - 1))
def test_one_bit_makes_another_packet_or_none(place: int) -> None:
    raw = bytearray(PACKED)
    raw[place // 8] ^= 1 << place % 8
    try:
        found = packet.read(bytes(raw))
    except packet.NotAPacketError:
        return

    assert found != packet.read(PACKED)
    assert found.written() == raw


@given(st.binary(max_size=200))
def test_any_bytes_are_a_packet_or_refused(raw: bytes) -> None:
    with pytest.raises(packet.NotAPacketError):
        packet.read(raw)


def test_an_item_is_named_by_its_sealed_bytes() -> None:
    assert packet.item_id(b"") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )

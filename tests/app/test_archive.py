from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.app.archive import BrokenArchiveError
from hearthbook.app.archive import members

if TYPE_CHECKING:
    from hearthbook.app.archive import Member


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def opened(raw: bytes) -> list[Member]:
    return list(members(io.BytesIO(raw), lambda name, _head: name.endswith(".txt")))


def test_members_come_in_order_and_only_wanted_bytes_are_kept() -> None:
    raw = zipped(**{"chat.txt": b"night", "photo.jpg": b"\xff\xd8\xff"})

    chat, photo = opened(raw)

    assert (chat.path, chat.data) == ("chat.txt", b"night")
    assert (photo.data, photo.sha256) == (None, sha256(b"\xff\xd8\xff").hexdigest())


@pytest.mark.parametrize("name", ["../up.txt", "/etc/x.txt", "C:\\x.txt", "a/../../b.txt"])
def test_a_name_that_leads_outside_is_refused_and_said_so(name: str) -> None:
    [member] = opened(zipped(**{name: b"x"}))

    assert (member.refused, member.data) == ("unsafe-member", None)


def test_a_member_that_unfolds_like_a_bomb_is_refused_before_it_is_opened() -> None:
    [member] = opened(zipped(**{"bomb.txt": b"\0" * 50_000_000}))

    assert (member.refused, member.size) == ("unsafe-member", 50_000_000)


def test_a_damaged_member_stops_no_other() -> None:
    raw = zipped(**{"a.txt": b"first night " * 40, "b.txt": b"second"})
    broken = raw[:50] + bytes([raw[50] ^ 255]) + raw[51:]

    first, second = opened(broken)

    assert first.refused == "broken-archive"
    assert second.data == b"second"


def test_a_truncated_archive_is_one_clear_error() -> None:
    raw = zipped(**{"a.txt": b"first night " * 40})

    with pytest.raises(BrokenArchiveError):
        opened(raw[: len(raw) // 2])


@given(at=st.integers(0, 200), bit=st.integers(0, 7))
def test_no_flipped_bit_raises_anything_else(at: int, bit: int) -> None:
    raw = bytearray(zipped(**{"a.txt": b"first night", "b.bin": b"x" * 20}))
    raw[at % len(raw)] ^= 1 << bit

    try:
        found = opened(bytes(raw))
    except BrokenArchiveError:
        return
    assert all(one.refused or one.sha256 for one in found)

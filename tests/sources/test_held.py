"""A library sees the same file whether its bytes are in memory or mapped."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

import pytest

from hearthbook.sources.held import asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

_DATA = bytes(range(256)) * 1_000


def _from_the_end(file: BinaryIO) -> bytes:
    file.seek(-300, 2)
    return file.read()


def _back_and_forth(file: BinaryIO) -> tuple[bytes, int, bytes]:
    first = file.read(10)
    file.seek(100_000, 1)
    return first, file.tell(), file.read(7)


def _beyond(file: BinaryIO) -> bytes:
    file.seek(1_000_000)
    return file.read(5)


@pytest.mark.parametrize("about", [_from_the_end, _back_and_forth, _beyond])
def test_what_is_read_of_a_mapped_file_is_what_stands_in_it(
    about: Callable[[BinaryIO], object], tmp_path: Path
) -> None:
    file = tmp_path / "film"
    file.write_bytes(_DATA)

    with (
        file.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        found = asked(about, data)

    assert found is not None
    assert found == asked(about, _DATA)


def test_a_library_that_fails_finds_nothing() -> None:
    assert asked(lambda file: file.read()[1_000_000], _DATA) is None

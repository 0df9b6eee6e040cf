"""Blocks of a large file are prepared by children, and come back in order in any case."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from hearthbook.app import sealing
from hearthbook.app.forks import Child
from hearthbook.app.forks import House
from hearthbook.app.preparing import Block
from hearthbook.app.preparing import packed
from hearthbook.app.preparing import prepared
from hearthbook.app.sealing import Sealing
from hearthbook.app.sealing import seeds
from hearthbook.records.codec import written
from hearthbook.records.message import Message
from hearthbook.records.message import Parties
from hearthbook.records.provenance import FromFile
from hearthbook.records.when import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthbook.app.preparing import Prepared

LARGE = 1 << 30  # bytes of the file: its blocks are prepared apart


def block(number: int) -> Block:
    """Return the block of that number: two messages of one file."""
    lines = [
        written(
            Message(
                FromFile("a" * 64, at, at + 1), Moment(at), Parties("Mira"), f"no. {at}", (), ()
            )
        )
        for at in (2 * number, 2 * number + 1)
    ]
    sealed = b'{"sealed":1750000000000}'
    return Block(lines, seeds(2), sealed, "record", None, "a" * 64, "")


def through(
    size: int, blocks: list[Block], sink: Callable[[Block, Prepared], None] | None = None
) -> list[tuple[Block, Prepared]]:
    """Return what a file of that size gets back for its blocks, if nothing else takes it."""
    back: list[tuple[Block, Prepared]] = []
    with Sealing(size, sink or (lambda one, made: back.append((one, made)))) as begun:
        for one in blocks:
            begun.put(one)
    return back


class Failing(House):
    """A house whose children say that much of what they should, and die."""

    def __init__(self, said: bytes) -> None:
        super().__init__("nowhere")
        self._said = said

    def begin(self, work: bytes) -> Child:
        """Return a child that has said what it says."""
        del work
        said, saying = os.pipe()
        os.write(saying, self._said)
        os.close(saying)
        return Child(0, said)


@pytest.mark.parametrize("size", [0, LARGE])
def test_blocks_come_back_in_order_as_they_would_be_prepared_here(size: int) -> None:
    blocks = [block(number) for number in range(9)]

    back = through(size, blocks)

    assert back == [(one, prepared(one)) for one in blocks]


def test_no_block_of_a_large_file_is_prepared_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(_block: Block) -> Prepared:
        raise AssertionError

    monkeypatch.setattr(sealing, "prepared", here)
    blocks = [block(number) for number in range(9)]

    back = through(LARGE, blocks)

    assert back == [(one, prepared(one)) for one in blocks]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(packed(prepared(block(0)))[:-1], id="not to its end"),
    ],
)
def test_a_block_whose_child_dies_is_prepared_here(
    monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(sealing, "_HOUSE", Failing(said))
    blocks = [block(number) for number in range(3)]

    back = through(LARGE, blocks)

    assert back == [(one, prepared(one)) for one in blocks]


def test_where_no_child_can_be_had_all_is_prepared_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "_HOUSE", House("hearthbook.app.no_such_program"))
    blocks = [block(number) for number in range(3)]

    back = through(LARGE, blocks)

    assert back == [(one, prepared(one)) for one in blocks]


class FullError(OSError):
    """The disk is full."""


def test_what_goes_wrong_on_the_way_into_the_vault_ends_the_run() -> None:
    def full(_block: Block, _made: Prepared) -> None:
        raise FullError

    with pytest.raises(FullError):
        through(LARGE, [block(number) for number in range(9)], full)

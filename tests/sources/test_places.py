"""Places of a pattern, found a window at a time, are those that one search finds."""

from __future__ import annotations

import re

import pytest

from hearthbook.sources.places import Ahead
from hearthbook.sources.places import places

_MB = 1 << 20
_HERE = re.compile(rb"<here\s*+>")


@pytest.mark.parametrize("at", [0, 5, _MB - 6, _MB - 3, _MB - 1, _MB, 2 * _MB - 2])
def test_a_place_is_found_once_wherever_a_window_ends(at: int) -> None:
    data = b" " * at + b"<here>" + b" " * _MB + b"<here>"

    found = [one.start() for one in places(_HERE, data)]

    assert found == [one.start() for one in _HERE.finditer(data)]


@pytest.mark.parametrize("width", [10, _MB // 16 - 4, _MB // 16, 3 * _MB])
def test_what_goes_on_beyond_a_window_is_found_to_its_end(width: int) -> None:
    pattern = re.compile(rb"x++")
    data = b"-" * (_MB - 2) + b"x" * width + b"-x"

    found = [one.span() for one in places(pattern, data)]

    assert found == [one.span() for one in pattern.finditer(data)]


def test_only_the_stretch_that_is_asked_for_is_searched() -> None:
    data = b"<here>" * 10

    found = [one.start() for one in places(_HERE, data, 6, 20)]

    assert found == [6, 12]


def test_what_lies_behind_is_passed_over() -> None:
    ahead = Ahead(b"<here>  <here>  <here>", _HERE.pattern)

    passed = [one.start() if (one := ahead.at(at)) else None for at in (0, 1, 9, 16, 17)]

    assert passed == [0, 8, 16, 16, None]

"""Try on this machine everything that sealing and pressing rest on. The count of tests is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

_CHAT: Final = "03/02/2026, 03:15 - Anna: both asleep\n"
# What sealing makes of one record and a seed of noughts; the vector in tests/vectors is the same.
_RECORD: Final = (
    b'{"kind":"retraction","of":"x","origin":{},"recorded_by":"a","why":"","written":0}'
)
_LEAF: Final = ""


class Check(Struct, frozen=True):
    """One self-test, by the name of its words, and whether it passed."""

    name: str
    passed: bool


def doctor() -> tuple[Check, ...]:
    """Run every self-test, in a fixed order."""
    return tuple(Check(name, _passes(test)) for name, test in _TESTS.items())


def _passes(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except Exception:  # noqa: BLE001  # a self-test that breaks has failed, however it broke
        return False

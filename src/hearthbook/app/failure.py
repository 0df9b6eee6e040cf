"""How a use case ends, and how it says that it could not be done."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes, the worse the higher."""

    DONE = 0
    FOUND_FALSE = 1
    WRONG_USAGE = 2
    LOCKED = 3
    NOT_READABLE = 4
    DAMAGED = 5


class Failure(Exception):  # noqa: N818  # it is what a person is told, not a fault of the code
    """What happened, as the name of a sentence that also says what is safe and what to do."""

    def __init__(self, name: str, code: Exit, /, **gaps: str) -> None:
        super().__init__(name)
        self.name = name
        self.code = code
        self.gaps = gaps

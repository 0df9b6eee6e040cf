"""What a press reports when it cannot go on."""

from __future__ import annotations


class CannotPressError(Exception):
    """The paper could not be made, or the finished file is not what it has to be."""

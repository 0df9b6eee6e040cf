"""Word lists written as plain text."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())

"""Words in the reader's language, asked for by name."""

from __future__ import annotations

from typing import Protocol


class Words(Protocol):
    """Says the sentence that goes by `name`, with its gaps filled."""

    @property
    def language(self) -> str:
        """The language's code, as `en`."""

    def __call__(self, name: str, /, **gaps: str) -> str:
        """Return the sentence."""

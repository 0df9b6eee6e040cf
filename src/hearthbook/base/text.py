"""Text in one form, so that equal words are equal bytes."""

from __future__ import annotations

from unicodedata import is_normalized
from unicodedata import normalize


def nfc(text: str) -> str:
    """Return `text` in the composed form all records are kept in."""
    return text if text.isascii() else normalize("NFC", text)


def is_nfc(text: str) -> bool:
    """Tell whether `text` is in the composed form."""
    return text.isascii() or is_normalized("NFC", text)

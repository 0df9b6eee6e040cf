"""What the log itself adds to entries: one envelope for a batch, its form fixed by the book."""

from __future__ import annotations

from typing import Final

import msgspec

from hearthbook.records.numbers import Count
from hearthbook.vault.formats.leaf import NotSealableError


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    sealed: Count


class _ForCounsel(_Envelope, forbid_unknown_fields=True):
    counsel: str
    purpose: str


_ENVELOPES: Final = {"record": _Envelope, "counsel": _ForCounsel, "keepsake": _Envelope}


def check_envelope(book: str, envelope: bytes) -> None:
    """Refuse an envelope that is none for `book`.

    Raises:
        NotSealableError: if it is not.
    """
    try:
        msgspec.json.decode(envelope, type=_ENVELOPES[book])
    except ValueError as error:
        raise NotSealableError from error

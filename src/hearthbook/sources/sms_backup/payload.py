"""The bytes of a part, told from their base64 without ever holding all of them.

1. White space may stand anywhere, raw or as a reference (some writers break lines).
2. Anything else that is no base64, padding before the end, or an end without its padding
   means that the bytes are not whole: nothing is said of them then.
"""

from __future__ import annotations

from binascii import Error
from binascii import a2b_base64
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.sources.sms_backup.repair import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACE: Final = b" \t\r\n"
_SPACES: Final = (b"\n", b"\r", b" ", b"\t")


def digested(blocks: Iterable[bytes]) -> tuple[int, str] | None:
    """Return size and SHA-256 in hex of the bytes that `blocks` spell; None if not whole."""
    size, digest, rest, ended = 0, sha256(), b"", False
    for block in blocks:
        signs, rest = _cut(rest + block if rest else block)
        if not signs:
            continue
        try:
            raw = a2b_base64(signs, strict_mode=True)
        except Error:
            return None
        if ended:
            return None
        size, ended = size + len(raw), signs.endswith(b"=")
        digest.update(raw)
    return None if rest else (size, digest.hexdigest())


def _cut(raw: bytes) -> tuple[bytes, bytes]:
    """Return what of `raw` can be decoded now, and what must wait for the next block."""
    held = b""
    last = raw.rfind(b"&")
    if last >= 0:
        if b";" not in raw[last:]:
            raw, held = raw[:last], raw[last:]
        raw = shown(raw, set()).encode()
    if any(sign in raw for sign in _SPACES):
        raw = raw.translate(None, _SPACE)
    whole = len(raw) - len(raw) % 4
    return raw[:whole], raw[whole:] + held

"""Base 64 as the formats here need it: one text for one value, and nothing else is read.

`b64decode` drops foreign signs unless told not to, and even then takes bits that writing would
not have set (`QR==` for `QQ==`), so what is read is written again and compared.
"""

from __future__ import annotations

from base64 import b64decode
from base64 import b64encode


def text64(raw: bytes) -> str:
    """Return `raw` in base 64 with its padding (RFC 4648, section 4)."""
    return b64encode(raw).decode("ascii")


def bytes64(text: str) -> bytes:
    """Return the bytes whose one base 64 text is `text`.

    Raises:
        ValueError: if no bytes have that text.
    """
    raw = b64decode(text.encode("ascii"), validate=True)
    if text64(raw) != text:
        msg = "not the one base 64 text of any bytes"
        raise ValueError(msg)
    return raw

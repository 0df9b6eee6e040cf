"""Text out of attribute values, repaired where the app wrote what XML does not allow.

1. Old versions write a sign beyond U+FFFF as two references, one for each half of its surrogate
   pair (`&#55357;&#56832;`). A high half followed at once by a low one is joined.
2. A half that stands alone becomes U+FFFD.
3. So does everything else that is no sign of XML 1.0 (https://www.w3.org/TR/xml/#charsets):
   controls, raw or by reference, and bytes that are no UTF-8.
4. A raw tab or line end in a value is a space, as XML reads it; by reference it is itself.
5. Text is composed (NFC), as all records are.

Each of these but the fourth leaves a mark. The original's bytes stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import is_nfc
from hearthbook.base.text import nfc
from hearthbook.records.message import Mark

if TYPE_CHECKING:
    from mmap import mmap

_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NUMBERED: Final = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(?!));")
# Ten digits are enough for any sign; a longer number is an attack and not a letter.
_UNKNOWN: Final = re.compile(
    rb"&(?!(?:#[0-9]{1,10}|#x[0-9a-fA-F]{1,8}|amp|lt|gt|quot|apos);)",
)
_BLANK: Final = re.compile(r"\r\n|[\t\r\n]")
_PAIR: Final = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_HALF: Final = re.compile(r"[\ud800-\udfff]")
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Bidi_Control in https://www.unicode.org/Public/UCD/latest/ucd/PropList.txt
_TURNING: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REPLACEMENT: Final = "\ufffd"
_LAST: Final = 0x10FFFF


def refers_to_unknown(data: bytes | mmap, start: int, end: int) -> bool:
    """Tell whether an ampersand in the range begins no reference that XML knows of itself."""
    return _UNKNOWN.search(data, start, end) is not None


def shown(raw: bytes, marks: set[Mark]) -> str:
    """Return the text of the value `raw`, whose references are all known; add to `marks`."""
    text = plain(raw)
    if text is not None:
        return text
    text = _BLANK.sub(" ", _decoded(raw, marks))
    return composed(_mended(_REFERENCE.sub(_sign, text), marks), marks)


def plain(raw: bytes) -> str | None:
    """Return the text of the value `raw` if it stands for itself, as most do."""
    if b"&" in raw:
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() and (text.isascii() or is_nfc(text)) else None


def markup(raw: bytes, marks: set[Mark]) -> bytes:
    """Return the markup `raw` as UTF-8 that holds signs of XML alone; add to `marks`.

    References to signs that XML allows stay as they are: resolving them is the parser's.
    """
    text = _NUMBERED.sub(_unless_legal, _decoded(raw, marks))
    return _mended(text, marks).encode()


def composed(text: str, marks: set[Mark]) -> str:
    """Return `text` in composed form; add to `marks` what a reader of it should know."""
    if _TURNING.search(text):
        marks.add(Mark.DIRECTION_MARK)
    if is_nfc(text):
        return text
    marks.add(Mark.RECOMPOSED)
    return nfc(text)


def _decoded(raw: bytes, marks: set[Mark]) -> str:
    for errors in ("strict", "surrogatepass"):
        try:
            return raw.decode("utf-8", errors)
        except UnicodeDecodeError:
            continue
    marks.add(Mark.REPLACED_SIGN)
    return raw.decode("utf-8", "replace")


def _sign(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    # NUL is no sign of XML, so it stands for every number that is none at all
    return chr(number) if number <= _LAST else "\0"


def _unless_legal(found: re.Match[str]) -> str:
    hexadecimal, decimal = found.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    sign = chr(number) if number <= _LAST else "\0"
    return sign if _HALF.match(sign) or _ILLEGAL.match(sign) else found[0]


def _mended(text: str, marks: set[Mark]) -> str:
    text, joined = _PAIR.subn(_whole, text)
    text, halves = _HALF.subn(_REPLACEMENT, text)
    text, illegal = _ILLEGAL.subn(_REPLACEMENT, text)
    for count, mark in (
        (joined, Mark.SURROGATE_JOINED),
        (halves, Mark.LONE_SURROGATE),
        (illegal, Mark.REPLACED_SIGN),
    ):
        if count:
            marks.add(mark)
    return text


def _whole(found: re.Match[str]) -> str:
    high, low = ord(found[0][0]), ord(found[0][1])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))

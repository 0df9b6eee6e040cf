"""Bytes of a mail as text: charsets by their names, encoded words, and nothing executed.

1. Only charsets on the list are decoded; Python knows codecs that are no charsets.
2. Eight-bit signs where a header may have none are UTF-8 (RFC 6532), or are lost and marked.
3. Encoded words (RFC 2047) that only white space parts are one text; a sign may be cut between
   two of them. They are read within quotes too, where mailers write them against the rule.
"""

from __future__ import annotations

import re
from binascii import Error
from binascii import a2b_base64
from binascii import a2b_qp
from itertools import groupby
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import composed
from hearthbook.records.marking import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.message import Mark

_CHARSET: Final = re.compile(
    r"(?:us-)?ascii|utf-?(?:7|8|16|32)(?:-?[lb]e)?|iso[-_]?8859[-_]?\d{1,2}"
    r"|(?:windows|cp)[-_]?\d{3,4}|koi8-[rtu]|iso-2022-(?:jp(?:-[123])?|kr)|euc[-_](?:jp|kr)"
    r"|gb(?:2312|k|18030)|hz(?:-gb-2312)?|big5(?:-hkscs)?|shift[-_]jis|sjis|johab"
    r"|ks_c_5601-1987|tis-620|mac(?:roman|cyrillic|greek|turkish|latin2)"
)
_WORD: Final = re.compile(rb"=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?\s]*+)\?=")
_GAP: Final = re.compile(rb"[ \t]++")
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])|[\r\n]++\Z")
_OTHERS: Final = re.compile(rb"[^A-Za-z0-9+/]++")
_SPACE: Final = b" \t\r\n"


def text(raw: bytes, charset: str, marks: set[Mark]) -> str:
    """Return `raw` in `charset`; signs that are lost are marked."""
    named = charset.strip().lower().strip("\"'")
    known = _CHARSET.fullmatch(named) is not None
    if not known:
        named = "utf-8"
    try:
        return composed(decoded(raw, (named,), marks), marks)
    except (LookupError, UnicodeError):
        return composed(decoded(raw, ("utf-8",), marks), marks)


def unfolded(raw: bytes) -> bytes:
    """Return the value of a header without the breaks between its lines."""
    return _FOLD.sub(b"", raw).strip()


def words(raw: bytes, marks: set[Mark]) -> str:
    """Return what the value of a header says, its encoded words decoded."""
    said = "".join(_spelled(run, marks) for run in _runs(unfolded(raw)))
    return composed(said, marks)


def _runs(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield stretches of one charset; an empty charset is what stands there plainly."""
    parts, last = list[tuple[str, bytes]](), 0
    for found in _WORD.finditer(raw):
        between = raw[last : found.start()]
        if between and not (parts and _GAP.fullmatch(between)):
            parts.append(("", between))
        parts.append((found[1].decode("latin-1").lower(), _word(found)))
        last = found.end()
    if last < len(raw):
        parts.append(("", raw[last:]))
    for charset, run in groupby(parts, key=lambda part: part[0]):
        yield charset, b"".join(part for _, part in run)


def _word(found: re.Match[bytes]) -> bytes:
    if found[2] in b"qQ":
        return a2b_qp(found[3], header=True)
    raw = base64(found[3])
    return found[0] if raw is None else raw


def _spelled(run: tuple[str, bytes], marks: set[Mark]) -> str:
    charset, raw = run
    return text(raw, charset or "utf-8", marks)


def base64(raw: bytes, *, strict: bool = False) -> bytes | None:
    """Return the bytes that `raw` spells; None if it is cut.

    Signs that spell nothing are passed over; if `strict`, they too mean None.
    """
    signs = raw.translate(None, _SPACE)
    if not strict:
        signs = _OTHERS.sub(b"", signs)
        signs += b"=" * (-len(signs) % 4)
    try:
        return a2b_base64(signs, strict_mode=strict)
    except Error:
        return None

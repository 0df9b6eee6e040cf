"""What stands between marks: speech, a few words reported, a term, a title, a letter.

Only position, letters and stops decide; whoever confirms may decide otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.lists import listed
from hearthbook.intake.page import WORD
from hearthbook.records.draft import QuoteKind

if TYPE_CHECKING:
    from hearthbook.intake.page import Page
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.tongue import Tongue

_STOPS: Final = ".!?:…,;—–-"
_SPEECH_ENDS: Final = ".!?…,—–-:;"
_SENTENCE: Final = re.compile(r"[.!?…]+[»”\"'’)]*\s+")
_NEAR: Final = 160
_SMALL: Final = listed("of the and a an in on to for и в на о с")


def kind_of(page: Page, one: Quoted, tongue: Tongue, floor: int = 0) -> QuoteKind:
    """Return what kind `one` is; nothing before `floor` tells of it."""
    inner = page.view[one.start : one.end].strip()
    before = lead_in(page, one, floor)
    if one.carried or one.mark == "—" or not inner:
        return _speech(page, one, tongue, before)
    joined = before[-1:].isalnum() or before[-1:] in {"(", ")", "»", "”", '"'}
    if joined and inner[0].islower():
        return _part_of_a_report(lead_in(page, one, 0), inner, tongue)
    if joined and inner[-1] not in _SPEECH_ENDS and not _cue_after(page, one, tongue):
        return _name_or_term(inner, before, tongue)
    if inner[0].islower() and len(inner.split()) < 4 and inner[-1] not in _SPEECH_ENDS:
        return QuoteKind.TERM if before[-1:] != "," else QuoteKind.MIXED
    return _speech(page, one, tongue, before)


def lead_in(page: Page, one: Quoted, floor: int) -> str:
    """Return the words of the sentence before `one`; if none, of the paragraph before."""
    at = page.paragraphs[one.paragraph]
    text = page.low[max(at.start, floor, one.first - _NEAR) : one.first].rstrip()
    pieces = _SENTENCE.split(text)
    if text or one.paragraph == 0 or floor > at.start:
        return pieces[-1]
    last = page.paragraphs[one.paragraph - 1]
    above = page.low[max(last.start, last.end - _NEAR) : last.end]
    return _SENTENCE.split(above)[-1] if above.endswith(":") else ""


def _speech(page: Page, one: Quoted, tongue: Tongue, before: str) -> QuoteKind:
    led = before.endswith((":", ",", "—"))
    words = WORD.findall(before) if led else []
    after = WORD.findall(_clause_after(page, one))[:4]
    if after and after[0] in tongue.joins:
        after = []  # `“...” and I wrote it down`
    last = WORD.findall(before)[-1:]
    written = any(map(tongue.writes, [*words, *last, *after]))
    noun = before.endswith(":") and not tongue.mentions_writing.isdisjoint(words)
    return QuoteKind.WRITTEN if written or noun else QuoteKind.DIRECT


def _part_of_a_report(before: str, inner: str, tongue: Tongue) -> QuoteKind:
    says = any(map(tongue.says, WORD.findall(before)))
    several = len(inner.split()) > 1
    return QuoteKind.MIXED if says and several else QuoteKind.TERM


def _name_or_term(inner: str, before: str, tongue: Tongue) -> QuoteKind:
    words = WORD.findall(inner)
    if len(words) > 6:
        return QuoteKind.DIRECT
    if words and all(word[0].isupper() or word in _SMALL for word in words):
        return QuoteKind.TITLE
    last = WORD.findall(before)[-1:]
    if any(map(tongue.writes, last)):
        return QuoteKind.WRITTEN
    return QuoteKind.DIRECT if any(map(tongue.says, last)) else QuoteKind.TERM


def _clause_after(page: Page, one: Quoted) -> str:
    at = page.paragraphs[one.paragraph]
    text = page.low[one.last : min(at.end, one.last + _NEAR // 2)]
    return re.split(r"[.!?;:«“\"…]", text, maxsplit=1)[0]


def _cue_after(page: Page, one: Quoted, tongue: Tongue) -> bool:
    return any(map(tongue.says, WORD.findall(_clause_after(page, one))[:3]))

"""What an entry's body is: typed words, or something the app put in their place.

On iOS the app writes a mark of direction before everything of its own, in every language. So a
body that begins with one was not typed, whatever it says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final
from typing import TypeAlias
from unicodedata import is_normalized

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.sources.whatsapp import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

Reading: TypeAlias = tuple[frozenset[Mark], tuple[Media, ...]]

_DIRECTED: Final = ("\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}")
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _plain(phrase: str) -> str:
    return _MARKS.sub("", phrase).strip().rstrip(".。").casefold()


def _all(by_language: dict[str, tuple[str, ...]] | dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    for phrases_of_one in by_language.values():
        split = phrases_of_one.split("|") if isinstance(phrases_of_one, str) else phrases_of_one
        found.extend(split)
    return tuple(found)


def _known(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, found))


_OMITTED: Final = _known(_all(phrases.OMITTED))
_OMITTED_KIND: Final = _known(_all(phrases.OMITTED_KIND))
_ATTACHED: Final = _known(_all(phrases.ATTACHED))
_DELETED: Final = _known(_all(phrases.DELETED))
_EDITED: Final = _known(_all(phrases.EDITED))
_VIEW_ONCE: Final = _known(_all(phrases.VIEW_ONCE))
_CALLS: Final = _known(_all(phrases.CALLS))
_CALLS_BEGIN: Final = tuple(sorted(_CALLS))
_ANNOUNCED: Final = tuple(_all(phrases.ANNOUNCED))
# The app writes neither words nor a name for some entries.
_NOTHING: Final = "null"

_WHOLE: Final = (*_all(phrases.DELETED), *_all(phrases.CALLS), *_all(phrases.VIEW_ONCE))
# Bodies that are a phrase of the app from end to end, as they are written.
_PHRASES: Final = frozenset({*_WHOLE, *(f"{one}." for one in _WHOLE), _NOTHING, "."})
_LAST: Final = frozenset({"", ">", ")", ":", "\N{FULLWIDTH COLON}"})
_LAST_THREE: Final = frozenset(word[-3:] for word in _ANNOUNCED)
_ODD: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]")
# Of many lines: one that ends as the app's own do, or one that begins as a header may.
_BROKEN: Final = re.compile(
    "\n(?:(?<=[>)]\n)|(?<=[>)]\r\n)|[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]*\\[?"
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]*(?:[RHS]|令和|平成|昭和)?\\d)"
)

_ATTACHED_HERE: Final = re.compile("[\u200e\u200f]<[^<>:\n]{1,30}: ?([^<>\n]{1,255})>")
_NUMBERED_HERE: Final = re.compile("<[^<>:\n]{1,30}: ?([0-9]{8}-[^<>\n]{1,240})>")
_ATTACHED_FIRST: Final = re.compile(
    "(?P<mark>[\u200e\u200f]?)(?P<name>[^\n]{1,255}?) "
    "[(](?P<words>[^()\n]{2,40})[)](?:\r?\n|\\Z)"
)
_NAMED_BY_APP: Final = re.compile("[A-Z]{3}-[0-9]{8}-WA[0-9]{4,}[.][A-Za-z0-9]{0,5}")
_EXTENSION: Final = re.compile("[^\n]+[.][A-Za-z0-9]{1,5}")
_LAST_TAG: Final = re.compile("<[^<>\n]{3,80}>\\Z")
_ONLY_TAG: Final = re.compile("<[^<>\n]{3,80}>")
_DOCUMENT: Final = re.compile(
    "([^\n•]{1,255}?)(?: • [\u200e\u200f][^\n]{0,40}?)? ?[\u200e\u200f]"
)


def not_plain(texts: Sequence[str]) -> list[int]:
    """Return the places of those `texts` that are anything else than typed words.

    A million of them pass here, so it is one expression; all it lets by is composed text that
    announces nothing, with no line like a header and no phrase or sign of the app.
    """
    return [
        n
        for n, text in enumerate(texts)
        if text[-1:] in _LAST
        or text[-3:] in _LAST_THREE
        or text in _PHRASES
        or ("\n" in text and _BROKEN.search(text))
        or not (text.isascii() or (is_normalized("NFC", text) and not _ODD.search(text)))
    ]


def announces(text: str) -> bool:
    """Tell whether `text` ends as if somebody else's words were to follow."""
    end = text.rstrip()
    return end.endswith((":", "\N{FULLWIDTH COLON}", *_ANNOUNCED))


@lru_cache(maxsize=1 << 12)
def short_body(text: str, *, ios: bool, led: bool, bare: bool) -> Reading:
    """Return what `read_body` does; short bodies, most of them placeholders, come again."""
    return read_body(text, ios=ios, led=led, bare=bare)


def read_body(text: str, *, ios: bool, led: bool, bare: bool) -> Reading:
    """Return what the body `text` is marked with, and the files it names.

    `ios`: the header has brackets. `led`: a mark of direction leads the whole line, as before
    files on iOS. `bare`: nothing stands between the sender's colon and `text`.
    """
    marks = _signs(text)
    kind, media = _kind(text, ios=ios)
    marks |= kind
    if ios and text.startswith(_DIRECTED):
        marks.add(Mark.APP_TEXT)
    elif (
        (ios and led and not kind)
        or (text == _NOTHING)
        or (not kind and _ONLY_TAG.fullmatch(text))
    ):
        marks.add(Mark.UNREAD_INSIDE)
    if not text or (bare and text == "."):
        marks.add(Mark.VIEW_ONCE)
    return frozenset(marks), media


def _signs(text: str) -> set[Mark]:
    marks = set[Mark]()
    if _TURNS.search(text):
        marks.add(Mark.DIRECTION_MARK)
    if "\N{REPLACEMENT CHARACTER}" in text:
        marks.add(Mark.REPLACED_SIGN)
    return marks


def _kind(text: str, *, ios: bool) -> tuple[set[Mark], tuple[Media, ...]]:
    media = _attached(text, ios=ios)
    if media:
        return {Mark.MEDIA_ATTACHED} | _edited(text), media
    plain = _plain(text)
    if plain in _DELETED:
        return {Mark.DELETED}, ()
    if plain in _CALLS or (text.startswith(_DIRECTED) and plain.startswith(_CALLS_BEGIN)):
        return {Mark.CALL_LINE}, ()
    if plain in _VIEW_ONCE:
        return {Mark.VIEW_ONCE, Mark.MEDIA_OMITTED}, ()
    omitted = _omitted(text, ios=ios)
    return (set() if omitted is None else {Mark.MEDIA_OMITTED}) | _edited(text), omitted or ()


def _attached(text: str, *, ios: bool) -> tuple[Media, ...]:
    if ios:
        names = _ATTACHED_HERE.findall(text) or _NUMBERED_HERE.findall(text)
        return tuple(Media(_MARKS.sub("", name)) for name in names)
    found = _ATTACHED_FIRST.match(text)
    if found is None:
        return ()
    name = found["name"]
    by_app = found["mark"] and _EXTENSION.fullmatch(name)
    if by_app or _NAMED_BY_APP.fullmatch(name) or _plain(found["words"]) in _ATTACHED:
        return (Media(name),)
    return ()


def _omitted(text: str, *, ios: bool) -> tuple[Media, ...] | None:
    """Return the named file that was left out, nothing if it had no name, None if none was."""
    first = text.split("\n", 1)[0]
    if _plain(first) in _OMITTED:
        return ()
    last = re.split("[\u200e\u200f]", text)[-1]
    if not ios or last == text or _plain(last) not in _OMITTED_KIND:
        return None
    named = _DOCUMENT.match(text)
    return (Media(named[1]),) if named and _EXTENSION.fullmatch(named[1]) else ()


def _edited(text: str) -> set[Mark]:
    found = _LAST_TAG.search(text.rstrip()[-82:])
    return {Mark.EDITED} if found and _plain(found[0]) in _EDITED else set()

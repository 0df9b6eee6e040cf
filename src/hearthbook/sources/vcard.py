"""Reader of address books (vCard 2.1, 3.0 and 4.0, `.vcf`).

Keeps
    A contact for each card: its name, its numbers and mail addresses as written with what the
    card calls them, and every other line as text.
Checks
    That a card is closed before the next begins.
Cannot know
    Whose number it really was, and since when: a card is what somebody saved. Whether two cards
    are one person's.
Leaves in the original
    Pictures, sounds, logos and keys that stand in the card; `tel:`, `mailto:` before a value.
Seen in the wild
    Quoted-printable over several lines (Android), parameters without a name, labels in a line
    of their own (`item1.X-ABLabel`, Apple), cards without a name, blank lines between cards.

Formats: https://www.rfc-editor.org/rfc/rfc6350 https://www.rfc-editor.org/rfc/rfc2426
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.content_line import ContentLine
from hearthbook.base.content_line import content_line
from hearthbook.base.content_line import unescaped
from hearthbook.base.content_line import unfolded
from hearthbook.records.marking import composed
from hearthbook.records.marking import decoded
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Address
from hearthbook.records.statement import Contact
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+BEGIN:VCARD[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE
)
_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_EDGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?(BEGIN|END):VCARD[ \t]*[\r\n]*", re.IGNORECASE)
_BLANKS: Final = re.compile(rb"(?>(?:[ \t]*+(?:\r\n|\r|\n))*)")
_BLANK: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+")
_HEAVY: Final = re.compile(
    rb"(?:[A-Za-z0-9-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)(?:;[^:]*)?:(?!https?:)", re.IGNORECASE
)
_CHARSET: Final = re.compile("utf-8|us-ascii|iso-8859-(1|2|5|15)|windows-125[0-8]|koi8-r")
_SCHEME: Final = re.compile("(?:tel|mailto):", re.IGNORECASE)
_APPLE: Final = re.compile(r"_\$!<(.*)>!\$_")
_PARTS: Final = re.compile(r"(?<!\\);")
_SILENT: Final = frozenset({"BEGIN", "END", "VERSION", "FN", "TEL", "EMAIL"})
_LARGEST: Final = 1 << 25
_LONGEST: Final = 1 << 16


class Vcard:
    """Reader of vCard."""

    name = "vcard"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a card."""
        del name
        return _ROOT.match(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: a card has no time and no side."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every contact, snag and frame of `original`, in file order."""
        del answers
        since, last, why, running = 0, 0, None, False
        for start, last, found in _pieces(original):  # noqa: B007  # it closes the last run
            ends = isinstance(found, Contact | Snag) or found is not why
            if running and ends:
                yield _run(original, since, start, why)
            if isinstance(found, Contact | Snag):
                yield found
                running = False
            else:
                since = since if running and not ends else start
                why, running = found, True
        if running:
            yield _run(original, since, last, why)


def _run(original: Original, start: int, end: int, why: Reason | None) -> Yield:
    place = origin(original, start, end)
    return Frame(place) if why is None else Snag(place, why)


def _pieces(original: Original) -> Iterator[tuple[int, int, Contact | Snag | Reason | None]]:
    """Yield the cards, each with the blank lines behind it, and what stands outside of them."""
    data, size = original.data, len(original.data)
    begun: int | None = None
    done = 0
    for line in _LINE.finditer(data):
        start, end = line.span()
        if start < done or start == end:
            continue
        edge = _EDGE.fullmatch(data, start, end)
        opens = edge is not None and edge[1].upper() == b"BEGIN"
        if begun is not None and opens:
            yield begun, start, Snag(origin(original, begun, start), Reason.BROKEN_MARKUP)
        if opens:
            begun = start
        elif begun is not None and edge is not None:
            blanks = _BLANKS.match(data, end)
            done = blanks.end() if blanks else end
            yield begun, done, _card(original, origin(original, begun, done))
            begun = None
        elif begun is None:
            blank = _BLANK.fullmatch(data, start, end)
            yield start, end, None if blank else Reason.NO_ENTRY
    if begun is not None:
        yield begun, size, Snag(origin(original, begun, size), Reason.CUT_OFF)


def _card(original: Original, place: FromFile) -> Contact | Snag:
    if place.end - place.start > _LARGEST:
        return Snag(place, Reason.TOO_LONG)
    marks, lines, size = set[Mark](), list[ContentLine](), 0
    for raw in unfolded(original.data[place.start : place.end]):
        if _HEAVY.match(raw):
            continue
        size += len(raw)
        if size > _LONGEST:
            return Snag(place, Reason.TOO_LONG)
        line = _line(raw, marks)
        if line is not None:
            lines.append(line)
    labels = {
        line.group: _label(line) for line in lines if line.group and line.name == "X-ABLABEL"
    }
    called = {line.group for line in lines if line.name in {"TEL", "EMAIL"}}
    return Contact(
        origin=place,
        name=_name(lines),
        numbers=_addresses(lines, "TEL", labels),
        mails=_addresses(lines, "EMAIL", labels),
        others=tuple(
            f"{line.name}: {unescaped(line.value).strip()}"
            for line in lines
            if line.name not in _SILENT
            and not (line.name == "X-ABLABEL" and line.group in called)
        ),
        marks=in_order(marks),
    )


def _line(raw: bytes, marks: set[Mark]) -> ContentLine | None:
    """Return a line with its value as text, whatever it was encoded in."""
    found, unmarked = content_line(raw.decode("latin-1")), set[Mark]()
    line = content_line(composed(decoded(raw, ("utf-8",), unmarked), unmarked))
    if found is None or line is None:
        marks.add(Mark.UNREAD_INSIDE)
        return None
    value = found.value.encode("latin-1")
    kinds = (*found.params.get("ENCODING", ()), *found.params.get("TYPE", ()))
    if any(kind.upper() == "QUOTED-PRINTABLE" for kind in kinds):
        value = a2b_qp(value)
    named = found.param("CHARSET").lower()
    charset = named if _CHARSET.fullmatch(named) else "utf-8"
    return line._replace(value=composed(decoded(value, (charset,), marks), marks))


def _name(lines: list[ContentLine]) -> str:
    """Return the name that is shown, else the one in parts, else nothing."""
    for line in lines:
        if line.name == "FN" and line.value.strip():
            return unescaped(line.value).strip()
    for line in lines:
        if line.name == "N":
            family, given, *more = [*_PARTS.split(line.value), ""][:5]
            parts = [*more[1:2], given, *more[:1], family, *more[2:3]]
            return " ".join(filter(None, (unescaped(part).strip() for part in parts)))
    return ""


def _addresses(
    lines: list[ContentLine], name: str, labels: dict[str, str]
) -> tuple[Address, ...]:
    return tuple(
        Address(
            _SCHEME.sub("", unescaped(line.value).strip(), count=1),
            labels.get(line.group) or line.param("TYPE"),
        )
        for line in lines
        if line.name == name
    )


def _label(line: ContentLine) -> str:
    found = _APPLE.fullmatch(line.value.strip())
    return str(found[1]) if found else unescaped(line.value).strip()

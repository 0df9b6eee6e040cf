"""Reader of mail: one message as saved (`.eml`), or a mailbox of many (`mbox`).

Keeps
    A message for each mail: who wrote it to whom, its subject, its words, the names, types,
    sizes and hashes of its files, its Message-ID and the one it answers. The time is `Date`
    with its offset; when the last server received it stands beside it.
Checks
    That two times of one mail do not lie far apart: a mark says so, and judges nothing.
Cannot know
    Who really wrote it: `From` is what the sender's program said. Whose mailbox it is: that is
    asked. Mail that was deleted before the export. What was copied to others unseen.
Leaves in the original
    Markup of pages, signatures, labels and thread numbers of Gmail, all other headers. Its
    files become records of their own where the mail is taken in.
Seen in the wild
    Lines in a mail that begin with `From ` like the line that parts two mails: only one with a
    date, after an empty line and before a header, parts them; others are text, and marked.
    Charsets that nobody knows, dates of no calendar, names cut in two words.

Formats: https://www.rfc-editor.org/rfc/rfc5322 https://www.rfc-editor.org/rfc/rfc2045
https://www.rfc-editor.org/rfc/rfc4155
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Asked
from hearthbook.sources.mail.letter import LINE
from hearthbook.sources.mail.letter import begins
from hearthbook.sources.mail.letter import letter
from hearthbook.sources.pieces import origin
from hearthbook.sources.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_EDGE: Final = (
    rb"From (?:[^\r\n]{1,400} )??(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-3]?\d [ 0-2]?\d:\d\d(?::\d\d)?"
    rb"(?: [+-]\d{4}| [A-Z]{2,5})? \d{4}(?: [+-]\d{4})?[ \t]*+\r?\n"
)
_NEXT: Final = re.compile(rb"\n\r?\n(?=%b[!-9;-~]{1,100}[ \t]*+:)" % _EDGE)
_FIRST: Final = re.compile(rb"(?>(?:\xef\xbb\xbf)?)[\r\n]*+(?=From )")
_INSIDE: Final = re.compile(rb"\n%b" % _EDGE)
_NAMES: Final = re.compile(
    rb"(?:\A|(?<=\n))(from|to|date|subject|message-id|received|return-path|mime-version"
    rb"|content-type|delivered-to|cc|reply-to|x-[a-z0-9-]{1,60})[ \t]*+:",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(
    rb"(?>(?:\xef\xbb\xbf)?)"
    rb"(?:(?:[!-9;-~]{1,100}[ \t]*+:[^\r\n]*+|[ \t]++[^\r\n]++)(?:\r?\n|\Z))*"
)
_LARGEST: Final = 1 << 27
_SPACES: Final = b" \t\r\n"


class Mail:
    """Reader of mail."""

    name = "mail"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a mailbox, or a mail with two headers that mails have."""
        del name
        opened = _FIRST.match(head)
        if opened is not None:
            line = LINE.match(head, opened.end())
            return line is not None and _NAMES.match(head, line.end()) is not None
        block = _BLOCK.match(head)
        if block is None:
            return False
        found = {one[1].lower() for one in _NAMES.finditer(block[0])}
        return len({one for one in found if not one.startswith(b"x-")}) > 1

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return whose mailbox it is."""
        del original
        return (Asked.ME,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield a message for each mail, and a snag for what is none."""
        del answers
        data, at = original.data, 0
        opened = _FIRST.match(data)
        if opened is None:
            if data:
                yield _reading(original, 0, len(data))
            return
        at = opened.end()
        if at:
            yield Frame(origin(original, 0, at))
        for found in places(_NEXT, data, at):
            yield _reading(original, at, found.end())
            at = found.end()
        if at < len(data):
            yield _reading(original, at, len(data))


def _reading(original: Original, start: int, end: int) -> Yield:
    place = origin(original, start, end)
    if end - start > _LARGEST:
        return Snag(place, Reason.TOO_LONG)
    raw, marks = original.data[start:end], set[Mark]()
    if not raw.strip(_SPACES):
        return Frame(place)
    at = begins(raw)
    if LINE.match(raw) and _INSIDE.search(raw, at - 1):
        marks.add(Mark.LINES_INSIDE)
    found = letter(raw, at, place, marks)
    return Snag(place, found) if isinstance(found, Reason) else found

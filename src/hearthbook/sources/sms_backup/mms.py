"""The element `mms`: a message with parts, to one or to several.

1. Its text is its subject, if somebody wrote one, and its parts of text, each on a line.
2. Every other part is a file. The page layout (`application/smil`) that the app made to show
   the parts is neither; it stays in the original.
3. A file whose bytes the backup left out has no size and no hash, and the message a mark. So
   has one whose bytes are no whole base64: what is left of them is in the original.
4. Which way it went is said by `msg_box`. Where a tool left that out, `m_type` says it: 132 is
   what a phone fetched, 128 what it sent (OMA-TS-MMS_ENC, X-Mms-Message-Type).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.provenance import Reason
from hearthbook.sources.sms_backup.fields import in_order
from hearthbook.sources.sms_backup.fields import moment
from hearthbook.sources.sms_backup.parties import conversing
from hearthbook.sources.sms_backup.parties import envelope
from hearthbook.sources.sms_backup.parties import label
from hearthbook.sources.sms_backup.parties import numbers
from hearthbook.sources.sms_backup.parties import way
from hearthbook.sources.sms_backup.payload import digested

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.sms_backup.fields import Element

_LAYOUT: Final = "application/smil"
_WRITTEN: Final = "text/plain"
_BOXES: Final = {"132": "1", "128": "2"}


def mms(elements: Sequence[Element], origin: FromFile, marks: set[Mark]) -> Message | Reason:
    """Return the message whose tags are `elements`, or why they hold none."""
    first, inner = elements[0], elements[1:]
    when = moment(first)
    if isinstance(when, Reason):
        return when
    box = first.get("msg_box", marks) or _BOXES.get(first.get("m_type", marks) or "")
    if box is None:
        return Reason.MISSING_FIELD
    parts = [one for one in inner if one.name == "part"]
    addressed = [
        (one.get("type", marks) or "", one.get("address", marks) or "")
        for one in inner
        if one.name == "addr"
    ]
    others = numbers(first.get("address", marks))
    name = label(first.get("contact_name", marks))
    people = conversing(way(box), others, envelope(addressed), name, marks)
    text = _text(first, parts, marks)
    media = _media(parts, marks)
    return Message(origin, when, people, text, in_order(marks), media)


def _text(first: Element, parts: Iterable[Element], marks: set[Mark]) -> str:
    lines = [first.get("sub", marks)]
    lines += [one.get("text", marks) for one in parts if not _is_layout(one)]
    return "\n".join(line for line in lines if line)


def _is_layout(part: Element) -> bool:
    kind = part.get("ct", set()) or ""
    return kind.partition(";")[0].strip().lower() == _LAYOUT


def _media(parts: Iterable[Element], marks: set[Mark]) -> tuple[Media, ...]:
    found = (_file(one, marks) for one in parts if not _is_layout(one))
    return tuple(one for one in found if one is not None)


def _file(part: Element, marks: set[Mark]) -> Media | None:
    """Return the file in `part`, None if it is text and nothing else."""
    kind = part.get("ct", marks) or ""
    names = (part.get(name, marks) for name in ("name", "fn", "cl"))
    name = next((one for one in names if one), "")
    known = digested(part.blocks())
    if known is None:
        marks.add(Mark.CUT_OFF)
        return Media(name, kind)
    if known[0]:
        return Media(name, kind, *known)
    if part.has("text") and (kind.startswith(_WRITTEN) or part.get("text", marks)):
        return None
    marks.add(Mark.MEDIA_OMITTED)
    return Media(name, kind)

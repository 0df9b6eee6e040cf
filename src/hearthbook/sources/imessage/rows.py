"""A row of the table `message` as a record.

1. `date` counts from 2001-01-01 UTC: nanoseconds, or seconds on old systems, which differ by
   more than any date could.
2. The text is `text`, else what `attributedBody` begins with. U+FFFC stands where a file is.
3. `associated_message_type` 2000 to 2007 sets a sign to another message, 3000 to 3007 takes it
   back; 1000 is a sticker put on it.
4. `item_type` other than 0 is a line of the app: somebody was added, a group got a name.
5. An edited message tells all its earlier texts (`message_summary_info`, a property list: `ec`
   by part, each with time `d` and text `t`); `rp` names the parts that were taken back.
"""

from __future__ import annotations

import plistlib
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import composed
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.cells import LONGEST
from hearthbook.sources.cells import string
from hearthbook.sources.cells import text
from hearthbook.sources.cells import whole
from hearthbook.sources.imessage.typedstream import NoTextError
from hearthbook.sources.imessage.typedstream import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.imessage.around import Around
    from hearthbook.sources.tables import Row

    Summary: TypeAlias = dict[object, object]

COLUMNS: Final = (
    "guid",
    "text",
    "attributedBody",
    "subject",
    "handle_id",
    "date",
    "date_read",
    "date_delivered",
    "date_edited",
    "date_retracted",
    "is_from_me",
    "is_sent",
    "is_delivered",
    "error",
    "item_type",
    "group_title",
    "group_action_type",
    "other_handle",
    "associated_message_guid",
    "associated_message_type",
    "associated_message_emoji",
    "balloon_bundle_id",
    "thread_originator_guid",
    "message_summary_info",
)
_APPLE: Final = 978_307_200_000  # 2001-01-01 in ms since 1970
_NANO: Final = 10**12  # seconds reach it in the year 33689, nanoseconds within 17 minutes
_MS_A_DAY: Final = 86_400_000
_FARTHEST: Final = 3_000_000 * _MS_A_DAY
_SIGNS: Final = ("\u2764", "\U0001f44d", "\U0001f44e", "\U0001f602", "\u203c", "\u2753")
_STICKER: Final = 1000
_SET: Final = range(2000, 2008)
_TAKEN: Final = range(3000, 3008)
_LINK: Final = "com.apple.messages.URLBalloonProvider"
_MOST: Final = 100


def record(place: FromFile, number: int, row: Row, around: Around) -> Traced | Reason:
    """Return the message that the row `number` is, or why it is none."""
    when = moment(row.get("date"))
    if when is None:
        return Reason.MISSING_FIELD if not row.get("date") else Reason.NOT_A_DATE
    marks = around.marks(number)
    sign = whole(row, "associated_message_type")
    said = _reaction(row, sign, marks) if _is_sign(sign) else _text(row, marks)
    media = around.files(number)
    if media:
        marks.add(Mark.MEDIA_OMITTED)
    if string(row, "balloon_bundle_id") not in {"", _LINK}:
        marks.add(Mark.UNREAD_INSIDE)
    parties = _parties(number, row, around)
    if whole(row, "item_type"):
        marks.add(Mark.APP_TEXT)
        said = said or _app_line(row)
    steps = [*_steps(row), *_edits(row, marks), *_taken_back(sign, when, said)]
    return Traced(
        origin=place,
        when=when,
        parties=parties,
        text=composed(said[:LONGEST], marks),
        media=media,
        name=string(row, "guid"),
        answers=_answers(row),
        subject=text(row, "subject", marks),
        steps=tuple(steps[:_MOST]),
        marks=in_order(marks),
    )


def moment(value: object) -> Moment | None:
    """Return the moment that a count since 2001 is, None if there is none."""
    if not isinstance(value, int) or value == 0:
        return None
    nano = abs(value) > _NANO
    ms = value // 1_000_000 if nano else value * 1000
    if abs(ms) > _FARTHEST:
        return None
    exact = nano and value % 10**9
    return Moment(ms + _APPLE, Precision.MILLISECOND if exact else Precision.SECOND)


def _is_sign(kind: int) -> bool:
    return kind in _SET or kind in _TAKEN or kind == _STICKER


def _text(row: Row, marks: set[Mark]) -> str:
    plain, body = row.get("text"), row.get("attributedBody")
    if isinstance(plain, str):
        said = plain
    elif isinstance(body, bytes):
        said = _attributed(body, marks)
    else:
        said = ""
    if len(said) > LONGEST:
        marks.add(Mark.CUT_OFF)
    return said


def _attributed(body: bytes, marks: set[Mark]) -> str:
    try:
        return text_in(body).decode("utf-8")
    except NoTextError:
        marks.add(Mark.UNREAD_INSIDE)
    except UnicodeDecodeError:
        marks.add(Mark.REPLACED_SIGN)
        return text_in(body).decode("utf-8", "replace")
    return ""


def _reaction(row: Row, kind: int, marks: set[Mark]) -> str:
    """Return the sign that was set: the row's own, else the one that its number stands for."""
    marks.add(Mark.REACTION)
    own = string(row, "associated_message_emoji")
    if own or kind == _STICKER:
        return own
    place = kind % 1000
    return _SIGNS[place] if place < len(_SIGNS) else ""


def _app_line(row: Row) -> str:
    """Return what a line of the app says of itself, in the table's own words."""
    names = ("item_type", "group_action_type", "other_handle", "group_title")
    told = (f"{name}={row[name]}" for name in names if row.get(name))
    return ", ".join(told)


def _answers(row: Row) -> str:
    """Return the name of the message that it belongs to; its part stands before the name."""
    linked = (
        string(row, "associated_message_guid")
        if _is_sign(whole(row, "associated_message_type"))
        else ""
    )
    name = linked.rpartition("/")[2].removeprefix("bp:")
    return name or string(row, "thread_originator_guid")


def _parties(number: int, row: Row, around: Around) -> Parties:
    handle = around.handle(whole(row, "handle_id"))
    group, partners = around.partners(number)
    if not whole(row, "is_from_me"):
        rest = tuple(one for one in partners if one != handle)
        return Parties(handle, rest if group else (), Way.IN)
    to = partners or ((handle,) if handle else ())
    failed = whole(row, "error") != 0 or row.get("is_sent") == 0
    unsent = failed and not whole(row, "is_delivered")
    return Parties(None, to, Way.UNSENT if unsent else Way.OUT)


def _steps(row: Row) -> Iterator[Step]:
    for name, became in (("date_delivered", Became.DELIVERED), ("date_read", Became.READ)):
        when = moment(row.get(name))
        if when is not None:
            yield Step(became, when)


def _edits(row: Row, marks: set[Mark]) -> Iterator[Step]:
    edited = moment(row.get("date_edited"))
    summary = _summary(row.get("message_summary_info"), marks)
    for before, after in _versions(summary.get("ec")):
        marks.add(Mark.EDITED)
        yield Step(Became.EDITED, _at(after.get("d")), None, _said(before.get("t"), marks))
    if summary.get("rp"):
        marks.add(Mark.DELETED)
        yield Step(Became.TAKEN_BACK, moment(row.get("date_retracted")) or edited)
    elif edited is not None and Mark.EDITED not in marks:
        marks.add(Mark.EDITED)
        yield Step(Became.EDITED, edited)


def _versions(parts: object) -> Iterator[tuple[Summary, Summary]]:
    """Yield what each part of a message said, and what it said next."""
    for versions in parts.values() if isinstance(parts, dict) else ():
        if isinstance(versions, list):
            yield from pairwise(one for one in versions if isinstance(one, dict))


def _summary(value: object, marks: set[Mark]) -> Summary:
    if not isinstance(value, bytes):
        return {}
    try:
        found = plistlib.loads(value, fmt=plistlib.FMT_BINARY)
    except (
        plistlib.InvalidFileException,
        ValueError,
        RecursionError,
        OverflowError,
        TypeError,
    ):
        marks.add(Mark.UNREAD_INSIDE)
        return {}
    return found if isinstance(found, dict) else {}


def _at(seconds: object) -> Moment | None:
    """Return the moment of an edit; the list counts seconds, with a fraction."""
    if isinstance(seconds, bool | str | bytes | list | dict | None):
        return None
    try:
        return moment(int(seconds * 1000) * 1_000_000)  # type: ignore[operator]  # a number with a fraction
    except (TypeError, ValueError, OverflowError):
        return None


def _said(stream: object, marks: set[Mark]) -> str:
    said = _attributed(stream, marks) if isinstance(stream, bytes) else ""
    return composed(said[:LONGEST], marks)


def _taken_back(kind: int, when: Moment, sign: str) -> Iterator[Step]:
    if kind in _TAKEN:
        yield Step(Became.TAKEN_BACK, when, None, sign)

"""The forms of the time before a birth, and of what is kept for the children."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.typed import Form
from hearthbook.app.typed import basis
from hearthbook.app.typed import field
from hearthbook.records import birth
from hearthbook.records import event
from hearthbook.records import keepsake

if TYPE_CHECKING:
    from hearthbook.app.typed import Typed
    from hearthbook.records.codec import Record


def _pregnancy(typed: Typed) -> Record:
    return birth.Pregnancy(
        person=typed.person("person", typed.common.writer),
        what=typed.text("what"),
        when=typed.at(),
        expecting=typed.whole("expecting"),
        due=typed.day("due"),
        last_period=typed.day("last-period"),
        week=typed.whole("week"),
        basis=basis(typed),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        documents=typed.refs("document"),
        origin=typed.common.origin,
    )


def _stay(typed: Typed) -> Record:
    start, end = typed.at(), typed.until()
    if end is not None and end.at < start.at[: len(end.at)]:
        raise Failure("ends-too-early", Exit.WRONG_USAGE, start=start.at, end=end.at)
    return birth.Stay(
        sort=birth.StaySort(typed.text("stay")),
        people=typed.people("person") or (typed.common.writer,),
        when=start,
        until=end,
        place=typed.text("place"),
        ordered_by=typed.text("ordered-by"),
        basis=basis(typed),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        note=typed.text("note"),
        documents=typed.refs("document"),
        origin=typed.common.origin,
    )


def _keepsake(typed: Typed) -> Record:
    return keepsake.Keepsake(
        sort=keepsake.KeepsakeSort(typed.text("keepsake", "letter")),
        title=typed.text("title"),
        text=typed.text("text"),
        children=typed.people("child"),
        opens=typed.day("opens"),
        when=typed.at(),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


_BASIS: Final = (field("how", *map(str, event.How)), field("source"))
_DOCUMENT: Final = field("document", many=True)

FAMILY_FORMS: Final[dict[str, Form]] = {
    "pregnancy": Form(
        (
            field("what", required=True),
            *map(field, ("person", "at", "expecting", "due", "last-period", "week")),
            *_BASIS,
            _DOCUMENT,
        ),
        _pregnancy,
    ),
    "stay": Form(
        (
            field("stay", *map(str, birth.StaySort), required=True),
            field("person", many=True),
            *map(field, ("at", "until", "place", "ordered-by", "note")),
            *_BASIS,
            _DOCUMENT,
        ),
        _stay,
    ),
    "keepsake": Form(
        (
            field("title", required=True),
            field("text", required=True),
            field("keepsake", *map(str, keepsake.KeepsakeSort)),
            field("child", many=True),
            *map(field, ("opens", "at")),
        ),
        _keepsake,
    ),
}

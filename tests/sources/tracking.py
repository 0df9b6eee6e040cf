"""Rows of trackers' tables, read by the reader that knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.records.family import Feed
from hearthbook.records.provenance import Snag
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original

if TYPE_CHECKING:
    from hearthbook.records.detail import Detail
    from hearthbook.records.detail import Trait
    from hearthbook.records.provenance import Reason
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Reader
    from hearthbook.sources.contract import Yield


HUCKLEBERRY = "Type,Start,End,Duration,Start Condition,Start Location,End Condition,Notes"


FEEDING = "id,child_first_name,child_last_name,start,end,type,method,amount,notes"


NARA = "Type,Profile Name,Start Date/time,Start Date/time (Epoch),Time Zone,_activityKey"


def original(text: str) -> Original:
    return Original("0" * 64, "export", text.encode())


def reader(text: str) -> Reader:
    [found] = [one for one in READERS if one.recognises("export", text.encode())]
    return found


def read(*lines: str) -> list[Yield]:
    text = "\n".join([*lines, ""])
    return list(reader(text).read(original(text), Answers()))


def asks(*lines: str) -> tuple[Asked, ...]:
    text = "\n".join([*lines, ""])
    return reader(text).asks(original(text))


def feeds(found: list[Yield]) -> list[Feed]:
    return [one for one in found if isinstance(one, Feed)]


def snags(found: list[Yield]) -> list[Reason]:
    return [one.reason for one in found if isinstance(one, Snag)]


def said(details: tuple[Detail, ...], what: Trait) -> list[tuple[str, int | None]]:
    return [(one.written, one.value) for one in details if one.what is what]


def huckleberry(*rows: str) -> list[Yield]:
    return read(HUCKLEBERRY, *rows)

"""A family's vault with something of every kind, and ways to hand parts of it out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hearthbook.app.diary import log
from hearthbook.app.share import Choice
from hearthbook.app.share import Order
from hearthbook.app.share import Rules
from hearthbook.app.share import hand_over
from hearthbook.app.share import plan
from hearthbook.app.words import catalogue
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import taken

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.household import Household
    from hearthbook.app.share import Plan

PLACE = "Lindenweg 5"


def said(home: Household, kind: str, book: str = "record", **values: str) -> str:
    """Write one entry down and return its ref."""
    return log(home, kind=kind, values={k: [v] for k, v in values.items()}, book=book)


def fill(home: Household, folder: Path) -> dict[str, str]:
    """Write a few days down and return the refs by what they are."""
    said(home, "child", name="Vera", born="2025-12-20")
    said(home, "child", name="Lida", born="2025-12-20")
    said(home, "person", name="Jonas", relation="father", alias="+4915112345678")
    refs = {
        "feed": said(home, "feed", child="Vera", ml="90", at="2026-02-04T03:15"),
        "diaper": said(home, "diaper", child="Lida", held="dirty", at="2026-02-04T03:30"),
        "visit": said(
            home, "visit", person="Jonas", child="Vera", at="2026-02-07T10:00", place=PLACE
        ),
        "note": said(home, "note", text=f"We live in {PLACE} now", at="2026-02-08"),
        "payment": said(home, "payment", payer="Jonas", amount="120", at="2026-02-14"),
    }
    taken(home, file_in(folder, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
    taken(home, file_in(folder, "calls.xml", CALLS), me="Anna")
    return refs


def order(
    out: Path, *, rules: Rules | None = None, to: str = "Court", **choice: tuple[str, ...]
) -> Order:
    """Return an order for `out`; `choice` are the fields of Choice that are lists."""
    chosen = Choice(**choice)  # type: ignore[arg-type]  # the tuples of Choice
    return Order(out=str(out), to=to, choice=chosen, rules=rules or Rules())


def handed(home: Household, asked: Order) -> Plan:
    """Hand out what was asked for, and return what was planned."""
    planned = plan(home, order=asked)
    hand_over(home, planned, words=catalogue("en"))
    return planned


def entries(out: Path) -> list[dict[str, object]]:
    """Return what each line of a release shows, by the names of its fields."""
    lines = (out / "entries.jsonl").read_text("utf-8").splitlines()
    return [
        {name: value for _, name, value in map(json.loads, json.loads(one)["disclosures"])}
        for one in lines
    ]


def everything(out: Path) -> bytes:
    """Return the bytes of all files of a release but the program's own."""
    files = sorted(one for one in out.rglob("*") if one.is_file() and one.suffix != ".py")
    return b"\n".join(one.read_bytes() for one in files)

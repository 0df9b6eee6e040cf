"""What a person answers about files: for all of them, and for single ones where it differs.

The file of answers is TOML, or JSON with the same names. An empty answer is none. A file is
named as the report names it, or by its SHA-256.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

import msgspec
from msgspec import Struct
from msgspec import structs

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.take_in import Said
from hearthbook.app.times import zone
from hearthbook.base.text import nfc
from hearthbook.sources.statement_layout import Layout

if TYPE_CHECKING:
    from hearthbook.sources.contract import DateOrder

ORDERS: Final[tuple[DateOrder, ...]] = ("dmy", "mdy", "ymd")


class Answers(Struct, frozen=True, forbid_unknown_fields=True):
    """What was said of all files, of single ones by name or SHA-256, and of the family."""

    every: Said = Said()
    file: dict[str, Said] = {}
    child: tuple[str, ...] = ()
    region: str | None = None
    statement: tuple[Layout, ...] = ()

    def of(self, name: str, digest: str) -> Said:
        """Return what is said of one file."""
        own = self.file.get(digest) or self.file.get(name) or Said()
        return over(own, self.every)

    def saying(self, name: str, said: Said) -> Answers:
        """Return these answers with one more about one file."""
        own = over(said, self.file.get(name, Said()))
        return structs.replace(self, file=self.file | {name: own})


def over(said: Said, other: Said) -> Said:
    """Return what is said, and of the rest what `other` says."""
    both = {
        name: getattr(said, name) or getattr(other, name) for name in Said.__struct_fields__
    }
    return Said(**both)


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is written. An answer that is empty is none."""

    zone: str = ""
    me: str = ""
    date_order: str = ""
    child: str | tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    region: str = ""
    file: dict[str, dict[str, object]] = {}
    statement: tuple[dict[str, object], ...] = ()

    def answers(self) -> Answers:
        names = (self.child,) if isinstance(self.child, str) else self.child
        every: dict[str, object] = {"zone": self.zone, "me": self.me, "units": self.units}
        if len(names) == 1:
            every["child"] = names[0]  # whose a file is that names no child
        return Answers(
            every=_said(every | {"date_order": self.date_order}),
            file={nfc(name): _said(one) for name, one in self.file.items()},
            child=tuple(nfc(name) for name in names if name),
            region=self.region or None,
            statement=tuple(_layout(one) for one in self.statement if one.get("confirmed")),
        )


def _layout(raw: dict[str, object]) -> Layout:
    """Return a layout that was confirmed, or said to be of a document and no statement."""
    held = {name: value for name, value in raw.items() if name != "confirmed" and value != ""}
    return msgspec.convert(held | {"document": raw["confirmed"] == "document"}, Layout)


def _said(raw: dict[str, object]) -> Said:
    held = {
        name: nfc(value) if isinstance(value, str) else value
        for name, value in raw.items()
        if value
    }
    return msgspec.convert(held, Said)


def answers_in(path: str) -> Answers:
    """Return the answers that the file at `path` holds.

    Raises:
        Failure: if it cannot be read, or names a zone that is none.
    """
    try:
        text = Path(path).read_text("utf-8")
        raw = msgspec.json.decode(text) if text.lstrip()[:1] == "{" else tomllib.loads(text)
        answers = msgspec.convert(raw, _Written).answers()
    except (OSError, ValueError) as error:
        raise Failure("no-answers", Exit.WRONG_USAGE, file=path) from error
    for said in (answers.every, *answers.file.values()):
        if said.zone:
            zone(said.zone)
    return answers

"""What a person answers about files: for all of them, and for single ones where it differs.

The file of answers is TOML, or JSON with the same names. An empty answer is none. A file is
named as the report names it, or by its SHA-256.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec import structs

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.times import zone
from hearthbook.base.text import nfc
from hearthbook.sources.contract import DateOrder

ORDERS: Final[tuple[DateOrder, ...]] = ("dmy", "mdy", "ymd")


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person said of a file. None: nobody said."""

    zone: str | None = None
    me: str | None = None
    date_order: DateOrder | None = None

    def over(self, other: Said) -> Said:
        """Return what is said here, and of the rest what `other` says."""
        return Said(
            self.zone or other.zone,
            self.me or other.me,
            self.date_order or other.date_order,
        )


class Answers(Struct, frozen=True, forbid_unknown_fields=True):
    """What was said of all files, of single ones by name or SHA-256, and of the family."""

    every: Said = Said()
    file: dict[str, Said] = {}
    child: tuple[str, ...] = ()
    region: str | None = None

    def of(self, name: str, digest: str) -> Said:
        """Return what is said of one file."""
        own = self.file.get(digest) or self.file.get(name) or Said()
        return own.over(self.every)

    def saying(self, name: str, said: Said) -> Answers:
        """Return these answers with one more about one file."""
        own = said.over(self.file.get(name, Said()))
        return structs.replace(self, file=self.file | {name: own})


class _OfFile(Struct, frozen=True, forbid_unknown_fields=True):
    zone: str = ""
    me: str = ""
    date_order: DateOrder | str = ""

    def said(self) -> Said:
        order = self.date_order or None
        raw = {"zone": nfc(self.zone) or None, "me": nfc(self.me) or None, "date_order": order}
        return msgspec.convert(raw, Said)


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    zone: str | None = None
    me: str | None = None
    date_order: str | None = None
    child: str | tuple[str, ...] = ()
    region: str | None = None
    file: dict[str, _OfFile] = {}

    def answers(self) -> Answers:
        names = (self.child,) if isinstance(self.child, str) else self.child
        every = _OfFile(self.zone or "", self.me or "", self.date_order or "")
        return Answers(
            every=every.said(),
            file={nfc(name): one.said() for name, one in self.file.items()},
            child=tuple(nfc(name) for name in names if name),
            region=self.region or None,
        )


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

"""`hearthbook take-in VAULT FILE...`: keep files as originals and seal what they yield."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.diary import begin_child
from hearthbook.app.take_in import UNITS
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.app.take_in import units
from hearthbook.app.times import zone
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.household import Household
    from hearthbook.app.take_in import Taken
    from hearthbook.cli.command import Console


class TakeIn:
    """Takes files in."""

    name = "take-in"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the files, and for what no file says of itself."""
        vault_arguments(parser)
        parser.add_argument("file", nargs="+", metavar="FILE")
        parser.add_argument("--zone", metavar="ZONE")
        parser.add_argument("--me", metavar="NAME")
        parser.add_argument("--child", metavar="NAME")
        parser.add_argument("--unit", action="append", choices=UNITS)
        parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
        parser.add_argument("--answers", metavar="FILE")
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Return the worst outcome of all files; one bad file stops no other."""
        said = _said(given)
        with opened(given, console) as home:
            if said.child:
                begin_child(home, said.child)
            return max(self._one(home, path, said, given, console) for path in given.file)

    def _one(
        self, home: Household, path: str, said: Said, given: Namespace, console: Console
    ) -> Exit:
        name = Path(path).name
        try:
            with console.bars.bar("taking-in", file=name) as move:
                taken = take_in(home, path=path, said=said, book=given.book, move=move)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
            return failure.code
        if given.format == "json":
            console.json(msgspec.to_builtins(taken))
        else:
            _tell(taken, console)
        return Exit.DONE


def _said(given: Namespace) -> Said:
    said = Said()
    if given.answers:
        try:
            said = msgspec.json.decode(Path(given.answers).read_bytes(), type=Said)
        except (OSError, msgspec.DecodeError) as error:
            raise Failure("no-answers", Exit.WRONG_USAGE, file=given.answers) from error
    said = Said(
        zone=given.zone or said.zone,
        me=given.me or said.me,
        date_order=given.date_order or said.date_order,
        child=given.child or said.child,
        units=units(given.unit or ()) or said.units,
    )
    if said.zone:
        zone(said.zone)
    return said


def _tell(taken: Taken, console: Console) -> None:
    if taken.new == 0:
        console.tell("taken-again", file=taken.file, known=str(taken.known))
    else:
        kinds = ", ".join(f"{kind} {count}" for kind, count in taken.kinds.items())
        console.tell("taken", file=taken.file, new=str(taken.new), kinds=kinds)
    if taken.kinds.get("snag"):
        console.caution("taken-snags", file=taken.file, snags=str(taken.kinds["snag"]))
    for odd, count in taken.clocks.items():
        console.caution(f"taken-{odd}", file=taken.file, count=str(count))
    if "zone" in taken.unsaid:
        console.caution("say-zone", file=taken.file)
    for asked in ("child", "units"):
        if asked in taken.unsaid:
            console.caution(f"say-{asked}", file=taken.file)
    if "me" in taken.unsaid:
        some = json.dumps(list(taken.senders)[:6], ensure_ascii=False)
        console.caution("say-me", file=taken.file, senders=some)

"""`hearthbook init VAULT`: begin a family's vault and show its recovery code, once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.beginning import begin
from hearthbook.app.sheet import check_place
from hearthbook.app.sheet import put_sheet
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import new_passphrase
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.sheet import Sheet
    from hearthbook.cli.command import Console


class Init:
    """Begins a vault."""

    name = "init"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the vault, who writes, and in which zone the family lives."""
        vault_arguments(parser)
        parser.add_argument("--name", default="me", metavar="NAME")
        parser.add_argument("--zone", default="UTC", metavar="ZONE")
        parser.add_argument("--currency", default="EUR", metavar="CODE")
        parser.add_argument("--sheet", metavar="FILE.pdf")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Make the vault."""
        if given.sheet:
            check_place(given.sheet, Path(given.vault))
        chosen = new_passphrase(given.passphrase_file, console)
        begun = begin(
            path=given.vault,
            passphrase=chosen,
            writer=given.name,
            zone_name=given.zone,
            currency=given.currency,
        )
        printed = _printed(begun.sheet, given.sheet, console) if given.sheet else False
        if given.format == "json":
            console.json({"vault": begun.vault, "recovery_code": begun.recovery_code})
            return Exit.DONE
        console.tell("begun", vault=begun.vault, zone=given.zone)
        if printed:
            console.tell("sheet-made", key=begun.sheet.key, file=given.sheet)
        else:
            console.tell("recovery-code", code=begun.recovery_code)
        return Exit.DONE


def _printed(sheet: Sheet, file: str, console: Console) -> bool:
    """Make the sheet; if it cannot be made, the code is shown instead."""
    try:
        put_sheet(file, sheet, console.words)
    except Failure as failure:
        console.caution("sheet-not-made", file=file, reason=failure.gaps["reason"])
        return False
    return True

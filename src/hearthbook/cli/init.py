"""`hearthbook init VAULT`: begin a family's vault and show its recovery code, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.diary import begin
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import new_passphrase
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

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
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Make the vault."""
        chosen = new_passphrase(given.passphrase_file, console)
        begun = begin(
            path=given.vault,
            passphrase=chosen,
            writer=given.name,
            zone_name=given.zone,
            currency=given.currency,
        )
        if given.format == "json":
            console.json({"vault": begun.vault, "recovery_code": begun.recovery_code})
        else:
            console.tell("begun", vault=begun.vault, zone=given.zone)
            console.tell("recovery-code", code=begun.recovery_code)
        return Exit.DONE

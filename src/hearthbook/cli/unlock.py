"""`hearthbook unlock VAULT`: ask for the passphrase once, for a short while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.unlocked import IDLE
from hearthbook.app.unlocked import LASTING
from hearthbook.app.unlocked import span
from hearthbook.app.unlocked import unlock
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import keys_for
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Unlock:
    """Unlocks a vault."""

    name = "unlock"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for how long, and for how long without use."""
        vault_arguments(parser)
        parser.add_argument("--for", dest="lasting", default=LASTING, metavar="SPAN")
        parser.add_argument("--idle", default=IDLE, metavar="SPAN")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Unlock it; what is unlocked already is no proof of who asks."""
        lasting, idle = span(given.lasting), span(given.idle)
        keys = keys_for(given, console, afresh=True)
        unlock(path=given.vault, keys=keys, lasting=lasting, idle=idle)
        if given.format == "json":
            said = {"vault": given.vault, "for": lasting // 1000, "idle": idle // 1000}
            console.json(said)
        else:
            gaps = {"vault": given.vault, "lasting": given.lasting, "idle": given.idle}
            console.tell("unlocked", **gaps)
        return Exit.DONE

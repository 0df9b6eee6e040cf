"""`hearthbook restore BACKUP VAULT`: make a vault again from a backup, in a new place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.heads import shown_time
from hearthbook.app.restore import Wanted
from hearthbook.app.restore import restore
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import typed
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Restore:
    """Restores."""

    name = "restore"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the backup, the new vault, and the heads that others hold."""
        parser.add_argument("backup", metavar="BACKUP")
        vault_arguments(parser)
        parser.add_argument("--generation", metavar="NAME")
        parser.add_argument("--head", action="append", default=[], metavar="FILE")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Restore, and say what is there again and what is not."""
        secret, code = typed(given, console)
        wanted = Wanted(given.backup, given.generation, tuple(given.head))
        with console.bars.bar("restoring", vault=given.vault) as move:
            done = restore(
                wanted=wanted, vault=given.vault, passphrase=secret, recovery=code, move=move
            )
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
            return Exit.DONE
        when = console.words("restored-plain") if done.made is None else shown_time(done.made)
        console.tell("restored", vault=done.vault, when=when)
        for one in done.books:
            name = "restored-lost" if one.lost else "restored-book"
            gaps = {"book": one.book, "entries": str(one.entries), "lost": str(one.lost)}
            console.tell(name, **gaps)
        console.tell("restored-epoch", epoch=str(done.epoch), vault=done.vault)
        return Exit.DONE

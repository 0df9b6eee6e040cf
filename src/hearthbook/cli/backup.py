"""`hearthbook backup VAULT FOLDER [--drill]`: a copy to fall back on, and a try of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.backup import KEEP
from hearthbook.app.backup import back_up
from hearthbook.app.backup import drill
from hearthbook.app.heads import shown_time
from hearthbook.app.household import household
from hearthbook.app.opening import keys_by
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import keys_for
from hearthbook.cli.unlocking import typed
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.backup import BackedUp
    from hearthbook.cli.command import Console


class Backup:
    """Backs up."""

    name = "backup"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask where to, how many to keep, and whether to try it."""
        vault_arguments(parser)
        parser.add_argument("folder", metavar="FOLDER")
        parser.add_argument("--keep", type=int, default=KEEP, metavar="COUNT")
        parser.add_argument("--drill", action="store_true")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Back up, try it if asked to, and say what was done."""
        secret, code = typed(given, console) if given.drill else (None, None)
        keys = (
            keys_by(given.vault, passphrase=secret, recovery=code)
            if given.drill
            else keys_for(given, console)
        )
        tried = None
        with household(given.vault, keys=keys) as home:
            with console.bars.bar("backing-up", folder=given.folder) as move:
                done = back_up(home, folder=given.folder, keep=given.keep, move=move)
            if given.drill:
                with console.bars.bar("drilling") as move:
                    tried = drill(
                        home, folder=given.folder, passphrase=secret, recovery=code, move=move
                    )
        if given.format == "json":
            console.json({**msgspec.to_builtins(done), "drill": tried})
        else:
            _say(done, tried, given, console)
        return Exit.FOUND_FALSE if done.damaged else Exit.DONE


def _say(done: BackedUp, tried: int | None, given: Namespace, console: Console) -> None:
    console.tell(
        "backed-up",
        folder=given.folder,
        generation=done.generation,
        entries=str(done.entries),
        originals=str(done.originals),
        copied=str(done.copied),
    )
    if done.last is None:
        console.tell("backup-first")
    else:
        console.tell("backup-last", when=shown_time(done.last))
    if done.dropped:
        console.tell("backup-dropped", count=str(done.dropped), keep=str(given.keep))
    if done.gone:
        console.caution("backup-gone", count=str(done.gone))
    if done.damaged:
        console.caution("backup-kept-own", count=str(len(done.damaged)))
    if tried is not None:
        console.tell("drill-done", count=str(tried))

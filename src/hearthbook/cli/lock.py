"""`hearthbook lock VAULT`: forget the passphrase now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.unlocked import lock
from hearthbook.app.unlocked import lock_all
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Lock:
    """Locks a vault, or all."""

    name = "lock"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask which; no passphrase is needed."""
        parser.add_argument("vault", nargs="?", metavar="VAULT")
        parser.add_argument("--all", action="store_true")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Lock, and say if there was nothing to lock."""
        if given.all == bool(given.vault):
            raise Failure("lock-which", Exit.WRONG_USAGE)
        if given.all:
            console.tell("locked-all", count=str(lock_all()))
        else:
            done = lock(given.vault)
            console.tell("locked" if done else "locked-already", vault=given.vault)
        return Exit.DONE

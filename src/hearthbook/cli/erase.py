"""`hearthbook erase VAULT REF... --reason WORDS`: destroy what entries say, after a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.erase import erase
from hearthbook.app.erase import file_name
from hearthbook.app.erase import to_erase
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.erase import Erasing
    from hearthbook.app.household import Household
    from hearthbook.cli.command import Console


class Erase:
    """Erases entries."""

    name = "erase"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the entries and the reason."""
        vault_arguments(parser)
        parser.add_argument("ref", nargs="+", metavar="REF")
        parser.add_argument("--reason", required=True, metavar="WORDS")
        parser.add_argument("--book", default="record")
        parser.add_argument("--yes", action="store_true")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Show what would be erased, ask, and erase it.

        Raises:
            Failure: if nobody said yes.
        """
        with opened(given, console) as home:
            planned = to_erase(home, refs=given.ref, book=given.book)
            if given.format == "text":
                _show(home, planned, console)
            if not (given.yes or console.agrees("erase-ask")):
                raise Failure("erase-not-agreed", Exit.WRONG_USAGE)
            done = erase(home, planned, why=given.reason)
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
        else:
            counts = {"entries": str(done.entries), "files": str(done.originals)}
            console.tell("erased", ref=done.ref, **counts)
        return Exit.DONE


def _show(home: Household, planned: Erasing, console: Console) -> None:
    console.tell("erase-preview", count=str(len(planned.numbers)), book=planned.book)
    for kind, count in planned.kinds.items():
        console.say(f"  {console.words(f'finding-of-{kind}')}: {count}")
    for file in planned.destroyed:
        console.tell("erase-file", file=file_name(home, planned.book, file))
    for file in planned.staying:
        console.tell("erase-file-stays", file=file_name(home, planned.book, file))
    console.tell("erase-limits")

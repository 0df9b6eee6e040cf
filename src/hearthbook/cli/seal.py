"""`hearthbook seal VAULT`: sign the log as it stands and keep a copy of the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.seal import seal
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Seal:
    """Signs the heads."""

    name = "seal"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the vault alone."""
        vault_arguments(parser)
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Seal all books and say where the heads lie."""
        with opened(given, console) as home:
            heads = seal(home)
        if given.format == "json":
            console.json([{"book": h.book, "size": h.size, "file": h.file} for h in heads])
            return Exit.DONE
        for head in heads:
            console.tell("sealed", book=head.book, size=str(head.size), file=head.file)
        console.tell("sealed-advice")
        return Exit.DONE

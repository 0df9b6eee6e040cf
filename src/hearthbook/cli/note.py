"""`hearthbook note VAULT WORDS...`: write down a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.diary import log
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Note:
    """Writes a note down."""

    name = "note"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the words, when it was, and for which book."""
        vault_arguments(parser)
        parser.add_argument("words", nargs="+", metavar="WORDS")
        parser.add_argument("--at", default="now", metavar="TIME")
        parser.add_argument("--person", action="append", default=[], metavar="NAME")
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Write it down and say under which ref it stands."""
        words = " ".join(given.words)
        values = {"text": [words], "at": [given.at], "person": given.person}
        with opened(given, console) as home:
            ref = log(home, kind="note", values=values, book=given.book)
        if given.format == "json":
            console.json({"kind": "note", "ref": ref, "book": given.book})
        else:
            console.tell("logged", kind="note", ref=ref)
        return Exit.DONE

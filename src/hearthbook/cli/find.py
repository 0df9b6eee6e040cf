"""`hearthbook find VAULT WORDS`: search what is written, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Find:
    """Searches a book."""

    name = "find"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for words, and for what narrows the search."""
        vault_arguments(parser)
        parser.add_argument("words", nargs="+", metavar="WORDS")
        parser.add_argument("--kind", action="append", default=[], metavar="KIND")
        parser.add_argument("--person", metavar="NAME")
        parser.add_argument("--from", dest="since", metavar="DAY")
        parser.add_argument("--to", dest="until", metavar="DAY")
        parser.add_argument("--limit", type=int, default=100, metavar="N")
        parser.add_argument("--page", type=int, default=1, metavar="N")
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Show what was found; nothing found is no failure."""
        wanted = Wanted(
            words=" ".join(given.words),
            kinds=tuple(given.kind),
            person=given.person,
            since=given.since,
            until=given.until,
            limit=given.limit,
            page=given.page,
        )
        with opened(given, console) as home:
            found = find(home, wanted=wanted, book=given.book)
        if given.format == "json":
            for one in found:
                console.json(
                    {"ref": one.ref, "when": one.when, "who": one.who}
                    | {"kind": one.kind, "text": one.text}
                )
            return Exit.DONE
        head = [console.words(f"head-{name}") for name in ("ref", "when", "who", "text")]
        rows = [(one.ref, one.when, one.who, one.text) for one in found]
        (console.csv if given.format == "csv" else console.table)(head, rows)
        if given.format == "text":
            full = len(found) == given.limit
            console.tell("found", count=str(len(found)))
            if full:
                console.tell("found-more", page=str(given.page + 1))
        return Exit.DONE

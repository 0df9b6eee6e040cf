"""`hearthbook show VAULT FINDING`: what the entries say; every line names what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.ask import FINDINGS
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Show:
    """Shows a finding."""

    name = "show"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the finding, and for what narrows it."""
        vault_arguments(parser)
        parser.add_argument("finding", choices=FINDINGS)
        parser.add_argument("--person", "--with", dest="person", metavar="NAME")
        parser.add_argument("--from", dest="since", metavar="DAY")
        parser.add_argument("--to", dest="until", metavar="DAY")
        parser.add_argument("--longer-than", type=int, default=7, metavar="DAYS")
        parser.add_argument("--kind", action="append", default=[], metavar="KIND")
        parser.add_argument("--both", action="store_true")
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Show it."""
        asking = Asking(
            person=given.person,
            since=given.since,
            until=given.until,
            days=given.longer_than,
            kinds=tuple(given.kind),
            both=given.both,
        )
        with opened(given, console) as home:
            shown = ask(
                home, finding=given.finding, asking=asking, book=given.book, words=console.words
            )
        if given.format == "json":
            console.json(shown.value)
        elif given.format == "csv":
            console.csv(shown.head, shown.rows)
        else:
            for line in shown.before:
                console.say(line)
            console.table(shown.head, shown.rows)
            for line in shown.after:
                console.say(line)
        return Exit.DONE

"""`hearthbook log VAULT KIND ...`: write one entry down, as its form says."""

from __future__ import annotations

from argparse import SUPPRESS
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from hearthbook.app.diary import log
from hearthbook.app.diary import retract
from hearthbook.app.forms import FORMS
from hearthbook.cli.command import Exit
from hearthbook.cli.fields import offer
from hearthbook.cli.fields import values
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Log:
    """Writes one entry down."""

    name = "log"

    def arguments(self, parser: ArgumentParser) -> None:
        """Offer each form with its fields, and taking an entry back."""
        vault_arguments(parser)
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        # The same after the kind, where people type them; left out there, they change nothing.
        after = ArgumentParser(add_help=False, argument_default=SUPPRESS)
        after.add_argument("--passphrase-file", metavar="FILE")
        after.add_argument("--book")
        after.add_argument("--format", choices=("text", "json"))
        kinds = parser.add_subparsers(required=True, metavar="KIND", dest="kind")
        for kind, form in FORMS.items():
            offer(kinds.add_parser(kind, parents=[after]), form.fields)
        own = kinds.add_parser("retraction", parents=[after])
        own.add_argument("--of", required=True, metavar="REF")
        own.add_argument("--why", required=True, metavar="WORDS")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Write it down and say under which ref it stands."""
        with opened(given, console) as home:
            if given.kind == "retraction":
                ref = retract(home, ref=given.of, why=given.why, book=given.book)
            else:
                ref = log(home, kind=given.kind, values=values(given), book=given.book)
        if given.format == "json":
            console.json({"kind": given.kind, "ref": ref, "book": given.book})
        else:
            console.tell("logged", kind=given.kind, ref=ref)
        return Exit.DONE

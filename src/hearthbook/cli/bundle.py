"""`hearthbook bundle VAULT -o FILE.pdf`: press a bundle, and write its manifest beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Bundle:
    """Presses a bundle."""

    name = "bundle"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file, and for what is to be in it."""
        vault_arguments(parser)
        parser.add_argument("-o", "--output", required=True, metavar="FILE.pdf")
        parser.add_argument("--title", default="", metavar="WORDS")
        parser.add_argument("--for", dest="made_for", default="", metavar="NAME")
        parser.add_argument("--person", metavar="NAME")
        parser.add_argument("--thread", metavar="NAME")
        parser.add_argument("--from", dest="since", metavar="DAY")
        parser.add_argument("--to", dest="until", metavar="DAY")
        parser.add_argument("--longer-than", type=int, default=7, metavar="DAYS")
        parser.add_argument("--paper-language", choices=LANGUAGES)
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Press it and say how to check it."""
        order = Order(
            paper=given.output,
            title=given.title,
            made_for=given.made_for,
            person=given.person,
            thread=given.thread,
            since=given.since,
            until=given.until,
            days=given.longer_than,
        )
        words = catalogue(given.paper_language) if given.paper_language else console.words
        with (
            opened(given, console) as home,
            console.bars.bar("pressing", file=given.output) as move,
        ):
            done = make_bundle(home, order=order, words=words, move=move)
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
            return Exit.DONE
        console.tell(
            "pressed",
            file=done.paper,
            pages=str(done.pages),
            lines=str(done.lines),
            messages=str(done.messages),
        )
        console.tell("pressed-next", file=done.paper, manifest=done.manifest)
        return Exit.DONE

"""`hearthbook link VAULT [find|part REF...]`: link what two exports both hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.linking import link
from hearthbook.app.linking import part
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Link:
    """Links the same messages of several exports."""

    name = "link"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask whether to find links or to part one."""
        vault_arguments(parser)
        parser.add_argument("action", nargs="?", choices=("find", "part"), default="find")
        parser.add_argument("ref", nargs="*", metavar="REF")
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Link all exports, or part the entries that are named."""
        if given.action == "part" and not given.ref:
            raise Failure("no-link-named", Exit.WRONG_USAGE)
        with opened(given, console) as home:
            if given.action == "part":
                refs = part(home, refs=given.ref, book=given.book)
                if given.format == "json":
                    console.json({"refs": refs})
                else:
                    console.tell("parted", refs=", ".join(refs))
                return Exit.DONE
            with console.bars.bar("linking") as move:
                linked = link(home, book=given.book, move=move)
        if given.format == "json":
            console.json(msgspec.to_builtins(linked))
        else:
            console.tell("linked", pairs=str(linked.pairs))
        return Exit.DONE

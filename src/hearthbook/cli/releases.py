"""`hearthbook releases VAULT`: what was handed out, to whom, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.releases import releases
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console

_COLUMNS = ("ref", "when", "form", "name", "to", "recipient", "count", "withheld", "root")


class Releases:
    """Lists what was handed out."""

    name = "releases"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the book."""
        vault_arguments(parser)
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """List the releases of a book."""
        with opened(given, console) as home:
            found = releases(home, book=given.book)
        if given.format == "json":
            for one in found:
                console.json(msgspec.to_builtins(one))
            return Exit.DONE
        columns = _COLUMNS if given.format == "csv" else _COLUMNS[:-1]
        head = [console.words(f"release-head-{name}") for name in columns]
        rows = []
        for one in found:
            cells = msgspec.to_builtins(one)
            cells["count"] = str(len(one.entries))
            cells["withheld"] = " ".join(f"{name}({n})" for name, n in one.withheld.items())
            rows.append([cells[name] for name in columns])
        (console.csv if given.format == "csv" else console.table)(head, rows)
        if given.format == "text":
            console.tell("releases-count", count=str(len(rows)))
        return Exit.DONE

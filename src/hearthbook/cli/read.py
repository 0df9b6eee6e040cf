"""`hearthbook read FILE...`: show what files would yield, as JSON lines; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.preview import Preview
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Read:
    """Previews files."""

    name = "read"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for one file or more."""
        parser.add_argument("file", nargs="+", metavar="FILE")
        parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
        parser.add_argument("--summary", action="store_true")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Return the worst outcome of all files; one bad file stops no other."""
        return max(self._one(path, given, console) for path in given.file)

    def _one(self, path: str, given: Namespace, console: Console) -> Exit:
        try:
            preview = Preview(path, given.date_order)
            for line in preview.lines():
                if not given.summary:
                    console.say(line)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
            return failure.code
        console.json({"summary": preview.summary()})
        return Exit.DONE

"""`hearthbook stamp VAULT --authority URL`: have the heads stamped by outside authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.stamp import stamp_heads
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Stamp:
    """Asks for timestamps."""

    name = "stamp"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the authorities, and for the roots we trust."""
        vault_arguments(parser)
        parser.add_argument("--authority", action="append", default=[], metavar="URL")
        parser.add_argument("--roots", metavar="FILE")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Say what each authority answered; one that cannot be reached is asked again later."""
        with opened(given, console) as home:
            done = stamp_heads(home, authorities=given.authority, roots=given.roots)
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
        else:
            for one in done:
                console.tell(f"stamp-{one.state}", head=one.head, authority=one.authority)
        broken = any(one.state == "broken" or one.agreed is False for one in done)
        return Exit.FOUND_FALSE if broken else Exit.DONE

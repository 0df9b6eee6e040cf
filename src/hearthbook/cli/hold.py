"""`hearthbook hold VAULT set|lift|show`: nothing may be erased for as long as it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.hold import Keeping
from hearthbook.app.hold import holds
from hearthbook.app.hold import keep
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.hold import Held
    from hearthbook.cli.command import Console


class Hold:
    """Sets, lifts and shows the preservation hold."""

    name = "hold"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do, and why."""
        vault_arguments(parser)
        parser.add_argument("what", choices=("set", "lift", "show"))
        parser.add_argument("--why", default="", metavar="WORDS")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do it, and say what holds now."""
        with opened(given, console) as home:
            if given.what != "show":
                state = Keeping.SET if given.what == "set" else Keeping.LIFTED
                keep(home, state=state, why=given.why)
            found = holds(home)
        if given.format == "json":
            for one in found:
                console.json(msgspec.to_builtins(one))
            return Exit.DONE
        if given.format == "csv":
            console.csv([console.words(f"hold-head-{name}") for name in _COLUMNS], _rows(found))
            return Exit.DONE
        for one in found:
            console.tell(f"hold-{one.state}", when=one.when, why=one.why)
        in_force = bool(found) and found[-1].state == Keeping.SET
        console.tell("hold-in-force" if in_force else "hold-none")
        return Exit.DONE


_COLUMNS = ("ref", "state", "when", "why")


def _rows(found: list[Held]) -> list[tuple[str, str, str, str]]:
    return [(one.ref, one.state, one.when, one.why) for one in found]

"""`hearthbook drafts VAULT [accept|reject REF...]`: see what was drafted, say yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.drafts import answer
from hearthbook.app.drafts import open_drafts
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.drafts import Open
    from hearthbook.app.household import Household
    from hearthbook.cli.command import Console


class Drafts:
    """Shows drafts and takes answers."""

    name = "drafts"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for an answer and the drafts it is for; without one, the drafts are listed."""
        vault_arguments(parser)
        parser.add_argument("answer", nargs="?", choices=("list", "accept", "reject"))
        parser.add_argument("ref", nargs="*", metavar="REF")
        parser.add_argument("--kind", action="append", default=[], metavar="KIND")
        parser.add_argument("--at", metavar="TIME")
        parser.add_argument("--as", dest="name", metavar="NAME")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """List, or answer each draft named; one that cannot be answered stops no other."""
        with opened(given, console) as home:
            if given.answer in {None, "list"}:
                return self._list(home, given, console)
            if not given.ref:
                raise Failure("no-draft-named", Exit.WRONG_USAGE)
            return max(self._answer(home, ref, given, console) for ref in given.ref)

    def _list(self, home: Household, given: Namespace, console: Console) -> Exit:
        drafts = open_drafts(home, given.kind)
        if given.format == "json":
            for one in drafts:
                console.json(msgspec.to_builtins(one))
            return Exit.DONE
        names = ("ref", "kind", "place", "says", "text", "flags")
        head = [console.words(f"head-{name}") for name in names]
        rows = [
            (
                one.ref,
                one.kind,
                f"{one.start}-{one.end}",
                _says(one, console),
                one.words.replace("\n", " ") if one.kind != "question" else "",
                " ".join((one.band, *one.flags)).strip(),
            )
            for one in drafts
        ]
        (console.csv if given.format == "csv" else console.table)(head, rows)
        if given.format == "text":
            console.tell("drafts-open", count=str(len(rows)))
        return Exit.DONE

    def _answer(self, home: Household, ref: str, given: Namespace, console: Console) -> Exit:
        accepted = given.answer == "accept"
        try:
            done = answer(home, ref=ref, accepted=accepted, at=given.at, name=given.name)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
            return failure.code
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
        elif done.became is not None:
            console.tell("draft-became", draft=done.draft, ref=done.became)
        else:
            console.tell(f"draft-{done.verdict}", draft=done.draft)
        return Exit.DONE


def _says(one: Open, console: Console) -> str:
    """Return what a draft says; a question is asked in the reader's language."""
    if one.kind != "question":
        return one.says
    return console.words(one.says, words=one.words.replace("\n", " "))

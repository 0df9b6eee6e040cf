"""`hearthbook people VAULT [list|propose|join|split]`: whose names and numbers are whose."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.numbers import regional
from hearthbook.app.whose import join
from hearthbook.app.whose import people
from hearthbook.app.whose import propose
from hearthbook.app.whose import split
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.household import Household
    from hearthbook.app.whose import Joined
    from hearthbook.app.whose import Proposal
    from hearthbook.cli.command import Console


class People:
    """Shows, proposes, joins and splits people."""

    name = "people"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do, of whom, with which names."""
        vault_arguments(parser)
        actions = ("list", "propose", "join", "split")
        parser.add_argument("action", nargs="?", choices=actions, default="list")
        parser.add_argument("person", nargs="?", metavar="PERSON")
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--region", metavar="COUNTRY")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do it; nothing is joined but what is named."""
        changes = given.action in {"join", "split"}
        if changes and not given.names:
            raise Failure("say-names", Exit.WRONG_USAGE)
        with opened(given, console) as home:
            if given.region:
                home.say("region", regional(given.region))
            if changes:
                change = join if given.action == "join" else split
                done = change(home, person=given.person, names=given.names)
                _tell_change(done, given, console)
            elif given.action == "propose":
                _tell_proposals(propose(home), given, console)
            else:
                _tell_people(home, given, console)
        return Exit.DONE


def _tell_people(home: Household, given: Namespace, console: Console) -> None:
    found = people(home)
    if given.format == "json":
        console.json(msgspec.to_builtins(found))
        return
    head = [console.words(f"head-{name}") for name in ("person", "name", "names", "sent")]
    rows = [(one.person, one.name, ", ".join(one.names), str(one.sent)) for one in found.people]
    for stranger in found.strangers:
        note = ""
        if stranger.claimed_by:
            note = console.words("people-claimed", people=", ".join(stranger.claimed_by))
        rows.append((console.words("people-nobody"), stranger.name, note, str(stranger.sent)))
    (console.csv if given.format == "csv" else console.table)(head, rows)
    if given.format == "text":
        count, strangers = str(len(found.people)), str(len(found.strangers))
        console.tell("people-listed", count=count, strangers=strangers)


def _tell_proposals(found: list[Proposal], given: Namespace, console: Console) -> None:
    if given.format == "json":
        for one in found:
            console.json(msgspec.to_builtins(one))
        return
    rows = [(one.name, ", ".join(one.names), _why(one, console)) for one in found]
    if given.format == "csv":
        console.csv(
            [console.words(f"head-{name}") for name in ("person", "names", "why")], rows
        )
        return
    for one, (_, names, why) in zip(found, rows, strict=True):
        said = "people-two-known" if len(one.people) > 1 else "people-proposed"
        console.tell(said, name=one.name, names=names)
        console.say(f"  {why}")
        typed = shlex.join([given.vault, "join", one.name, *one.names])
        console.say(f"  hearthbook people {typed}")
    console.tell("people-proposals", count=str(len(found)))


def _why(proposal: Proposal, console: Console) -> str:
    reasons = (
        console.words(f"people-{one.why}", one=one.one, other=one.other)
        for one in proposal.reasons
    )
    return "; ".join(reasons) or console.words("people-same-name")


def _tell_change(done: Joined, given: Namespace, console: Console) -> None:
    if given.format == "json":
        console.json(msgspec.to_builtins(done))
        return
    if not done.refs:
        console.tell("people-joined-already", person=done.person)
        return
    names, refs = ", ".join(done.names), ", ".join(done.refs)
    said = "people-joined" if given.action == "join" else "people-split"
    console.tell(said, person=done.person, names=names, refs=refs)
    for name in done.claimed:
        console.caution("people-claimed-too", name=name, person=done.person)

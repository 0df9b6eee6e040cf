"""`hearthbook phone VAULT pair|list|confirm|revoke|collect`: the phones that write for her."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.app.outbox import collect
from hearthbook.app.phones import confirm
from hearthbook.app.phones import drawn
from hearthbook.app.phones import link
from hearthbook.app.phones import listed
from hearthbook.app.phones import picture
from hearthbook.app.phones import revoke
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.household import Household
    from hearthbook.app.outbox import Collected
    from hearthbook.app.phones import Listed
    from hearthbook.cli.command import Console

_MINUTE: Final = 60_000
_FEW: Final = 8


class Phone:
    """Makes phones ready, decides about them, takes in what they wrote."""

    name = "phone"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do, and for the phone it is about."""
        vault_arguments(parser)
        what = ("pair", "list", "confirm", "revoke", "collect")
        parser.add_argument("what", choices=what)
        parser.add_argument("device", nargs="?", default="", metavar="PHONE")
        parser.add_argument(
            "--page", metavar="ADDRESS", default="https://localhost:8443/phone/"
        )
        parser.add_argument("--carer", action="append", default=[], metavar="NAME")
        parser.add_argument("--without-names", action="store_true")
        parser.add_argument("--picture", metavar="FILE")
        parser.add_argument("--person", metavar="NAME", default="")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do it, and say what came of it."""
        with opened(given, console) as home:
            match given.what:
                case "pair":
                    return self._pair(home, given, console)
                case "list":
                    return self._list(home, given, console)
                case "collect":
                    return tell(collect(home), console, given.format)
                case "confirm":
                    confirm(home, device=given.device, person=given.person or home.writer())
                    console.tell("phone-confirmed", device=given.device)
                    return tell(collect(home), console, "text")
                case _:
                    revoke(home, device=given.device)
                    console.tell("phone-revoked", device=given.device)
                    return Exit.DONE

    def _pair(self, home: Household, given: Namespace, console: Console) -> Exit:
        named = not given.without_names
        made = link(home, page=given.page, shown=given.carer, named=named)
        if given.picture:
            picture(made, given.picture)
        if given.format != "text":
            console.json({"link": made})
            return Exit.DONE
        if given.picture:
            console.tell("phone-pictured", file=given.picture)
        else:
            console.say(drawn(made))
        console.tell("phone-pair", link=made)
        return Exit.DONE

    def _list(self, home: Household, given: Namespace, console: Console) -> Exit:
        phones = listed(home)
        if given.format == "json":
            for one in phones:
                console.json(msgspec.to_builtins(one))
            return Exit.DONE
        names = ("phone", "state", "person", "taken", "waiting", "missing", "clock")
        head = [console.words(f"phone-head-{name}") for name in names]
        rows = [_row(one, console) for one in phones]
        (console.csv if given.format == "csv" else console.table)(head, rows)
        return Exit.DONE


def _row(one: Listed, console: Console) -> tuple[str, ...]:
    gaps = [str(a) if a == b else f"{a}-{b}" for a, b in one.missing[:_FEW]]
    missing = " ".join([*gaps, *(["..."] if one.missing[_FEW:] else [])])
    ahead = "" if one.ahead is None else f"{_minutes(one.ahead):+d} min"
    state = console.words(f"phone-state-{one.state}")
    taken, waiting = str(one.taken), str(one.waiting)
    return (one.device, state, one.person, taken, waiting, missing, ahead)


def _minutes(ms: int) -> int:
    return round(ms / _MINUTE)


def tell(done: Collected, console: Console, form: str) -> Exit:
    """Say what became of the outbox; the exit code is 1 if something could not go in."""
    code = Exit.FOUND_FALSE if done.aside else Exit.DONE
    if form != "text":
        console.json(msgspec.to_builtins(done))
        return code
    for device, count in done.taken.items():
        console.tell("phone-taken", device=device, count=str(count))
    if done.known:
        console.tell("phone-known", count=str(done.known))
    if not done.taken and not done.known and not done.aside:
        console.tell("phone-nothing")
    _caution(done, console)
    return code


def _caution(done: Collected, console: Console) -> None:
    for one in done.aside:
        name = f"phone-aside-{one.reason}"
        console.caution(name, device=one.device, count=str(one.count))
    for clock in done.clocks:
        if clock.ahead is not None and _minutes(clock.ahead):
            minutes = f"{_minutes(clock.ahead):+d}"
            console.caution("phone-clock", device=clock.device, minutes=minutes)
        for counter in clock.moved:
            console.caution("phone-clock-moved", device=clock.device, counter=str(counter))
    for ref, other in done.twice:
        console.caution("phone-twice", ref=ref, other=other)

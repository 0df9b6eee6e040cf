"""`hearthbook keepsakes VAULT [REF]`: what is kept for the children; what waits stays closed.

Nothing of another book is shown, and nothing is written down of what was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.keepsakes import keepsakes
from hearthbook.app.keepsakes import unfolded
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.keepsakes import Keepsakes as Held
    from hearthbook.app.keepsakes import Unfolded
    from hearthbook.cli.command import Console

_COLUMNS = ("ref", "sort", "title", "children", "at", "opens")


class Keepsakes:
    """Shows what is kept for the children."""

    name = "keepsakes"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask which one is to be read, if any."""
        vault_arguments(parser)
        parser.add_argument("ref", nargs="?", default="", metavar="REF")
        parser.add_argument("--open", action="store_true")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """List them, or show one."""
        with opened(given, console) as home:
            if given.ref:
                _read(unfolded(home, given.ref, early=given.open), given.format, console)
            else:
                _list(keepsakes(home), given.format, console)
        return Exit.DONE


def _list(found: Held, form: str, console: Console) -> None:
    if form == "json":
        console.json(msgspec.to_builtins(found))
        return
    words = console.words
    rows = [
        (
            one.ref,
            words(f"keepsakes-{one.sort}"),
            one.title,
            ", ".join(one.children),
            one.at,
            words("keepsakes-closed", day=one.opens) if one.closed else one.opens,
        )
        for one in found.kept
    ]
    rows += [
        (one.ref, words("keepsakes-photo"), one.name, "", one.at, "") for one in found.photos
    ]
    head = [words(f"keepsakes-head-{name}") for name in _COLUMNS]
    (console.csv if form == "csv" else console.table)(head, rows)
    if form == "text":
        console.tell("keepsakes-count", count=str(len(rows)))


def _read(one: Unfolded, form: str, console: Console) -> None:
    kept, words = one.kept, console.words
    if form == "json":
        console.json(msgspec.to_builtins(one))
        return
    if form == "csv":
        head = [words(f"keepsakes-head-{name}") for name in (*_COLUMNS[:3], "text")]
        console.csv(head, [(kept.ref, words(f"keepsakes-{kept.sort}"), kept.title, one.text)])
        return
    sort = words(f"keepsakes-{kept.sort}")
    console.say(" · ".join(filter(None, (kept.title, sort, ", ".join(kept.children), kept.at))))
    if kept.newer:
        console.tell("keepsakes-newer", ref=kept.newer)
    elif kept.struck:
        console.tell("keepsakes-struck")
    if kept.closed and not one.text:
        console.tell("keepsakes-waits", day=kept.opens)
        return
    console.say(one.text)
    for file in one.files:
        size = words("beside-size", bytes=str(file.size))
        console.tell("keepsakes-file", name=file.name, size=size, sha256=file.original)

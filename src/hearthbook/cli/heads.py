"""`hearthbook heads VAULT [export|import|witness]`: heads in other hands, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.heads import add_witness
from hearthbook.app.heads import export_heads
from hearthbook.app.heads import held_heads
from hearthbook.app.heads import import_heads
from hearthbook.app.heads import shown_time
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.heads import Imported
    from hearthbook.app.household import Household
    from hearthbook.cli.command import Console


class Heads:
    """Hands heads out and takes them back."""

    name = "heads"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do and with what; without that, the heads held here are listed."""
        vault_arguments(parser)
        parser.add_argument(
            "what", nargs="?", choices=("list", "export", "import", "witness"), default="list"
        )
        parser.add_argument("given", nargs="*", metavar="FILE|NAME VKEY")
        parser.add_argument("-o", "--output", metavar="FOLDER")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do what was asked for."""
        does = {
            "list": self._list,
            "export": self._export,
            "import": self._import,
            "witness": self._witness,
        }
        with opened(given, console) as home:
            does[given.what](home, given, console)
        return Exit.DONE

    def _list(self, home: Household, given: Namespace, console: Console) -> None:
        heads = held_heads(home)
        if given.format == "json":
            console.json(msgspec.to_builtins(heads))
            return
        names = ("heads-book", "heads-epoch", "head-entries", "heads-file", "heads-seen")
        head = [console.words(name) for name in names]
        rows = [
            (one.book, str(one.epoch), str(one.size), one.file, ", ".join(_seen(one)))
            for one in heads
        ]
        (console.csv if given.format == "csv" else console.table)(head, rows)

    def _export(self, home: Household, given: Namespace, console: Console) -> None:
        if not given.output:
            raise Failure("heads-where", Exit.WRONG_USAGE)
        done = export_heads(home, folder=given.output, words=console.words)
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
            return
        for one in done:
            console.tell("sealed", book=one.book, size=str(one.size), file=one.file)
        console.tell("heads-exported", folder=given.output)

    def _import(self, home: Household, given: Namespace, console: Console) -> None:
        if not given.given:
            raise Failure("heads-which", Exit.WRONG_USAGE)
        done = import_heads(home, paths=given.given)
        if given.format == "json":
            console.json(msgspec.to_builtins(done))
            return
        for one in done:
            gaps = {"file": one.file, "book": one.book, "size": str(one.size)}
            name = (
                "head-lost" if one.size > one.of else "head-kept" if one.new else "head-known"
            )
            console.tell(name, of=str(one.of), lost=str(one.size - one.of), **gaps)
            for seen in _seen(one):
                console.tell("head-seen", seen=seen)
            if one.unknown:
                console.caution("head-unknown", count=str(one.unknown))

    def _witness(self, home: Household, given: Namespace, console: Console) -> None:
        if len(given.given) != 2:
            raise Failure("heads-who", Exit.WRONG_USAGE)
        name, vkey = given.given
        key = add_witness(home, name=name, vkey=vkey)
        if given.format == "json":
            console.json({"witness": name, "vkey": key.text()})
        else:
            console.tell("witness-added", name=name, key=key.name)


def _seen(head: Imported) -> list[str]:
    return [f"{one.witness} {shown_time(one.at)}" for one in head.seen]

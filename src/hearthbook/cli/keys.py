"""`hearthbook keys VAULT list|add|change|remove`: what opens the vault."""

from __future__ import annotations

from argparse import SUPPRESS
from argparse import ArgumentParser
from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.keys import add_passphrase
from hearthbook.app.keys import change
from hearthbook.app.keys import keys
from hearthbook.app.keys import remove
from hearthbook.app.sheet import add_sheet
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import new_passphrase
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import Namespace

    from hearthbook.app.household import Household
    from hearthbook.app.keys import Listed
    from hearthbook.cli.command import Console


class Keys:
    """Shows the keys, and changes them."""

    name = "keys"

    def arguments(self, parser: ArgumentParser) -> None:
        """Offer to list, to add, to change and to remove."""
        vault_arguments(parser)
        forms = ("text", "json", "csv")
        parser.add_argument("--format", choices=forms, default="text")
        after = ArgumentParser(add_help=False, argument_default=SUPPRESS)
        after.add_argument("--passphrase-file", metavar="FILE")
        after.add_argument("--recovery-file", metavar="FILE")
        after.add_argument("--format", choices=forms)
        kinds = parser.add_subparsers(dest="what", metavar="list|add|change|remove")
        kinds.add_parser("list", parents=[after])
        add = kinds.add_parser("add", parents=[after])
        what = add.add_mutually_exclusive_group(required=True)
        what.add_argument("--passphrase", action="store_true")
        what.add_argument("--sheet", metavar="FILE.pdf")
        add.add_argument("--new-passphrase-file", metavar="FILE")
        add.add_argument("--name", default="", metavar="NAME")
        other = kinds.add_parser("change", parents=[after])
        other.add_argument("id", metavar="KEY")
        other.add_argument("--new-passphrase-file", metavar="FILE")
        kinds.add_parser("remove", parents=[after]).add_argument("id", metavar="KEY")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do what was asked; a change asks who is there, even if the vault is unlocked."""
        seeing = given.what in {None, "list"}
        with opened(given, console, afresh=not seeing) as home:
            if seeing:
                _show(keys(home), given.format, console)
            elif given.what == "add":
                _add(home, given, console)
            elif given.what == "change":
                chosen = new_passphrase(given.new_passphrase_file, console)
                change(home, known_as=given.id, passphrase=chosen)
                console.tell("key-changed", key=given.id)
            else:
                remove(home, known_as=given.id)
                console.tell("key-removed", key=given.id)
        return Exit.DONE


def _add(home: Household, given: Namespace, console: Console) -> None:
    if given.sheet:
        sheet, words = given.sheet, console.words
        known_as = add_sheet(home, file=sheet, name=given.name, words=words)
        console.tell("sheet-made", key=known_as, file=sheet)
    else:
        chosen = new_passphrase(given.new_passphrase_file, console)
        known_as = add_passphrase(home, passphrase=chosen, name=given.name)
    console.tell("key-added", key=known_as)


def _show(listed: tuple[Listed, ...], form: str, console: Console) -> None:
    if form == "json":
        for one in listed:
            console.json(msgspec.to_builtins(one))
        return
    head = [console.words(f"head-{name}") for name in ("key", "kind", "name", "made", "cost")]
    rows = [
        (one.id, console.words(f"key-{one.kind}"), one.name, one.made, f"{one.memory} MiB")
        for one in listed
    ]
    (console.csv if form == "csv" else console.table)(head, rows)

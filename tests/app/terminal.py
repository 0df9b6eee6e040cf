"""A terminal at which a test types, and what is typed after a command."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from hearthbook.app.words import catalogue
from hearthbook.cli.command import Console
from hearthbook.cli.progress import Bars
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in

if TYPE_CHECKING:
    from pathlib import Path

WORDS = catalogue("en")


class Terminal:
    """A terminal at which somebody types given lines."""

    def __init__(self, *typed: str) -> None:
        self.typed = list(typed)
        self.said: list[str] = []
        self.warned: list[str] = []

    def console(self, *, interactive: bool = True) -> Console:
        return Console(
            WORDS,
            say=self.said.append,
            warn=self.warned.append,
            bars=Bars(WORDS, shown=False),
            interactive=interactive,
            hear=self.hear,
        )

    def hear(self) -> str:
        if not self.typed:
            raise EOFError
        return self.typed.pop(0)


def given(home: Path, *files: str, **more: object) -> Namespace:
    word = file_in(home, "word", PASSPHRASE.encode())
    usual: dict[str, object] = {
        "vault": str(home / "family.vault"),
        "file": list(files),
        "passphrase_file": word,
        "recovery_file": None,
        "zone": None,
        "me": None,
        "child": [],
        "region": None,
        "unit": None,
        "date_order": None,
        "answers": None,
        "book": "record",
        "format": "text",
    }
    return Namespace(**usual | more)

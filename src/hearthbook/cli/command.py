"""What every command promises, and how it speaks."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.cli.plain import plain

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace
    from collections.abc import Callable
    from collections.abc import Sequence

    from hearthbook.app.words import Words
    from hearthbook.cli.progress import Bars

__all__ = ["Command", "Console", "Exit", "Failure"]


@dataclass(frozen=True)
class Console:
    """Where a command's words go: `say` to standard output, `warn` to standard error."""

    words: Words
    say: Callable[[str], None]
    warn: Callable[[str], None]
    bars: Bars
    interactive: bool
    hear: Callable[[], str] = input

    def ask(self, name: str, /, **gaps: str) -> str:
        """Ask with the sentence that goes by `name`, and return the line that is typed.

        Nobody there to answer is an empty answer.
        """
        self.warn(self.words(name, **gaps))
        try:
            return self.hear().strip()
        except EOFError:
            return ""

    def tell(self, name: str, /, **gaps: str) -> None:
        """Say the sentence that goes by `name`."""
        self.say(self.words(name, **gaps))

    def caution(self, name: str, /, **gaps: str) -> None:
        """Warn with the sentence that goes by `name`."""
        self.warn(self.words(name, **gaps))

    def agrees(self, name: str, /, **gaps: str) -> bool:
        """Ask the question that goes by `name`, and tell whether the answer is a plain yes.

        Where nobody is there to ask, there is no yes.
        """
        if not self.interactive:
            return False
        answer = input(plain(f"{self.words(name, **gaps)} ")).strip().casefold()
        return answer in self.words("answers-yes").split()

    def json(self, value: object) -> None:
        """Say `value` as JSON on one line."""
        self.say(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def csv(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Say a table as comma-separated values (RFC 4180)."""
        held = io.StringIO()
        table = csv.writer(held, lineterminator="\n")
        table.writerow(head)
        table.writerows([[_inert(cell) for cell in row] for row in rows])
        self.say(held.getvalue().rstrip("\n"))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Say a table in columns, for a person to read."""
        widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
        for row in (head, ["-" * width for width in widths], *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.say("  ".join(cells).rstrip())


def _inert(cell: str) -> str:
    # A spreadsheet runs a cell that begins like a formula; words of others may begin so.
    # https://owasp.org/www-community/attacks/CSV_Injection
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


class Command(Protocol):
    """One thing to type after `hearthbook`."""

    @property
    def name(self) -> str:
        """What is typed; the catalogue holds `<name>-help` and `<name>-example`."""

    def arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed after the command."""

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do it, and return the exit code.

        Raises:
            Failure: if it could not be done; its words are said and its code returned.
        """

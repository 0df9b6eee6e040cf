"""`hearthbook doctor`: try on this machine everything that sealing and pressing rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.doctor import doctor
from hearthbook.cli.command import Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Doctor:
    """Runs the self-tests."""

    name = "doctor"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask how to show it."""
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Say which tests passed."""
        checks = doctor()
        passed = sum(check.passed for check in checks)
        if given.format == "json":
            console.json([{"check": check.name, "passed": check.passed} for check in checks])
        else:
            for check in checks:
                name = "doctor-passed" if check.passed else "doctor-failed"
                console.tell(name, check=console.words(f"check-{check.name}"))
            console.tell("doctor-done", passed=str(passed), count=str(len(checks)))
        return Exit.DONE if passed == len(checks) else Exit.FOUND_FALSE

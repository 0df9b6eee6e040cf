"""Ask for the passphrase, or read it from a file; it is never an argument, an echo or a log."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.household import household
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace
    from contextlib import AbstractContextManager

    from hearthbook.app.household import Household
    from hearthbook.cli.command import Console


def vault_arguments(parser: ArgumentParser) -> None:
    """Declare the vault and where its passphrase comes from."""
    parser.add_argument("vault", metavar="VAULT")
    parser.add_argument("--passphrase-file", metavar="FILE")
    parser.add_argument("--recovery-file", metavar="FILE")


def passphrase(given: Namespace, console: Console) -> str:
    """Return the passphrase.

    Raises:
        Failure: if there is no such file, and nobody to ask.
    """
    if given.passphrase_file:
        return _first_line(given.passphrase_file)
    if not console.interactive:
        raise Failure("nobody-to-ask", Exit.LOCKED)
    return getpass.getpass(console.words("ask-passphrase") + " ")


def opened(given: Namespace, console: Console) -> AbstractContextManager[Household]:
    """Open the vault that was named, for the time of one command.

    Raises:
        Failure: if it cannot be opened.
    """
    return household(given.vault, *typed(given, console))


def typed(given: Namespace, console: Console) -> tuple[str | None, str | None]:
    """Return the passphrase, or else the recovery code, that the vault is opened with.

    Raises:
        Failure: as `passphrase`.
    """
    if given.recovery_file:
        return None, _first_line(given.recovery_file)
    return passphrase(given, console), None


def _first_line(file: str) -> str:
    try:
        text = Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("no-passphrase-file", Exit.WRONG_USAGE, file=file) from error
    return text.removesuffix("\n").removesuffix("\r")

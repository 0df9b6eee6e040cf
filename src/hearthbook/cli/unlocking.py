"""Ask for the passphrase, or read it from a file; it is never an argument, an echo or a log."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.clock import pause
from hearthbook.app.device import keys_of_device
from hearthbook.app.effort import TRIES
from hearthbook.app.effort import wait_after
from hearthbook.app.erase import finish_erasing
from hearthbook.app.household import household
from hearthbook.app.opening import GROUPS
from hearthbook.app.opening import keys_by
from hearthbook.app.opening import read_group
from hearthbook.app.unlocked import held
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.app.opening import Keys
    from hearthbook.cli.command import Console

_SHORT: Final = 12
_WHOLE: Final = 20  # signs: more than a group was typed at once
_MISTYPED: Final = frozenset(
    {"vault-wrong-passphrase", "vault-wrong-recovery", "vault-code-group", "vault-code-length"}
)


def vault_arguments(parser: ArgumentParser) -> None:
    """Declare the vault and where its passphrase comes from."""
    parser.add_argument("vault", metavar="VAULT")
    parser.add_argument("--passphrase-file", metavar="FILE")
    parser.add_argument("--recovery-file", metavar="FILE")


def new_passphrase(file: str | None, console: Console) -> str:
    """Return a passphrase that somebody chooses, asked for twice.

    Raises:
        Failure: if there is no such file and nobody to ask, or the two differ.
    """
    if file:
        chosen = first_line(file)
    else:
        chosen = _asked(console, "ask-new-passphrase")
        if _asked(console, "ask-passphrase-again") != chosen:
            raise Failure("passphrases-differ", Exit.WRONG_USAGE)
    if 0 < len(chosen) < _SHORT:
        console.caution("short-passphrase")
    return chosen


@contextmanager
def opened(given: Namespace, console: Console, *, afresh: bool = False) -> Iterator[Household]:
    """Open the vault that was named, for the time of one command.

    Raises:
        Failure: if it cannot be opened.
    """
    with household(given.vault, keys=keys_for(given, console, afresh=afresh)) as home:
        for place in home.mend():
            console.caution("header-mended", place=place)
        if finish_erasing(home):
            console.caution("erase-finished")
        yield home


def keys_for(given: Namespace, console: Console, *, afresh: bool = False) -> Keys:
    """Return the keys of the vault that was named; `afresh` if a person has to show up.

    Raises:
        Failure: if nothing that was given opens it.
    """
    if given.recovery_file:
        return keys_by(given.vault, recovery=first_line(given.recovery_file))
    if given.passphrase_file:
        return keys_by(given.vault, passphrase=first_line(given.passphrase_file))
    found = None if afresh else held(given.vault) or keys_of_device(given.vault)
    if found is not None:
        return found
    return _asked_for(given.vault, console)


def typed(given: Namespace, console: Console) -> tuple[str | None, str | None]:
    """Return the passphrase, or else the recovery code, that a person gives right now.

    Raises:
        Failure: if there is no such file, and nobody to ask.
    """
    if given.recovery_file:
        return None, first_line(given.recovery_file)
    if given.passphrase_file:
        return first_line(given.passphrase_file), None
    return _asked(console, "ask-passphrase"), None


def _asked_for(vault: str, console: Console) -> Keys:
    """Ask until something opens the vault, longer apart each time, and then no more."""
    for wrong in range(TRIES):
        pause(wait_after(wrong))
        try:
            typed = _asked(console, "ask-passphrase")
            if typed:
                return keys_by(vault, passphrase=typed)
            return keys_by(vault, recovery=_code(console))
        except Failure as failure:
            if failure.name not in _MISTYPED or wrong + 1 == TRIES:
                raise
            console.caution(failure.name, **failure.gaps)
    raise AssertionError


def _code(console: Console) -> str:
    """Ask for the recovery code, group by group; the whole of it may be typed at once."""
    groups: list[str] = []
    while len(groups) < GROUPS:
        place = len(groups) + 1
        typed = _asked(console, "ask-group", place=str(place), of=str(GROUPS))
        if len(typed) > _WHOLE:
            return typed
        if read_group(typed, place):
            groups.append(typed)
        else:
            console.caution("group-typo", place=str(place))
    return " ".join(groups)


def _asked(console: Console, name: str, /, **gaps: str) -> str:
    if not console.interactive:
        raise Failure("nobody-to-ask", Exit.LOCKED)
    return getpass.getpass(console.words(name, **gaps) + " ")


def first_line(file: str) -> str:
    """Return the first line of a file that holds a secret.

    Raises:
        Failure: if it cannot be read.
    """
    try:
        text = Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("no-passphrase-file", Exit.WRONG_USAGE, file=file) from error
    return text.removesuffix("\n").removesuffix("\r")

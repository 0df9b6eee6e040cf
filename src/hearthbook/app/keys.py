"""The keys of a vault: see which there are, add one, change a passphrase, take one away.

Whoever finds the vault unlocked must not be able to make a key of their own: all but seeing is
for whoever holds a passphrase or a recovery sheet, and the faces ask for it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.effort import cost_here
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.text import nfc
from hearthbook.base.time import in_utc
from hearthbook.vault.slot import TYPED
from hearthbook.vault.ways import NewWay

if TYPE_CHECKING:
    from hearthbook.app.household import Household

_LONGEST: Final = 60


class Listed(Struct, frozen=True):
    """One key as it is shown: `made` is a day, `memory` what a try costs, in MiB."""

    id: str
    kind: str
    name: str
    made: str
    memory: int


def keys(home: Household) -> tuple[Listed, ...]:
    """Return the keys of the vault, the oldest first, without any secret."""
    return tuple(
        Listed(
            one.id, one.kind, one.name, in_utc(one.made).date().isoformat(), one.memory // 1024
        )
        for one in home.vault.ways()
    )


def add_passphrase(home: Household, *, passphrase: str, name: str) -> str:
    """Let one passphrase more open the vault, and return the id of its key.

    Raises:
        Failure: if it is empty, or its name is too long.
    """
    known_as = home.vault.new_way_id()
    home.vault.add_way(wanted(TYPED, chosen(passphrase), name), known_as)
    return known_as


def change(home: Household, *, known_as: str, passphrase: str) -> None:
    """Let another passphrase open the vault in place of one.

    Raises:
        Failure: if it is empty.
    """
    home.vault.change_way(known_as, wanted(TYPED, chosen(passphrase), ""))


def remove(home: Household, *, known_as: str) -> None:
    """Take a key away. What it is called is forgotten; copies of the vault still know it."""
    home.vault.remove_way(known_as)


def wanted(kind: str, typed: str, name: str) -> NewWay:
    """Return the key that is wanted, as of now and at what it costs here.

    Raises:
        Failure: if its name is too long.
    """
    called = nfc(name).strip()
    if len(called) > _LONGEST:
        raise Failure("key-name-long", Exit.WRONG_USAGE, most=str(_LONGEST))
    return NewWay(kind, typed, now(), called, cost_here())


def chosen(passphrase: str) -> str:
    """Return the passphrase, if it is one.

    Raises:
        Failure: if it is empty.
    """
    if not passphrase:
        raise Failure("empty-passphrase", Exit.WRONG_USAGE)
    return passphrase

"""What trying a passphrase costs: memory for each try, and longer waits after each wrong one.

Nothing is counted on the disk and nothing is ever wiped. Against a copy of the vault only the
first helps; the second slows down somebody at her own keyboard.
"""

from __future__ import annotations

import os
from typing import Final

from hearthbook.vault.slot import Cost

TRIES: Final = 5

_FLOOR: Final = 64
_MORE: Final = 256  # MiB, some half a second of an ordinary laptop
_ENOUGH: Final = 3 << 30  # bytes of a machine that can spare that
_LONGEST: Final = 60_000
_NAME: Final = "HEARTHBOOK_KEY_MEMORY"


def cost_here() -> Cost:
    """Return what a new passphrase costs: 256 MiB where memory allows, else 64.

    The environment may choose the floor for a small machine: `HEARTHBOOK_KEY_MEMORY=64`.
    """
    few = os.environ.get(_NAME) == str(_FLOOR) or _memory() < _ENOUGH
    return Cost(memory=(_FLOOR if few else _MORE) * 1024)


def wait_after(wrong: int) -> int:
    """Return how many milliseconds to wait after so many wrong tries: up to a minute."""
    return min(1000 << min(wrong - 1, 6), _LONGEST) if wrong > 0 else 0


def _memory() -> int:
    names = getattr(os, "sysconf_names", {})
    if not {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= set(names):
        return 0
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

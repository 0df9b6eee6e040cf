"""Keep what is in memory out of core dumps: a command that crashes may hold keys and words."""

from __future__ import annotations

import sys


def give_up_dumps() -> None:
    """Ask the system to write no core dump of this process, or of any that it starts."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # only such systems have it

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))

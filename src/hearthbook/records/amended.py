"""Which entries no longer stand, because a later one corrects them or takes them back.

1. An amendment has effect while it stands itself: what takes back a retraction restores.
2. Amendments that hang on each other in a ring have none. No honest log holds such a ring, for
   a ref is a hash of what it names; a forged one shall not make an entry disappear.
3. The order they come in does not matter. Of several that strike one entry, the least ref is
   named.
"""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable


class Amendment(Struct, frozen=True, order=True):
    """The entry `ref` strikes the entry `of`; a correction puts the entry `by` in its place."""

    ref: str
    of: str
    by: str = ""


def fallen(amendments: Iterable[Amendment]) -> dict[str, str]:
    """Return the refs that no longer stand, each with the ref of what struck it."""
    every = {(one.ref, one.of) for one in amendments}
    rings = _rings(every)
    edges = sorted((ref, of) for ref, of in every if ref not in rings)
    targets: dict[str, list[str]] = defaultdict(list)
    waiting = Counter(of for _, of in edges)
    for ref, of in edges:
        targets[ref].append(of)
    settled = [ref for ref in targets if not waiting[ref]]
    gone: dict[str, str] = {}
    while settled:
        ref = settled.pop()
        for of in targets.get(ref, ()):
            if ref not in gone:
                gone[of] = min(ref, gone.get(of, ref))
            waiting[of] -= 1
            if not waiting[of]:
                settled.append(of)
    return gone


def _rings(edges: set[tuple[str, str]]) -> set[str]:
    """Return the refs that hang on each other: they strike, and are struck, without end."""
    while True:
        strikers, struck = {ref for ref, _ in edges}, {of for _, of in edges}
        held = {edge for edge in edges if edge[0] in struck and edge[1] in strikers}
        if held == edges:
            return strikers
        edges = held

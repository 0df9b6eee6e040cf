"""Which entry stands for several that are one message in several exports.

1. What holds together by pairs is one group, however long the chain.
2. An entry that no longer stands is in no group.
3. The entry that stands for its group is one that is nowhere the later of a pair; of several,
   the least ref. The order of the pairs does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from collections.abc import Iterable


class Linked:
    """Groups of refs, each with the ref that stands for it."""

    def __init__(self, pairs: Iterable[tuple[str, str]], gone: Container[str]) -> None:
        """Group the refs of `pairs`; those `gone` are left out."""
        held = [(one, other) for one, other in pairs if one != other]
        later = {other for _, other in held}
        self._first: dict[str, str] = {}
        self._all: dict[str, tuple[str, ...]] = {}
        for group in _groups(held):
            standing = sorted(
                (ref for ref in group if ref not in gone), key=lambda ref: (ref in later, ref)
            )
            for ref in standing[1:]:
                self._first[ref] = standing[0]
            if len(standing) > 1:
                self._all[standing[0]] = tuple(standing)

    def first(self, ref: str) -> str | None:
        """Return the ref that stands for `ref`, None if it stands for itself."""
        return self._first.get(ref)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Every group by the ref that stands for it, that one first."""
        return self._all


def _groups(pairs: list[tuple[str, str]]) -> Iterable[list[str]]:
    above: dict[str, str] = {}

    def top(ref: str) -> str:
        while (over := above.setdefault(ref, ref)) != ref:
            above[ref] = above[over]
            ref = over
        return ref

    for one, other in pairs:
        above[top(other)] = top(one)
    groups: dict[str, list[str]] = defaultdict(list)
    for ref in list(above):
        groups[top(ref)].append(ref)
    return groups.values()

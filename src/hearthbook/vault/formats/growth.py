"""Growth lines: proof that a signed head grew out of smaller heads of the same log.

One line for each smaller head: `old <size>` and the hashes of its consistency proof (RFC 6962)
in base 64, parted by single blanks; a line feed ends it. The sizes rise. A line is what the
first part of a request to a witness says, in C2SP's words, on one line of text, so that a
shell can look it up: https://c2sp.org/tlog-witness
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.vault.formats import tree
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

ENDING: Final = ".growth"
_SIZE: Final = re.compile(r"[1-9][0-9]{0,18}")
_STEPS: Final = 64  # no tree of 2^63 leaves has a longer proof


class NotGrowthError(ValueError):
    """These bytes are no growth lines."""


def written(proofs: Mapping[int, Sequence[bytes]]) -> bytes:
    """Return the lines of `proofs`, each by the size it begins at."""
    lines = [
        " ".join(["old", str(size), *map(text64, proofs[size])]) for size in sorted(proofs)
    ]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def read(raw: bytes) -> dict[int, tuple[bytes, ...]]:
    """Return the proofs by the sizes they begin at.

    Raises:
        NotGrowthError: if `written` would not have made just these bytes.
    """
    try:
        lines = [line.split(" ") for line in raw.decode("ascii").split("\n")]
        found = {_size(line): tuple(map(bytes64, line[2:])) for line in lines[:-1]}
    except ValueError as error:
        raise NotGrowthError from error
    steps = [step for proof in found.values() for step in proof]
    if any(len(step) != tree.HASH for step in steps) or written(found) != raw:
        raise NotGrowthError
    return found


def _size(line: list[str]) -> int:
    word, size, *steps = line
    if word != "old" or not _SIZE.fullmatch(size) or len(steps) > _STEPS:
        raise NotGrowthError
    return int(size)

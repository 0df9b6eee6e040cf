"""The files of one mail, as they were before they were written into it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.sources.mail.letter import MOST_FILES
from hearthbook.sources.mail.letter import begins
from hearthbook.sources.mail.letter import body
from hearthbook.sources.mail.letter import file_name
from hearthbook.sources.mail.parts import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.message import Mark

_LONGEST: Final = 200  # signs of a name
_SEPARATING: Final = str.maketrans(dict.fromkeys("/\\\0!", "_"))


class Enclosed(NamedTuple):
    """A file of a mail: its name, fit to be the last part of a path, and its bytes."""

    name: str
    data: bytes


def enclosed(raw: bytes) -> Iterator[Enclosed]:
    """Yield the files of the mail `raw` in order; one that is not whole is empty."""
    marks: set[Mark] = set()
    leaves = Tree(raw, marks).leaves(begins(raw), len(raw))
    named = ((leaf, file_name(leaf, marks)) for leaf in leaves)
    files = ((leaf, name) for leaf, name in named if name is not None)
    for leaf, name in islice(files, MOST_FILES):
        plain = name.translate(_SEPARATING)[:_LONGEST].strip()
        yield Enclosed(plain or "file", body(raw, leaf, marks, strict=True) or b"")

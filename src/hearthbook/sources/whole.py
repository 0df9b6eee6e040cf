"""Files that are one record as a whole: a picture, a recording, a document, or one snag.

Such a file is known by how it begins, and its one record covers it from end to end.
"""

from __future__ import annotations

from abc import ABC
from abc import abstractmethod
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import ClassVar
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.records.event import Document
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_HEAD: Final = 1 << 16


class WholeFile(ABC):
    """A reader of files that are one record each."""

    name: ClassVar[str]
    version: ClassVar[int]

    @abstractmethod
    def kind(self, head: bytes) -> str | None:
        """Return the media type of a file that begins with `head`, None if it is not ours."""

    @abstractmethod
    def record(self, original: Original, kind: str) -> Document | Snag:
        """Return what the file `original` of a known `kind` is."""

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a file of this kind."""
        del name
        return self.kind(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: a whole file has no sides, and a clock without offset stays one."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield the one record, or a snag if the file is none of ours."""
        del answers
        if not original.data:
            return
        kind = self.kind(original.data[:_HEAD])
        yield unread(original, Reason.NO_ENTRY) if kind is None else self.record(original, kind)


def document(original: Original, kind: str) -> Document:
    """Return the file `original` as a document of the media type `kind`."""
    return Document(
        name=nfc((original.member or original.name).rpartition("/")[2]),
        media_type=kind,
        size=len(original.data),
        sha256=sha256(original.data).hexdigest(),
        origin=origin(original, 0, len(original.data)),
    )


def unread(original: Original, reason: Reason) -> Snag:
    """Return the whole of a file as one stretch that was not read."""
    return Snag(origin(original, 0, len(original.data)), reason)

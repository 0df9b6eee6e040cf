"""A form that brings files along, read as it comes in: no part of it stands on a disk.

1. The form's token comes before its files. Without it nothing more is read.
2. Words are few and short; files are held in memory, up to a size all together.
3. What is too large is read to its end and dropped, so that the browser hears the answer.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Final

from litestar.exceptions import ClientException
from multipart import MultipartError  # type: ignore[import-untyped]  # it has no types
from multipart import MultipartSegment
from multipart import PushMultipartParser
from multipart import parse_options_header

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.received import Received
from hearthbook.web.fields import fields
from hearthbook.web.gate import FIELD
from hearthbook.web.gate import PARTED
from hearthbook.web.gate import ours
from hearthbook.web.gate import sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.web.page import Asked

MOST: Final = 200 << 20  # bytes of all files of a form
LARGEST: Final = MOST + (2 << 20)
_WORDS: Final = 1 << 20  # bytes of all its words


class Parts:
    """What came with a form. Close it when done."""

    def __init__(self) -> None:
        self.typed: dict[str, list[str]] = {}
        self.files: list[Received] = []
        self.failure: Failure | None = None

    def close(self) -> None:
        """Let go of the files."""
        for held in self.files:
            held.close()
        self.files = []


async def parts(request: Asked) -> Parts:
    """Return the words and the files of a form, sent in either of the two ways forms are sent.

    Raises:
        PermissionDeniedException: if it is no form of our own.
        ClientException: if it is cut off or too long.
    """
    found = _Reading(request)
    if sort(request) != PARTED:
        found.parts.typed = await fields(request)
        return found.parts
    _, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        with PushMultipartParser(options.get("boundary", ""), max_segment_count=500) as parser:
            async for piece in request.stream():
                for event in parser.parse(piece) if piece else ():
                    found.take(event)
    except BaseException as error:
        found.parts.close()
        if isinstance(error, MultipartError):
            raise ClientException(detail="form") from error
        raise
    ours(request, found.token)
    return found.parts


class _Reading:
    """One form on its way in."""

    def __init__(self, request: Asked) -> None:
        self.parts = Parts()
        self.token = ""
        self._request = request
        self._name = ""
        self._file: Received | None = None
        self._words = bytearray()
        self._left, self._free = _WORDS, MOST

    def take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        """Take the beginning of a part, bytes of it, or its end."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        elif self._file is None:
            self._left -= len(event)
            if self._left < 0:
                raise ClientException(detail="form")
            self._words += event
        else:
            self._hold(self._file, bytes(event))

    def _begin(self, part: MultipartSegment) -> None:
        self._name, self._file = part.name, None
        self._words = bytearray()
        if part.filename is not None:
            ours(self._request, self.token)
            self._file = Received(part.filename, MOST)
            self.parts.files.append(self._file)

    def _hold(self, file: Received, raw: bytes) -> None:
        self._free -= len(raw)
        if self._free < 0:
            size = str(MOST >> 20)
            self.parts.failure = Failure(
                "too-large", Exit.NOT_READABLE, file=file.name, most=size
            )
        if self.parts.failure is None:
            file.write(raw)

    def _end(self) -> None:
        if self._file is not None:
            if not self._file.size and self._file in self.parts.files:
                self.parts.files.remove(self._file)  # the field was left empty
                self._file.close()
            return
        with suppress(UnicodeDecodeError):
            words = self._words.decode()
            if self._name == FIELD:
                self.token = words
            elif words.strip():
                self.parts.typed.setdefault(self._name, []).append(words)


def without(held: Parts) -> Iterator[Received]:
    """Yield the files of a form, each let go of when the next is asked for."""
    while held.files:
        file = held.files.pop(0)
        try:
            yield file
        finally:
            file.close()

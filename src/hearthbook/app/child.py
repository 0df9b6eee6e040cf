"""Start the reading child and hand on what it says, believing none of it."""

from __future__ import annotations

import atexit
import os
from pathlib import Path
from queue import Full
from queue import Queue
from threading import Event
from threading import Thread
from typing import TYPE_CHECKING
from typing import Final

import msgspec
from msgspec import structs

from hearthbook.app.forks import House
from hearthbook.app.mailbox import written_out
from hearthbook.app.notices import Done
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Notice
from hearthbook.records.provenance import Reason

if TYPE_CHECKING:
    from collections.abc import Generator
    from collections.abc import Iterator

    from hearthbook.app.forks import Child
    from hearthbook.app.notices import Job

_NOTICE: Final[msgspec.json.Decoder[Notice | Done]] = msgspec.json.Decoder(Notice | Done)
# A record is refused beyond a megabyte when it is sealed; a longer line is no record.
_LONGEST: Final = 8 << 20
_CHUNK: Final = 1 << 18
_AHEAD: Final = 64  # chunks


_HOUSE: Final = House("hearthbook.app.reading")
atexit.register(_HOUSE.close)


def lines(job: Job) -> Iterator[bytes | Notice]:
    """Yield the child's lines: a record's bytes, or a notice.

    If the child dies, or says what no child of ours says, the last thing is `Failed`.
    """
    whole = structs.replace(job, path=str(Path(job.path).absolute()))
    with written_out(whole) as given:
        yield from _said(given)


def _said(job: Job) -> Iterator[bytes | Notice]:
    try:
        child = _HOUSE.begin(msgspec.json.encode(job))
    except OSError:
        yield Failed(Reason.READER_FAILED)
        return
    try:
        ended = yield from _lines(child)
    finally:
        _HOUSE.end(child)
    if not ended:
        yield Failed(Reason.READER_FAILED)


def _lines(child: Child) -> Generator[bytes | Notice, None, bool]:
    rest, done = b"", False
    for chunk in _Pump(child.said):
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST:
            return False
        for line in whole:
            if line[:1] != b"#":
                yield line
                continue
            try:
                notice = _NOTICE.decode(line[1:])
            except msgspec.DecodeError:
                return False
            if isinstance(notice, Done):
                done = True
            else:
                yield notice
    return done and not rest


class _Pump:
    """Takes what the child says in a thread, so that it reads on while others seal."""

    def __init__(self, said: int) -> None:
        self._pipe = said
        self._held: Queue[bytes] = Queue(_AHEAD)
        self._stopped = Event()
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with os.fdopen(self._pipe, "rb", buffering=0) as pipe:
            chunk = b"-"
            while chunk and not self._stopped.is_set():
                chunk = pipe.read(_CHUNK)
                self._put(chunk)

    def _put(self, chunk: bytes) -> None:
        while not self._stopped.is_set():
            try:
                self._held.put(chunk, timeout=1)
            except Full:
                continue
            return

    def __iter__(self) -> Iterator[bytes]:
        """Yield the chunks in order."""
        try:
            while chunk := self._held.get():
                yield chunk
        finally:
            self._stopped.set()

"""Start the reading child and hand on what it says, believing none of it."""

from __future__ import annotations

import os
import subprocess
import sys
from queue import Full
from queue import Queue
from threading import Event
from threading import Thread
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.app.mailbox import written_out
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Notice
from hearthbook.records.provenance import Reason

if TYPE_CHECKING:
    from collections.abc import Generator
    from collections.abc import Iterator

    from hearthbook.app.notices import Job

_NOTICE: Final[msgspec.json.Decoder[Notice]] = msgspec.json.Decoder(Notice)
# A record is refused beyond a megabyte when it is sealed; a longer line is no record.
_LONGEST: Final = 8 << 20
_CHUNK: Final = 1 << 18
_AHEAD: Final = 64  # chunks


def lines(job: Job) -> Iterator[bytes | Notice]:
    """Yield the child's lines: a record's bytes, or a notice.

    If the child dies, or says what no child of ours says, the last thing is `Failed`.
    """
    with written_out(job) as whole:
        yield from _said(whole)


def _said(job: Job) -> Iterator[bytes | Notice]:
    command = [sys.executable, "-I", "-X", "utf8", "-m", "hearthbook.app.reading"]
    with subprocess.Popen(  # noqa: S603  # our own module, our own interpreter, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        try:
            if child.stdin is None:
                raise AssertionError
            child.stdin.write(msgspec.json.encode(job))
            child.stdin.close()
            ended = yield from _lines(child)
        finally:
            child.kill()
    if not ended:
        yield Failed(Reason.READER_FAILED)


def _lines(child: subprocess.Popen[bytes]) -> Generator[bytes | Notice, None, bool]:
    rest = b""
    for chunk in _Pump(child):
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST:
            return False
        for line in whole:
            if line[:1] != b"#":
                yield line
                continue
            try:
                yield _NOTICE.decode(line[1:])
            except msgspec.DecodeError:
                return False
    return not rest and child.wait() == 0


class _Pump:
    """Takes what the child says in a thread, so that it reads on while others seal."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        if child.stdout is None:
            raise AssertionError
        self._pipe = child.stdout
        self._held: Queue[bytes] = Queue(_AHEAD)
        self._stopped = Event()
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        chunk = b"-"
        while chunk and not self._stopped.is_set():
            try:
                chunk = os.read(self._pipe.fileno(), _CHUNK)
            except (OSError, ValueError):  # the pipe was closed under it
                chunk = b""
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

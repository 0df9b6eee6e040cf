"""Start the reading child and hand on what it says, believing none of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.app.reading import Failed
from hearthbook.app.reading import Notice
from hearthbook.records.provenance import Reason

if TYPE_CHECKING:
    from collections.abc import Generator
    from collections.abc import Iterator

    from hearthbook.app.reading import Job

_NOTICE: Final[msgspec.json.Decoder[Notice]] = msgspec.json.Decoder(Notice)
# A record is refused beyond a megabyte when it is sealed; a longer line is no record.
_LONGEST: Final = 8 << 20


def lines(job: Job) -> Iterator[bytes | Notice]:
    """Yield the child's lines: a record's bytes, or a notice.

    If the child dies, or says what no child of ours says, the last thing is `Failed`.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-m", "hearthbook.app.reading"]
    with subprocess.Popen(  # noqa: S603  # our own module, our own interpreter, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise AssertionError
        try:
            child.stdin.write(msgspec.json.encode(job))
            child.stdin.close()
            ended = yield from _lines(child)
        finally:
            child.kill()
    if not ended:
        yield Failed(Reason.READER_FAILED)


def _lines(child: subprocess.Popen[bytes]) -> Generator[bytes | Notice, None, bool]:
    if child.stdout is None:
        raise AssertionError
    while line := child.stdout.readline(_LONGEST):
        if not line.endswith(b"\n"):
            return False
        if line[0] != 0x23:
            yield line[:-1]
            continue
        try:
            yield _NOTICE.decode(line[1:])
        except msgspec.DecodeError:
            return False
    return child.wait() == 0

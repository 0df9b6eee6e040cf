"""A process that becomes another program, after it took from itself what that has no need of.

`python -m hearthbook.app.shut_in SIZE FILE FOLDER PROGRAM ARGUMENT...` runs PROGRAM so that it
reaches the system's own programs, reads FILE, and writes in FOLDER; it has no network and may
stop no other process. Where that much cannot be taken away it does not run at all. FILE is
opened before, and named to it last, for a file that came over the wire has no place on a disk.
"""

from __future__ import annotations

import os
import sys
from typing import Final

from hearthbook.app.confine import limit
from hearthbook.app.confine import memory_for
from hearthbook.app.confine import refuse_calls
from hearthbook.app.confine import seconds_for
from hearthbook.app.landlock import reaching_only

NOT_SHUT_IN: Final = 77
_SYSTEM: Final = ("/usr", "/bin", "/lib", "/lib64")
_LARGEST: Final = 512 << 20  # bytes of a file it writes


def main(arguments: list[str]) -> int:
    """Become the program, or return `NOT_SHUT_IN`."""
    size, file, folder, *command = arguments
    seconds = seconds_for(int(size))
    limit(memory=memory_for(int(size)), seconds=seconds, written=_LARGEST)
    given = os.open(file, os.O_RDONLY)
    os.set_inheritable(given, True)  # noqa: FBT003  # the order of the standard library
    named = f"/proc/self/fd/{given}"
    files = (named, "/etc/ld.so.cache", "/dev/null")
    shut = reaching_only(programs=_SYSTEM, files=files, folders=(folder,))
    plain = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
    if shut and refuse_calls(programs=True):
        os.execve(command[0], [*command, named], plain)  # noqa: S606  # no shell, and a fixed program
    return NOT_SHUT_IN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

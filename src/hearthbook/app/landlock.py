"""Let this process, and all that it becomes, reach a few paths and no other file.

Landlock is Linux's way to do so without any privilege
(https://docs.kernel.org/userspace-api/landlock.html). Older kernels know fewer of the rights.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXECUTE: Final = 1
_READ_FILE: Final = 1 << 2
_READ_FOLDER: Final = 1 << 3
_ALL: Final = (1 << 13) - 1
_TRUNCATE: Final = 1 << 14
_TRUNCATES: Final = 3  # the version of Landlock that knows it
_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every machine
_VERSION: Final = 1
_BENEATH: Final = 1
_NO_NEW_PRIVS: Final = 38


def reaching_only(
    *, programs: Sequence[str], files: Sequence[str], folders: Sequence[str]
) -> bool:
    """Leave this process `programs` to run, `files` to read, `folders` to read and write.

    `programs` are folders. Returns False, with nothing changed, where there is no Landlock.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, 0, _VERSION)
    if version < 1:
        return False
    every = _ALL | (_TRUNCATE if version >= _TRUNCATES else 0)
    rules = libc.syscall(_CREATE, struct.pack("=Q", every), 8, 0)
    granted = (
        (programs, _EXECUTE | _READ_FILE | _READ_FOLDER),
        (files, _READ_FILE),
        (folders, every & ~_EXECUTE),
    )
    done = [_add(libc, rules, path, rights) for paths, rights in granted for path in paths]
    none_new = libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    shut = libc.syscall(_RESTRICT, rules, 0)
    os.close(rules)
    return all(done) and none_new == shut == 0


def _add(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> bool:
    try:
        place = os.open(path, os.O_PATH)
    except FileNotFoundError:
        return True  # nothing there needs to be reached
    try:
        rule = struct.pack("=Qi", rights, place)
        done: int = libc.syscall(_ADD, rules, _BENEATH, rule, 0)
        in_memory = ctypes.get_errno() == errno.EBADFD  # it stands in no folder, and is open
    finally:
        os.close(place)
    return done == 0 or in_memory

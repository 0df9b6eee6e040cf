"""Take from this process what a reader of foreign files has no need of.

Limits of memory, time and files come from POSIX `setrlimit`. On Linux a seccomp filter
(https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html) refuses sockets and
new programs for good. Where there is no seccomp the limits alone hold, and `doctor` says so.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys
from typing import Final

_MEGABYTE: Final = 1 << 20
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2
_EPERM: Final = 1
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | _EPERM

# Numbers of socket, connect, bind, sendto, socketpair, ptrace, kill, pidfd_send_signal,
# truncate, and of io_uring_setup, by which these could be asked for without their own calls.
# x86-64: linux/arch/x86/entry/syscalls/syscall_64.tbl; arm64: include/uapi/asm-generic/unistd.h
_CALLS: Final[dict[str, tuple[int, tuple[int, ...]]]] = {
    "x86_64": (0xC000003E, (41, 42, 49, 44, 53, 101, 62, 424, 76, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 206, 199, 117, 129, 424, 45, 425)),
}
_PROGRAMS: Final = {"x86_64": (59, 322), "aarch64": (221, 281)}  # execve, execveat


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confine(*, memory: int, seconds: int) -> bool:
    """Limit this process to `memory` bytes and `seconds` of processor time, no network.

    Returns whether sockets and new programs are refused as well.
    """
    limit(memory=memory, seconds=seconds, written=0)
    return refuse_calls(programs=False)


def limit(*, memory: int, seconds: int, written: int) -> None:
    """Limit this process to `memory` bytes, `seconds`, and files of `written` bytes."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        low = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (low, low))


def memory_for(size: int) -> int:
    """Return how much memory reading a file of `size` bytes may take; a mapped file counts."""
    return size + 1536 * _MEGABYTE


def seconds_for(size: int) -> int:
    """Return how much processor time reading a file of `size` bytes may take."""
    return 60 + size // _MEGABYTE


def refuse_calls(*, programs: bool) -> bool:
    """Refuse sockets and the like for good, and new programs too unless `programs` may run.

    Returns False where that cannot be done.
    """
    arch, calls = _CALLS.get(platform.machine(), (0, ()))
    if sys.platform != "linux" or not calls:
        return False
    calls += () if programs else _PROGRAMS[platform.machine()]
    rules = [
        _rule(0x20, 0, 0, 4),  # load the architecture
        _rule(0x15, 1, 0, arch),  # ours: go on
        _rule(0x06, 0, 0, _REFUSE),
        _rule(0x20, 0, 0, 0),  # load the number of the call
    ]
    for place, call in enumerate(calls):
        rules.append(_rule(0x15, len(calls) - place, 0, call))
    rules += [_rule(0x06, 0, 0, _ALLOW), _rule(0x06, 0, 0, _REFUSE)]
    code = b"".join(rules)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(rules), ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    done: int = libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)
    return done == 0


def _rule(code: int, yes: int, no: int, value: int) -> bytes:
    """Return one instruction of the filter (struct sock_filter: u16, u8, u8, u32)."""
    return struct.pack("=HBBI", code, yes, no, value)

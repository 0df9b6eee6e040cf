"""Take from this process what a reader of foreign files has no need of.

Limits of memory, time and files come from POSIX `setrlimit`. On Linux a seccomp filter
(https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html) refuses for good
sockets, new programs, a hand on other processes, and files moved, cut, removed or opened for
writing. Where there is no seccomp the limits alone hold, and `doctor` says so.
"""

from __future__ import annotations

import ctypes
import os
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

# What a reader never asks for: sockets and other processes; io_uring, by which these could be
# asked for without a call of their own. Neither does what was written elsewhere.
# x86-64: linux/arch/x86/entry/syscalls/syscall_64.tbl; arm64: include/uapi/asm-generic/unistd.h
_X86: Final = {
    "socket": 41, "connect": 42, "bind": 49, "sendto": 44, "sendmsg": 46, "socketpair": 53,
    "kill": 62, "tkill": 200, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
    "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal": 424, "truncate": 76,
    "io_uring_setup": 425,
}  # fmt: skip
_ARM: Final = {
    "socket": 198, "connect": 203, "bind": 200, "sendto": 206, "sendmsg": 211,
    "socketpair": 199, "kill": 129, "tkill": 130, "ptrace": 117, "process_vm_readv": 270,
    "process_vm_writev": 271, "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal": 424,
    "truncate": 45, "io_uring_setup": 425,
}  # fmt: skip
# New programs, and any change to a file or a folder, which a program that writes needs.
_X86_CHANGES: Final = {
    "fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "openat2": 437, "ftruncate": 77,
    "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87,
    "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94,
    "mknod": 133, "mkdirat": 258, "mknodat": 259, "fchownat": 260, "unlinkat": 263,
    "renameat": 264, "linkat": 265, "symlinkat": 266, "fchmodat": 268, "renameat2": 316,
    "fchmodat2": 452, "setxattr": 188, "removexattr": 197,
}  # fmt: skip
_ARM_CHANGES: Final = {
    "execve": 221, "execveat": 281, "openat2": 437, "ftruncate": 46, "mkdirat": 34,
    "mknodat": 33, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38,
    "renameat2": 276, "fchmod": 52, "fchmodat": 53, "fchmodat2": 452, "fchown": 55,
    "fchownat": 54, "setxattr": 5, "removexattr": 14,
}  # fmt: skip
# Calls that open a file, and which of their arguments says for what.
_X86_OPENING: Final = {"open": (2, 1), "openat": (257, 2)}
_ARM_OPENING: Final = {"openat": (56, 2)}
_CALLS: Final = {
    "x86_64": (0xC000003E, _X86, _X86_CHANGES, _X86_OPENING),
    "aarch64": (0xC00000B7, _ARM, _ARM_CHANGES, _ARM_OPENING),
}
_TO_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_LOAD, _EQUAL, _ANY, _RETURN = 0x20, 0x15, 0x45, 0x06  # linux/include/uapi/linux/bpf_common.h


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
    """Refuse sockets and other processes for good, and new programs and changes to files too.

    Those two are let through if `programs` may run. Returns False where it cannot be done.
    """
    arch, calls, changes, opening = _CALLS.get(platform.machine(), (0, {}, {}, {}))
    if sys.platform != "linux" or not calls:
        return False
    refused = calls if programs else calls | changes
    rules = [
        _rule(_LOAD, 0, 0, 4),  # the architecture
        _rule(_EQUAL, 1, 0, arch),
        _rule(_RETURN, 0, 0, _REFUSE),
        _rule(_LOAD, 0, 0, 0),  # the number of the call
    ]
    for call in refused.values():
        rules += [_rule(_EQUAL, 0, 1, call), _rule(_RETURN, 0, 0, _REFUSE)]
    for call, place in () if programs else opening.values():
        rules += [
            _rule(_EQUAL, 0, 4, call),
            _rule(_LOAD, 0, 0, 16 + 8 * place),
            _rule(_ANY, 0, 1, _TO_WRITE),
            _rule(_RETURN, 0, 0, _REFUSE),
            _rule(_RETURN, 0, 0, _ALLOW),
        ]
    rules.append(_rule(_RETURN, 0, 0, _ALLOW))
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

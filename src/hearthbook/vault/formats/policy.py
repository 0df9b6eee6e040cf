"""Whose word is enough for a checkpoint: logs, witnesses, groups, a quorum (C2SP tlog-policy).

1. A line defines one thing: `log <vkey> [<url>]`, `witness <name> <vkey> [<url>]`,
   `group <name> <any|all|k> <member>...`, and exactly once `quorum <name|none>`. Names are
   defined above the line that uses them, and each is a member once at most, so that no witness
   counts twice. Two keys with the same key material are one too many, whatever their names.
2. Items are parted by spaces and tabs alone, lines by line feeds. Empty lines and those that
   begin with `#` are passed over. Bytes above 7F are opaque: names are compared as they stand.
3. A checkpoint is vouched for if one of the logs has signed it and enough witnesses have
   cosigned it. A line by a known key that does not verify sinks it. https://c2sp.org/tlog-policy
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import note

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Sequence

NONE: Final = "none"

_LARGEST: Final = 1 << 18
_TEXT: Final = re.compile(rb"(?:[\t\x20-\x7e\x80-\xff]*\n)+")
_COUNT: Final = re.compile("[1-9][0-9]{0,3}")
_ITEM: Final = re.compile(r"[^\t\n ]+")


class NotAPolicyError(ValueError):
    """Bytes that are no policy."""


class NotVouchedError(ValueError):
    """A checkpoint for which too few have vouched, or whose signatures fail."""


class Log(Struct, frozen=True):
    """A log whose checkpoints are taken, and where to reach it, if that is known."""

    key: note.Key
    url: str = ""


class Witness(Struct, frozen=True):
    """A witness by its name in the policy."""

    name: str
    key: note.Key
    url: str = ""


class Group(Struct, frozen=True):
    """A group that has seen what at least `enough` of its members have seen."""

    name: str
    enough: int
    members: tuple[str, ...]


class Policy(Struct, frozen=True):
    """A whole policy. `quorum` is the name of a witness or group, or `none`."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    def satisfied(self, cosigners: Collection[note.Key]) -> bool:
        """Tell whether the witnesses with these keys make the quorum."""
        seen = {one.name for one in self.witnesses if one.key in cosigners}
        for group in self.groups:
            if len(seen.intersection(group.members)) >= group.enough:
                seen.add(group.name)
        return self.quorum in {NONE, *seen}


class Vouched(Struct, frozen=True):
    """A checkpoint that a policy takes, and who has cosigned it when."""

    head: checkpoint.Checkpoint
    cosigned: tuple[cosignature.Cosignature, ...]


def simple(logs: Sequence[note.Key], witnesses: Sequence[tuple[str, note.Key]]) -> Policy:
    """Return the policy that asks for one witness at least, or for none if there is none."""
    seen = tuple(Witness(name, key) for name, key in witnesses)
    if not seen:
        return Policy(tuple(Log(key) for key in logs), (), (), NONE)
    names = tuple(one.name for one in seen)
    name = "anyone"
    while name in names:
        name += "-"
    return Policy(tuple(Log(key) for key in logs), seen, (Group(name, 1, names),), name)


def written(policy: Policy) -> bytes:
    """Return the bytes of a policy.

    Raises:
        NotAPolicyError: if reading them would not give the same policy back.
    """
    lines = [_line("log", one.key.text(), one.url) for one in policy.logs]
    lines += [_line("witness", one.name, one.key.text(), one.url) for one in policy.witnesses]
    for group in policy.groups:
        whole = group.enough == len(group.members)
        enough = "all" if whole else "any" if group.enough == 1 else str(group.enough)
        lines.append(_line("group", group.name, enough, *group.members))
    try:
        raw = "".join([*lines, _line("quorum", policy.quorum)]).encode("utf-8", _OPAQUE)
    except UnicodeEncodeError as error:
        raise NotAPolicyError from error
    if read(raw) != policy:
        raise NotAPolicyError
    return raw


def read(raw: bytes) -> Policy:
    """Return the policy whose bytes are `raw`.

    Raises:
        NotAPolicyError: if they are none, or one that asks for what cannot be.
    """
    if len(raw) > _LARGEST or not _TEXT.fullmatch(raw):
        raise NotAPolicyError
    held = _Reading()
    for line in raw.decode("utf-8", _OPAQUE).split("\n"):
        items = _ITEM.findall(line)
        if items and not items[0].startswith("#"):
            held.take(items[0], items[1:])
    return held.policy()


def vouched(
    raw: bytes, policy: Policy, logs: Sequence[note.Key] = (), *, quorum: bool = True
) -> Vouched:
    """Return the checkpoint in the signed note `raw`, for which `policy` finds enough vouched.

    `logs` are further logs known from elsewhere. Without `quorum` it is enough that a log has
    signed, and what witnesses have signed verifies.

    Raises:
        NotVouchedError: if no such log has signed it, a signature fails, or the quorum is
            not met.
    """
    try:
        held = note.read(raw)
        head = checkpoint.read(held.text)
        known = [*(one.key for one in policy.logs), *logs]
        note.verified(held, [key for key in known if key.name == head.origin])
        seen = cosignature.verified(held, [one.key for one in policy.witnesses])
    except ValueError as error:
        raise NotVouchedError from error
    if quorum and not policy.satisfied({one.witness for one in seen}):
        raise NotVouchedError
    return Vouched(head, seen)


# Keeps bytes that are no UTF-8 as they are, there and back.
_OPAQUE: Final = "surrogateescape"


class _Reading:
    """What has been read of a policy so far."""

    def __init__(self) -> None:
        self._logs: list[Log] = []
        self._witnesses: list[Witness] = []
        self._groups: list[Group] = []
        self._quorums: list[str] = []
        self._names: set[str] = set()
        self._members: set[str] = set()

    def take(self, word: str, items: list[str]) -> None:
        """Take one line."""
        match word, len(items):
            case "log", 1 | 2:
                self._log(*items)
            case "witness", 2 | 3:
                self._witness(*items)
            case "group", count if count > 2:
                self._group(*items)
            case "quorum", 1:
                self._quorum(*items)
            case _:
                raise NotAPolicyError

    def policy(self) -> Policy:
        """Return the whole policy."""
        if len(self._quorums) != 1:
            raise NotAPolicyError
        logs, witnesses = tuple(self._logs), tuple(self._witnesses)
        return Policy(logs, witnesses, tuple(self._groups), self._quorums[0])

    def _log(self, vkey: str, url: str = "") -> None:
        key = _key(vkey, note.ED25519, [one.key for one in self._logs])
        self._logs.append(Log(key, url))

    def _witness(self, name: str, vkey: str, url: str = "") -> None:
        self._define(name)
        key = _key(vkey, note.COSIGNATURE, [one.key for one in self._witnesses])
        self._witnesses.append(Witness(name, key, url))

    def _group(self, name: str, enough: str, *members: str) -> None:
        fresh = set(members)
        if len(fresh) != len(members) or not self._names.issuperset(fresh):
            raise NotAPolicyError
        if fresh & self._members:
            raise NotAPolicyError
        self._members |= fresh
        self._define(name)
        words = {"any": 1, "all": len(members)}
        if enough not in words and not _COUNT.fullmatch(enough):
            raise NotAPolicyError
        need = words.get(enough) or int(enough)
        if need > len(members):
            raise NotAPolicyError
        self._groups.append(Group(name, need, members))

    def _quorum(self, name: str) -> None:
        if name not in {NONE, *self._names}:
            raise NotAPolicyError
        self._quorums.append(name)

    def _define(self, name: str) -> None:
        if name in {NONE, *self._names}:
            raise NotAPolicyError
        self._names.add(name)


def _key(vkey: str, kind: int, known: Sequence[note.Key]) -> note.Key:
    try:
        key = note.read_key(vkey)
    except ValueError as error:
        raise NotAPolicyError from error
    if key.type != kind or key.public in {one.public for one in known}:
        raise NotAPolicyError
    return key


def _line(*items: str) -> str:
    return " ".join(item for item in items if item) + "\n"

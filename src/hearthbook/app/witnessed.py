"""Check a head, or a proof that an entry is under one, against a policy; no vault is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.verify import Checked
from hearthbook.vault.formats import growth
from hearthbook.vault.formats import policy
from hearthbook.vault.formats import proof
from hearthbook.vault.formats import tree

if TYPE_CHECKING:
    from hearthbook.vault.formats.checkpoint import Checkpoint
    from hearthbook.vault.formats.policy import Policy

ENDINGS: Final = (".checkpoint", ".head", ".tlog-proof")
_LARGEST: Final = 1 << 21


def verify_head(
    path: str, *, rules: str | None, leaf: str | None = None, since: str | None = None
) -> list[Checked]:
    """Return what was checked of a head or a proof, by the policy in the file `rules`.

    `leaf` is the file with the leaf of the entry that a proof is about, `since` that with an
    earlier head, out of which this one must have grown.

    Raises:
        Failure: if a file cannot be read, there is no policy, a proof comes without a leaf, or
            a head without the proof that it grew.
    """
    if rules is None:
        raise Failure("verify-policy", Exit.WRONG_USAGE, file=path)
    try:
        held = policy.read(_read(rules))
    except policy.NotAPolicyError as error:
        raise Failure("verify-no-policy", Exit.WRONG_USAGE, file=rules) from error
    raw, name = _read(path), Path(path).name
    try:
        shown = proof.read(raw)
    except proof.NotAProofError:
        found = _head(raw, name, held)
        if since is not None:
            found.append(_grew(path, raw, since, held))
        if leaf is not None:
            found.append(Checked("witnessed-inside", name, 1, passed=False))
        return found
    if leaf is None:
        raise Failure("verify-leaf", Exit.WRONG_USAGE, file=path)
    inside = Checked("witnessed-inside", name, 1, passed=_inside(shown, _read(leaf), held))
    return [*_head(shown.note, name, held), inside]


def _head(raw: bytes, name: str, held: Policy) -> list[Checked]:
    try:
        found = policy.vouched(raw, held, quorum=False)
    except policy.NotVouchedError:
        return [Checked("witnessed-signed", name, 1, passed=False)]
    enough = held.satisfied({one.witness for one in found.cosigned})
    return [
        Checked("witnessed-signed", name, found.head.size, passed=True),
        Checked("witnessed-seen", name, len(found.cosigned), passed=enough),
    ]


def _grew(path: str, raw: bytes, since: str, held: Policy) -> Checked:
    """Say whether the lines beside the head at `path` prove that it grew out of another."""
    name = Path(path).name
    try:
        new = policy.vouched(raw, held, quorum=False).head
        old = policy.vouched(_read(since), held, quorum=False).head
        passed = new.origin == old.origin and (old.size == 0 or _led(path, old, new))
    except (policy.NotVouchedError, growth.NotGrowthError):
        return Checked("witnessed-grew", name, 1, passed=False)
    return Checked("witnessed-grew", name, old.size, passed=passed)


def _led(path: str, old: Checkpoint, new: Checkpoint) -> bool:
    steps: tuple[bytes, ...] | None = ()
    if old.size != new.size:
        lines = growth.read(_read(str(Path(path).with_suffix(growth.ENDING))))
        steps = lines.get(old.size)
    trees = (old.size, old.root), (new.size, new.root)
    return steps is not None and tree.grew(*trees, steps)


def _inside(shown: proof.Proof, leaf: bytes, held: Policy) -> bool:
    """Tell whether a proof shows the leaf to be in the log of one of the policy's keys."""
    for log in held.logs:
        try:
            proof.proved(shown, tree.leaf_hash(leaf), log.key)
        except proof.NotAProofError:
            continue
        return True
    return False


def _read(file: str) -> bytes:
    try:
        with Path(file).open("rb") as held:
            return held.read(_LARGEST)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-opened", Exit.NOT_READABLE, file=file, reason=reason) from error

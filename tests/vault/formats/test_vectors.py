"""The published vectors are what the code makes, and each bad one is refused for its defect."""

from __future__ import annotations

from hashlib import sha256

import pytest

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
from hearthbook.vault.formats import proof
from hearthbook.vault.formats import release
from tests.vault.formats import vectors

PAPER = sha256(b"a paper").hexdigest()
BAD = [(defect, name) for defect, files in vectors.bad().items() for name in files]


def taken(name: str, raw: bytes) -> bool:
    """Tell whether a verifier that holds the log's key takes the file."""
    try:
        if name == "checkpoint":
            checkpoint.read_signed(raw, vectors.LOG)
        elif name == "421.tlog-proof":
            proof.proved(proof.read(raw), vectors.HASHES[421], vectors.LOG)
        elif name == "leaf.json":
            leaf.read(raw)
        elif name == "log.policy":
            policy.vouched(vectors.good()["checkpoint-cosigned"], policy.read(raw))
        elif name == "release.json":
            found = release.verify(release.read(raw), PAPER, vectors.LOG.text())
            return all(check.ok for check in found)
    except (
        checkpoint.NotACheckpointError,
        proof.NotAProofError,
        leaf.NotALeafError,
        policy.NotAPolicyError,
        release.NotAReleaseError,
    ):
        return False
    return True


@pytest.mark.parametrize("name", vectors.good())
def test_a_good_vector_is_what_the_code_makes(name: str) -> None:
    assert (vectors.FOLDER / "good" / name).read_bytes() == vectors.good()[name]


@pytest.mark.parametrize("name", ["checkpoint", "421.tlog-proof", "release.json", "log.policy"])
def test_a_good_vector_is_taken(name: str) -> None:
    assert taken(name, vectors.good()[name])


@pytest.mark.parametrize(("defect", "name"), BAD)
def test_a_bad_vector_is_refused(defect: str, name: str) -> None:
    raw = (vectors.FOLDER / f"bad-{defect}" / name).read_bytes()

    assert raw == vectors.bad()[defect][name]
    assert raw != vectors.good().get(name, b"")
    assert not taken(name, raw)


def test_a_leaf_without_a_defect_is_taken() -> None:
    assert taken(
        "leaf.json", leaf.sealed(vectors.RECORD, vectors.ENVELOPE, "record", vectors.SEED)
    )


def test_no_vector_lies_there_that_nobody_makes() -> None:
    known = {f"good/{name}" for name in vectors.good()}
    known |= {f"bad-{defect}/{name}" for defect, name in BAD}

    found = {p.relative_to(vectors.FOLDER).as_posix() for p in vectors.FOLDER.rglob("*/*")}
    assert found == known


def test_both_keys_are_those_that_other_programs_know() -> None:
    log = note.read_key(
        "vault.example/test-1+ea538a7e+Ae1k7A6ZjrpHCOQWcDL/tmu39YLygHFmvzkvMY05ePyH"
    )
    witness = note.read_key(
        "witness.example/w1+356f130d+BJLCoKbtkBxcr/osJm61M74MWnjYuFX1xuyJ6VAOn/OE"
    )

    assert (log, witness) == (vectors.LOG, vectors.WITNESS)


def test_signatures_are_those_that_other_programs_accepted() -> None:
    log_line, witness_line = vectors.cosigned_head().signatures

    assert log_line.line() == (
        "— vault.example/test-1 6lOKfvRTpXSAgYuHvXJ3UDRefV5w1nlxRn3VDnesPE+X0l1Mc05OI/sRWoXjfy/"
        "DthI2H43/yA27z6lhw0yRIqvAig8=\n"
    )
    assert witness_line.line() == (
        "— witness.example/w1 NW8TDQAAAABpVbkATsMnisSMF9GxDpofFSebyvqFu3sEJw1zbav71NX8Z6FERM+"
        "NtwAN1g1zWEL3OsVeGmF6dPBL/BpY2RYaCJyyCw==\n"
    )


def test_the_proof_file_is_the_one_that_other_programs_accepted() -> None:
    digest = sha256(vectors.good()["421.tlog-proof"]).hexdigest()

    assert digest == "073d470a45410c3b35c08ca3a73fddc4f7c0a02800b689a519e8be9917054140"

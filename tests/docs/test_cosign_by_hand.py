"""What docs/cosign-by-hand.md and the script beside the heads make, the program takes."""

from __future__ import annotations

import re
import subprocess
from itertools import combinations
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.diary import log
from hearthbook.app.heads import add_witness
from hearthbook.app.heads import export_heads
from hearthbook.app.heads import held_heads
from hearthbook.app.heads import import_heads
from hearthbook.app.heads import policy_of
from hearthbook.app.words import catalogue
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import growth
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
from hearthbook.vault.formats.base64 import text64
from tests.app.homes import new_home

if TYPE_CHECKING:
    from hearthbook.app.household import Household

PAGE = (Path(__file__).parents[2] / "docs/cosign-by-hand.md").read_text("utf-8")
STEPS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def run(step: int, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", STEPS[step]],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def lawyers(tmp_path: Path) -> Path:
    """Return the lawyer's own folder."""
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


def signed_by_hand(home: Household, lawyers: Path) -> bytes:
    """Let the lawyer follow the page, and return the file that comes back."""
    copy(home.book("record").seal(), lawyers / "head.checkpoint")
    for step in range(len(STEPS)):
        run(step, lawyers)
    return (lawyers / "cosigned.checkpoint").read_bytes()


def test_what_was_signed_by_hand_is_known_as_the_witnesses(
    tmp_path: Path, lawyers: Path
) -> None:
    with new_home(tmp_path) as home:
        raw = signed_by_hand(home, lawyers)
        vkey = (lawyers / "witness.vkey").read_text("utf-8").strip()
        key = add_witness(home, name="brandt", vkey=vkey)

        [came] = import_heads(home, paths=[str(lawyers / "cosigned.checkpoint")])

        assert key.name == "lawyer.example/brandt"
        assert (came.new, came.unknown) == (True, 0)
        assert [one.witness for one in came.seen] == ["brandt"]
        [kept] = [one for one in held_heads(home) if one.seen]
        assert kept.size == 5
        found = policy.vouched(raw, policy_of(home))
        assert [one.witness for one in found.cosigned] == [key]
        with pytest.raises(policy.NotVouchedError):
            policy.vouched(home.book("record").checkpoint(), policy_of(home))


def cosign(folder: Path, name: str, head: str) -> tuple[int, str]:
    done = subprocess.run(
        ["sh", "cosign.sh", name, head],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stderr


def test_the_script_that_comes_with_the_heads_signs_what_grew_and_nothing_else(
    tmp_path: Path, lawyers: Path
) -> None:
    with new_home(tmp_path) as home:
        export_heads(home, folder=str(lawyers), words=catalogue("en"))
        log(home, kind="note", values={"text": ["both asleep"]}, book="record")
        export_heads(home, folder=str(lawyers), words=catalogue("en"))
        later, first = "record.e1.6.checkpoint", "record.e1.5.checkpoint"
        raw = (lawyers / later).read_text("utf-8")
        (lawyers / "changed").write_text(raw.replace("\n6\n", "\n7\n"), "utf-8")
        (lawyers / "mailed").write_text(raw.replace("\n", "\r\n"), "utf-8")

        codes = [
            cosign(lawyers, "lawyer.example/brandt", head)[0]
            for head in (
                first,
                later,
                later,
                first,
                "changed",
                "mailed",
                "log.policy",
                "nowhere",
            )
        ]
        vkey = (lawyers / "witness.vkey").read_text("utf-8").strip()
        add_witness(home, name="brandt", vkey=vkey)
        came = import_heads(
            home, paths=[str(lawyers / f"{head}.cosigned") for head in (first, later)]
        )

        assert codes == [0, 0, 0, 1, 1, 4, 4, 4]
        assert [(one.size, [seen.witness for seen in one.seen]) for one in came] == [
            (5, ["brandt"]),
            (6, ["brandt"]),
        ]
        assert (lawyers / "witness.pem").stat().st_mode & 0o077 == 0
        assert cosign(lawyers, "two words", later)[0] == 2


def notes(home: Household, upto: int) -> None:
    """Write notes down until the book has `upto` entries."""
    while home.book("record").size < upto:
        log(home, kind="note", values={"text": ["both asleep"]}, book="record")


def seen(lawyers: Path, head: str) -> None:
    """Make a head the last that was signed."""
    lines = (lawyers / head).read_text("utf-8").splitlines()
    (lawyers / "witness.seen").write_text(" ".join(lines[:3]) + "\n", "utf-8")


def test_the_script_proves_growth_from_every_size_to_every_size(
    tmp_path: Path, lawyers: Path
) -> None:
    sizes = (5, 7, 8, 9, 16)
    with new_home(tmp_path) as home:
        for size in sizes:
            notes(home, size)
            export_heads(home, folder=str(lawyers), words=catalogue("en"))
    first = (lawyers / "record.e1.5.growth").read_bytes()
    last = growth.read((lawyers / "record.e1.16.growth").read_bytes())

    codes = []
    for old, new in combinations(sizes, 2):
        seen(lawyers, f"record.e1.{old}.checkpoint")
        codes.append(cosign(lawyers, "brandt", f"record.e1.{new}.checkpoint")[0])

    assert first == b""
    assert list(last) == list(sizes[:-1])
    assert codes == [0] * 10


@pytest.mark.parametrize("harm", ["gone", "of another", "of no hash", "changed", "rewritten"])
def test_the_script_signs_nothing_that_is_not_proved_to_have_grown(
    tmp_path: Path, lawyers: Path, harm: str
) -> None:
    with new_home(tmp_path) as home:
        for size in (6, 11):
            notes(home, size)
            export_heads(home, folder=str(lawyers), words=catalogue("en"))
        proof = lawyers / "record.e1.11.growth"
        seen(lawyers, "record.e1.6.checkpoint")
        line = proof.read_text("ascii")
        match harm:
            case "gone":
                proof.unlink()
            case "of another":
                proof.write_text(line.replace("old 6", "old 5"), "ascii")
            case "of no hash":
                proof.write_text(line.replace(" ", " A", 2), "ascii")
            case "changed":
                raw = bytearray(growth.read(proof.read_bytes())[6][1])
                raw[0] ^= 1
                steps = list(growth.read(proof.read_bytes())[6])
                steps[1] = bytes(raw)
                proof.write_bytes(growth.written({6: steps}))
            case _:
                said = (lawyers / "witness.seen").read_text("utf-8").split()
                said[2] = text64(bytes(32))
                (lawyers / "witness.seen").write_text(" ".join(said) + "\n", "utf-8")

    code, told = cosign(lawyers, "brandt", "record.e1.11.checkpoint")

    assert (code, "Nothing was signed." in told) == (1, True)
    assert not (lawyers / "record.e1.11.checkpoint.cosigned").exists()


def test_the_script_refuses_another_head_of_the_same_size(
    tmp_path: Path, lawyers: Path
) -> None:
    with new_home(tmp_path) as home:
        export_heads(home, folder=str(lawyers), words=catalogue("en"))
        book = home.book("record")
        other = checkpoint.Checkpoint(book.key.name, 5, bytes(32)).text()
        raw = note.signed(other, book.key, book._signer.sign).written()
    (lawyers / "other").write_bytes(raw)

    assert cosign(lawyers, "brandt", "record.e1.5.checkpoint")[0] == 0
    code, said = cosign(lawyers, "brandt", "other")

    assert (code, "another head of the same size" in said) == (1, True)
    assert not (lawyers / "other.cosigned").exists()

"""What docs/cosign-by-hand.md and the script beside the heads make, the program takes."""

from __future__ import annotations

import re
import subprocess
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
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
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

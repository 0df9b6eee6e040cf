"""The commands of docs/cosign-by-hand.md make a signature that the program takes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.heads import add_witness
from hearthbook.app.heads import held_heads
from hearthbook.app.heads import import_heads
from hearthbook.app.heads import policy_of
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

        [came] = import_heads(home, files=[str(lawyers / "cosigned.checkpoint")])

        assert key.name == "lawyer.example/brandt"
        assert (came.new, came.unknown) == (True, 0)
        assert [one.witness for one in came.seen] == ["brandt"]
        [kept] = [one for one in held_heads(home) if one.seen]
        assert kept.size == 5
        found = policy.vouched(raw, policy_of(home))
        assert [one.witness for one in found.cosigned] == [key]
        with pytest.raises(policy.NotVouchedError):
            policy.vouched(home.book("record").checkpoint(), policy_of(home))

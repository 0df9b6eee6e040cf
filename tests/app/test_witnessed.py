"""A stranger checks a head or a proof against a policy, with the published vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.diary import log
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.heads import export_heads
from hearthbook.app.witnessed import verify_head
from hearthbook.app.words import catalogue
from hearthbook.cli import main
from tests.app.homes import new_home
from tests.vault.formats import vectors

if TYPE_CHECKING:
    from pathlib import Path

GOOD = vectors.FOLDER / "good"
RULES = str(GOOD / "log.policy")


def checked(path: Path, rules: str = RULES, leaf: Path | None = None) -> dict[str, bool]:
    made = verify_head(str(path), rules=rules, leaf=str(leaf) if leaf else None)
    return {one.what.removeprefix("witnessed-"): one.passed for one in made}


def test_a_head_that_a_witness_has_seen_meets_the_policy() -> None:
    assert checked(GOOD / "checkpoint-cosigned") == {"signed": True, "seen": True}


def test_a_head_that_only_the_log_has_signed_does_not() -> None:
    assert checked(GOOD / "checkpoint") == {"signed": True, "seen": False}


def test_a_changed_head_is_not_signed() -> None:
    for folder in ("bad-other-size", "bad-crlf", "bad-cut-off"):
        assert checked(vectors.FOLDER / folder / "checkpoint") == {"signed": False}


def test_a_proof_shows_the_leaf_it_is_about_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "leaf").write_bytes(b"entry 421")
    (tmp_path / "other").write_bytes(b"entry 422")
    shown = GOOD / "421.tlog-proof"

    right = checked(shown, leaf=tmp_path / "leaf")
    wrong = checked(shown, leaf=tmp_path / "other")

    assert right == {"signed": True, "seen": False, "inside": True}
    assert not wrong["inside"]


def test_a_head_is_shown_to_have_grown_out_of_an_earlier_one(tmp_path: Path) -> None:
    out, sizes = tmp_path / "out", list[int]()
    with new_home(tmp_path) as home:
        for text in ("fed", "slept", "woke"):
            made = export_heads(home, folder=str(out), words=catalogue("en"))
            sizes.append(made[0].size)
            log(home, kind="note", values={"text": [text]}, book="record")
    _, other, last = (out / f"record.e1.{size}.checkpoint" for size in sizes)
    rules = str(out / "log.policy")

    def grew(new: Path, since: Path) -> bool:
        said = verify_head(str(new), rules=rules, since=str(since))
        return {one.what: one.passed for one in said}["witnessed-grew"]

    assert sizes == [5, 6, 7]
    assert grew(last, other)
    assert grew(last, last)
    assert not grew(other, last)
    assert not grew(last, GOOD / "checkpoint")
    assert not grew(last, next(out.glob("counsel.*.checkpoint")))
    lines = last.with_suffix(".growth")
    lines.write_text(lines.read_text("ascii").replace("old 6", "old 4"), "ascii")
    assert not grew(last, other)


def test_a_head_alone_shows_no_leaf_to_be_inside(tmp_path: Path) -> None:
    (tmp_path / "leaf").write_bytes(b"entry 421")

    found = checked(GOOD / "checkpoint-cosigned", leaf=tmp_path / "leaf")

    assert found == {"signed": True, "seen": True, "inside": False}


def test_a_policy_for_a_folder_is_refused_and_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["verify", str(tmp_path), "--policy", RULES])

    assert code == Exit.WRONG_USAGE
    assert "Nothing was checked" in capsys.readouterr().err


def test_without_a_policy_or_a_leaf_nothing_is_said_to_be_checked(tmp_path: Path) -> None:
    head, shown = str(GOOD / "checkpoint"), str(GOOD / "421.tlog-proof")
    asked = [
        (head, None, "verify-policy"),
        (head, head, "verify-no-policy"),
        (shown, RULES, "verify-leaf"),
        (str(tmp_path / "nowhere"), RULES, "not-opened"),
    ]
    for path, rules, name in asked:
        with pytest.raises(Failure) as caught:
            verify_head(path, rules=rules)
        assert caught.value.name == name
        assert caught.value.code in {Exit.WRONG_USAGE, Exit.NOT_READABLE}

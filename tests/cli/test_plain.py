"""Words of others are printed, and never obeyed, by the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hearthbook.cli import main
from hearthbook.cli.plain import plain
from hearthbook.cli.progress import Bars
from tests.app.homes import new_home
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said
from tests.app.terminal import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FORGED = "x\x1b[2K\rok     all is well \u202e\x9b1A"
SPELLED = "x\\u001b[2K\\u000dok     all is well \\u202e\\u009b1A"


def test_ordinary_words_are_printed_as_they_are() -> None:
    ordinary = "Лиза\tи Вера\r\n👶🏽 \u200eنعم\u200f café"

    assert plain(ordinary) == ordinary


def test_a_name_that_would_write_over_a_line_is_spelled_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"{FORGED}.pdf").write_bytes(b"%PDF-")

    main(["verify", str(tmp_path / f"{FORGED}.pdf")])

    assert SPELLED in capsys.readouterr().err


def test_a_name_that_is_no_text_is_said_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["verify", str(tmp_path / "letter\udcff.pdf")])

    assert "letter\\udcff.pdf" in capsys.readouterr().err


def test_a_bar_takes_a_name_for_a_name_and_not_for_markup(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bars = Bars(WORDS, shown=True)

    with bars.bar("verifying", vault="folder[/b]/family.vault") as move:
        move(1, 2)

    assert "Traceback" not in capsys.readouterr().err


def test_what_is_printed_as_json_stays_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with new_home(tmp_path) as home:
        said(home, "child", name="Vera")
        handed(home, order(tmp_path / "out"))
    (tmp_path / "out" / FORGED).write_bytes(b"")

    main(["verify", str(tmp_path / "out"), "--format", "json"])

    printed = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x9b"} & set(printed)
    assert FORGED in {one["where"] for one in json.loads(printed)}

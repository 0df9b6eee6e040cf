"""A bank's table is taken in as somebody confirmed it, and is then known from its heading."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.answers import Answers
from hearthbook.app.answers import answers_in
from hearthbook.app.failure import Failure
from hearthbook.app.gathering import Found
from hearthbook.app.layouts import keep
from hearthbook.app.preview import Preview
from hearthbook.app.questions import questions
from hearthbook.app.questions import write_questions
from hearthbook.cli.asking import asked
from hearthbook.cli.command import Exit
from hearthbook.cli.take_in import TakeIn
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.homes import taken
from tests.app.terminal import WORDS
from tests.app.terminal import Terminal
from tests.app.terminal import given

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.household import Household

TABLE = (
    b"Date,Description,Money Out,Money In,Balance\n"
    b"25/12/2025,Nappies,12.50,,100.00\n"
    b"26/12/2025,Jonas,,300.00,400.00\n"
)


def say(home: Household, file: Found, somebody: Terminal) -> None:
    """Have somebody asked about a file, and keep what was said of its columns."""
    for layout in asked(home, (file,), Answers(), somebody.console()).statement:
        keep(home, layout)


def test_a_banks_table_is_read_only_after_somebody_confirmed_how(tmp_path: Path) -> None:
    file = file_in(tmp_path, "bank.csv", TABLE)
    somebody = Terminal("yes", "", "")

    with new_home(tmp_path) as home:
        size = home.book("record").size
        with pytest.raises(Failure) as raised:
            taken(home, file)
        assert (raised.value.name, home.book("record").size) == ("say-columns", size)

        say(home, Found(file, "bank.csv"), somebody)
        done = taken(home, file)

    assert done.kinds == {"booking": 2, "frame": 1}
    assert "  money out: money out: 12.50" in somebody.warned


def test_nothing_of_an_archive_is_taken_in_before_its_table_was_confirmed(
    tmp_path: Path,
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("_chat.txt", CHAT)
        archive.writestr("bank.csv", TABLE)
    file = file_in(tmp_path, "backup.zip", held.getvalue())

    with new_home(tmp_path) as home:
        size = home.book("record").size
        with pytest.raises(Failure) as raised:
            taken(home, file)
        assert (raised.value.name, home.book("record").size) == ("say-columns", size)

        say(home, Found(file, "backup.zip"), Terminal("yes"))
        done = taken(home, file)

    assert done.kinds == {"booking": 2, "frame": 1, "message": 5}


def test_the_next_table_of_the_same_bank_is_not_asked_again(tmp_path: Path) -> None:
    file = file_in(tmp_path, "bank.csv", TABLE)
    later = file_in(tmp_path, "later.csv", TABLE.replace(b"2025", b"2026"))
    nobody = Terminal()

    with new_home(tmp_path) as home:
        say(home, Found(file, "bank.csv"), Terminal("yes"))
        say(home, Found(later, "later.csv"), nobody)
        done = taken(home, later)

    assert done.reader == "statement-table"
    assert not [line for line in nobody.warned if line.startswith("Is that right")]


def test_a_table_that_is_no_statement_is_kept_as_a_document(tmp_path: Path) -> None:
    file = file_in(tmp_path, "bank.csv", TABLE)

    with new_home(tmp_path) as home:
        say(home, Found(file, "bank.csv"), Terminal("document"))
        done = taken(home, file)

    assert done.kinds == {"document": 1}


@pytest.mark.parametrize("said", ["true", '"document"'])
def test_columns_written_down_are_kept_once_confirmed(tmp_path: Path, said: str) -> None:
    preview = Preview(file_in(tmp_path, "bank.csv", TABLE), None)
    list(preview.lines())
    file = tmp_path / "answers.toml"
    write_questions(str(file), questions([preview.look()], WORDS))
    assert answers_in(str(file)).statement == ()
    text = file.read_text("utf-8").replace("confirmed = false", f"confirmed = {said}")
    file.write_text(text, "utf-8")

    with new_home(tmp_path):
        pass
    code = TakeIn().run(
        given(tmp_path, str(tmp_path / "bank.csv"), answers=str(file)),
        Terminal().console(interactive=False),
    )

    with same_home(tmp_path) as home:
        counts = home.index("record").counts()
    assert code is Exit.DONE
    assert (counts.get("booking", 0), counts.get("document", 0)) == (
        (2, 0) if said == "true" else (0, 1)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('booked = "date"', 'booked = "day"'),
        ('decimal = "."', 'decimal = ""'),
        ('date_order = "dmy"', 'date_order = ""'),
        ('charset = "utf-8"', 'charset = "rot13"'),
    ],
)
def test_columns_that_do_not_fit_their_heading_change_nothing(
    tmp_path: Path, old: str, new: str
) -> None:
    preview = Preview(file_in(tmp_path, "bank.csv", TABLE), None)
    list(preview.lines())
    text = questions([preview.look()], WORDS).replace("confirmed = false", "confirmed = true")
    assert old in text
    file = file_in(tmp_path, "answers.toml", text.replace(old, new).encode())

    with new_home(tmp_path) as home:
        size = home.book("record").size
        [layout] = answers_in(file).statement
        with pytest.raises(Failure) as raised:
            keep(home, layout)

        assert (raised.value.name, home.book("record").size) == ("bad-columns", size)

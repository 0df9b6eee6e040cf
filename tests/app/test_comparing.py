"""What came in file by file, what two files hold alike, and a thread over both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.linking import link
from hearthbook.app.words import catalogue
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.household import Household
    from hearthbook.app.shown import Shown

WORDS = catalogue("en")
EDITED = CHAT.replace(b"They waited for you at the window", b"They waited")


def shown(home: Household, finding: str, person: str | None = None) -> Shown:
    return ask(home, finding=finding, asking=Asking(person=person), book="record", words=WORDS)


def filled(home: Household, folder: Path) -> None:
    for name, data in (("chat.txt", CHAT), ("edited.txt", EDITED), ("calls.xml", CALLS)):
        taken(home, file_in(folder, name, data), zone="Europe/Berlin", me="Anna")
    link(home, book="record", move=lambda _done, _of: None)


def test_duplicates_name_both_files_and_where_they_differ(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        filled(home, tmp_path)

        found = shown(home, "duplicates")

    assert len(found.rows) == 4
    assert all(row[2].endswith("edited.txt") for row in found.rows)
    assert all(len(row[3].split()) == 2 for row in found.rows)
    assert found.after[0].startswith("Messages and calls that several files hold: 4.")
    assert "pairs 4" in found.after[1]
    assert found.after[1].endswith("only in the first 1, only in the second 1.")


def test_every_file_stands_with_what_it_held_and_what_was_linked(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        filled(home, tmp_path)

        rows = {row[0]: row for row in shown(home, "taken").rows}

    assert set(rows) == {"chat.txt", "edited.txt", "calls.xml"}
    assert rows["chat.txt"][1] == "whatsapp"
    assert rows["chat.txt"][3:6] == ("message 5", "0", "edited.txt 4")
    assert rows["calls.xml"][3:6] == ("call 3, frame 3", "0", "")


def test_a_thread_shows_a_linked_message_once_and_names_both_files(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        filled(home, tmp_path)
        asking = Asking(person="Anna")
        rows = ask(home, finding="thread", asking=asking, book="record", words=WORDS).rows

    texts = [row[1] for row in rows]
    assert sum("both asleep at last" in text for text in texts) == 1
    assert sum("They waited" in text for text in texts) == 2

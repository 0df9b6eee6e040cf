"""The same message in two exports is linked by a further entry, and can be parted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.failure import Failure
from hearthbook.app.linking import link
from hearthbook.app.linking import part
from hearthbook.app.words import catalogue
from hearthbook.records.identity import Same
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.household import Household
    from hearthbook.app.linking import Linked

WORDS = catalogue("en")
LATER = CHAT + b"15/02/2026, 08:00 - Jonas: did it arrive\n"


def still(_done: int, _of: int) -> None:
    """Move no bar."""


def both(home: Household, folder: Path, **said: str) -> Linked:
    said = said or {"zone": "Europe/Berlin", "me": "Anna"}
    taken(home, file_in(folder, "chat.txt", CHAT), **said)
    taken(home, file_in(folder, "later.txt", LATER), **said)
    return link(home, book="record", move=still)


def counted(home: Household) -> dict[str, int]:
    value = ask(home, finding="counts", asking=Asking(), book="record", words=WORDS).value
    assert isinstance(value, dict)
    return value


def test_both_of_a_pair_are_counted_where_that_is_asked(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        both(home, tmp_path)

        asking = Asking(both=True)
        value = ask(home, finding="counts", asking=asking, book="record", words=WORDS).value

    assert isinstance(value, dict)
    assert value["message"] == 11


def pairs(home: Household) -> list[tuple[str, str]]:
    said = [one.record for one in home.of_kind("record", "same")]
    return [pair for one in said if isinstance(one, Same) for pair in one.pairs]


def test_a_later_export_of_one_chat_is_linked_and_counted_once(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        found = both(home, tmp_path)

        assert found.pairs == 5
        assert home.index("record").counts()["message"] == 11
        assert counted(home)["message"] == 6


def test_linking_twice_is_linking_once(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        both(home, tmp_path)
        size = home.book("record").size

        again = link(home, book="record", move=still)

        assert again.pairs == 0
        assert home.book("record").size == size


def test_what_a_person_parts_is_counted_again_and_never_linked_again(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        both(home, tmp_path)
        (_, second), *rest = pairs(home)

        part(home, refs=[second], book="record")

        assert counted(home)["message"] == 7
        assert link(home, book="record", move=still).pairs == 0
        part(home, refs=[ref for _, ref in rest], book="record")
        assert counted(home)["message"] == 11


def test_parting_what_is_not_linked_changes_nothing(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        both(home, tmp_path)
        size = home.book("record").size
        last = home.of_kind("record", "message")[-1].ref

        with pytest.raises(Failure) as raised:
            part(home, refs=[last], book="record")

        assert raised.value.name == "not-linked"
        assert home.book("record").size == size


def test_a_chat_and_a_log_of_calls_are_not_compared(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "chat.txt", CHAT))
        taken(home, file_in(tmp_path, "calls.xml", CALLS))

        assert link(home, book="record", move=still).pairs == 0


def test_two_backups_with_different_calls_are_linked_where_they_agree(tmp_path: Path) -> None:
    more = CALLS.replace(b"</calls>", b"</calls>\n<!-- a later backup -->")

    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "calls.xml", CALLS))
        taken(home, file_in(tmp_path, "more.xml", more))

        assert link(home, book="record", move=still).pairs == 3
        assert counted(home)["call"] == 3


def test_the_chronology_names_both_exports_in_one_line(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        both(home, tmp_path)

        rows = ask(home, finding="chronology", asking=Asking(), book="record", words=WORDS).rows

    says = [row[2] for row in rows]
    assert says[1] == "from the file chat.txt; the same message also in later.txt"
    assert says[-1] == "from the file later.txt"

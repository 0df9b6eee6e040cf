"""A log and its database that come in on different days are read together, and only they."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app import take_in as taking
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.beside import Lying
from hearthbook.app.entry import opened
from hearthbook.app.pairing import take_in_with
from hearthbook.app.preview import Preview
from hearthbook.app.report import unread
from hearthbook.app.take_in import Said
from hearthbook.app.words import catalogue
from hearthbook.cli.take_in import TakeIn
from hearthbook.records.provenance import Import
from hearthbook.records.traced import Traced
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.terminal import Terminal
from tests.app.terminal import given as asked
from tests.sources.logs import database_and_log

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.household import Household
    from hearthbook.app.take_in import Taken

ALL = ["I come at six", "No, at seven", "I do not come", "Ask your mother"]


def still(done: int, total: int) -> None:
    """Be told how far it is, and make nothing of it."""


def given(home: Household, folder: Path, name: str, raw: bytes) -> list[Taken]:
    """Take a file in that lies in a folder of its own."""
    (folder / "alone").mkdir(exist_ok=True)
    path = file_in(folder / "alone", "file", raw)
    lying = Lying(path, name, {})
    return list(take_in_with(home, lying=lying, said=Said(), book="record", move=still))


def texts(home: Household) -> list[str]:
    those = [one.record for one in home.of_kind("record", "message")]
    return [one.text for one in those if isinstance(one, Traced)]


def snags(home: Household) -> int:
    shown = ask(home, finding="snags", asking=Asking(), words=catalogue("en"), book="record")
    return len(shown.rows)


def test_a_log_that_came_first_is_read_when_its_database_comes(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    with new_home(tmp_path) as home:
        [alone] = given(home, tmp_path, "chat.db-wal", log)
        before = snags(home)
        first, late = given(home, tmp_path, "chat.db", database)
        imports = [one.record for one in home.of_kind("record", "import")]
        left = unread(home, {late.digest: late.file}, "record")

        assert (alone.alone, alone.kinds, before) == ("chat.db", {"snag": 1}, 1)
        assert sorted(texts(home)) == sorted(ALL)
        assert [one.beside for one in imports if isinstance(one, Import)] == [
            *("", "", first.digest)
        ]
        assert (late.file, late.alone, left, snags(home)) == ("chat.db-wal", None, (), 0)


def test_that_it_was_not_read_is_taken_back_with_the_reason(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    with new_home(tmp_path) as home:
        given(home, tmp_path, "chat.db-wal", log)
        [snag] = home.of_kind("record", "snag")
        given(home, tmp_path, "chat.db", database)
        seen = opened(home, book="record", ref=snag.ref, words=catalogue("en"))

    assert [one.why for one in seen.amended] == ["read-with-database"]


def test_a_log_that_comes_later_is_read_with_the_database_that_is_here(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    with new_home(tmp_path) as home:
        [first] = given(home, tmp_path, "chat.db", database)
        [late] = given(home, tmp_path, "chat.db-wal", log)

        assert first.missing == "chat.db-wal"
        assert (late.alone, texts(home)) == (None, ALL)


def test_the_command_says_what_a_log_lacks_and_reads_it_when_that_comes(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    with new_home(tmp_path):
        pass
    first, second = Terminal(), Terminal()
    TakeIn().run(
        asked(tmp_path, file_in(one, "chat.db-wal", log)), first.console(interactive=False)
    )
    TakeIn().run(
        asked(tmp_path, file_in(other, "chat.db", database)), second.console(interactive=False)
    )

    assert any("read only together with that database" in line for line in first.warned)
    assert [line.partition(":")[0] for line in second.said[:2]] == ["chat.db", "chat.db-wal"]


def test_both_once_more_in_any_order_add_nothing(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    with new_home(tmp_path) as home:
        given(home, tmp_path, "chat.db-wal", log)
        given(home, tmp_path, "chat.db", database)
        size = home.book("record").size
        again = given(home, tmp_path, "chat.db", database)
        again += given(home, tmp_path, "chat.db-wal", log)

        assert [one.new for one in again] == [0, 0]
        assert home.book("record").size == size


@pytest.mark.parametrize("name", ["other.db", "phone/chat.db"])
def test_a_database_by_another_name_is_not_paired(tmp_path: Path, name: str) -> None:
    database, log = database_and_log(tmp_path)

    with new_home(tmp_path) as home:
        given(home, tmp_path, "chat.db-wal", log)
        done = given(home, tmp_path, name, database)
        [still_alone] = given(home, tmp_path, "chat.db-wal", log)

    assert [one.file for one in done] == [name]
    assert still_alone.alone == "chat.db"


def test_of_two_databases_by_one_name_nobody_chooses(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    with new_home(tmp_path) as home:
        given(home, tmp_path, "chat.db", database)
        given(home, tmp_path, "chat.db", database + bytes(512))
        [alone] = given(home, tmp_path, "chat.db-wal", log)

    assert (alone.alone, alone.kinds) == ("chat.db", {"snag": 1})


def test_a_log_of_other_pages_stays_as_it_was(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)
    foreign = database[:16] + b"\x10\x00" + database[18:]

    with new_home(tmp_path) as home:
        given(home, tmp_path, "chat.db-wal", log)
        size = home.book("record").size
        done = given(home, tmp_path, "chat.db", foreign)
        later = home.of_kind("record", "retraction")

        assert (len(done), later) == (1, [])
        assert home.book("record").size > size


def test_a_run_that_broke_off_goes_on_with_the_log_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, log = database_and_log(tmp_path)
    with new_home(tmp_path) as home:
        given(home, tmp_path, "chat.db-wal", log)
        given(home, tmp_path, "other.db", database)
    log_at, path = file_in(tmp_path, "x", log), file_in(tmp_path, "y", database)
    lying = Lying(log_at, "chat.db-wal", {"chat.db": path})
    monkeypatch.setattr(taking, "_BLOCK", 1)
    moved = []

    def stop(done: int, _total: int) -> None:
        moved.append(done)
        if len(moved) == 1:
            raise KeyboardInterrupt

    with same_home(tmp_path) as home, pytest.raises(KeyboardInterrupt):
        taking.take_in(home, path=lying, said=Said(), move=stop)
    with same_home(tmp_path) as home:
        part = len(texts(home))
        done = taking.take_in(home, path=lying, said=Said(), move=still)
        origins = [getattr(one.record, "origin", None) for one in home.entries("record")]
        places = [one for one in origins if getattr(one, "original", "") == done.digest]
        once = list(Preview(lying, None).lines())

        assert part < len(ALL)
        assert (len(places), len(set(places))) == (len(once) + 1, len(once))
        assert sorted(texts(home)) == sorted(ALL)
        assert (snags(home), len(home.of_kind("record", "retraction"))) == (0, 1)

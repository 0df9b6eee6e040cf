"""Taking in: originals kept, records sealed, twice is once, and a broken way leaves a snag."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.notices import Began
from hearthbook.app.notices import Ended
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.index.search import Sought
from hearthbook.records.event import Document
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.notices import Job
    from hearthbook.app.notices import Notice


def test_a_file_comes_out_byte_for_byte_as_it_came_in(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        digest = taken(home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin").digest

    held = io.BytesIO()
    with same_home(tmp_path) as home:
        home.vault.originals.get(digest, held)

    assert held.getvalue() == CHAT


def test_taking_in_twice_is_taking_in_once(tmp_path: Path) -> None:
    path = file_in(tmp_path, "chat.txt", CHAT)

    with new_home(tmp_path) as home:
        first = taken(home, path, zone="Europe/Berlin", me="Anna")
        size = home.book("record").size
        second = taken(home, path, zone="Europe/Berlin", me="Anna")

        assert (second.new, second.known) == (0, first.new)
        assert home.book("record").size == size


def test_an_answer_that_comes_later_is_written_down_and_nothing_else(tmp_path: Path) -> None:
    path = file_in(tmp_path, "chat.txt", CHAT)

    with new_home(tmp_path) as home:
        assert taken(home, path).unsaid == ("me", "zone")
        size = home.book("record").size
        again = taken(home, path, zone="Europe/Berlin", me="Anna")

        assert (again.new, again.unsaid) == (0, ())
        assert home.book("record").size == size + 1
        said = [one.record for one in home.of_kind("record", "import")]
        assert [one.zone for one in said if isinstance(one, Import)] == [None, "Europe/Berlin"]


def test_the_zone_makes_wall_times_moments_in_the_index(tmp_path: Path) -> None:
    path = file_in(tmp_path, "chat.txt", CHAT)

    with new_home(tmp_path) as home:
        taken(home, path)
        taken(home, path, zone="Europe/Berlin")
        night = 1770174000000  # 2026-02-04 03:00 UTC, one hour after the message at 03:15

        found = home.index("record").search(Sought(words="asleep", until=night), 10)
        assert len(found) == 1


@pytest.mark.parametrize("name", ["empty", "archive", "pipe", "nowhere"])
def test_what_cannot_be_read_leaves_no_trace(tmp_path: Path, name: str) -> None:
    path = str(tmp_path / "file.txt")
    if name in {"empty", "archive"}:
        file_in(tmp_path, "file.txt", {"empty": b"", "archive": b"PK\x03\x04 broken"}[name])
    elif name == "pipe":
        os.mkfifo(path)

    with new_home(tmp_path) as home:
        size = home.book("record").size
        with pytest.raises(Failure) as raised:
            taken(home, path)

        assert raised.value.code is Exit.NOT_READABLE
        assert home.book("record").size == size
        assert home.vault.originals.names() == []


def test_an_archive_gives_its_chat_and_keeps_its_photo(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("WhatsApp Chat with Jonas.txt", CHAT)
        archive.writestr("IMG-20260204-WA0001.jpg", b"\xff\xd8\xff photo")

    with new_home(tmp_path) as home:
        done = taken(home, file_in(tmp_path, "chat.zip", held.getvalue()), me="Anna")
        [photo] = [one.record for one in home.of_kind("record", "photo")]
        messages = [one.record for one in home.of_kind("record", "message")]

    assert done.reader == "whatsapp"
    assert isinstance(photo, Document)
    assert (photo.media_type, photo.origin.member) == ("image/jpeg", "IMG-20260204-WA0001.jpg")
    assert all(
        isinstance(one, Message) and one.origin.member.endswith(".txt") for one in messages
    )


class Child:
    """A child whose lines the test writes."""

    def __init__(self, items: list[bytes | Notice]) -> None:
        self.items = items

    def __call__(self, job: Job) -> Iterator[bytes | Notice]:
        yield Began("", len(CALLS), "sms-backup", 1, ())
        for item in self.items:
            yield (
                item.replace(b"DIGEST", job.digest.encode())
                if isinstance(item, bytes)
                else item
            )


def frame(start: int, end: int) -> bytes:
    origin = f'{{"end":{end},"from":"file","original":"DIGEST","start":{start}}}'
    return f'{{"kind":"frame","origin":{origin}}}'.encode()


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param([frame(0, 40), frame(50, 60)], id="a gap"),
        pytest.param([frame(0, 40), frame(30, 60)], id="an overlap"),
        pytest.param([frame(0, 40), b'{"kind":"frame"}'], id="no record"),
        pytest.param([frame(0, 40), frame(40, 50).replace(b":", b": ")], id="other spacing"),
        pytest.param([frame(0, 40)], id="an early end"),
    ],
)
def test_a_child_that_lies_is_believed_up_to_the_lie_and_the_rest_is_a_snag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: list[bytes | Notice]
) -> None:
    monkeypatch.setattr("hearthbook.app.take_in.lines", Child([*lie, Ended("")]))

    with new_home(tmp_path) as home:
        done = taken(home, file_in(tmp_path, "calls.xml", CALLS))
        [snag] = [one.record for one in home.of_kind("record", "snag")]

    assert done.kinds == {"frame": 1, "snag": 1}
    assert snag == Snag(FromFile(done.digest, 40, len(CALLS)), Reason.READER_FAILED)


def test_an_interrupted_run_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_in(tmp_path, "calls.xml", CALLS)
    with new_home(tmp_path) as home:
        whole = taken(home, path)
        expected = [one.record for one in home.of_kind("record", "call", "frame")]

    monkeypatch.setattr("hearthbook.app.take_in._BLOCK", 2)
    (tmp_path / "two").mkdir()
    with new_home(tmp_path / "two") as home:
        append = type(home.book("record")).append
        calls = 0

        def dying(*words: object) -> int:
            nonlocal calls
            calls += 1
            if calls == 2:
                raise KeyboardInterrupt
            return append(*words)  # type: ignore[arg-type]  # handed on as they came

        monkeypatch.setattr(type(home.book("record")), "append", dying)
        with pytest.raises(KeyboardInterrupt):
            taken(home, path)
        monkeypatch.setattr(type(home.book("record")), "append", append)
        rest = taken(home, path)

        assert 0 < rest.known < whole.new
        assert rest.known + rest.new == whole.new
        assert [one.record for one in home.of_kind("record", "call", "frame")] == expected


def test_a_book_nobody_has_is_refused(tmp_path: Path) -> None:
    path = file_in(tmp_path, "calls.xml", CALLS)
    with new_home(tmp_path) as home, pytest.raises(Failure):
        take_in(home, path=path, said=Said(), book="diary", move=lambda _d, _t: None)

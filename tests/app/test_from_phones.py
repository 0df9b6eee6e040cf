"""Databases, mail and photos on their way into a vault, and what of them goes out again."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.beside import Lying
from hearthbook.app.beside import log_missing
from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.child import lines
from hearthbook.app.gathering import gathered
from hearthbook.app.notices import Began
from hearthbook.app.notices import Beside
from hearthbook.app.notices import Ended
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Job
from hearthbook.app.preview import Preview
from hearthbook.app.verify import verify_bundle
from hearthbook.app.words import catalogue
from hearthbook.index.search import Sought
from hearthbook.records.codec import written
from hearthbook.records.file import Photo
from hearthbook.records.file import Place
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Traced
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken
from tests.sources.logs import database_and_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.app.notices import Notice

SAMPLES = Path(__file__).parents[1] / "sources"
CHAT_DB = (SAMPLES / "imessage/chat.db").read_bytes()


def spans(home: Household) -> list[tuple[str, int, int]]:
    """Return every place in the book, in the order it was sealed."""
    origins = (getattr(one.record, "origin", None) for one in home.entries("record"))
    return [(o.table, o.start, o.end) for o in origins if isinstance(o, FromFile)]


def entries(home: Household) -> int:
    return home.book("record").size


def test_a_database_comes_in_row_by_row_and_only_once(tmp_path: Path) -> None:
    path = file_in(tmp_path, "chat.db", CHAT_DB)

    with new_home(tmp_path) as home:
        first = taken(home, path)
        size = entries(home)
        second = taken(home, path)

        assert (first.reader, first.kinds["traced-message"], first.unsaid) == (
            "imessage",
            17,
            (),
        )
        assert (second.new, second.known) == (0, first.new)
        assert entries(home) == size
        snags = [one.record for one in home.of_kind("record", "snag")]
        assert {one.origin.table for one in snags if isinstance(one, Snag)} == {
            "message",
            "deleted_messages",
        }


def test_a_database_in_an_archive_comes_in_as_well(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("backup/sms.db", CHAT_DB)

    with new_home(tmp_path) as home:
        done = taken(home, file_in(tmp_path, "phone.zip", held.getvalue()))
        found = [one.record for one in home.of_kind("record", "message")]

    assert done.kinds["traced-message"] == 17
    assert {one.origin.member for one in found if isinstance(one, Traced)} == {"backup/sms.db"}


@pytest.mark.parametrize("block", [1, 3, 7])
def test_blocks_may_end_anywhere_in_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    path = file_in(tmp_path, "chat.db", CHAT_DB)
    with new_home(tmp_path) as home:
        taken(home, path)
        expected = spans(home)
    monkeypatch.setattr("hearthbook.app.take_in._BLOCK", block)
    (tmp_path / "two").mkdir()

    with new_home(tmp_path / "two") as home:
        taken(home, path)

        assert spans(home) == expected


def test_a_run_broken_off_in_a_table_goes_on_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_in(tmp_path, "chat.db", CHAT_DB)
    with new_home(tmp_path) as home:
        taken(home, path)
        expected = spans(home)
    monkeypatch.setattr("hearthbook.app.take_in._BLOCK", 4)
    (tmp_path / "two").mkdir()

    with new_home(tmp_path / "two") as home:
        book = type(home.book("record"))
        append, calls = book.append, iter(range(100))

        def dying(*words: object) -> int:
            if next(calls) == 3:
                raise KeyboardInterrupt
            return append(*words)  # type: ignore[arg-type]  # handed on as they came

        monkeypatch.setattr(book, "append", dying)
        with pytest.raises(KeyboardInterrupt):
            taken(home, path)
        monkeypatch.setattr(book, "append", append)
        taken(home, path)

        assert spans(home) == expected


class Child:
    """A child that says of a file what it is told to say."""

    def __init__(self, *places: tuple[str, int, int]) -> None:
        self._places = places

    def __call__(self, job: Job) -> Iterator[bytes | Notice]:
        yield Began("", Path(job.path).stat().st_size, "imessage", 1, ())
        for table, start, end in self._places:
            yield written(Frame(FromFile(job.digest, start, end, "", table)))
        yield Ended("")


@pytest.mark.parametrize(
    "places",
    [
        (("message", 0, 2), ("message", 3, 4), ("", 0, 9)),
        (("message", 0, 2), ("handle", 1, 4), ("", 0, 9)),
        (("message", 0, 2), ("handle", 0, 4)),
        (("message", 0, 2), ("", 0, 5)),
    ],
)
def test_a_child_that_leaves_rows_or_bytes_out_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: tuple[tuple[str, int, int], ...]
) -> None:
    monkeypatch.setattr("hearthbook.app.take_in.lines", Child(*places))

    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "chat.db", b"SQLite..."))
        [snag] = [one.record for one in home.of_kind("record", "snag")]

    assert isinstance(snag, Snag)
    assert (snag.reason, snag.origin.table, snag.origin.end) == (Reason.READER_FAILED, "", 9)


@pytest.mark.parametrize(
    ("sample", "east"), [("with-place.jpg", -127_775), ("with-place.heic", 13_400_000)]
)
def test_where_a_photo_was_taken_is_sealed_and_goes_into_no_manifest(
    tmp_path: Path, sample: str, east: int
) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, sample, (SAMPLES / "photo" / sample).read_bytes()))
        [photo] = [one.record for one in home.of_kind("record", "photo")]
        order = Order(paper=str(tmp_path / "b.pdf"))
        make_bundle(home, order=order, words=catalogue("en"), move=lambda _d, _t: None)

    assert isinstance(photo, Photo)
    assert photo.whereabouts == Place(52_503_428, east)
    (path,) = tmp_path.glob("b*.json")
    manifest = path.read_text("utf-8")
    shown = {
        json.loads(one)[1]
        for item in json.loads(manifest)["items"]
        for one in item["disclosures"]
    }
    assert {"camera", "sha256"} <= shown
    assert "whereabouts" not in shown
    assert "52503428" not in manifest
    assert all(check.passed for check in verify_bundle(str(tmp_path / "b.pdf")))


def test_mail_is_found_by_its_subject(tmp_path: Path) -> None:
    raw = (SAMPLES / "mail/takeout.mbox").read_bytes()

    with new_home(tmp_path) as home:
        done = taken(home, file_in(tmp_path, "mail.mbox", raw))
        found = home.index("record").search(Sought(words="weekend"), 10)

    assert (done.kinds, done.unsaid) == ({"snag": 1, "traced-message": 5}, ("me",))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("beside", "told"), [("chat.db-journal", "chat.db-journal"), ("x.db-wal", None)]
)
def test_a_log_that_is_read_with_no_database_is_said_and_kept(
    tmp_path: Path, beside: str, told: str | None
) -> None:
    log = (SAMPLES / "database_log/chat.db-wal").read_bytes()
    path, other = file_in(tmp_path, "chat.db", CHAT_DB), file_in(tmp_path, beside, log)

    with new_home(tmp_path) as home:
        database, kept = taken(home, path), taken(home, other)

    assert (database.beside, kept.beside) == (told, None)
    assert (kept.reader, kept.kinds) == ("database-log", {"snag": 1})


def test_a_database_that_is_named_comes_with_its_log_and_both_are_kept_and_read(
    tmp_path: Path,
) -> None:
    database, log = database_and_log(tmp_path)
    path = file_in(tmp_path, "chat.db", database)
    file_in(tmp_path, "chat.db-wal", log)

    with new_home(tmp_path) as home:
        done = [taken(home, one.path) for one in gathered([path]).files]
        again = [taken(home, one.path) for one in gathered([path]).files]
        said = [one.record for one in home.of_kind("record", "message")]
        last = [one.record for one in home.of_kind("record", "import")][-1]
        held = io.BytesIO()
        home.vault.originals.get(done[1].digest, held)

    assert [one.file for one in done] == ["chat.db", "chat.db-wal"]
    assert [one.new for one in again] == [0, 0]
    assert [one.text for one in said if isinstance(one, Traced)] == [
        "I come at six",
        "No, at seven",
        "I do not come",
        "Ask your mother",
    ]
    assert isinstance(last, Import)
    assert (last.reader, last.beside) == ("imessage", done[0].digest)
    assert held.getvalue() == log


def test_a_database_that_changes_while_its_log_is_read_takes_nothing_in(
    tmp_path: Path,
) -> None:
    database, log = database_and_log(tmp_path)
    path = file_in(tmp_path, "chat.db", database)
    job = Job(
        file_in(tmp_path, "chat.db-wal", log),
        "chat.db-wal",
        sha256(log).hexdigest(),
        database=Beside(path, sha256(database + b"later").hexdigest()),
    )

    assert Failed(Reason.READER_FAILED) in list(lines(job))


def test_a_database_that_writes_ahead_and_has_no_log_says_so(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)
    alone, beside = tmp_path / "alone.db", tmp_path / "beside.db"
    alone.write_bytes(database)
    beside.write_bytes(database)
    beside.with_name("beside.db-wal").write_bytes(log)

    assert log_missing(Lying(str(alone), "alone.db")) == "alone.db-wal"
    assert log_missing(Lying(str(beside), "beside.db")) is None
    assert log_missing(Lying(str(tmp_path / "none.db"), "none.db")) is None


def test_an_empty_log_beside_a_database_holds_nothing_back(tmp_path: Path) -> None:
    path = file_in(tmp_path, "chat.db", CHAT_DB)
    file_in(tmp_path, "chat.db-wal", b"")

    with new_home(tmp_path) as home:
        assert taken(home, path).beside is None


@pytest.mark.parametrize(
    "sample", ["photo/with-place.jpg", "writing/letter.pdf", "recording/note.wav"]
)
def test_what_a_file_says_of_itself_can_be_asked_for_within_the_childs_limits(
    sample: str,
) -> None:
    preview = Preview(str(SAMPLES / sample), None)
    (line,) = preview.lines()

    assert json.loads(line)["marks"] == []
    assert preview.summary()["reader"] == sample.partition("/")[0]

"""Files inside files: read where they lie, named by their path, and not too deep."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthbook.app.insides import Insides
from hearthbook.app.notices import Began
from hearthbook.app.notices import Ended
from hearthbook.app.notices import Job
from hearthbook.app.notices import Notice
from hearthbook.app.notices import Out
from hearthbook.app.notices import Proposed
from hearthbook.app.telling import tell
from hearthbook.records.codec import kind
from hearthbook.records.codec import read
from hearthbook.records.event import Document
from hearthbook.records.file import Photo
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Traced
from hearthbook.sources.contract import Original
from hearthbook.sources.mail import Mail
from tests.app.homes import CHAT
from tests.sources.logs import database_and_log

if TYPE_CHECKING:
    from hearthbook.records.codec import Record

SAMPLES = Path(__file__).parents[1] / "sources"
PHOTO = (SAMPLES / "photo/with-place.jpg").read_bytes()
LETTER = (SAMPLES / "writing/letter.pdf").read_bytes()
JOB = Job("backup.zip", "backup.zip", "0" * 64)


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def mail(*files: tuple[str, bytes], words: str = "See attached.") -> bytes:
    parts = [f"Content-Type: text/plain\r\n\r\n{words}"]
    parts += [
        f'Content-Type: application/octet-stream; name="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n"
        f"{b64encode(data).decode()}"
        for name, data in files
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    head = (
        "From: jonas@example.org\r\nTo: anna@example.org\r\nSubject: papers\r\n"
        "Date: Tue, 3 Feb 2026 21:14:00 +0100\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    )
    return f"{head}{body}--b--\r\n".encode()


class Heard:
    """What was said of the inside of a file, checked as the parent does."""

    def __init__(self, pipe: io.BytesIO) -> None:
        said = pipe.getvalue().splitlines()
        self.notices: list[Notice] = [
            msgspec.json.decode(line[1:], type=Notice) for line in said if line[:1] == b"#"
        ]
        self.records: list[Record] = [read(line) for line in said if line[:1] != b"#"]
        assert len({one.member for one in self.notices if isinstance(one, Began)}) == len(
            [one for one in self.notices if isinstance(one, Began)]
        )
        sizes = {one.member: one.size for one in self.notices if isinstance(one, Began)}
        ended = [one.member for one in self.notices if isinstance(one, Ended)]
        ends = {place.member: place.end for place in map(place_of, self.records)}
        assert list(sizes) == ended
        assert ends == sizes

    def of(self, member: str) -> list[Record]:
        return [one for one in self.records if place_of(one).member == member]

    def kinds(self) -> dict[str, int]:
        return dict(Counter(map(kind, self.records)))


def place_of(record: Record) -> FromFile:
    place = getattr(record, "origin", None)
    assert isinstance(place, FromFile)
    return place


def opened(raw: bytes, job: Job = JOB) -> Heard:
    pipe = io.BytesIO()
    out = Out(pipe)
    Insides(job, out).archive(io.BytesIO(raw), raw[: 1 << 16])
    out.flush()
    return Heard(pipe)


def posted(raw: bytes) -> Heard:
    pipe = io.BytesIO()
    out = Out(pipe)
    original = Original(JOB.digest, "mail.eml", raw)
    Insides(JOB, out).of_mails(original, tell(Mail(), original, JOB, out))
    out.flush()
    return Heard(pipe)


def test_a_chat_in_an_archive_in_an_archive_is_read_and_says_where_it_lies() -> None:
    inner = zipped({"_chat.txt": CHAT})

    heard = opened(zipped({"old/phone.zip": inner, "note.bin": b"\0"}))

    [document] = heard.of("old/phone.zip")
    assert isinstance(document, Document)
    assert document.sha256 == sha256(inner).hexdigest()
    said = heard.of("old/phone.zip!/_chat.txt")
    assert any(isinstance(one, Message) for one in said)


def test_archives_are_opened_four_deep_and_the_fifth_is_said_to_be_too_deep() -> None:
    raw = zipped({"_chat.txt": CHAT})
    for _ in range(4):
        raw = zipped({"in.zip": raw})

    heard = opened(raw)

    [snag] = [one for one in heard.records if isinstance(one, Snag)]
    assert (snag.reason, place_of(snag).member.count("!")) == (Reason.TOO_DEEP, 4)
    assert not any(isinstance(one, Message) for one in heard.records)


def test_a_bomb_in_an_archive_in_an_archive_is_refused_before_it_is_opened() -> None:
    bomb = zipped({"zeros.txt": bytes(50_000_000)})

    heard = opened(zipped({"inner.zip": bomb}))

    [snag] = heard.of("inner.zip!/zeros.txt")
    assert isinstance(snag, Snag)
    assert snag.reason is Reason.UNSAFE_MEMBER


def test_what_all_archives_of_a_file_unfold_to_is_counted_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chat = CHAT * 100
    inner = zipped({"a.txt": chat, "b.txt": chat})
    monkeypatch.setattr("hearthbook.app.archive._MOST_BYTES", 3 * len(chat) + 2 * len(inner))

    heard = opened(zipped({"first.zip": inner, "second.zip": inner}))

    [refused] = [one for one in heard.records if isinstance(one, Snag)]
    assert refused.reason is Reason.UNSAFE_MEMBER
    assert place_of(refused).member == "second.zip!/b.txt"


def test_a_damaged_archive_in_an_archive_is_kept_and_said() -> None:
    inner = zipped({"_chat.txt": CHAT})[:-30]

    heard = opened(zipped({"cut.zip": inner}))

    assert heard.kinds() == {"document": 1, "snag": 1}
    [snag] = heard.of("cut.zip!")
    assert isinstance(snag, Snag)
    assert snag.reason is Reason.BROKEN_ARCHIVE


def test_an_office_file_in_an_archive_is_one_document_and_not_its_parts() -> None:
    slides = zipped({"[Content_Types].xml": b"<Types/>", "ppt/slide1.xml": b"<sld/>"})

    assert opened(zipped({"talk.pptx": slides})).kinds() == {"document": 1}


def test_a_database_in_an_archive_is_read_with_the_log_beside_it(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    heard = opened(zipped({"a/chat.db": database, "a/chat.db-wal": log}))

    said = [one.text for one in heard.of("a/chat.db-wal") if isinstance(one, Traced)]
    assert said == ["I do not come", "Ask your mother"]


def test_a_log_whose_database_is_not_in_the_archive_is_kept_unread(tmp_path: Path) -> None:
    _, log = database_and_log(tmp_path)

    [snag] = opened(zipped({"a/chat.db-wal": log, "chat.db": b"none"})).of("a/chat.db-wal")

    assert isinstance(snag, Snag)
    assert snag.reason is Reason.UNREAD_LOG


TABLE = b"Booking date;Payee;Purpose;Amount\n03.02.2026;Jonas;support;-50,00\n"


def test_a_banks_table_in_an_archive_is_asked_about_and_then_read() -> None:
    raw = zipped({"february.csv": TABLE, "note.txt": b"to myself"})

    first = opened(raw)
    [proposal] = [one.proposal for one in first.notices if isinstance(one, Proposed)]
    layout = msgspec.structs.replace(proposal.layout, date_order="dmy")
    second = opened(raw, msgspec.structs.replace(JOB, layouts=(layout,)))

    asked = {one.member: one.asks for one in first.notices if isinstance(one, Began)}
    assert asked == {"february.csv": ("columns",), "note.txt": ()}
    assert [kind(one) for one in second.of("february.csv")] == ["frame", "booking"]


def test_who_only_asks_hears_what_is_open_in_each_file_and_none_of_its_records() -> None:
    letter = mail(("february.csv", TABLE))
    raw = zipped({"february.csv": TABLE, "chat.txt": CHAT, "mail.eml": letter})
    everything = [one for one in opened(raw).notices if isinstance(one, Began)]
    pipe = io.BytesIO()
    out = Out(pipe)

    Insides(msgspec.structs.replace(JOB, asking=True), out).archive(io.BytesIO(raw), b"")
    out.flush()

    lines = pipe.getvalue().splitlines()
    notices = [msgspec.json.decode(line[1:], type=Notice) for line in lines if line[:1] == b"#"]
    heard = [one for one in notices if isinstance(one, Began)]
    assert heard == [one for one in everything if not one.member.startswith("mail.eml!/")]
    assert [one.member for one in everything if "columns" in one.asks] == ["february.csv"]
    assert [kind(read(line)) for line in lines if line[:1] != b"#"] == ["document"]


def test_a_trackers_table_in_an_archive_is_read() -> None:
    raw = (SAMPLES / "huckleberry/mia.csv").read_bytes()

    heard = opened(zipped({"export/mia.csv": raw}))

    assert heard.kinds()["feed"] > 0


def test_a_file_of_a_mail_is_a_record_of_its_own_with_what_it_says_of_itself() -> None:
    heard = posted(mail(("IMG_1.jpg", PHOTO), ("letter.pdf", LETTER)))

    [told] = [one for one in heard.records if isinstance(one, Traced)]
    [photo] = heard.of("0/1/IMG_1.jpg")
    [letter] = heard.of("0/2/letter.pdf")
    assert isinstance(photo, Photo)
    assert photo.whereabouts is not None
    assert [one.sha256 for one in told.media] == [
        sha256(PHOTO).hexdigest(),
        sha256(LETTER).hexdigest(),
    ]
    assert (photo.sha256, kind(letter)) == (told.media[0].sha256, "writing")


def test_a_file_that_two_mails_have_is_one_record_and_both_name_it() -> None:
    apart = b"From x Tue Feb  3 21:14:00 2026\n"
    one, two = mail(("a.jpg", PHOTO)), mail(("again.jpg", PHOTO), words="Once more.")

    heard = posted(apart + one + b"\n" + apart + two)

    told = [one for one in heard.records if isinstance(one, Traced)]
    [photo] = [one for one in heard.records if isinstance(one, Photo)]
    assert [one.media[0].sha256 for one in told] == [photo.sha256] * 2
    assert place_of(photo).member == "0/1/a.jpg"


def test_a_chat_that_was_mailed_is_read_from_the_mail() -> None:
    heard = posted(mail(("WhatsApp Chat.zip", zipped({"_chat.txt": CHAT}))))

    assert heard.of("0/1/WhatsApp Chat.zip!/_chat.txt")


def test_a_mailbox_is_not_held_up_by_what_must_be_asked_of_a_file_in_it() -> None:
    either = b"01/02/2024, 10:00 - Anna: a\n01/02/2024, 10:05 - Igor: b\n"

    heard = posted(mail(("table.csv", TABLE), ("chat.txt", either)))

    assert heard.kinds() == {"traced-message": 1, "document": 2}
    assert [one.asks for one in heard.notices if isinstance(one, Began)] == [("me",), (), ()]


def test_a_mail_within_mails_is_followed_down_to_the_fourth_inside() -> None:
    raw = mail(("end.jpg", PHOTO))
    for _ in range(6):
        raw = mail(("forwarded.eml", raw))

    heard = posted(raw)

    assert heard.kinds() == {"traced-message": 5}


@pytest.mark.parametrize("name", ["../../x.jpg", "a/b\\c.jpg", "", "!/x.jpg", "\u202egpj.exe"])
def test_no_name_of_a_file_in_a_mail_can_look_like_another_place(name: str) -> None:
    heard = posted(mail((name, PHOTO)))

    [photo] = [one for one in heard.records if isinstance(one, Photo)]
    assert place_of(photo).member.count("/") == 2
    assert "!" not in place_of(photo).member

from __future__ import annotations

import csv
import mailbox
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.mail import Mail
from hearthbook.sources.mail.parts import Tree

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.records.when import When
    from hearthbook.sources.contract import Yield

EDGE = "From - Sat Mar  7 06:20:00 2026\n"
HEAD = "From: Jonas <jonas@example.org>\nTo: mira@example.net\nSubject: Key\n"
UTC_EIGHT = Moment(1772870400000, Precision.SECOND)


def read(data: bytes) -> list[Yield]:
    return list(Mail().read(Original("0" * 64, "some.eml", data), Answers()))


def mail(text: str, encoding: str = "utf-8") -> Traced:
    (found,) = read(text.encode(encoding))
    assert isinstance(found, Traced)
    return found


def test_a_mailbox_is_cut_before_each_dated_line_after_an_empty_line() -> None:
    first, second = EDGE + HEAD + "\nIt lies\nFrom us\n\n", EDGE + HEAD + "\nwhere?\n"
    data = (first + second).encode()

    assert [data[read_from(x).start : read_from(x).end].decode() for x in read(data)] == [
        first,
        second,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "From Monday on it lies there\nkey: under the mat",
        EDGE + "and no header follows",
        f"no empty line before\n{EDGE}key: under the mat",
    ],
)
def test_a_line_that_only_begins_like_a_mail_is_text(line: str) -> None:
    found = mail(f"{EDGE}{HEAD}\nwords\n\n{line}\n")

    assert line in found.text
    assert (Mark.LINES_INSIDE in found.marks) is (EDGE in line)


def test_nothing_is_unquoted() -> None:
    assert mail(f"{EDGE}{HEAD}\n>From us\n>>From them\n").text == ">From us\n>>From them"


def test_a_mail_keeps_its_name_and_the_one_it_answers() -> None:
    found = mail(f"Message-ID: <b@x>\nIn-Reply-To: <a@x> (of Monday)\n{HEAD}\n")
    later = mail(f"References: <a@x>\n <b@x>\n{HEAD}\n")

    assert (found.name, found.answers, later.name, later.answers) == (
        "<b@x>",
        "<a@x>",
        "",
        "<b@x>",
    )


def test_copies_are_told_from_those_it_is_to() -> None:
    found = mail(f"Cc: Jo <jo@example.org>, mira@example.net\nBcc: bee@example.org\n{HEAD}\n")

    assert found.parties == Parties(
        sender="jonas@example.org",
        to=("mira@example.net", "jo@example.org", "bee@example.org"),
        label="Jonas",
        copied=("jo@example.org", "bee@example.org"),
    )


@pytest.mark.parametrize(
    ("written", "sender", "label"),
    [
        ('"Reyk, Jonas" <j@x.example>', "j@x.example", "Reyk, Jonas"),
        ("j@x.example (Jonas (the father))", "j@x.example", "Jonas (the father)"),
        ("<@relay.example:j@x.example>", "j@x.example", None),
        ("=?utf-8?q?J=C3=B3n?= <j@x.example>", "j@x.example", "Jón"),
        ('"=?utf-8?q?J=C3=B3n?=" <j@x.example>', "j@x.example", "Jón"),
        ("J\u00f3n <j\u00f3n@x.example>", "j\u00f3n@x.example", "Jón"),
        ('"a\\"b" <j@x.example>', "j@x.example", 'a"b'),
        ("", None, None),
    ],
)
def test_a_sender_is_an_address_and_the_name_beside_it(
    written: str, sender: str | None, label: str | None
) -> None:
    parties = mail(f"From: {written}\nSubject: a\nDate: b\n\n").parties

    assert (parties.sender, parties.label) == (sender, label)


@pytest.mark.parametrize(
    ("written", "when", "marks"),
    [
        ("Sat, 7 Mar 2026 09:00:00 +0100", UTC_EIGHT, ()),
        ("Sat, 07 Mar 26 08:00 GMT (that is all)", UTC_EIGHT, ()),
        ("Saturday, 7-Mar-2026 03:00:00 EST", UTC_EIGHT, ()),
        (
            "7 Mar 2026 09:00:00",
            Wall("2026-03-07T09:00:00", Precision.SECOND),
            (),
        ),
        (
            "7 Mar 2026 09:00:00 CET",
            Wall("2026-03-07T09:00:00", Precision.SECOND),
            (Mark.UNKNOWN_ZONE,),
        ),
        ("31 Feb 2026 09:00:00 +0100", Told("31 Feb 2026 09:00:00 +0100"), ("rejected",)),
        ("7 Mar 2026 25:00:00 +0100", Told("7 Mar 2026 25:00:00 +0100"), ("rejected",)),
        (
            "7 M\u00e4r 2026 09:00:00 +0100",
            Told("7 M\u00e4r 2026 09:00:00 +0100"),
            ("rejected",),
        ),
        ("", Told(""), ()),
    ],
)
def test_a_date_is_a_moment_only_with_an_offset(
    written: str, when: When, marks: tuple[object, ...]
) -> None:
    found = mail(f"Date: {written}\n{HEAD}\n")

    assert found.when == when
    assert found.marks == tuple(Mark.REJECTED_HEADER if x == "rejected" else x for x in marks)


@pytest.mark.parametrize(("minutes", "far"), [(10, False), (11, True)])
def test_the_last_servers_time_stands_beside_its_own(minutes: int, far: bool) -> None:  # noqa: FBT001  # pytest hands it over
    late = f"Received: from a\n by b; Sat, 7 Mar 2026 08:{minutes}:00 +0000\n"
    early = "Received: by c; Sat, 7 Mar 2026 08:00:01 +0000\n"
    found = mail(f"{late}{early}Date: 7 Mar 2026 08:00:00 +0000\n{HEAD}\n")

    arrived = Moment(UTC_EIGHT.ms + minutes * 60_000, Precision.SECOND)
    assert found.steps == (Step(Became.RECEIVED, arrived),)
    assert (Mark.TIMES_DIFFER in found.marks) is far


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?b?w4Q=?=\n =?utf-8?B?w5Y=?= x", "ÄÖ x"),
        ("=?utf-8?q?=D0?= =?utf-8?q?=9A?=", "К"),
        ("=?koi8-r?q?=EB?= =?utf-8*ru?q?_=D0=9A?=", "К К"),
        ("two\n  lines", "two  lines"),
        ("=?utf-8?q?not closed", "=?utf-8?q?not closed"),
    ],
)
def test_a_subject_in_encoded_words_is_read(written: str, subject: str) -> None:
    assert mail(f"Subject: {written}\nFrom: a\n\n").subject == subject


def test_a_codec_that_is_no_charset_is_never_used() -> None:
    head = "Content-Type: text/plain; charset=unicode_escape\n"

    assert mail(f"{head}{HEAD}\n\\u0041").text == "\\u0041"


def parts(*inner: str, kind: str = "mixed", end: str = "--e--\n") -> str:
    body = "".join(f"--e\n{one}\n" for one in inner)
    return f'{HEAD}Content-Type: multipart/{kind}; boundary="e"\n\npreamble\n{body}{end}'


def test_text_of_one_form_is_kept_and_its_page_is_not() -> None:
    plain, page = "Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<b>page</b>"

    both, alone = mail(parts(page, plain, kind="alternative")), mail(parts(page))
    assert (both.text, both.marks) == ("plain", ())
    assert (alone.text, alone.marks) == ("page", (Mark.FROM_MARKUP,))


def test_a_page_gives_its_words_and_none_of_its_scripts() -> None:
    page = "<title>t</title><script>x()</script><p>one &lt;b&gt;</p><!-- no -->two<br/>three"

    assert mail(parts(f"Content-Type: text/html\n\n{page}")).text == "one <b>\ntwo\nthree"


def test_a_file_has_the_hash_of_its_own_bytes() -> None:
    held = bytes(range(256))
    coded = b64encode(held).decode()
    head = "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n"
    found = mail(parts(f'{head}Content-Disposition: inline; filename="a b.jpg"\n\n{coded}'))

    assert found.media == (Media("a b.jpg", "image/jpeg", 256, sha256(held).hexdigest()),)
    assert found.marks == (Mark.MEDIA_ATTACHED,)


def test_of_a_file_that_is_not_whole_nothing_is_said() -> None:
    head = "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n"
    found = mail(parts(f"{head}\nQUJ!DQ"))

    assert found.media == (Media("", "image/jpeg"),)
    assert Mark.CUT_OFF in found.marks


def test_a_mail_within_a_mail_is_a_file_and_none_of_its_words() -> None:
    found = mail(parts(f"Content-Type: message/rfc822\n\n{HEAD}\nhis words"))

    assert (found.text, [one.type for one in found.media]) == ("", ["message/rfc822"])


def test_parts_that_are_never_closed_go_on_to_the_end() -> None:
    found = mail(parts("\nthe last words", end=""))

    assert (found.text, found.marks) == ("the last words", (Mark.CUT_OFF,))


def test_parts_within_parts_without_end_are_one_part() -> None:
    deep = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2000)
    )

    assert Mark.UNREAD_INSIDE in mail(f"From: a\nTo: b\n{deep}").marks


def test_a_long_text_breaks_off_and_says_so() -> None:
    found = mail(f"{HEAD}\n{'a' * 200_000}")

    assert (len(found.text), found.marks) == (150_000, (Mark.CUT_OFF,))


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (f"{EDGE}{HEAD}\n", True),
        (f"From mira@example.net\n{HEAD}\n", True),
        (HEAD, True),
        (f"\ufeff{HEAD}", True),
        ("Subject: only this\n\nFrom: later", False),
        ("X-One: a\nX-Two: b\n\n", False),
        ("From the beginning he said\nnothing: at all", False),
        ("words\nFrom: a\nTo: b\n", False),
    ],
)
def test_mail_is_known_by_its_headers(data: str, known: bool) -> None:  # noqa: FBT001  # pytest hands it over
    assert Mail().recognises("x", data.encode()) is known


def test_blank_lines_before_the_first_mail_are_a_frame_and_junk_is_a_snag() -> None:
    before, junk = read(f"\n\n{EDGE}{HEAD}\n".encode()), read(b"no mail at all")

    assert isinstance(before[0], Frame)
    assert [x.reason for x in junk if isinstance(x, Snag)] == [Reason.NO_ENTRY]


def leaves(raw: bytes, start: int, end: int) -> int:
    """Count parts as the standard library does, which looks into mails within mails."""
    count = 0
    for leaf in Tree(raw, set()).leaves(start, end):
        inside = leaf.type.value == "message/rfc822"
        count += leaves(raw, leaf.start, leaf.end) if inside else 1
    return count


def test_real_mails_have_the_parts_that_were_counted(shared: Path) -> None:
    samples = shared / "samples"
    told, differ = 0, dict[str, int]()
    with (samples / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in (row for row in rows if row["format"] == "mail"):
            raw = (samples / row["file"]).read_bytes()
            (found,) = Mail().read(Original("0" * 64, "n", raw), Answers())
            assert Mail().recognises(row["file"], raw[: 1 << 16])
            assert isinstance(found, Traced)
            assert bool(found.name) is ("Message-ID=yes" in row["expected"])
            start = raw.index(b"\n") + 1 if raw.startswith(b"From ") else 0
            counted = leaves(raw, start, len(raw))
            told += 1
            if counted != int(row["expected"].split()[0]):
                differ[row["path"].rpartition("/")[2]] = counted

    # The standard library counts the blocks of a delivery report as parts; they are one file.
    reports = {
        "multipart_report_multiple_status.eml": 4,
        "report_422.eml": 3,
        "report_530.eml": 3,
    }
    assert (told, differ) == (53, reports)


def test_a_mailbox_has_the_mails_that_the_standard_library_finds(tmp_path: Path) -> None:
    path = tmp_path / "plain.mbox"
    path.write_text("".join(f"{EDGE}{HEAD}\nnumber {n}\n\n" for n in range(50)), "utf-8")

    with closing(mailbox.mbox(path)) as peer:
        assert len(read(path.read_bytes())) == len(peer) == 50

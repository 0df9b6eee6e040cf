from __future__ import annotations

import csv
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import TYPE_CHECKING

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.text import nfc
from hearthbook.base.time import moment
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Attendee
from hearthbook.records.statement import Meeting
from hearthbook.records.statement import Standing
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.ics import Ics

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.records.when import When
    from hearthbook.sources.contract import Yield


def read(data: bytes) -> list[Yield]:
    return list(Ics().read(Original("0" * 64, "some.ics", data), Answers()))


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*events: str, head: str = "VERSION:2.0\r\n") -> bytes:
    return f"BEGIN:VCALENDAR\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def one(*lines: str, head: str = "VERSION:2.0\r\n") -> Meeting:
    (found,) = (x for x in read(calendar(event(*lines), head=head)) if not isinstance(x, Frame))
    assert isinstance(found, Meeting)
    return found


def snags(data: bytes) -> list[Reason]:
    return [x.reason for x in read(data) if isinstance(x, Snag)]


def reading(at: str, zone: str | None = None) -> Wall:
    return Wall(at, Precision.SECOND, zone)


def test_a_meeting_keeps_what_was_planned_and_who_was_asked() -> None:
    found = one(
        "UID:7@x",
        "SEQUENCE:2",
        "SUMMARY:Visit\\, both children",
        "LOCATION:Lindenweg 7",
        "DESCRIPTION:bottles\\; two\\nand a hat \\\\o/",
        'ORGANIZER;CN="Castellan, Odile":mailto:odile@example.org',
        "ATTENDEE;CN=Rafael;PARTSTAT=DECLINED:mailto:rafael@example.org",
        "DTSTAMP:20241001T080000Z",
        "STATUS:tentative",
    )

    assert (found.uid, found.sequence, found.summary) == ("7@x", 2, "Visit, both children")
    assert (found.place, found.note) == ("Lindenweg 7", "bottles; two\nand a hat \\o/")
    assert found.organizer == Attendee("Castellan, Odile", "mailto:odile@example.org")
    assert found.attendees == (Attendee("Rafael", "mailto:rafael@example.org", "DECLINED"),)
    assert found.written == Moment(1_727_769_600_000, Precision.SECOND)
    assert found.standing is Standing.TENTATIVE
    assert (found.when, found.until, found.marks) == (None, None, ())


def test_a_meeting_is_its_lines_from_first_to_last() -> None:
    first, second = event("UID:1"), event("UID:2")
    data = calendar(first, second)

    places = [x.origin for x in read(data) if isinstance(x, Meeting)]
    assert [data[p.start : p.end].decode() for p in places] == [first, second]


@pytest.mark.parametrize(
    ("line", "when", "marks"),
    [
        (":20241005T100000Z", Moment(1_728_122_400_000, Precision.SECOND), ()),
        (":20241005T100000", reading("2024-10-05T10:00:00"), ()),
        (";VALUE=DATE:20241005", Wall("2024-10-05", Precision.DAY), ()),
        (
            ";TZID=Europe/Berlin:20241005T100000",
            reading("2024-10-05T10:00:00", "Europe/Berlin"),
            (),
        ),
        (
            ';TZID="Eastern Standard Time":20241005T100000',
            reading("2024-10-05T10:00:00", "America/New_York"),
            (),
        ),
        (
            ";TZID=/maker.example/2024_1/Europe/Berlin:20241005T100000",
            reading("2024-10-05T10:00:00", "Europe/Berlin"),
            (),
        ),
        (
            ";TZID=/Europe/Stockholm:20241005T100000",
            reading("2024-10-05T10:00:00", "Europe/Stockholm"),
            (),
        ),
        (";TZID=Home:20241005T100000", reading("2024-10-05T10:00:00"), (Mark.UNKNOWN_ZONE,)),
        (
            ";TZID=localtime:20241005T100000",
            reading("2024-10-05T10:00:00"),
            (Mark.UNKNOWN_ZONE,),
        ),
    ],
)
def test_a_time_is_as_certain_as_it_was_written(
    line: str, when: When, marks: tuple[Mark, ...]
) -> None:
    found = one(f"DTSTART{line}")

    assert (found.when, found.marks) == (when, marks)
    assert found.raw_when == (f"DTSTART{line}",)


@pytest.mark.parametrize(
    ("start", "duration", "until"),
    [
        (":20241005T100000Z", "PT1H30M", Moment(1_728_127_800_000, Precision.SECOND)),
        (":20241005T230000", "PT2H", reading("2024-10-06T01:00:00")),
        (";VALUE=DATE:20241005", "P1W", Wall("2024-10-12", Precision.DAY)),
        (
            ";TZID=Europe/Berlin:20241027T010000",
            "PT2H30M",
            Wall("2024-10-27T02:30:00", Precision.SECOND, "Europe/Berlin", 1),
        ),
        (
            ";TZID=Europe/Berlin:20241026T120000",
            "P1D",
            reading("2024-10-27T12:00:00", "Europe/Berlin"),
        ),
        (
            ";TZID=Europe/Berlin:20241026T120000",
            "PT24H",
            reading("2024-10-27T11:00:00", "Europe/Berlin"),
        ),
    ],
)
def test_a_duration_ends_when_a_clock_says_so(start: str, duration: str, until: When) -> None:
    assert one(f"DTSTART{start}", f"DURATION:{duration}").until == until


@pytest.mark.parametrize("duration", ["soon", "P", "-PT1H", "PT"])
def test_a_duration_that_is_none_is_marked_and_ends_nothing(duration: str) -> None:
    found = one("DTSTART:20241005T100000Z", f"DURATION:{duration}")

    assert (found.until, found.marks) == (None, (Mark.UNREAD_INSIDE,))


def test_a_duration_from_a_time_the_clocks_skipped_ends_nothing() -> None:
    found = one("DTSTART;TZID=Europe/Berlin:20240331T023000", "DURATION:PT1H")

    assert found.until is None


def test_a_whole_day_ends_on_the_day_after() -> None:
    found = one("DTSTART;VALUE=DATE:20241005", "DTEND;VALUE=DATE:20241006")

    assert found.all_day
    assert found.until == Wall("2024-10-06", Precision.DAY)
    assert not one("DTSTART:20241005T000000").all_day


@pytest.mark.parametrize(
    ("lines", "head", "standing"),
    [
        ((), "", Standing.UNSAID),
        (("STATUS:CONFIRMED",), "", Standing.CONFIRMED),
        (("STATUS:CANCELLED",), "", Standing.CANCELLED),
        (("STATUS:MAYBE",), "", Standing.UNSAID),
        (("STATUS:CONFIRMED",), "METHOD:CANCEL\r\n", Standing.CANCELLED),
        ((), "METHOD:PUBLISH\r\n", Standing.UNSAID),
    ],
)
def test_a_meeting_is_called_off_by_its_status_or_by_its_calendar(
    lines: tuple[str, ...], head: str, standing: Standing
) -> None:
    assert one("UID:1", *lines, head=head).standing is standing


def test_a_calendar_that_cancels_says_nothing_of_the_next() -> None:
    data = calendar(event("UID:1"), head="METHOD:CANCEL\r\n") + calendar(event("UID:2"))

    assert [x.standing for x in read(data) if isinstance(x, Meeting)] == [
        Standing.CANCELLED,
        Standing.UNSAID,
    ]


def test_a_recurrence_is_kept_and_never_expanded() -> None:
    lines = ("RRULE:FREQ=DAILY", "EXDATE;TZID=Europe/Berlin:20241005T100000", "RDATE:20250101")
    found = one("DTSTART:20241001T100000", *lines, "RECURRENCE-ID:20241002T100000")

    assert sorted(found.rule) == sorted(lines)
    assert found.instance == "RECURRENCE-ID:20241002T100000"


def test_a_folded_line_is_put_together_even_inside_a_letter() -> None:
    name = "Посещение"
    raw = f"SUMMARY:{name}".encode()
    data = calendar(event("SUMMARY:x")).replace(
        b"SUMMARY:x", raw[:11] + b"\r\n " + raw[11:14] + b"\r\n\t" + raw[14:]
    )

    assert [x.summary for x in read(data) if isinstance(x, Meeting)] == [name]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60))
def test_any_words_that_were_folded_are_read_back(words: str) -> None:
    made = icalendar.Event()
    made.add("summary", words)
    found = read(calendar(made.to_ical().decode()))

    (meeting,) = (x for x in found if isinstance(x, Meeting))
    assert meeting.summary == nfc(words).strip()


def test_an_alarm_says_nothing_of_its_event() -> None:
    alarm = ("BEGIN:VALARM", "DESCRIPTION:ding", "DURATION:PT5M", "END:VALARM")

    assert one("DESCRIPTION:own", *alarm).note == "own"


@pytest.mark.parametrize(
    ("inner", "reasons"),
    [
        (event("DTSTART:20241305T100000"), [Reason.NOT_A_DATE]),
        (event("DTSTART:20240230"), [Reason.NOT_A_DATE]),
        (event("DTSTART:20241001", "DTEND:tomorrow"), [Reason.NOT_A_DATE]),
        (event("DTSTART:20241001", "DTSTART:20241002"), [Reason.BROKEN_MARKUP]),
        ("BEGIN:VEVENT\r\nUID:1\r\n" + event("UID:2"), [Reason.BROKEN_MARKUP]),
        ("BEGIN:VEVENT\r\nUID:1\r\n", [Reason.BROKEN_MARKUP]),
        (event(f"SUMMARY:{'x' * 70_000}"), [Reason.TOO_LONG]),
        ("BEGIN:VTODO\r\nEND:VTODO\r\n", [Reason.UNKNOWN_ELEMENT]),
        ("stray words\r\n", [Reason.NO_ENTRY]),
        ("stray words\r\n gone on\r\n", [Reason.NO_ENTRY]),
        ("X-NAME:own\r\n gone on\r\n", []),
        ("BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n", []),
    ],
)
def test_what_cannot_be_read_is_a_snag(inner: str, reasons: list[Reason]) -> None:
    assert snags(calendar(inner)) == reasons


def test_a_stray_line_that_goes_on_is_one_snag() -> None:
    stray = "stray words\r\n gone on\r\n"
    data = calendar(stray)

    (place,) = (x.origin for x in read(data) if isinstance(x, Snag))
    assert data[place.start : place.end].decode().startswith(stray)


def test_a_large_file_inside_an_event_does_not_hide_it() -> None:
    found = one("UID:1", f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{'QUJD' * 40_000}")

    assert found.uid == "1"


def test_a_broken_line_inside_an_event_is_marked() -> None:
    assert one("UID:1", "this is no line").marks == (Mark.UNREAD_INSIDE,)


def test_a_file_that_stops_says_so() -> None:
    data = calendar(event("UID:1"), event("UID:2"))
    inside, behind = data.index(b"UID:2") + 3, data.index(b"END:VCAL")

    assert snags(data[:inside]) == [Reason.CUT_OFF]
    assert [x.marks for x in read(data[:behind]) if isinstance(x, Meeting)] == [
        (),
        (Mark.CUT_OFF,),
    ]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("DTSTART:20241005T100000", (Asked.ZONE,)),
        ("DTSTART;VALUE=DATE:20241005", (Asked.ZONE,)),
        ("DTSTART:20241005T100000Z", ()),
        ("DTSTART;VALUE=DATE-TIME;TZID=Europe/Berlin:20241005T100000", ()),
    ],
)
def test_the_zone_is_asked_only_where_a_time_has_none(
    line: str, asked: tuple[Asked, ...]
) -> None:
    assert Ics().asks(Original("0" * 64, "x", calendar(event(line)))) == asked


@pytest.mark.parametrize("head", ["BEGIN:VCALENDAR\n", "\ufeff\r\nbegin:vcalendar \r\n"])
def test_a_calendar_is_known_by_its_first_line(head: str) -> None:
    assert Ics().recognises("x", head.encode())


@pytest.mark.parametrize(
    "head", ["", "BEGIN:VCARD\n", "BEGIN:VCALENDARS\n", "x BEGIN:VCALENDAR\n"]
)
def test_other_files_are_left_to_others(head: str) -> None:
    assert not Ics().recognises("x.ics", head.encode())


def same(own: When | None, other: object) -> bool:
    """Tell whether a time is what another reader reads."""
    if isinstance(other, datetime):
        if isinstance(own, Moment):
            return own.ms == moment(other.astimezone(UTC))
        return isinstance(own, Wall) and own.at == other.replace(tzinfo=None).isoformat()
    return isinstance(other, date) and isinstance(own, Wall) and own.at == other.isoformat()


def test_public_files_read_as_another_reader_reads_them(shared: Path) -> None:
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] == "ics"]
    seen = 0

    for row in rows:
        data = (shared / "samples" / row["file"]).read_bytes()
        if not row["expected"].endswith("parses") or not Ics().recognises("x", data):
            continue
        theirs = icalendar.Calendar.from_ical(data, multiple=True)
        events = [one for each in theirs for one in each.walk("VEVENT")]
        found = [x for x in read(data) if isinstance(x, Meeting)]
        broken = len([one for one in events if one.errors])
        assert len(events) - broken <= len(found) + len(snags(data)), row["file"]
        assert [r.name for r in READERS if r.recognises("x", data[: 1 << 16])] == ["ics"]
        if len(found) != len(events):
            continue
        for own, other in zip(found, events, strict=True):
            if "DTSTART" in other and own.when is not None:
                assert same(own.when, getattr(other["DTSTART"], "dt", None)), row["file"]
                seen += 1
            assert own.uid == str(other.get("UID", "")), row["file"]
    assert seen > 30

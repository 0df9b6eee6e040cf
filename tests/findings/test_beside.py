"""Each entry has the files that were joined to it, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.findings.beside import beside
from hearthbook.findings.beside import spoken
from hearthbook.findings.chronology import chronology
from hearthbook.findings.figures import Said
from hearthbook.records.event import Appointment
from hearthbook.records.event import Attached
from hearthbook.records.event import Correction
from hearthbook.records.event import Document
from hearthbook.records.event import Retraction
from hearthbook.records.event import Status
from hearthbook.records.provenance import FromFile
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from tests.findings.asking import book
from tests.findings.making import CHAT
from tests.findings.making import TYPED
from tests.findings.making import chat
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import minute
from tests.findings.making import taken_in
from tests.findings.making import visit

if TYPE_CHECKING:
    from hearthbook.findings.beside import Beside
    from hearthbook.records.resolution import Entry

RASH, ZIP = "a" * 64, "b" * 64
NOON = minute("2026-01-05T12:00")
VISIT = entry(visit("igor", NOON), "VISIT")


def document(sha256: str = RASH, member: str = "", original: str = "") -> Document:
    origin = FromFile(original or sha256, 0, 700, member)
    return Document("rash.jpg", "image/jpeg", 700, sha256, origin)


def joined(of: str = "VISIT", original: str = RASH) -> Attached:
    return Attached(of, original, "rash.jpg", "anna", 1, TYPED)


def hearing(*documents: str) -> Appointment:
    return Appointment(
        "Hearing", (), Status.PLANNED, NOON, "", "anna", 1, TYPED, documents=documents
    )


def files(*entries: Entry) -> dict[str, tuple[Beside, ...]]:
    return beside(resolved(entries, known(entries)))


def test_a_file_is_that_of_the_entry_it_was_joined_to() -> None:
    [file] = files(VISIT, entry(document(), "FILE"), entry(joined(), "JOINED"))["VISIT"]

    assert (file.of, file.by, file.entry) == ("VISIT", "JOINED", "FILE")
    assert (file.name, file.media_type, file.size) == ("rash.jpg", "image/jpeg", 700)
    assert (file.sha256, file.original) == (RASH, RASH)


def test_an_entry_that_was_written_anew_keeps_the_files_of_the_first() -> None:
    new = entry(visit("igor", NOON), "NEW")
    put_right = entry(Correction("VISIT", "NEW", "", "anna", 1, TYPED))

    found = files(VISIT, new, put_right, entry(document()), entry(joined()))

    assert [(one.of, one.to) for one in found["VISIT"]] == [("VISIT", "VISIT")]
    assert [(one.of, one.to) for one in found["NEW"]] == [("NEW", "VISIT")]


def test_a_correction_that_was_taken_back_hands_no_file_on() -> None:
    new = entry(visit("igor", NOON), "NEW")
    put_right = entry(Correction("VISIT", "NEW", "", "anna", 1, TYPED), "RIGHT")
    undone = entry(Retraction("RIGHT", "it was another visit", "anna", 1, TYPED))

    found = files(VISIT, new, put_right, undone, entry(document()), entry(joined()))

    assert set(found) == {"VISIT"}


def test_a_joining_that_was_taken_back_is_none() -> None:
    gone = entry(Retraction("JOINED", "wrong entry", "anna", 1, TYPED))

    assert files(VISIT, entry(document()), entry(joined(), "JOINED"), gone) == {}


def test_a_file_read_into_many_entries_is_told_of_by_its_taking_in() -> None:
    came = entry(taken_in(), "CAME")

    [file] = files(VISIT, came, entry(chat("Igor", NOON)), entry(joined(original=CHAT)))[
        "VISIT"
    ]

    assert (file.entry, file.media_type, file.size) == ("CAME", "", 1)


def test_a_paper_that_an_entry_names_is_its_file_even_inside_an_archive() -> None:
    inside = entry(document(RASH, "scans/rash.jpg", ZIP), "FILE")

    [file] = files(entry(hearing("FILE"), "HEARING"), inside)["HEARING"]

    assert (file.of, file.by, file.entry) == ("HEARING", "HEARING", "FILE")
    assert (file.sha256, file.original) == (RASH, ZIP)


def test_what_is_inside_an_archive_does_not_tell_of_the_archive() -> None:
    inside = entry(document(RASH, "scans/rash.jpg", ZIP))

    [file] = files(VISIT, inside, entry(joined(original=ZIP)))["VISIT"]

    assert (file.entry, file.media_type, file.size) == ("", "", None)


def test_a_paper_that_was_erased_is_named_and_nothing_else_is_said_of_it() -> None:
    [file] = files(entry(hearing("GONE"), "HEARING"))["HEARING"]

    assert (file.entry, file.name, file.sha256) == ("GONE", "", "")
    assert spoken(file) == Said("beside-erased", {"ref": "GONE"})


def test_a_line_of_the_chronology_bears_its_files_and_a_day_of_care_those_of_its_acts() -> None:
    fed = entry(feed("anna", NOON, "vera"), "FED")
    facts, scope = book(VISIT, fed, entry(document()), entry(joined()), entry(joined("FED")))

    found = chronology(facts, scope)
    everybody = chronology(facts, scope.__class__(scope.period, scope.zone, scope.known))

    assert [[one.of for one in line.files] for line in found.lines] == [["VISIT"]]
    assert sorted(one.of for line in everybody.lines for one in line.files) == ["FED", "VISIT"]

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

import pytest

from hearthbook.records.file import Writing
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.writing import WritingFile
from tests.sources.writing.making import docx
from tests.sources.writing.making import pdf

if TYPE_CHECKING:
    from hearthbook.records.when import When

UTC_NOON = Moment(1_772_366_400_000, Precision.SECOND)


def writing(raw: bytes) -> Writing:
    (found,) = WritingFile().read(Original("0" * 64, "a", raw), Answers())
    assert isinstance(found, Writing)
    return found


def test_a_pdf_says_who_wrote_it_when_and_on_how_many_pages() -> None:
    info = {
        "/Title": "Brief",
        "/Author": "Mira Holt",
        "/Creator": "Pen",
        "/CreationDate": "D:20260301120000Z",
        "/ModDate": "D:20260301140000+02'00'",
    }
    found = writing(pdf(info, pages=3))

    assert (found.title, found.author, found.pages) == ("Brief", "Mira Holt", 3)
    assert found.program == "Pen"
    assert (found.when, found.changed) == (UTC_NOON, UTC_NOON)
    assert (found.media_type, found.marks) == ("application/pdf", ())


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("D:20260301120000+00'00'", UTC_NOON),
        ("D:20260301133000+0130", UTC_NOON),
        ("D:20260301120000", Wall("2026-03-01T12:00:00", Precision.SECOND)),
        ("D:20260231120000Z", None),
        ("D:2026", None),
        ("yesterday", None),
    ],
)
def test_a_date_is_a_moment_only_with_an_offset(written: str, when: When | None) -> None:
    assert writing(pdf({"/CreationDate": written})).when == when


def test_a_locked_pdf_is_kept_and_marked() -> None:
    found = writing(pdf({"/Title": "secret"}, password="cradle"))

    assert (found.title, found.pages, found.marks) == ("", None, (Mark.UNREAD_INSIDE,))


def test_a_docx_says_what_its_properties_say() -> None:
    core = (
        "<dc:title>Plan</dc:title><dc:creator>Jonas</dc:creator>"
        "<dcterms:created>2026-03-01T12:00:00Z</dcterms:created>"
        "<dcterms:modified>2026-03-01T13:00:00+01:00</dcterms:modified>"
    )
    found = writing(docx(core, "<Pages>4</Pages><Application>Word</Application>"))

    assert (found.title, found.author, found.pages) == ("Plan", "Jonas", 4)
    assert (found.when, found.changed, found.program) == (UTC_NOON, UTC_NOON, "Word")


def test_properties_that_unpack_without_end_are_not_read() -> None:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("docProps/core.xml", "<a><title>t</title>" + " " * (8 << 20) + "</a>")

    found = writing(held.getvalue())
    assert (found.title, found.marks) == ("", ())


def test_an_entity_is_not_followed() -> None:
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a><title>&e;</title></a>'
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("docProps/core.xml", entity)

    assert writing(held.getvalue()).title == ""


@pytest.mark.parametrize("raw", [pdf({})[:200], docx()[:150]])
def test_a_document_cut_off_is_kept_and_marked(raw: bytes) -> None:
    found = writing(raw)

    assert (found.size, found.marks) == (len(raw), (Mark.UNREAD_INSIDE,))


def test_a_zip_that_is_no_document_is_left_to_others() -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("chat.txt", "words")

    assert not WritingFile().recognises("a.docx", held.getvalue())
    assert WritingFile().recognises("a.bin", docx())

from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from msgspec import structs
from pikepdf import pdfa

from hearthbook.app.words import catalogue
from hearthbook.papers.display import typefaces
from hearthbook.papers.page import Bar
from hearthbook.papers.page import Bundle
from hearthbook.papers.page import Chart
from hearthbook.papers.page import Figure
from hearthbook.papers.page import Line
from hearthbook.papers.page import Side
from hearthbook.papers.page import Table
from hearthbook.papers.press import press
from hearthbook.papers.press.conform import conform
from hearthbook.papers.press.failing import CannotPressError
from hearthbook.papers.press.typesetting import _fonts
from hearthbook.papers.press.typesetting import typeset
from tests.papers.bundles import COVER
from tests.papers.bundles import MADE
from tests.papers.bundles import bubble
from tests.papers.bundles import pressed
from tests.papers.bundles import ref
from tests.papers.bundles import said
from tests.papers.bundles import thread
from tests.papers.bundles import told
from tests.papers.bundles import whole
from tests.papers.make_fonts import FONTS
from tests.papers.opened import bookmarks
from tests.papers.opened import fonts
from tests.papers.opened import labels
from tests.papers.opened import links
from tests.papers.opened import outside
from tests.papers.opened import texts

if TYPE_CHECKING:
    from hearthbook.papers.page import Pressed

EN = catalogue("en")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def paper() -> Pressed:
    return pressed(whole())


@pytest.fixture(scope="module")
def read(paper: Pressed) -> list[str]:
    return texts(paper.pdf)


def test_pressing_twice_gives_the_same_bytes(paper: Pressed) -> None:
    assert pressed(whole()) == paper


def test_another_machine_with_other_fonts_gives_the_same_bytes(
    paper: Pressed, tmp_path: Path
) -> None:
    code = (
        "from hashlib import sha256\n"
        "from tests.papers.bundles import whole\n"
        "from tests.papers.bundles import pressed\n"
        "print(sha256(pressed(whole()).pdf).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "LANG": "ru_RU"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == sha256(paper.pdf).hexdigest()
    assert fonts(paper.pdf) <= {
        "NotoSans-Bold",
        *(face.file.removesuffix(".ttf") for face in typefaces()),
    }


def test_no_font_of_the_machine_can_take_part() -> None:
    folders = {Path(font.path).parent for font in _fonts().fonts() if font.path}

    assert folders == {FONTS}
    assert all(font.path for font in _fonts().fonts())


def test_the_moment_of_making_is_in_the_file_and_the_time_of_day_is_not(paper: Pressed) -> None:
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        said_of_it = pdf.Root.Metadata.read_bytes().decode()

        dates = set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", said_of_it))
        assert dates == {"2026-08-21T09:30:00+00:00"}
        assert str(pdf.docinfo.CreationDate).startswith("D:20260821093000")


def test_a_clock_reading_without_its_zone_is_no_moment_of_making() -> None:
    with pytest.raises(ValueError, match="no zone"):
        press(whole(), EN, made=MADE.replace(tzinfo=None))


def test_the_paper_is_proved_to_be_an_archive_file_with_tags(paper: Pressed) -> None:
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        assert pdfa.check(pdf, "2b").passed
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"
        sizes = {(int(page.MediaBox[2]), int(page.MediaBox[3])) for page in pdf.pages}
        assert sizes == {(595, 841)}


def test_each_text_is_tagged_with_its_language_where_it_is_known() -> None:
    turns = [structs.replace(bubble(1, "Где ты?"), lang="ru"), bubble(2, "ok", Side.RIGHT)]
    bundle = Bundle(cover=COVER, transcripts=(thread(*turns),))
    with pikepdf.open(BytesIO(pressed(bundle).pdf)) as pdf:
        own = str(pdf.Root.Lang)
        drawn = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    spoken = set(re.findall(rb"/Lang\((\w+)\)", drawn))

    assert own == "en"
    assert spoken == {b"ru", b"und"}


def test_number_contents_and_bookmark_agree_on_every_section(
    paper: Pressed, read: list[str]
) -> None:
    printed, contents = labels(paper.pdf), " ".join(read[1].split())

    assert printed[:3] == ["i", "ii", "1"]
    assert len(printed) == paper.pages
    for title, page in bookmarks(paper.pdf):
        name, label = title.removesuffix("]").rsplit(" [", 1)
        first = f"Page {label}" + (f" of {printed[-1]}" if label.isdecimal() else "")
        assert label == printed[page]
        assert first in read[page]
        assert name in " ".join(read[page].split())
        day = name.endswith("2026")
        assert day or name == "Contents" or _in_contents(contents, name, label)


def _in_contents(contents: str, name: str, label: str) -> bool:
    after = contents.split(f"{name} .", 1)
    return len(after) == 2 and after[1].strip(" .").split()[0] == label


def test_every_section_has_its_bookmark(paper: Pressed) -> None:
    titles = {title.rsplit(" [", 1)[0] for title, _ in bookmarks(paper.pdf)}

    assert titles >= {
        "Summary",
        "Chronology",
        "Month 1",
        "Without a known date",
        "Stretches with nothing recorded",
        "Contact",
        "Care",
        "Transcript: Detlef",
        "2 February 2026",
        "Originals",
        "What could not be read",
        "How to check this paper",
    }


def test_every_entry_is_found_where_its_place_says(paper: Pressed, read: list[str]) -> None:
    printed = labels(paper.pdf)
    somewhere = "".join(read)

    for name, place in paper.places.items():
        assert place.label == printed[place.page - 1]
        assert name in read[place.page - 1] or name not in somewhere
    assert paper.places[ref(316)].page == paper.places[ref(1)].page
    assert {ref(1), ref(77), ref(900), ref(901), ref(100_199)} <= set(paper.places)


def test_every_mention_leads_to_the_page_that_it_names(paper: Pressed, read: list[str]) -> None:
    home = paper.places[ref(1)]
    summary = next(at for at, text in enumerate(read) if "Table 1." in text)

    assert f"{ref(1)} p. {home.label}" in " ".join(read[summary].split())
    assert (summary, home.page - 1) in links(paper.pdf)


def test_a_list_too_long_to_print_is_returned_under_the_number_on_the_page(
    paper: Pressed, read: list[str]
) -> None:
    assert "and 315 more, list 1.1" in " ".join(" ".join(read).split())
    assert paper.lists == {"1.1": tuple(ref(at) for at in range(1, 317))}


def test_every_link_leads_to_a_page_of_the_paper(paper: Pressed) -> None:
    # `links` stumbles over one that leads elsewhere.
    found = links(paper.pdf)

    assert {link.page for link in found} > {1, 2}
    assert not any(link.page > 1 for link in links(pressed(said("https://x.test/a?b")).pdf))


def test_a_table_over_many_pages_repeats_its_head(read: list[str]) -> None:
    pages = [text for text in read if "Line " in text]

    assert len(pages) > 3
    assert all("Who says so" in text for text in pages)


def test_neighbouring_columns_do_not_touch() -> None:
    cells = ("Galina", "messages", "received", "272", "missed 130, answered 36, declined 69")
    table = Table("T", "", ("Person", "Kind", "Way", "Count", "Outcomes"), (Line(cells),))
    crowd = Table("U", "", ("messages",) * 12, (Line(("received",) * 12),))
    result = pressed(Bundle(cover=COVER, summary=(table, crowd)))

    printed = " ".join(" ".join(texts(result.pdf)).split())
    assert "Galina messages received 272 missed" in printed
    assert "receivedreceived" not in printed
    assert outside(result.pdf) == []


@pytest.mark.parametrize("count", range(15, 24))
def test_no_heading_stands_alone_at_the_foot_of_a_page(count: int) -> None:
    result = pressed(Bundle(cover=COVER, chronology=told(count)))

    heading = next(page for title, page in bookmarks(result.pdf) if "Without" in title)
    assert result.places[ref(77)].page == heading + 1
    assert ref(77) in texts(result.pdf)[heading]


def test_a_chart_of_many_series_is_proved_too_and_says_what_it_shows() -> None:
    series = tuple(f"series {at}" for at in range(7))
    bars = tuple(Bar(f"{hour:02d}", tuple(range(hour, hour + 7))) for hour in range(24))
    lines = tuple(Line((bar.name, *map(str, bar.counts))) for bar in bars)
    figure = Figure(
        Table("T", "", ("Hour", *series), lines), Chart("C", "Bars that rise.", series, bars)
    )
    result = pressed(Bundle(cover=COVER, contact=(figure,)))

    with pikepdf.open(BytesIO(result.pdf)) as pdf:
        spoken = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ]
    assert spoken == ["Bars that rise."]
    assert outside(result.pdf) == []


def test_an_empty_bundle_still_says_what_it_lacks_and_how_to_check_it() -> None:
    printed = " ".join(" ".join(texts(pressed(Bundle(cover=COVER)).pdf)).split())

    assert "No files were taken in." in printed
    assert "Nothing. Every byte" in printed
    assert "hearthbook verify bundle.pdf" in printed


def test_the_paper_speaks_russian_when_it_is_asked_to() -> None:
    result = press(whole(), catalogue("ru"), made=MADE)
    printed = " ".join(" ".join(texts(result.pdf)).split())

    assert "Страница 1 из" in printed
    assert "Хронология" in printed
    assert "Who says so" not in printed


def test_what_typst_refuses_is_one_error() -> None:
    with pytest.raises(CannotPressError):
        typeset(b'{"front": {}}', MADE)


def test_a_file_that_leads_out_of_itself_is_refused(paper: Pressed) -> None:
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        way_out = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://x.test"))
        link = next(a for page in pdf.pages for a in page.obj.get("/Annots", []))
        del link["/Dest"]
        link["/A"] = way_out
        broken = BytesIO()
        pdf.save(broken)

    with pytest.raises(CannotPressError):
        conform(broken.getvalue(), MADE)

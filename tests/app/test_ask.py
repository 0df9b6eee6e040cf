"""Findings over a real vault: what the readers took in is what the figures say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.ask import FINDINGS
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.diary import log
from hearthbook.app.diary import retract
from hearthbook.app.failure import Failure
from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.base.refs import REF
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.ask import Shown
    from hearthbook.app.household import Household


def said(home: Household, kind: str, **values: str) -> str:
    return log(home, kind=kind, values={k: [v] for k, v in values.items()}, book="record")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as opened:
        said(opened, "child", name="Vera")
        said(opened, "person", name="Jonas", relation="father")
        said(opened, "person", name="Gerda", relation="grandmother", alias="+49 151 12345670")
        said(opened, "visit", person="Jonas", child="Vera", at="2026-02-01T10:00")
        said(opened, "feed", child="Vera", ml="90", at="2026-02-04T03:15")
        taken(opened, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
        taken(opened, file_in(tmp_path, "calls.xml", CALLS))
        yield opened


def asked(home: Household, finding: str, language: str = "en", **asking: str) -> Shown:
    words = catalogue(language)
    return ask(home, finding=finding, asking=Asking(**asking), book="record", words=words)  # type: ignore[arg-type]  # the text fields of Asking


def test_counts_are_an_object_of_kind_and_number_with_snags(home: Household) -> None:
    counts = asked(home, "counts").value

    assert isinstance(counts, dict)
    assert counts["message"] == 5
    assert counts["call"] == 3
    assert (counts["visit"], counts["feed"], counts["snag"]) == (1, 1, 0)


def test_calls_from_a_number_are_the_persons_whose_number_it_is(home: Household) -> None:
    rows = asked(home, "contact", person="Gerda").rows

    assert [row[5] for row in rows if row[:4] == ("Gerda", "calls", "received", "all")] == ["3"]


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_told_in_every_language(
    home: Household, finding: str, language: str
) -> None:
    shown = asked(home, finding, language, person="Jonas")

    assert all(len(row) == len(shown.head) for row in shown.rows)


def test_every_row_of_a_chronology_cites_an_entry_that_can_be_found(home: Household) -> None:
    refs = {entry.ref for entry in home.entries("record")}
    rows = asked(home, "chronology").rows

    assert len(rows) == 10
    assert all(set(REF.findall(row[-1])) & refs for row in rows)


def test_what_was_taken_back_is_in_no_figure(home: Household) -> None:
    ref = said(home, "feed", child="Vera", at="2026-02-05T03:15")
    assert "2" in [row[1] for row in asked(home, "counts").rows if row[0] == "feeds"]

    retract(home, ref=ref, why="wrong child", book="record")

    counts = asked(home, "counts").value
    assert isinstance(counts, dict)
    assert counts["feed"] == 1


def test_a_period_is_half_open(home: Household) -> None:
    before = asked(home, "chronology", since="2026-02-04", until="2026-02-05").rows
    after = asked(home, "chronology", since="2026-02-05", until="2026-02-15").rows

    assert len(before) + len(after) < 10
    assert {row[-1] for row in before}.isdisjoint({row[-1] for row in after})


def test_nobody_is_guessed(home: Household) -> None:
    for asking in ({"person": "Nobody"}, {"since": "someday"}):
        with pytest.raises(Failure):
            asked(home, "contact", **asking)
    with pytest.raises(Failure):
        asked(home, "absence")


def test_a_person_is_found_by_any_name_of_theirs(home: Household) -> None:
    by_name = find(home, wanted=Wanted("", kinds=("call",), person="Gerda"), book="record")

    assert [hit.who for hit in by_name] == ["+4915112345670"] * 3


def test_books_are_never_mixed(home: Household) -> None:
    log(home, kind="note", values={"text": ["for counsel only"]}, book="counsel")

    assert find(home, wanted=Wanted("counsel"), book="record") == []
    assert len(find(home, wanted=Wanted("counsel"), book="counsel")) == 1
    assert "note" not in dict(asked(home, "counts").value or {})  # type: ignore[call-overload]  # an object of kind and number

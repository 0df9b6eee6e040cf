"""What a tracker said is told as it was written, in every language."""

from __future__ import annotations

import pytest

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.base.units import Unit
from hearthbook.findings.detailed import details
from hearthbook.findings.telling import told
from hearthbook.records.detail import Detail
from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import Diaper
from hearthbook.records.family import DiaperShare
from hearthbook.records.family import Feed
from hearthbook.records.family import FeedShare
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Measurement
from hearthbook.records.family import Quantity
from hearthbook.records.message import Mark
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import Entry
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

PLACE = FromFile("a" * 64, 0, 9)
NOON = Wall("2026-10-25T12:00", Precision.MINUTE, "Europe/Berlin")


def taken_in(child: str | None = None, units: tuple[Unit, ...] = (), at: int = 1) -> Entry:
    record = Import(
        *("a" * 64, "t.csv", 9, "r", 1, None, None, None, 1, 0, "anna", at),
        FromDevice("home", at),
        child,
        units,
    )
    return Entry(f"i{at}", record, at)


def feed(*held: Detail, child: str = "", marks: tuple[Mark, ...] = ()) -> Entry:
    record = Feed(
        (FeedShare(child),), FeedWay.BOTTLE, "", "", NOON, None, None, "", PLACE, held, marks
    )
    return Entry("f", record, 1)


def say(*entries: Entry) -> str:
    """Return what the last of `entries` says."""
    what = known(entries)
    *_, fact = resolved(entries, what)
    return str(told(fact, what))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trait_act_way_and_unit_can_be_said(language: str) -> None:
    words = catalogue(language)

    assert all(words(f"trait-{one}", written="x") for one in Trait)
    assert all(words(f"finding-act-{one}", who="x", children="y") for one in Act)
    assert all(words(f"finding-of-{one}") for one in Act)
    assert all(words(f"finding-fed-{one}") for one in FeedWay)
    assert all(words(f"finding-unmeasured-{one}", child="x", held="y") for one in Quantity)
    assert all(words(f"unit-{one}") for one in Unit)


def test_a_detail_is_told_as_it_was_written() -> None:
    assert "3 oz" in say(feed(Detail(Trait.VOLUME, "3 oz", 887)))


def test_a_bare_number_is_said_to_be_one_until_a_person_says_its_unit() -> None:
    entry = feed(Detail(Trait.VOLUME, "4"))

    assert "finding-bare" in say(taken_in(), entry)
    assert "unit-fl-oz" in say(taken_in(units=(Unit.KG, Unit.FL_OZ)), entry)
    assert "finding-bare-said" not in say(taken_in(units=(Unit.KG,)), entry)
    assert "finding-bare-said" not in say(taken_in(units=(Unit.ML, Unit.FL_OZ)), entry)


def test_what_was_said_last_of_a_file_holds_for_its_child() -> None:
    first, second = taken_in("Mia", at=1), taken_in("Lea", at=2)

    assert "Lea" in say(first, second, feed())
    assert "Mia" in say(second, first, feed(child="Mia"))
    assert "finding-nobody-named" in say(taken_in(), feed())


def test_a_diaper_of_which_nothing_is_said_is_not_said_to_be_dry() -> None:
    def diaper(wet: object, dirty: object) -> str:
        share = DiaperShare("Mia", wet, dirty)  # type: ignore[arg-type]  # what a table says
        return say(Entry("d", Diaper((share,), "", "", NOON, None, "", PLACE), 1))

    assert "finding-diaper-unsaid" in diaper(None, None)
    assert "finding-diaper-wet" in diaper(wet=True, dirty=None)
    assert "finding-diaper-dry" in diaper(wet=False, dirty=False)


def test_a_measurement_without_a_unit_has_no_value_to_show() -> None:
    held = (Detail(Trait.FIGURE, "4.35"),)
    record = Measurement("Mia", Quantity.WEIGHT, None, "", NOON, None, "", PLACE, held)

    assert "finding-unmeasured-weight-g" in say(taken_in(), Entry("m", record, 1))
    assert "unit-kg" in say(taken_in(units=(Unit.KG,)), Entry("m", record, 1))


def test_a_measurement_keeps_what_was_written_beside_its_value() -> None:
    held = (Detail(Trait.FIGURE, "16lb 2oz", 7314),)
    record = Measurement("Mia", Quantity.WEIGHT, 7314, "", NOON, None, "", PLACE, held)

    assert "16lb 2oz" in say(Entry("m", record, 1))
    assert "7314" in say(Entry("m", record, 1))


def test_what_to_doubt_of_a_row_is_told() -> None:
    what = known([])

    shown = str(details(feed(marks=(Mark.END_FIRST, Mark.BARE_NUMBER)).record, what))

    assert "mark-end-first" in shown
    assert "mark-bare-number" not in shown  # the number says it of itself

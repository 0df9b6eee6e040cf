"""Acts of care counted: one act for two children is one act, and one for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hearthbook.findings.care import care
from hearthbook.records.family import Act
from hearthbook.records.family import Care
from hearthbook.records.when import Told
from tests.findings.asking import book
from tests.findings.making import TYPED
from tests.findings.making import day
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import minute

if TYPE_CHECKING:
    from hearthbook.findings.care import CareActs
    from hearthbook.findings.care import Done
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

NIGHT = minute("2026-01-05T03:20")


def found(*records: Record | Entry, person: str | None = None) -> CareActs:
    facts, scope = book(*records)
    return care(facts, replace(scope, person=person))


def acts(some: tuple[Done, ...]) -> dict[tuple[str, str], int]:
    return {(one.person, one.child): one.acts.value for one in some}


def test_an_act_for_both_is_one_act_and_one_for_each_child() -> None:
    result = found(entry(feed("anna", NIGHT, "vera", "ida"), "A"))

    assert (result.acts.value, result.child_acts.value) == (1, 2)
    assert result.child_acts.refs == ("A",)
    assert acts(result.persons) == {("anna", ""): 1}
    assert acts(result.children) == {("", "ida"): 1, ("", "vera"): 1}
    assert acts(result.pairs) == {("anna", "ida"): 1, ("anna", "vera"): 1}


def test_two_shares_of_one_child_are_one_act_for_it() -> None:
    result = found(feed("anna", NIGHT, "vera", "vera"))

    assert result.child_acts.value == 1


def test_who_cares_is_counted_alike() -> None:
    result = found(
        feed("anna", NIGHT, "vera"), feed("igor", NIGHT, "vera"), feed("igor", NIGHT, "ida")
    )

    assert acts(result.persons) == {("anna", ""): 1, ("igor", ""): 2}
    assert acts(result.children) == {("", "ida"): 1, ("", "vera"): 2}


def test_pumping_is_an_act_for_no_child() -> None:
    pumped = Care(Act.PUMP, (), "anna", "anna", NIGHT, None, 1, "", TYPED)

    result = found(pumped)

    assert (result.acts.value, result.child_acts.value, result.children) == (1, 0, ())
    [hers] = result.persons
    assert [(one.of, one.cell.value) for one in hers.kinds] == [("pump", 1)]


def test_hours_are_told_where_they_are_known() -> None:
    [hers] = found(feed("anna", NIGHT, "vera"), feed("anna", day("2026-01-05"), "vera")).persons

    assert [cell.value for cell in hers.by_hour] == [int(n in {3, 24}) for n in range(25)]


def test_an_act_without_a_time_is_listed_and_not_counted() -> None:
    result = found(entry(feed("anna", Told("at night"), "vera"), "A"))

    assert (result.acts.value, result.looked.undated) == (0, ("A",))


def test_the_acts_of_one_person_can_be_asked_for() -> None:
    result = found(feed("anna", NIGHT, "vera"), feed("igor", NIGHT, "ida"), person="igor")

    assert acts(result.pairs) == {("igor", "ida"): 1}

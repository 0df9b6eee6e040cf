"""What no longer stands, and what an amendment of an amendment does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.amended import Amendment
from hearthbook.records.amended import fallen

REFS = st.sampled_from("ABCDEFG")
AMENDMENTS = st.lists(st.builds(Amendment, REFS, REFS), max_size=12)


def test_what_is_taken_back_falls_and_names_what_took_it_back() -> None:
    assert fallen([Amendment("B", "A")]) == {"A": "B"}


def test_taking_back_a_retraction_restores_what_it_took_back() -> None:
    assert fallen([Amendment("B", "A"), Amendment("C", "B")]) == {"B": "C"}


def test_a_second_retraction_holds_where_the_first_one_fell() -> None:
    amendments = [Amendment("B", "A"), Amendment("C", "B"), Amendment("D", "A")]

    assert fallen(amendments) == {"A": "D", "B": "C"}


def test_a_ring_makes_nothing_disappear_and_does_not_stop_others() -> None:
    ring = [Amendment("A", "B"), Amendment("B", "A")]

    assert fallen(ring) == {}
    assert fallen([Amendment("A", "A")]) == {}
    assert fallen([*ring, Amendment("B", "C"), Amendment("C", "D")]) == {"D": "C"}


def test_of_several_that_strike_one_entry_the_least_is_named() -> None:
    restored = [Amendment("A", "Y"), Amendment("Y", "Z"), Amendment("Z", "T")]

    assert fallen([*restored, Amendment("B", "T")])["T"] == "B"


@given(AMENDMENTS, st.data())
def test_the_order_does_not_matter(some: list[Amendment], data: st.DataObject) -> None:
    assert fallen(data.draw(st.permutations(some))) == fallen([*some, *some])


@given(AMENDMENTS)
def test_only_what_stands_strikes(some: list[Amendment]) -> None:
    gone = fallen(some)

    assert all(by not in gone for by in gone.values())
    assert all(any((one.ref, one.of) == (by, ref) for one in some) for ref, by in gone.items())


@given(st.integers(1, 60))
def test_a_long_chain_falls_every_second_time(length: int) -> None:
    chain = [Amendment(f"{n:03d}", f"{n - 1:03d}") for n in range(1, length + 1)]

    assert set(fallen(chain)) == {f"{n:03d}" for n in range(length - 1, -1, -2)}

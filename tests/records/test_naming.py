"""The last word about a name holds, whatever the order; a ring of joins joins nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.linked import Linked
from hearthbook.records.naming import Names
from hearthbook.records.naming import Word

PEOPLE = ("anna", "jonas", "papa")


def word(at: int, name: str, person: str, *, theirs: bool = True, joins: bool = True) -> Word:
    return Word((at, at, 1, str(at)), name, person, theirs, joins)


def named(*words: Word) -> Names:
    own = [word(n, who, who, joins=False) for n, who in enumerate(PEOPLE)]
    return Names([*own, *words], PEOPLE, str.casefold)


WORDS = st.lists(
    st.builds(
        lambda name, person, theirs: (name, person, theirs),
        st.sampled_from([*PEOPLE, "pa", "mail"]),
        st.sampled_from(PEOPLE),
        st.booleans(),
    ),
    max_size=6,
)


@given(WORDS, st.data())
def test_the_order_of_the_words_given_does_not_matter(
    said: list[tuple[str, str, bool]], data: st.DataObject
) -> None:
    words = [word(10 + n, name, who, theirs=yes) for n, (name, who, yes) in enumerate(said)]
    mixed = data.draw(st.permutations(words))

    one, other = named(*words), named(*mixed)

    for name in (*PEOPLE, "pa", "mail"):
        assert one.person(name) == other.person(name)
    assert one.disputed == other.disputed


@given(WORDS)
def test_a_name_is_one_persons_or_nobodys(said: list[tuple[str, str, bool]]) -> None:
    words = [word(10 + n, name, who, theirs=yes) for n, (name, who, yes) in enumerate(said)]

    found = named(*words)

    for name in (*PEOPLE, "pa", "mail"):
        claims = found.claims(name)
        assert found.person(name) == (claims[0] if len(claims) == 1 else None)


def test_who_is_joined_brings_every_name_along() -> None:
    found = named(word(5, "pa", "papa", joins=False), word(9, "papa", "jonas"))

    assert found.person("pa") == "jonas"
    assert found.names("jonas") == ("jonas", "pa", "papa")
    assert found.whole("papa") == "jonas"


def test_an_alias_that_is_anothers_short_name_joins_nobody() -> None:
    found = named(word(5, "papa", "jonas", joins=False))

    assert found.person("papa") == "papa"


def test_a_ring_of_joins_joins_nobody() -> None:
    found = named(word(5, "papa", "jonas"), word(6, "jonas", "papa"))

    assert (found.whole("papa"), found.whole("jonas")) == ("papa", "jonas")


def test_the_later_word_takes_a_name_away() -> None:
    found = named(word(5, "pa", "jonas"), word(6, "pa", "jonas", theirs=False))

    assert found.person("pa") is None


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8)


@given(PAIRS, st.sets(st.sampled_from("abcdef")), st.data())
def test_one_stands_for_each_group_whatever_the_order(
    pairs: list[tuple[str, str]], gone: set[str], data: st.DataObject
) -> None:
    one = Linked(pairs, gone)
    other = Linked(data.draw(st.permutations(pairs)), gone)

    assert one.groups == other.groups
    for first, group in one.groups.items():
        assert group[0] == first
        assert not gone & set(group)
        assert {one.first(ref) or ref for ref in group} == {first}


def test_what_came_in_first_stands_for_the_rest() -> None:
    linked = Linked([("b", "a"), ("a", "c")], ())

    assert linked.groups == {"b": ("b", "a", "c")}

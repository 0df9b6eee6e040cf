"""The same message in two exports is found; what only looks alike is left alone."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from hearthbook.findings.twins import talks
from hearthbook.findings.twins import twins
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from tests.findings.making import BERLIN
from tests.findings.making import entry
from tests.findings.making import person
from tests.findings.making import taken_in

if TYPE_CHECKING:
    from hearthbook.records.resolution import Entry

ONE, OTHER = "a" * 64, "b" * 64
Line = tuple[str, str | None, str]
TALK: tuple[Line, ...] = (
    ("2026-02-03T21:14", "Jonas", "I am not coming this weekend"),
    ("2026-02-03T21:15", "Anna", "They waited for you"),
    ("2026-02-03T21:15", "Anna", "ok"),
    ("2026-02-03T21:15", "Anna", "ok"),
    ("2026-02-04T03:15", "Anna", "both asleep at last"),
)


def chat(original: str, *lines: Line, member: str = "", start: int = 0) -> list[Entry]:
    """Return an export of a chat; a time of five digits more is exact to the second."""
    places = count(start)
    return [
        entry(
            Message(
                FromFile(original, place, place + 1, member),
                Wall(at, Precision.MINUTE if len(at) == 16 else Precision.SECOND),
                Parties(who),
                text,
                (Mark.APP_TEXT,) if who is None else (),
                (),
            ),
            f"{original[0]}{place}",
        )
        for (at, who, text), place in zip(lines, places, strict=False)
    ]


def pairs(
    *entries: Entry,
    zones: tuple[str | None, str | None] = (BERLIN, BERLIN),
    me: str | None = None,
) -> list[tuple[str, str]]:
    about = [
        entry(person("anna")),
        entry(person("jonas", "+4915112345670")),
        *(
            entry(taken_in(one, zone, me))
            for one, zone in zip((ONE, OTHER), zones, strict=True)
        ),
    ]
    told = known([*entries, *about])
    facts = list(resolved(entries, told))
    held = [
        [
            one
            for one in facts
            if isinstance(one.record, Message | Call) and one.record.origin.original == original
        ]
        for original in (ONE, OTHER)
    ]
    return twins(talks(held[0], told), talks(held[1], told))


def every(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(f"a{n}", f"b{n}") for n in range(len(lines))]


def test_two_exports_of_one_chat_are_paired_line_by_line() -> None:
    assert pairs(*chat(ONE, *TALK), *chat(OTHER, *TALK)) == every(TALK)


def test_a_minute_of_one_export_holds_the_second_of_the_other() -> None:
    exact = tuple((f"{at}:4{n}", who, text) for n, (at, who, text) in enumerate(TALK))

    assert pairs(*chat(ONE, *TALK), *chat(OTHER, *exact)) == every(TALK)


def test_a_later_export_is_paired_where_both_reach() -> None:
    answer = ("2026-02-04T07:00", "Jonas", "good")
    later = (*TALK[3:], answer, ("2026-02-05T10:00", "Jonas", "so"))

    found = pairs(*chat(ONE, *TALK, answer), *chat(OTHER, *later))

    assert found == [("a2", "b0"), ("a4", "b1"), ("a5", "b2")]


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        pytest.param(1, ("2026-02-03T21:15", "Anna", "They waited for you!"), id="words"),
        pytest.param(1, ("2026-02-03T21:16", "Anna", "They waited for you"), id="minute"),
        pytest.param(1, ("2026-02-03T21:15", "Jonas", "They waited for you"), id="sender"),
    ],
)
def test_what_differs_is_not_paired_and_the_rest_is(place: int, changed: Line) -> None:
    other = [*TALK]
    other[place] = changed

    found = pairs(*chat(ONE, *TALK), *chat(OTHER, *other))

    assert found == [pair for n, pair in enumerate(every(TALK)) if n != place]


def test_the_same_word_twice_in_a_minute_is_two_messages_and_two_pairs() -> None:
    found = pairs(*chat(ONE, *TALK), *chat(OTHER, *TALK))

    assert ("a2", "b2") in found
    assert ("a3", "b3") in found


def test_pairs_never_cross() -> None:
    one = [("2026-02-03T21:15", "Anna", "first"), ("2026-02-03T21:15", "Anna", "second")]
    rest = [("2026-02-03T21:14", "Jonas", "a line with many letters")]

    found = pairs(*chat(ONE, *rest, *one), *chat(OTHER, *rest, *reversed(one)))

    assert found in ([("a0", "b0"), ("a1", "b2")], [("a0", "b0"), ("a2", "b1")])


def test_the_same_greeting_to_two_people_is_two_messages() -> None:
    jonas = [*TALK, ("2026-03-01T12:00", "Anna", "A happy new month to you")]
    gerda = [
        ("2026-02-03T20:00", "Gerda", "how are the girls"),
        ("2026-03-01T12:00", "Anna", "A happy new month to you"),
    ]

    assert pairs(*chat(ONE, *jonas), *chat(OTHER, *gerda)) == []


def test_a_chat_in_which_only_she_wrote_is_not_taken_for_another() -> None:
    line = ("2026-03-01T12:00", "Anna", "A happy new month to you")

    assert pairs(*chat(ONE, line), *chat(OTHER, line)) == []


def test_a_chat_of_two_is_not_taken_for_a_group() -> None:
    group = [*TALK[:3], *((at, "Gerda", f"{n}") for n, (at, _, _) in enumerate(TALK))]

    assert pairs(*chat(ONE, *TALK), *chat(OTHER, *sorted(group))) == []


def test_readings_without_a_zone_are_compared_with_each_other_alone() -> None:
    both = (*chat(ONE, *TALK), *chat(OTHER, *TALK))

    assert pairs(*both, zones=(None, None)) == every(TALK)
    assert pairs(*both, zones=(BERLIN, None)) == []


def test_a_reading_without_a_zone_is_no_moment_that_happens_to_fit() -> None:
    in_utc = tuple(
        (at.replace("T21", "T20").replace("T03", "T02"), *rest) for at, *rest in TALK
    )

    found = pairs(
        *chat(ONE, *TALK),
        *chat(OTHER, *in_utc),  # type: ignore[arg-type] # a line is three texts
        zones=(BERLIN, None),
    )

    assert found == []


def test_a_few_like_words_among_many_others_make_no_pair() -> None:
    def other(n: int, who: str) -> Line:
        return (f"2026-02-03T22:{n:02d}", who, f"something else {n}")

    ends = (TALK[0], TALK[4])
    one = (*ends[:1], *(other(n, "Anna") for n in range(4)), *ends[1:])
    two = (*ends[:1], *(other(n, "Jonas") for n in range(10, 14)), *ends[1:])

    assert pairs(*chat(ONE, *one), *chat(OTHER, *two)) == []


def test_two_phones_in_two_zones_tell_the_same_moment() -> None:
    london = tuple(
        (at.replace("T21", "T20").replace("T03", "T02"), *rest) for at, *rest in TALK
    )

    found = pairs(
        *chat(ONE, *TALK),
        *chat(OTHER, *london),  # type: ignore[arg-type] # a line is three texts
        zones=(BERLIN, "Europe/London"),
    )

    assert found == every(TALK)


def test_names_of_one_person_are_one_sender() -> None:
    other = tuple(
        (at, who and who.replace("Jonas", "+49 1511 2345670"), t) for at, who, t in TALK
    )

    assert pairs(*chat(ONE, *TALK), *chat(OTHER, *other)) == every(TALK)


def test_pictures_alone_between_two_pairs_are_a_pair() -> None:
    def with_picture(original: str, text: str, mark: Mark) -> list[Entry]:
        talk = chat(original, *TALK[:2], ("2026-02-03T21:15", "Anna", text), *TALK[4:])
        picture = talk[2].record
        assert isinstance(picture, Message)
        there = (Media(text),) if mark is Mark.MEDIA_ATTACHED else ()
        changed = Message(picture.origin, picture.when, picture.parties, text, (mark,), there)
        return [*talk[:2], entry(changed, talk[2].ref), *talk[3:]]

    one = with_picture(ONE, "<Media omitted>", Mark.MEDIA_OMITTED)
    other = with_picture(OTHER, "IMG-20260203-WA0001.jpg (file attached)", Mark.MEDIA_ATTACHED)

    assert pairs(*one, *other) == every(TALK[:4])


def sms(original: str, *lines: tuple[int, Way, str], number: str) -> list[Entry]:
    return [
        entry(
            Message(
                FromFile(original, place, place + 1),
                Moment(at),
                Parties(number, (), way) if way is Way.IN else Parties(None, (number,), way),
                text,
                (),
                (),
            ),
            f"{original[0]}{place}",
        )
        for place, (at, way, text) in enumerate(lines)
    ]


TEXTS = ((1770150600000, Way.IN, "on my way"), (1770150660000, Way.OUT, "good"))


def test_two_backups_of_one_phone_are_paired_whoever_it_belongs_to() -> None:
    one = sms(ONE, *TEXTS, number="+4915112345670")
    other = sms(OTHER, *TEXTS, number="015112345670")

    assert pairs(*one, *sms(OTHER, *TEXTS, number="+49 1511 2345670")) == every(TALK[:2])
    assert pairs(*one, *other) == []  # without a country nobody knows that it is one number


def test_the_same_words_to_two_numbers_are_two_messages() -> None:
    one = sms(ONE, *TEXTS, number="+4915112345670")
    other = sms(OTHER, *TEXTS, number="+493023125014")

    assert pairs(*one, *other) == []


def test_calls_are_paired_by_time_outcome_and_length() -> None:
    def log(original: str, seconds: int) -> list[Entry]:
        calls = [
            Call(
                FromFile(original, n, n + 1),
                Moment(1770150600000 + n * 60_000),
                Parties("+4915112345670", (), Way.IN),
                Outcome.ANSWERED,
                seconds,
                (),
            )
            for n in range(2)
        ]
        return [entry(one, f"{original[0]}{n}") for n, one in enumerate(calls)]

    assert pairs(*log(ONE, 30), *log(OTHER, 30)) == every(TALK[:2])
    assert pairs(*log(ONE, 30), *log(OTHER, 31)) == []


def test_both_phones_of_one_talk_are_paired_once_each_owner_is_named() -> None:
    hers = chat(ONE, *TALK)
    his = chat(OTHER, *TALK)
    about = [
        entry(person("anna")),
        entry(person("jonas")),
        entry(taken_in(ONE, BERLIN, "Anna")),
        entry(taken_in(OTHER, BERLIN, "Jonas")),
    ]
    told = known([*hers, *his, *about])
    facts = list(resolved([*hers, *his], told))

    assert twins(talks(facts[:5], told), talks(facts[5:], told)) == every(TALK)
    assert all(isinstance(one.record, Import) for one in about[2:])

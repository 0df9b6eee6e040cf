"""The first real input of the program, against what people say it says.

The story was open while the rules were written: these floors keep what is reached, and are no
measure of what the rules do on another story.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING
from typing import TypedDict

import pytest

from hearthbook.intake import read_story
from tests.intake import gold

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.intake import Telling
    from hearthbook.records.draft import PersonDraft

Span = tuple[int, int]


class _Span(TypedDict):
    start: int
    end: int


class _Quote(TypedDict):
    kind: str
    parts: list[_Span]
    speaker: str
    addressee: list[str]


class _Spanned(TypedDict):
    span: _Span
    type: str
    topic: str
    id: str


class _Gold(TypedDict):
    source: dict[str, str]
    quotes: list[_Quote]
    timex: list[_Spanned]
    topics: list[_Spanned]
    events: list[_Spanned]


# The annotation's short names beside the reading's.
SAME = {"olga-sergeevna": "olga"}
KINDS = {"direct": "direct", "mixed": "mixed_quote"}


@pytest.fixture(scope="module")
def telling(shared: Path) -> Telling:
    return read_story((shared / "story/story.txt").read_bytes())


@pytest.fixture(scope="module")
def wanted(shared: Path) -> _Gold:
    loaded: _Gold = json.loads((shared / "story/gold.json").read_text("utf-8"))
    return loaded


def span(one: _Spanned) -> Span:
    return one["span"]["start"], one["span"]["end"]


def share(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def short(person: str | None) -> str:
    return SAME.get(person or "", person or "")


def test_it_is_known_by_its_hash_and_its_end(telling: Telling, wanted: _Gold) -> None:
    assert telling.sha256 == wanted["source"]["sha256"]
    assert (telling.language, telling.cut_at) == ("en", "wo")


def one(telling: Telling, person: str) -> PersonDraft:
    (found,) = [draft for draft in gold.people(telling) if short(draft.person) == person]
    return found


@pytest.mark.parametrize(
    ("person", "name", "sex", "relation", "group"),
    [
        ("narrator", None, "F", "self", False),
        ("igor", "Igor", "M", "husband", False),
        ("masha", "Masha", "F", "daughter", False),
        ("sonya", "Sonya", "F", "daughter", False),
        ("olga", "Olga Sergeevna", "F", "mother-in-law", False),
        ("friends", None, "U", "friends", True),
        ("lawyer", None, "U", "lawyer", False),
    ],
)
def test_everybody_is_found(
    telling: Telling,
    person: str,
    name: str | None,
    sex: str,
    relation: str,
    group: bool,  # noqa: FBT001  # a row of the table
) -> None:
    found = one(telling, person)

    assert (found.name, str(found.sex), found.relation, found.group) == (
        name, sex, relation, group,
    )  # fmt: skip


def test_nobody_else_is_found(telling: Telling) -> None:
    assert len(gold.people(telling)) == 7


def test_the_name_that_is_only_called_out_is_marked_as_inferred(telling: Telling) -> None:
    husband = one(telling, "igor")
    called = [e.passage for e in husband.evidence if e.why == "called"]

    assert [str(flag) for flag in husband.flags] == ["inferred"]
    assert [telling.text[at.start : at.end] for at in called] == ["Igor"]


def test_every_quotation_has_its_kind_speaker_and_listener(
    telling: Telling, wanted: _Gold
) -> None:
    found = [
        (
            tuple((part.start, part.end) for part in quote.parts),
            KINDS[quote.type],
            short(quote.speaker),
            [short(who) for who in quote.addressees],
        )
        for quote in gold.quotes(telling)
    ]

    assert found == [
        (
            tuple((part["start"], part["end"]) for part in quote["parts"]),
            quote["kind"],
            quote["speaker"],
            quote["addressee"],
        )
        for quote in wanted["quotes"]
    ]
    assert sum(len(parts) for parts, _, _, _ in found) == 11


def test_every_time_is_found(telling: Telling, wanted: _Gold) -> None:
    times = [span(one) for one in wanted["timex"] if one["type"] != "NONE"]
    found = [gold.place(one) for one in gold.times(telling)]

    assert len(times) == 11
    assert all(any(share(time, hit) for hit in found) for time in times)
    assert sum(any(share(hit, time) for time in times) for hit in found) >= len(found) - 1


def test_the_days_after_he_left_add_up(telling: Telling, wanted: _Gold) -> None:
    (left,) = [span(one) for one in wanted["events"] if one["id"] == "e6"]
    counted = [one for one in gold.times(telling) if one.days is not None]

    assert [one.days for one in counted] == [(1, 1), (2, 2), (7, 9), (14, 16)]
    assert all(
        one.anchor is not None and share((one.anchor.start, one.anchor.end), left)
        for one in counted
    )


def test_topics_are_found_and_few_are_wrong(telling: Telling, wanted: _Gold) -> None:
    topics = [(one["topic"], span(one)) for one in wanted["topics"]]
    hits = [(one.topic, gold.place(one)) for one in gold.topics(telling)]

    found = sum(
        any(topic == name and share(at, place) for name, place in hits) for topic, at in topics
    )
    right = sum(
        any(topic == name and share(at, place) for topic, at in topics) for name, place in hits
    )
    assert found >= 16
    assert right * 10 >= len(hits) * 9


def test_what_happened_is_covered(telling: Telling, wanted: _Gold) -> None:
    # The years before the story are its background.
    happened = [span(one) for one in wanted["events"] if one["id"] != "e0"]
    drafted = [gold.place(one) for one in gold.events(telling)]

    assert len(happened) == 16
    assert sum(any(share(one, at) for at in drafted) for one in happened) == 16
    assert sum(any(share(at, one) for one in happened) for at in drafted) >= len(drafted) - 1


def test_what_she_imagined_is_marked(telling: Telling) -> None:
    (imagined,) = [one for one in gold.events(telling) if "nightmares" in one.words]

    assert "irrealis" in {str(flag) for flag in imagined.flags}


def test_hearsay_names_who_told_it(telling: Telling) -> None:
    (heard,) = [one for one in gold.events(telling) if "vacation" in one.words]

    assert heard.source == "friends"
    assert {"hearsay", "earlier"} <= {str(flag) for flag in heard.flags}


def test_every_question_that_ought_to_be_asked_is_asked(telling: Telling) -> None:
    asked = {one.ask for one in gold.asks(telling)}

    assert asked >= {
        "ask-birth",
        "ask-whose-name",
        "ask-children",
        "ask-day-and-hour",
        "ask-since-then",
        "ask-date",
        "ask-source",
        "ask-calls",
        "ask-when-said",
        "ask-lawyer",
        "ask-filing",
        "ask-end",
    }


def test_reading_it_needs_no_module_from_outside(telling: Telling) -> None:
    assert telling.drafts
    assert not {"spacy", "pymorphy3", "numpy"} & set(sys.modules)

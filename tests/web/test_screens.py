"""What each screen does to the vault, and what it shows of it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.finding import FINDINGS
from hearthbook.app.forms import FORMS
from hearthbook.app.household import household
from hearthbook.records.event import Incident
from hearthbook.records.event import Note
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.web.serving import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from httpx import Response

    from hearthbook.records.codec import Record
    from tests.web.visiting import Visitor

PICTURED = ("counts", "chronology", "absence", "contact", "care")


def records(vault: Path, book: str, *kinds: str) -> list[Record]:
    with household(str(vault), PASSPHRASE) as home:
        return [one.record for one in home.of_kind(book, *kinds)]


def refs(text: str) -> list[str]:
    return re.findall(r"/entry/r/([0-9A-Z-]{14})", text)


def finished(mother: Visitor, begun: Response) -> str:
    text = begun.text
    for _ in range(600):
        found = re.search(r'hx-get="(/doing/[^"]+)"', text)
        if found is None:
            return text
        time.sleep(0.05)
        text = mother.get(found[1]).text
    raise AssertionError(text)


def sent(mother: Visitor, address: str, name: str, data: bytes) -> str:
    headers = {"x-form": mother.token, "x-name": name, "hx-request": "true"}
    headers["content-type"] = "application/octet-stream"
    return mother.client.post(address, content=data, headers=headers).text


def test_what_is_written_down_says_when_where_who_and_how_she_knows(
    mother: Visitor, household_of: Path
) -> None:
    answer = mother.post(
        "/write/r/incident",
        what="He took the stroller.",
        person=["Jonas", "Olga"],
        at="2026-03-01",
        place="in the hall",
        how="was-told",
        source="Olga",
    )

    shown = mother.get(answer.headers["location"]).text
    found = [
        one
        for one in records(household_of, "record", "incident")
        if isinstance(one, Incident) and one.what == "He took the stroller."
    ]
    assert [(one.people, one.place, str(one.basis.how)) for one in found] == [
        (("jonas", "olga"), "in the hall", "was-told")
    ]
    assert "2026-03-01" in shown
    assert "who was told by Olga" in shown


def test_what_cannot_be_kept_comes_back_as_it_was_typed(mother: Visitor) -> None:
    answer = mother.post("/write/r/incident", what="A long sentence.", at="yesterday")

    assert answer.status_code == 400
    assert "A long sentence." in answer.text
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize("kind", FORMS)
def test_every_form_asks_for_every_field_and_ticks_no_answer_beforehand(
    mother: Visitor, kind: str
) -> None:
    text = mother.get(f"/write/r/{kind}").text

    assert all(f'name="{field.name}"' in text for field in FORMS[kind].fields)
    assert " checked" not in text


def test_a_correction_keeps_the_first_entry_and_says_why(mother: Visitor) -> None:
    first = mother.post("/write/r/note", text="Both slept at nine.", at=DAY)
    address = first.headers["location"]
    form = mother.get(f"{address}/correct").text
    second = mother.post(f"{address}/correct", text="Both slept at ten.", at=DAY, why="a slip")
    day = mother.get(f"/?day={DAY}").text

    assert "Both slept at nine." in form
    assert "Corrected: a slip" in mother.get(address).text
    assert "Both slept at ten." in mother.get(second.headers["location"]).text
    assert "corrected or taken back" in day


def test_what_is_taken_back_stays_and_says_so(mother: Visitor) -> None:
    address = mother.post("/write/r/note", text="Wrong child.").headers["location"]
    mother.post(f"{address}/take-back", why="it was Ida")

    shown = mother.get(address).text
    assert "Wrong child." in shown
    assert "Taken back: it was Ida" in shown


def test_what_is_for_the_lawyer_is_seen_in_no_other_book(
    mother: Visitor, household_of: Path
) -> None:
    mother.post("/write/c/note", text="A zebra of a worry.")
    mother.post("/write/k/note", text="You laughed at a giraffe.")
    now = mother.get("/").text
    shown = [now, mother.post("/find", words="zebra OR giraffe").text]
    shown += [mother.post(f"/shows/{one}", person="jonas").text for one in FINDINGS]

    assert not any("zebra" in text or "giraffe" in text for text in shown[:1] + shown[2:])
    assert refs(shown[1]) == []
    assert "zebra" in mother.get("/?book=c").text
    assert "giraffe" in mother.get("/?book=k").text
    assert [
        one.text for one in records(household_of, "keepsake", "note") if isinstance(one, Note)
    ]


def test_plainer_words_are_suggested_and_nothing_is_rewritten(mother: Visitor) -> None:
    text = mother.post(
        "/plain-words", what="He never comes on purpose, said “always late”."
    ).text

    assert "“never”" in text
    assert "“on purpose”" in text
    assert "“always”" not in text


def test_a_file_is_shown_as_counts_before_anything_is_kept(
    mother: Visitor, household_of: Path
) -> None:
    before = records(household_of, "record", "import")
    shown = sent(
        mother, "/bring", "Another chat.txt", CHAT + b"05/02/2026, 08:00 - Anna: a tiger\n"
    )

    assert "messages: 6" in shown
    assert "tiger" not in shown
    assert records(household_of, "record", "import") == before


def test_what_others_wrote_is_text_and_never_markup(mother: Visitor) -> None:
    evil = "<img src=x onerror=alert(1)>"
    address = mother.post("/write/r/note", text=evil, at=DAY).headers["location"]
    shown = sent(
        mother, "/bring", f"{evil}.txt", CHAT + f"06/02/2026, 08:00 - {evil}: x\n".encode()
    )
    pages = [
        mother.get(address),
        mother.get(f"/?day={DAY}"),
        mother.post("/find", words="onerror"),
    ]

    assert all(evil not in text for text in [shown, *(one.text for one in pages)])
    assert all("&lt;img" in text for text in [shown, *(one.text for one in pages)])


def test_a_file_nobody_can_read_is_refused_in_words(mother: Visitor) -> None:
    shown = sent(mother, "/bring", "holiday.zip", b"PK\x03\x04 broken")

    assert "Nothing was taken in" in shown


def test_a_pasted_story_waits_for_a_yes(mother: Visitor, household_of: Path) -> None:
    told = "Gerda rang on Monday. «Where is my son?» she asked. She hung up.\n"
    answer = mother.post("/story", text=told)
    shown = mother.get(answer.headers["location"]).text

    assert "Gerda" in shown
    assert "data-draft" in shown
    assert records(household_of, "record", "statement") == []


def test_words_are_never_accepted_without_who_said_them(mother: Visitor) -> None:
    told = "A voice came from the stairs. «Too late.»\n"
    address = mother.post("/story", text=told).headers["location"]
    draft = _draft(mother.get(address).text, "quote", mother, address)
    answer = mother.post(address, ref=draft, sort="quote", answer="yes")

    assert "Say who it was" in answer.text
    assert draft in answer.text


def _draft(text: str, sort: str, mother: Visitor, address: str) -> str:
    for _ in range(9):
        found = re.search(r'data-draft="([^"]+)"', text)
        assert found
        if f'name="sort" value="{sort}"' in text:
            return found[1]
        text = mother.post(address, ref=found[1], answer="no").text
    raise AssertionError(text)


@pytest.mark.parametrize("finding", PICTURED)
def test_every_line_of_a_finding_leads_to_an_entry(mother: Visitor, finding: str) -> None:
    person = "jonas" if finding == "absence" else ""
    text = mother.post(f"/shows/{finding}", person=person, days="2").text
    found = refs(text)

    assert found
    assert {mother.get(f"/entry/r/{ref}").status_code for ref in found[:3]} <= {200}


@pytest.mark.parametrize("finding", PICTURED)
def test_every_finding_has_a_picture_made_here(mother: Visitor, finding: str) -> None:
    person = "jonas" if finding == "absence" else ""
    text = mother.post(f"/shows/{finding}", person=person, days="2").text

    assert "<figure" in text
    assert "<svg" in text.partition("<figure")[2]


def test_an_original_comes_out_as_it_came_in(mother: Visitor) -> None:
    hits = mother.post("/find", words="window", kind="message").text
    [ref] = refs(hits)
    shown = mother.get(f"/entry/r/{ref}").text
    whole = mother.get(f"/entry/r/{ref}/original")

    assert "They waited for you at the window" in shown
    assert whole.content == CHAT
    assert "Jonas" not in whole.headers["content-disposition"]


def test_a_search_stands_in_no_address(mother: Visitor) -> None:
    form = mother.get("/find").text

    assert 'hx-post="/find"' in form
    assert mother.get("/find?words=window").text.count("They waited") == 0


def test_a_person_added_can_be_named_at_once(mother: Visitor) -> None:
    mother.post("/write/r/person", name="Frau Adler", alias="+49 151 0000000")
    shown = mother.get("/people").text

    assert "Frau Adler" in shown
    assert "+49 151 0000000" in shown
    assert "Frau Adler" in mother.get("/write/r/incident").text


def test_the_vault_can_be_sealed_and_read_through(mother: Visitor, household_of: Path) -> None:
    mother.post("/health/seal")
    text = finished(mother, mother.post("/health/check"))

    assert "checks passed" in text
    assert list((household_of / "heads").glob("record.e1.*.checkpoint"))


def test_settings_are_written_down_and_hold_at_once(mother: Visitor) -> None:
    mother.post("/settings", **{"lock-minutes": "10", "zone": "Europe/Paris"})
    shown = mother.get("/settings").text
    wrong = mother.post("/settings", zone="Nowhere/Here")
    mother.post("/settings", **{"lock-minutes": "5", "zone": "Europe/Berlin"})

    assert 'data-seconds="600"' in shown
    assert "<option selected>Europe/Paris" in shown
    assert wrong.status_code == 400


def test_a_device_can_be_shut_out(mother: Visitor) -> None:
    other = type(mother)(type(mother.client)(mother.client.app, base_url="http://127.0.0.1"))
    other.client.follow_redirects = False
    other.unlock()
    ends = re.findall(r'action="(/sessions/\w+/end)"', mother.get("/settings").text)
    mother.post(ends[0])

    assert len(ends) == 2
    assert other.get("/").status_code == 303
    assert mother.get("/").status_code == 200


def test_a_choice_of_language_stays_with_the_device(mother: Visitor) -> None:
    mother.post("/language", language="ru")
    russian = mother.get("/more").text
    mother.post("/language", language="en")

    assert "Состояние дневника" in russian
    assert "Health of the diary" in mother.get("/more").text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_screen_can_be_said_in_every_language(mother: Visitor, language: str) -> None:
    mother.client.cookies.set("language", language)
    pages: Iterable[str] = (
        "/", "/write", "/bring", "/find", "/calendar", "/story", "/shows", "/papers",
        "/people", "/health", "/settings", "/more", "/undated", "/diary", "/unlock",
    )  # fmt: skip
    answers = {path: mother.get(path) for path in pages}
    mother.client.cookies.delete("language")

    assert {path: one.status_code for path, one in answers.items()} == dict.fromkeys(pages, 200)
    assert all(f'<html lang="{language}"' in one.text for one in answers.values())

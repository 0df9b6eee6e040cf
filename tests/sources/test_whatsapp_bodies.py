from __future__ import annotations

from unicodedata import normalize

import pytest

from hearthbook.sources.whatsapp import phrases
from tests.sources.whatsapp.reading import files
from tests.sources.whatsapp.reading import marks
from tests.sources.whatsapp.reading import senders
from tests.sources.whatsapp.reading import texts

LRM, RLM = "\u200e", "\u200f"


def android(body: str) -> str:
    """Return a chat of an Android phone whose second of three entries says `body`."""
    return (
        "13/02/2024, 09:00 - Nora: hello\n"
        f"14/02/2024, 10:00 - Nora: {body}\n"
        "14/02/2024, 11:00 - Timur: ok\n"
    )


def ios(body: str, lead: str = "") -> str:
    """Return the same of an iPhone; `lead` stands before the header of the second."""
    return (
        "[13.02.24, 09:00:00] Nora: hello\r\n"
        f"{lead}[14.02.24, 10:00:00] Nora: {body}\r\n"
        "[14.02.24, 11:00:00] Timur: ok\r\n"
    )


def mark(data: str) -> str:
    """Return the marks of the second entry; the first and the third have none."""
    first, second, third = marks(data)
    assert (first, third) == ("", "")
    return second


@pytest.mark.parametrize("language", phrases.OMITTED)
def test_a_file_left_out_on_android_is_known_in_each_language(language: str) -> None:
    for phrase in phrases.OMITTED[language]:
        assert mark(android(normalize("NFC", phrase))) == "media-omitted"
        assert (
            mark(android(normalize("NFC", phrase) + "\nboth asleep at last")) == "media-omitted"
        )


@pytest.mark.parametrize("language", phrases.OMITTED_KIND)
def test_a_file_left_out_on_an_iphone_is_known_in_each_language(language: str) -> None:
    for phrase in phrases.OMITTED_KIND[language].split("|"):
        composed = normalize("NFC", phrase)
        assert mark(ios(LRM + composed, lead=LRM)) == "app-text media-omitted"
        assert mark(ios("caption " + LRM + composed, lead=LRM)) == "media-omitted"
        assert mark(ios(composed)) == ""


@pytest.mark.parametrize("language", phrases.DELETED)
def test_a_deleted_message_is_known_in_each_language(language: str) -> None:
    for phrase in phrases.DELETED[language]:
        composed = normalize("NFC", phrase)
        assert mark(android(composed)) == "deleted"
        assert mark(android(composed + ".")) == "deleted"
        assert mark(ios(LRM + composed + ".")) == "app-text deleted"
        assert mark(android(composed + " or was it")) == ""


@pytest.mark.parametrize("language", phrases.EDITED)
def test_an_edited_message_is_known_in_each_language(language: str) -> None:
    for phrase in phrases.EDITED[language]:
        assert mark(android(f"half past ten {phrase}")) == "edited"
        assert mark(ios(f"half past ten {LRM}{phrase}")) == "edited"
        assert mark(android(f"{phrase} half past ten")) == ""


@pytest.mark.parametrize("language", phrases.CALLS)
def test_a_call_is_known_in_each_language(language: str) -> None:
    for phrase in phrases.CALLS[language].split("|"):
        assert mark(android(phrase)) == "call-line"
        assert mark(ios(f"{LRM}{phrase}")) == "app-text call-line"
        assert mark(ios(f"{LRM}{phrase}, {LRM}12 min")) == "app-text call-line"


def test_typed_words_about_a_call_are_no_call() -> None:
    assert mark(android("Video call at eight?")) == ""
    assert mark(ios("Missed voice call again, sorry")) == ""


@pytest.mark.parametrize("language", phrases.ATTACHED)
def test_an_attached_file_is_known_in_each_language(language: str) -> None:
    for phrase in phrases.ATTACHED[language]:
        body = f"Rita.vcf ({phrase})"
        assert mark(android(body)) == "media-attached"
        assert files(android(f"{body}\na caption"))[1] == ["Rita.vcf"]


def test_names_the_app_gives_are_known_in_any_language() -> None:
    body = "IMG-20240214-WA0001.jpg (foto qoşuldu)"

    assert mark(android(body)) == "media-attached"
    assert files(android(body)) == [[], ["IMG-20240214-WA0001.jpg"], []]
    assert files(android("AUD-20240214-WA0000. (x y)"))[1] == ["AUD-20240214-WA0000."]


def test_a_mark_of_direction_makes_a_named_file_the_app_s() -> None:
    assert files(android(f"{LRM}plan b.pdf (abc def)"))[1] == ["plan b.pdf"]
    assert files(android("plan b.pdf (abc def)"))[1] == []


def test_files_of_an_iphone_are_named_with_their_captions_kept() -> None:
    named = f"our plan • {LRM}2 pages {LRM}<прикреплено: 00000047-plan.pdf>"
    photo = f"{LRM}<attached: 00000048-PHOTO-2024-02-14-10-00-00.jpg>"

    assert files(ios(named, lead=LRM))[1] == ["00000047-plan.pdf"]
    assert mark(ios(named, lead=LRM)) == "media-attached"
    assert mark(ios(photo, lead=LRM)) == "app-text media-attached"
    assert texts(ios(named, lead=LRM))[1] == named


def test_a_document_left_out_on_an_iphone_keeps_its_name() -> None:
    assert files(ios(f"plan.docx {LRM}document omitted", lead=LRM))[1] == ["plan.docx"]
    assert files(ios(f"plan.pdf • {LRM}2 pages {LRM}document omitted"))[1] == ["plan.pdf"]
    assert files(ios(f"{LRM}image omitted", lead=LRM))[1] == []


@pytest.mark.parametrize("first", [LRM, RLM, LRM + LRM])
def test_what_begins_with_a_mark_of_direction_was_not_typed(first: str) -> None:
    data = ios(f"{first}Xyzzy qax, {LRM}plugh.")

    assert mark(data) == "app-text"
    assert senders(data)[1] == "Nora"


def test_typed_text_may_hold_a_mark_of_direction_later() -> None:
    assert mark(ios(f"so {LRM}there")) == ""


def test_a_led_line_of_unknown_kind_says_so() -> None:
    assert mark(ios("half past ten", lead=LRM)) == "unread-inside"


@pytest.mark.parametrize("body", ["null", "<qax qex qux>"])
def test_what_only_the_app_would_write_and_nobody_knows_says_so(body: str) -> None:
    assert mark(android(body)) == "unread-inside"


def test_a_heart_is_no_markup() -> None:
    assert mark(android("<3")) == ""


@pytest.mark.parametrize("body", ["", "<View once voice message omitted>"])
def test_what_could_be_seen_once_is_marked(body: str) -> None:
    assert "view-once" in mark(android(body))


def test_an_entry_of_a_colon_and_a_point_could_be_seen_once() -> None:
    data = android("").replace("10:00 - Nora: ", "10:00 - Nora:.")

    assert senders(data)[1] == "Nora"
    assert texts(data)[1] == "."
    assert mark(data) == "view-once"
    assert mark(android(".")) == ""


def test_a_sender_may_stand_before_a_bare_colon() -> None:
    data = android("").replace("10:00 - Nora: ", "10:00 - Nora:")

    assert senders(data)[1] == "Nora"
    assert texts(data)[1] == ""


def test_text_is_kept_composed_and_says_so() -> None:
    data = android("cafe\u0301")

    assert texts(data)[1] == "caf\u00e9"
    assert mark(data) == "recomposed"


def test_joiners_and_blanks_of_a_text_stay() -> None:
    body = "  👩‍👧‍👧 \u00a0 x\t "

    assert texts(android(body))[1] == body


def test_a_turned_direction_is_marked_and_kept() -> None:
    body = "pay \u202eNEVER\u202c"

    assert texts(android(body))[1] == body
    assert mark(android(body)) == "direction-mark"


def test_a_replaced_sign_is_marked() -> None:
    assert mark(android("who \ufffd knows")) == "replaced-sign"


def test_a_placeholder_met_again_is_marked_again() -> None:
    data = "13/02/2024, 10:00 - Nora: hello\n" + "".join(
        f"14/02/2024, 10:{n:02} - {who}: <Media omitted>\n"
        for n, who in enumerate(["Nora", "Timur"] * 20)
    )

    assert marks(data) == ["", *["media-omitted"] * 40]


def test_a_placeholder_is_doubted_where_a_typed_line_would_be() -> None:
    data = android("<Media omitted>") + (
        "14/02/2024, 11:05 - Nora: he sent this:\n14/02/2024, 11:06 - Timur: <Media omitted>\n"
    )

    assert marks(data)[-1] == "media-omitted doubtful-header"

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.whatsapp import WhatsApp
from tests.sources.whatsapp.reading import everything
from tests.sources.whatsapp.reading import marks
from tests.sources.whatsapp.reading import messages
from tests.sources.whatsapp.reading import snags
from tests.sources.whatsapp.reading import texts
from tests.sources.whatsapp.writing import LOCALES
from tests.sources.whatsapp.writing import chat
from tests.sources.whatsapp.writing import written

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"13/02/2024, 10:00 - Nora: "
GOOD = HEAD + b"hello\n"
# Each is tried at a size at which work that grows faster than the file would not end.
STRAINS = {
    "one line": b"x" * 10_000_000,
    "digits": b"1" * 3_000_000,
    "dates": b"13/02/2024, " * 200_000,
    "half headers": b"13/02/2024, 10:00" * 150_000,
    "brackets": b"[" * 3_000_000,
    "marks": b"\xe2\x80\x8e" * 1_000_000,
    "marks and digits": b"\xe2\x80\x8e1" * 700_000,
    "colons": b"a:" * 1_500_000,
    "colons and blanks": b": " * 1_500_000,
    "spaces": b" " * 3_000_000,
    "narrow spaces": b"\xe2\x80\xaf" * 1_000_000,
    "half tags": b"<" * 3_000_000,
    "half attachments": b"a (" * 1_000_000,
    "letters of a glue": b"13/02/2024 " + b"ab " * 1_000_000,
    "line ends": b"\n" * 1_000_000,
    "carriage returns": b"\r" * 1_000_000,
    "broken text": b"\xff" * 1_000_000,
    "lines of digits": b"13\n" * 300_000,
    "lines of dates": b"13/02/2024\n" * 60_000,
    "lines of impossible dates": b"33/02/2024, 10:00 - Nora: x\n" * 40_000,
}


@pytest.mark.parametrize("strain", STRAINS)
def test_no_content_of_a_text_takes_longer_than_its_size(strain: str) -> None:
    found = everything(GOOD + HEAD + STRAINS[strain] + b"\n" + GOOD)

    assert len(found) == 3


@pytest.mark.parametrize("strain", STRAINS)
def test_no_file_without_entries_takes_longer_than_its_size(strain: str) -> None:
    head = STRAINS[strain][: 1 << 16]

    assert WhatsApp().recognises("", head) == (strain == "lines of impossible dates")
    assert all(
        one.reason in {"no-entry", "not-a-date", "too-long"} for one in snags(STRAINS[strain])
    )


def test_an_entry_above_a_megabyte_is_a_snag_and_spoils_no_other() -> None:
    data = GOOD + HEAD + b"x" * (1 << 20) + b"\n" + GOOD

    assert [one.reason for one in snags(data)] == ["too-long"]
    assert texts(data) == ["hello", "hello"]


def test_an_entry_just_below_a_megabyte_is_read() -> None:
    data = GOOD + HEAD + b"x" * ((1 << 20) - len(HEAD) - 1) + b"\n" + GOOD

    assert [len(text) for text in texts(data)] == [5, (1 << 20) - len(HEAD) - 1, 5]


def test_a_hundred_thousand_pasted_headers_are_text_of_one_message() -> None:
    pasted = b"[10:06, 2/14/2024] Timur: never\n" * 20_000
    data = GOOD * 21_000 + HEAD + pasted + GOOD * 900

    assert len(messages(data)) == 21_901
    assert marks(data)[21_000] == "other-header-shape"


def test_a_hundred_thousand_senders_are_no_trouble() -> None:
    lines = (f"13/02/2024, 10:00 - Nora {n}: note {n % 7}: x\n" for n in range(20_000))

    assert len(messages("".join(lines))) == 20_000


def test_shapes_that_take_turns_are_no_trouble() -> None:
    data = (GOOD + b"[2/14/24, 10:06:00] Timur: x\n") * 20_000

    assert len(everything(data)) in {20_000, 20_001}


def test_a_mapped_file_is_read_like_bytes(tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    file.write_bytes(written(LOCALES[0], chat(9_000)))
    with (
        file.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        found = list(WhatsApp().read(Original("0" * 64, "chat.txt", data), Answers()))

    assert found == everything(file.read_bytes())


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xef\xbb\xbf",
        b"<?xml version='1.0'?><smses count='1'>\n13/02/2024, 10:00 - Nora: x\n</smses>",
        b'{"at": "13/02/2024, 10:00 - Nora: x"}\n',
        b"[1, 2, 3]\n[4, 5, 6]\n",
        b"PK\x03\x04\x00\x00" + GOOD,
        GOOD[:10] + b"\0" + GOOD[10:],
        GOOD + b"\0\1\2" + GOOD,
        "13/02/2024, 10:00 - Nora: x\n".encode("utf-16"),
        b"On 13/02/2024, 10:00 - as ever - Nora came.\nShe stayed for long.\n",
        b"13/02/2024, 10:00 - the day she came\nShe stayed for long.\n",
        b"A story.\n13/02/2024, 10:00 - Nora: hello\nThat was all she wrote.\n",
        b"A story.\n" + GOOD * 3 + b"And then she said more.\n" * 9,
        b"Date,Name,Text\n13/02/2024,Nora,hello\n14/02/2024,Timur,hm\n",
        b"2024-02-13 10:00:00 INFO started\n2024-02-13 10:00:01 INFO done\n",
        b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n",
    ],
)
def test_no_other_kind_of_file_is_taken_for_a_chat(head: bytes) -> None:
    assert not WhatsApp().recognises("WhatsApp Chat with Nora.txt", head)


@pytest.mark.parametrize(
    "head",
    [
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        b"\r\n\r\n" + GOOD,
        HEAD + b"a long letter\n" * 200 + GOOD,
        b"the rest of a message\n" + GOOD * 3,
        b"13/02/2024, 10:00 - Messages are end-to-end encrypted.\n" + GOOD,
    ],
)
def test_a_chat_is_recognised_whole_short_or_cut(head: bytes) -> None:
    assert WhatsApp().recognises("", head)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60)


@given(st.lists(TEXTS, min_size=1, max_size=8), st.sampled_from(LOCALES))
def test_any_text_comes_back_as_it_was_written(chosen: list[str], locale: object) -> None:
    assert locale in LOCALES
    for place in LOCALES:
        if place == locale:
            lines = [
                one._replace(text=text) for one, text in zip(chat(8), chosen, strict=False)
            ]
            found = messages(written(place, lines))

            assert [one.text for one in found] == [normalize("NFC", text) for text in chosen]


@given(st.lists(st.sampled_from([*STRAINS.values()]), max_size=6), st.integers(1, 60))
def test_pieces_of_every_strain_are_accounted_for(pieces: list[bytes], size: int) -> None:
    data = b"".join(piece[:size] + GOOD for piece in pieces)

    assert sum(read_from(one).end - read_from(one).start for one in everything(data)) == len(
        data
    )

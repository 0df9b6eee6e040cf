"""Files from a phone, piece by piece: whole and once, or waiting, or said to be damaged."""

from __future__ import annotations

import io
from hashlib import sha256
from io import BytesIO
from shutil import copytree
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from hearthbook.app.attaching import file
from hearthbook.app.attaching import files
from hearthbook.app.diary import retract
from hearthbook.app.failure import Failure
from hearthbook.app.outbox import collect
from hearthbook.app.outbox import hand_over
from hearthbook.app.outbox import receive
from hearthbook.records.event import Attached
from hearthbook.vault import outbox as outboxes
from hearthbook.vault.formats.packet import Packet
from hearthbook.vault.formats.packet import item_id
from tests.app.handset import confirmed
from tests.app.handset import seal
from tests.app.handset import twins_begun
from tests.app.homes import file_in
from tests.app.homes import same_home
from tests.app.homes import taken
from tests.app.pictures import joined as joined_by_hand
from tests.app.pictures import picture
from tests.app.sharing import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household
    from tests.app.handset import Handset

SOUND = b"OggS" + bytes(range(256)) * 40


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    copytree(twins_begun(), tmp_path / "family.vault")
    with same_home(tmp_path) as home:
        yield home


def noted(phone: Handset) -> int:
    """Send a note and return its counter."""
    phone.send({"kind": "note", "text": "He rang.", "at": phone.clock})
    return phone.counter


def cut(phone: Handset, data: bytes, size: int = 4_000) -> list[bytes]:
    """Return a file as sealed pieces."""
    return [seal(data[at : at + size], phone.to) for at in range(0, len(data), size)]


def about(of: int, data: bytes, pieces: list[bytes], **other: object) -> dict[str, object]:
    """Return the act that says which pieces make which file."""
    return {
        "kind": "attach",
        "of": of,
        "name": "voice.ogg",
        "media": "audio/ogg",
        "size": len(data),
        "sha256": sha256(data).hexdigest(),
        "pieces": [item_id(one) for one in pieces],
    } | other


def send(phone: Handset, *pieces: bytes) -> None:
    receive(vault=phone.vault, raw=Packet(phone.to, phone.clock, (), pieces).written())


def joined(home: Household) -> list[Attached]:
    found = [one.record for one in home.of_kind("record", "attached")]
    return [one for one in found if isinstance(one, Attached)]


def test_a_file_waits_for_its_last_piece_and_comes_whole(home: Household) -> None:
    phone = confirmed(home)
    of, pieces = noted(phone), cut(phone, SOUND)
    phone.send(about(of, SOUND, pieces))
    send(phone, *pieces[1:])
    early = collect(home)
    send(phone, pieces[0])
    collect(home)

    assert [one.reason for one in early.aside] == ["pieces-coming"]
    [one] = joined(home)
    [file] = files(home, book="record", ref=one.of)
    raw = io.BytesIO()
    home.vault.originals.get(file.original, raw)
    assert raw.getvalue() == SOUND
    assert (one.origin.device, one.origin.counter) == (phone.device, of + 1)
    assert (home.vault.outbox.count(), file.sort) == (0, "sound")


def test_a_joining_that_was_taken_back_is_none_on_the_page(home: Household) -> None:
    ref = said(home, "incident", what="A rash on the arm")
    joined_by_hand(home, ref, "rash.jpg", picture("red"))
    before = files(home, book="record", ref=ref)

    [tie] = home.of_kind("record", "attached")
    retract(home, ref=tie.ref, why="the wrong photo", book="record")

    assert ([one.name for one in before], before[0].sort) == (["rash.jpg"], "picture")
    assert files(home, book="record", ref=ref) == ()


def test_the_page_shows_papers_that_an_entry_names_and_says_which_are_in_an_archive(
    home: Household, tmp_path: Path
) -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("letter.bin", b"a letter of the court")
    taken(home, file_in(tmp_path, "scans.zip", held.getvalue()))
    [paper] = home.of_kind("record", "document")
    ref = said(home, "appointment", what="Hearing", document=paper.ref)

    [one] = files(home, book="record", ref=ref)

    assert (one.name, one.sort, one.entry) == ("letter.bin", "inside", paper.ref)
    with pytest.raises(Failure, match="no-original"):
        file(home, book="record", ref=ref, original=one.original)


def test_pieces_that_come_again_are_let_go_and_add_nothing(home: Household) -> None:
    phone = confirmed(home)
    pieces = cut(phone, SOUND)
    told = phone.sealed(about(noted(phone), SOUND, pieces))
    raw = Packet(phone.to, phone.clock, (told,), tuple(pieces)).written()
    receive(vault=phone.vault, raw=raw)
    collect(home)
    size = home.book("record").size
    receive(vault=phone.vault, raw=raw)
    again = collect(home)

    assert (again.known, home.book("record").size) == (1, size)
    assert home.vault.outbox.pieces() == []


@pytest.mark.parametrize(
    "other",
    [{"sha256": "0" * 64}, {"size": 17}],
    ids=["another hash", "another size"],
)
def test_what_is_not_what_the_phone_signed_stays_out_and_is_said(
    home: Household, other: dict[str, object]
) -> None:
    phone = confirmed(home)
    pieces = cut(phone, SOUND)
    phone.send(about(noted(phone), SOUND, pieces, **other))
    send(phone, *pieces)
    done = collect(home)

    assert [one.reason for one in done.aside] == ["file-damaged"]
    assert (joined(home), done.taken) == ([], {phone.device: 2})
    assert len(home.vault.outbox.pieces()) == len(pieces)


def test_a_stranger_can_put_no_piece_in_anybodys_file(home: Household) -> None:
    phone = confirmed(home)
    pieces = cut(phone, SOUND)
    phone.send(about(noted(phone), SOUND, pieces))
    send(phone, *pieces[1:], seal(b"other bytes", phone.to))

    assert [one.reason for one in collect(home).aside] == ["pieces-coming"]


def test_what_no_reader_knows_is_kept_all_the_same(home: Household) -> None:
    phone = confirmed(home)
    odd = b"\x00\x01 no known kind of file"
    pieces = cut(phone, odd)
    phone.send(about(noted(phone), odd, pieces, name="odd.bin"))
    send(phone, *pieces)
    collect(home)

    [file] = files(home, book="record", ref=joined(home)[0].of)
    assert (file.name, file.sort, file.size) == ("odd.bin", "file", len(odd))


def test_a_large_sealed_file_is_read_in_parts_and_a_damaged_one_not_at_all(
    home: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hearthbook.app.outbox._PART", 20_000)
    phone = confirmed(home)
    pieces = cut(phone, SOUND)
    note = phone.sealed({"kind": "note", "text": "He rang.", "at": phone.clock})
    told = phone.sealed(about(phone.counter, SOUND, pieces))
    raw = Packet(phone.to, phone.clock, (note, told), tuple(pieces)).written()
    waiting = home.vault.outbox.count()
    whole, broken = tmp_path / "whole.txt", tmp_path / "broken.txt"
    whole.write_bytes(raw)
    broken.write_bytes(raw[:-3])

    with pytest.raises(Exception, match="phone-not-a-packet"):
        hand_over(home, path=str(broken))
    before = home.vault.outbox.count()
    done = hand_over(home, path=str(whole))

    assert before == waiting
    assert done is not None
    assert (len(joined(home)), done.aside) == (1, ())


def test_too_many_pieces_are_refused_and_nothing_is_dropped(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "MOST_PIECES", 2)
    phone = confirmed(home)
    pieces = cut(phone, SOUND)
    send(phone, *pieces[:2])

    with pytest.raises(Exception, match="phone-outbox-full"):
        send(phone, pieces[2])
    assert set(home.vault.outbox.pieces()) == {item_id(one) for one in pieces[:2]}

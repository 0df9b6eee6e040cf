"""Where records begin and end, in whole files, damaged ones and hostile ones."""

from __future__ import annotations

import mmap
import tracemalloc
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.sms_backup import SmsBackup
from tests.sources.sms_backup.writing import PROLOG
from tests.sources.sms_backup.writing import backup
from tests.sources.sms_backup.writing import call
from tests.sources.sms_backup.writing import messages
from tests.sources.sms_backup.writing import mms
from tests.sources.sms_backup.writing import part
from tests.sources.sms_backup.writing import read
from tests.sources.sms_backup.writing import sms
from tests.sources.sms_backup.writing import snags

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = sms(body="one"), sms(body="two")
PICTURE = mms(part("text/plain", text="three"), part("image/jpeg", data="QUJD"))
HEAD = f'{PROLOG}<smses count="3">\n'
STYLE = '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'


def texts(data: bytes) -> list[str]:
    return [one.text for one in messages(data)]


def reasons(data: bytes) -> list[Reason]:
    return [reason for reason, _ in snags(data)]


def frames(data: bytes) -> list[bytes]:
    return [data[y.origin.start : y.origin.end] for y in read(data) if isinstance(y, Frame)]


def test_what_is_around_the_records_is_frames() -> None:
    data = f"\ufeff{PROLOG}<!--made by hand-->\n{STYLE}<smses>\n{ONE}</smses>\n \n".encode()

    assert [one.strip() for one in frames(data)] == [
        b"\xef\xbb\xbf" + PROLOG.strip().encode(),
        b"<!--made by hand-->",
        STYLE.strip().encode(),
        b"<smses>",
        b"</smses>",
    ]
    assert snags(data) == []


def test_a_root_without_content_is_a_whole_backup() -> None:
    assert reasons(f'{PROLOG}<smses count="0" />\n'.encode()) == []


def test_two_backups_in_one_file_are_both_read() -> None:
    data = backup(ONE) + backup(call(), root="calls") + backup(TWO)

    assert texts(data) == ["one", "two"]
    assert snags(data) == []


@pytest.mark.parametrize(
    ("junk", "reason"),
    [
        ("loose words\n", Reason.NO_ENTRY),
        ('<contact name="Odile" />\n', Reason.UNKNOWN_ELEMENT),
        ("<Sms />\n", Reason.UNKNOWN_ELEMENT),
        ("<?php exit ?>\n", Reason.NO_ENTRY),
        ("</sms>\n", Reason.BROKEN_MARKUP),
        ("</mms>\n", Reason.BROKEN_MARKUP),
        ('<smses count="1>\n', Reason.BROKEN_MARKUP),
        ("<!-- two -- dashes -->\n", Reason.NO_ENTRY),
        ("<!-- <sms /> -->\n", Reason.NO_ENTRY),
        ("<![CDATA[ <sms /> ]]>\n", Reason.NO_ENTRY),
        ("<!DOCTYPE smses [<!ENTITY a '<sms />'>]>\n", Reason.NO_ENTRY),
        ("<mms>\n", Reason.BROKEN_MARKUP),
        ("\x00\x00", Reason.NO_ENTRY),
    ],
)
def test_what_is_no_record_is_one_snag_and_spoils_none(junk: str, reason: Reason) -> None:
    data = backup(ONE, junk, TWO)

    assert [(why, raw.strip()) for why, raw in snags(data)] == [(reason, junk.strip().encode())]
    assert texts(data) == ["one", "two"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('body="one"', 'body="one'),
        ('body="one"', "body=one"),
        ('address="', "address="),
        ("one", "a < b"),
        (" />", " "),
        (" />", ' body="again" />'),
        (' read="1"', ' read="1" !'),
        (' read="1"', 'read="1"'),
    ],
)
def test_one_broken_record_is_one_snag_and_all_others_are_read(old: str, new: str) -> None:
    assert old in ONE
    broken = ONE.replace(old, new)

    for data in (backup(broken, TWO, PICTURE), backup(TWO, broken, PICTURE)):
        assert [raw for _, raw in snags(data)] == [broken.strip(" ").encode() + b"  "]
        assert reasons(data) == [Reason.BROKEN_MARKUP]
        assert sorted(texts(data)) == ["three", "two"]


def test_what_may_be_typed_into_a_broken_record_is_marked() -> None:
    trap = sms(body=f"look: {TWO.strip()} ha", type="2")

    found = messages(backup(ONE, trap, ONE))

    assert [one.text for one in found] == ["one", "two", "one"]
    assert [one.marks for one in found] == [(), (Mark.DOUBTFUL_HEADER,), ()]


@pytest.mark.parametrize("end", ["", "</mms>"])
def test_what_may_be_typed_into_a_broken_part_is_marked(end: str) -> None:
    trap = PICTURE.replace("three", f"look: {end} {TWO.strip()} ha")

    found = messages(backup(ONE, trap, ONE))

    assert [one.marks for one in found] == [(), (Mark.DOUBTFUL_HEADER,), ()]


def test_a_record_after_one_that_only_lost_its_end_is_in_no_doubt() -> None:
    found = messages(backup(PICTURE.replace("</mms>", ""), TWO))

    assert [(one.text, one.marks) for one in found] == [("two", ())]


WHOLE = (HEAD + ONE + PICTURE + TWO + "</smses>\n").encode()


@given(st.integers(len(HEAD), len(WHOLE) - len("</smses>\n")))
def test_a_half_written_file_says_so_and_keeps_what_is_whole(cut: int) -> None:
    data = WHOLE[:cut]

    found = read(data)

    last = found[-1]
    assert isinstance(last, Snag | Message)
    assert isinstance(last, Message) or last.reason is Reason.CUT_OFF
    assert isinstance(last, Snag) or last.marks == (Mark.CUT_OFF,)
    assert [one.marks for one in found[:-1] if isinstance(one, Message) and one.marks] == []
    whole = [one for one in messages(WHOLE) if one.origin.end < cut]
    assert messages(data)[: len(whole)] == whole


def test_a_file_that_stops_behind_a_record_says_so_in_its_last_bytes() -> None:
    space, nothing = (HEAD + ONE).encode(), (HEAD + ONE.rstrip()).encode()

    assert snags(space) == [(Reason.CUT_OFF, b"\n")]
    assert messages(space)[0].marks == ()
    assert snags(nothing) == []
    assert messages(nothing)[0].marks == (Mark.CUT_OFF,)


def test_a_file_that_stops_behind_its_root_says_so() -> None:
    assert reasons(HEAD.encode()) == [Reason.CUT_OFF]
    assert reasons(HEAD.rstrip().encode()) == [Reason.CUT_OFF]


def test_what_follows_the_end_is_read_or_a_snag() -> None:
    data = backup(ONE)

    assert reasons(data + b"<!-- bye -->") == []
    assert reasons(data + b"\x00" * 64) == [Reason.NO_ENTRY]
    assert texts(data + TWO.encode()) == ["one", "two"]
    assert reasons(data + TWO.encode()) == [Reason.CUT_OFF]


@pytest.mark.parametrize(
    "data",
    [
        backup(ONE).decode().encode("utf-16"),
        backup(ONE).decode().encode("utf-16-le"),
        backup(ONE).decode().encode("utf-16-be"),
        backup(ONE).replace(b"UTF-8", b"ISO-8859-1"),
        backup(ONE).replace(b"UTF-8", b"windows-1251"),
    ],
)
def test_a_file_in_another_encoding_is_one_snag(data: bytes) -> None:
    assert snags(data) == [(Reason.NOT_TEXT, data)]
    assert len(read(data)) == 1


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "us-ascii"])
def test_an_encoding_that_is_part_of_utf_8_is_read(name: str) -> None:
    assert texts(backup(ONE).replace(b"UTF-8", name.encode())) == ["one"]


def test_an_entity_bomb_is_snags() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'{PROLOG}<!DOCTYPE smses [<!ENTITY a0 "ha">{entities}]>\n<smses>\n'
    loud, deep = sms(body="&a29;"), mms(part("text/plain", text="x"), "<x>&a29;</x>")

    data = f"{bomb}{ONE}{loud}{deep}{TWO}</smses>\n".encode()

    assert reasons(data) == [Reason.NO_ENTRY, Reason.BROKEN_MARKUP, Reason.BROKEN_MARKUP]
    assert texts(data) == ["one", "two"]


def test_nothing_outside_is_ever_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not read me")
    odd = mms(part("text/plain", text="x"), "<x>&e;</x>")

    data = f'<!DOCTYPE smses [<!ENTITY e SYSTEM "{secret}">]>\n<smses>{odd}</smses>'.encode()

    assert "do not read me" not in repr(read(data))
    assert texts(data) == []


MEGABYTE = 1 << 20
QUICK = HEAD + ONE + TWO
HOSTILE = {
    "an open quote": f'{QUICK}<sms protocol="0" address="' + "x" * 8 * MEGABYTE,
    "open quotes": QUICK + '<sms protocol="' * (MEGABYTE // 8),
    "a name without end": f"{QUICK}<sms " + "a" * 8 * MEGABYTE,
    "attributes without end": f"{QUICK}<sms" + ' a="1"' * (MEGABYTE // 2),
    "less and less": QUICK + "<" * 4 * MEGABYTE,
    "starts of records": QUICK + "<sms " * (MEGABYTE // 8),
    "starts of pictures": QUICK + '<mms date="1">' * (MEGABYTE // 16),
    "nests": QUICK + "<a>" * 2 * MEGABYTE,
    "nests in a picture": f'{QUICK}<mms date="1">' + "<a>" * MEGABYTE + "</mms></smses>",
    "parts without end": f'{QUICK}<mms date="1"><parts>' + "<part/>" * MEGABYTE,
    "comments": QUICK + "<!--" * (MEGABYTE // 8),
    "dashes": f"{QUICK}<!--" + "-x" * 2 * MEGABYTE,
    "sealed": QUICK + "<![CDATA[" * (MEGABYTE // 4),
    "types": QUICK + "<!DOCTYPE a [" * (MEGABYTE // 4),
    "sealed between": QUICK + "<![CDATA[<!---->" * (MEGABYTE // 8),
    "ampersands": f'{QUICK}<sms body="' + "&" * 4 * MEGABYTE + '" />',
    "space": QUICK + " " * 8 * MEGABYTE,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_takes_no_longer_than_its_size(kind: str) -> None:
    data = HOSTILE[kind].encode()
    began = process_time()

    spans = [read_from(one) for one in read(data)]

    assert all(a.end == b.start for a, b in pairwise(spans))
    assert (spans[0].start, spans[-1].end) == (0, len(data))
    assert process_time() - began < 30  # at a million tries for each byte it would take days


def test_a_record_beyond_all_measure_is_a_snag_and_costs_no_memory(tmp_path: Path) -> None:
    long = sms(body="x" * 20 * MEGABYTE), mms(part("text/plain", text="x" * 20 * MEGABYTE))
    wide = mms("<x>" + "<y/>" * MEGABYTE + "</x>")

    peak, found = read_mapped(tmp_path / "long.xml", backup(ONE, *long, wide, TWO))

    assert [one.reason for one in found if isinstance(one, Snag)] == [Reason.TOO_LONG] * 3
    assert len([one for one in found if isinstance(one, Message)]) == 2
    assert peak < 12 * MEGABYTE


def test_a_film_is_hashed_without_being_held(tmp_path: Path) -> None:
    film = mms(part("video/mp4", data="QUJD" * 8 * MEGABYTE))

    peak, found = read_mapped(tmp_path / "film.xml", backup(ONE, film, TWO))

    media = [file for one in found if isinstance(one, Message) for file in one.media]
    assert [file.size for file in media] == [24 * MEGABYTE]
    assert peak < 8 * MEGABYTE


def read_mapped(path: Path, data: bytes) -> tuple[int, list[object]]:
    """Return the most memory that reading `data` from a mapped file took, and the reading."""
    path.write_bytes(data)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        tracemalloc.start()
        found: list[object] = [
            *SmsBackup().read(Original("0" * 64, path.name, held), Answers())
        ]
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak, found

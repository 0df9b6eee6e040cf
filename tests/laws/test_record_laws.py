"""The laws of the written form: what is stored reads back, and nothing else reads at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from typing import get_args
from unicodedata import normalize

import msgspec
import pytest
import rfc8785
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.base.text import is_nfc
from hearthbook.records.codec import NotARecordError
from hearthbook.records.codec import NotStorableError
from hearthbook.records.codec import Record
from hearthbook.records.codec import kind
from hearthbook.records.codec import names
from hearthbook.records.codec import read
from hearthbook.records.codec import unchecked
from hearthbook.records.codec import written
from hearthbook.records.event import Note
from hearthbook.records.provenance import FromDevice
from hearthbook.records.when import Told
from tests.strategies import RECORDS
from tests.vault.family import message

if TYPE_CHECKING:
    from msgspec import Struct

every_record = pytest.mark.parametrize(
    "kind_of", get_args(Record), ids=lambda one: one.__name__
)

few = settings(max_examples=20)  # of each of some thirty kinds


def note(text: str) -> Note:
    return Note(text, (), Told("then"), "anna", 1, FromDevice("phone", 1))


@every_record
def test_it_is_frozen_named_and_strict(kind_of: type[Struct]) -> None:
    config = kind_of.__struct_config__

    assert config.frozen
    assert (config.tag_field, config.forbid_unknown_fields) == ("kind", True)
    assert config.tag not in {"", None, kind_of.__name__}


def test_no_two_kinds_share_a_name() -> None:
    tags = [one.__struct_config__.tag for one in get_args(Record)]

    assert len(set(tags)) == len(tags)


@every_record
@few
@given(data=st.data())
def test_what_is_written_reads_back(kind_of: type[Record], data: st.DataObject) -> None:
    record = data.draw(RECORDS[kind_of])

    assert read(written(record)) == record
    assert unchecked(record) == written(record)


@every_record
@few
@given(data=st.data())
def test_it_is_what_rfc_8785_would_write(kind_of: type[Record], data: st.DataObject) -> None:
    raw = written(data.draw(RECORDS[kind_of]))

    assert rfc8785.dumps(json.loads(raw)) == raw


@every_record
@few
@given(data=st.data())
def test_its_names_are_the_fields_of_its_written_form(
    kind_of: type[Record], data: st.DataObject
) -> None:
    record = data.draw(RECORDS[kind_of])

    assert names(kind(record)) == tuple(json.loads(written(record)))


@every_record
@few
@given(data=st.data())
def test_one_changed_byte_is_refused_or_is_another_record(
    kind_of: type[Record], data: st.DataObject
) -> None:
    record = data.draw(RECORDS[kind_of])
    raw = bytearray(written(record))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))

    try:
        other = read(bytes(raw))
    except NotARecordError:
        return
    assert other != record
    assert written(other) == bytes(raw)


@every_record
@few
@given(data=st.data())
def test_one_more_field_is_refused(kind_of: type[Record], data: st.DataObject) -> None:
    held = json.loads(written(data.draw(RECORDS[kind_of])))

    with pytest.raises(NotARecordError):
        read(msgspec.json.encode({**held, "zz": 1}, order="sorted"))


@every_record
@few
@given(data=st.data())
def test_one_field_less_is_refused(kind_of: type[Record], data: st.DataObject) -> None:
    held = json.loads(written(data.draw(RECORDS[kind_of])))
    # A field with a default came later than its kind: what was sealed before has it not.
    later = set(kind_of.__struct_fields__[-len(kind_of.__struct_defaults__) :])
    later = later if kind_of.__struct_defaults__ else set()
    del held[data.draw(st.sampled_from(sorted(set(held) - later)))]

    with pytest.raises(NotARecordError):
        read(msgspec.json.encode(held, order="sorted"))


@pytest.mark.parametrize(("part", "tag"), [("origin", "from"), ("when", "as")])
def test_an_object_that_does_not_say_what_it_is_is_refused(part: str, tag: str) -> None:
    held = json.loads(message(3, "ab" * 32))
    read(msgspec.json.encode(held, order="sorted"))
    del held[part][tag]

    with pytest.raises(NotARecordError):
        read(msgspec.json.encode(held, order="sorted"))


@given(st.binary(max_size=200))
def test_noise_is_refused_with_one_error_only(raw: bytes) -> None:
    with pytest.raises(NotARecordError):
        read(raw)


@given(st.text(max_size=20))
def test_text_that_is_not_composed_is_neither_written_nor_read(text: str) -> None:
    loose = normalize("NFD", text)
    assume(not is_nfc(loose))

    with pytest.raises(NotStorableError):
        written(note(loose))
    with pytest.raises(NotARecordError):
        read(unchecked(note(loose)))


def test_a_mark_after_an_escaped_newline_is_composed_text() -> None:
    line = note("\n\u0303")

    assert read(written(line)) == line

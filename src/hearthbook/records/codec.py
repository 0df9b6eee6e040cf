"""The one written form of a record: what is hashed, stored and handed over.

1. JSON in the subset where RFC 8785 and plain sorting agree: ASCII keys, no floats,
   whole numbers below 2^53, composed text. The struct types carry the first three.
2. The bytes are hashed as stored; nothing is ever decoded and written again.
3. Reading accepts only bytes that writing could have made. A JSON library that lets the
   last of two equal keys win would show two experts two different records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import TypeAlias
from typing import get_args

import msgspec

from hearthbook.base.text import is_nfc
from hearthbook.records import birth
from hearthbook.records import case
from hearthbook.records import draft
from hearthbook.records import event
from hearthbook.records import family
from hearthbook.records import file
from hearthbook.records import identity
from hearthbook.records import keepsake
from hearthbook.records import message
from hearthbook.records import phone
from hearthbook.records import provenance
from hearthbook.records import statement
from hearthbook.records import traced

if TYPE_CHECKING:
    from collections.abc import Iterator

Record: TypeAlias = (
    message.Message
    | message.Call
    | traced.Traced
    | family.Person
    | family.Feed
    | family.Diaper
    | family.Sleep
    | family.Care
    | family.Measurement
    | family.Profile
    | event.Visit
    | event.Incident
    | event.Statement
    | event.Payment
    | event.Expense
    | event.Appointment
    | event.Note
    | case.Proceeding
    | case.Deadline
    | case.Done
    | case.Filing
    | birth.Pregnancy
    | birth.Stay
    | keepsake.Keepsake
    | event.Document
    | event.Attached
    | file.Photo
    | file.Writing
    | file.Recording
    | event.Correction
    | event.Retraction
    | event.Release
    | event.Erasure
    | event.Hold
    | event.Stamp
    | statement.Booking
    | statement.Balance
    | statement.Meeting
    | statement.Contact
    | identity.Same
    | identity.Naming
    | provenance.Snag
    | provenance.Frame
    | provenance.Import
    | provenance.NotTaken
    | provenance.Setting
    | provenance.Restored
    | phone.Phone
    | phone.Delivery
    | draft.Story
    | draft.PersonDraft
    | draft.QuoteDraft
    | draft.TimeDraft
    | draft.EventDraft
    | draft.TopicDraft
    | draft.Question
    | draft.Answer
)

_WRITE: Final = msgspec.json.Encoder(order="sorted")
_READ: Final[msgspec.json.Decoder[Record]] = msgspec.json.Decoder(Record)
_TAGS: Final = frozenset({"kind", "from", "as"})  # the names that `tag_field` has in records/


class NotStorableError(ValueError):
    """A record holds something the written form cannot carry without loss."""


class NotARecordError(ValueError):
    """Bytes that writing a record could not have made."""


def kind(record: Record) -> str:
    """Return the name of the kind of `record`, as it stands in its written form."""
    return str(record.__struct_config__.tag)


def names(kind_name: str) -> tuple[str, ...]:
    """Return the names of the fields of a kind of record, sorted, `kind` among them.

    Raises:
        KeyError: if there is no such kind.
    """
    return _NAMES[kind_name]


_NAMES: Final[dict[str, tuple[str, ...]]] = {
    str(struct.__struct_config__.tag): tuple(sorted([*struct.__struct_fields__, "kind"]))
    for struct in get_args(Record)
}


def written(record: Record) -> bytes:
    """Return the bytes of `record`.

    Raises:
        NotStorableError: if reading them would not give the same record back.
    """
    try:
        raw = _WRITE.encode(record)
        same = _READ.decode(raw) == record
    except ValueError as error:
        raise NotStorableError(kind(record)) from error
    if not same or not _composed(raw, record):
        raise NotStorableError(kind(record))
    return raw


def unchecked(record: Record) -> bytes:
    """Return the bytes of `record` without looking at them; whoever takes them must `read`."""
    return _WRITE.encode(record)


def read(raw: bytes) -> Record:
    """Return the record whose bytes are `raw`.

    Raises:
        NotARecordError: if `raw` is not the one written form of a record.
    """
    record = stored(raw)
    same = _WRITE.encode(record) == raw or _WRITE.encode(_as_it_was(record, raw)) == raw
    if not same or not _composed(raw, record):
        raise NotARecordError
    return record


def _as_it_was(record: Record, raw: bytes) -> object:
    """Return what `record` is made of without the fields that came after `raw` was written.

    A field that is not in `raw` can only hold its default. What tells one kind of object from
    another is no such field: it was there from the first.
    """
    return _without(msgspec.to_builtins(record), msgspec.json.decode(raw))


def _without(whole: object, held: object) -> object:
    if isinstance(whole, dict) and isinstance(held, dict):
        return {
            name: _without(value, held.get(name))
            for name, value in whole.items()
            if name in held or name in _TAGS
        }
    if isinstance(whole, list | tuple) and isinstance(held, list) and len(whole) == len(held):
        return [_without(one, other) for one, other in zip(whole, held, strict=True)]
    return whole


def stored(raw: bytes) -> Record:
    """Return the record whose bytes are `raw`, which `read` or `written` has seen before.

    Raises:
        NotARecordError: if `raw` is no record.
    """
    try:
        return _READ.decode(raw)
    except (ValueError, RecursionError) as error:
        raise NotARecordError from error


def _composed(raw: bytes, record: Record) -> bool:
    # A stretch of composed text is composed, and an escape never composes with what follows.
    # So only text that fails as a whole ("\\n" and a tilde look like an n with one) is asked
    # string by string.
    if raw.isascii() or is_nfc(raw.decode()):
        return True
    return all(is_nfc(text) for text in _texts(msgspec.to_builtins(record)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)

"""What the index keeps of an entry: pure, so that it can be worked out in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.index.folding import names_in
from hearthbook.records.codec import kind
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.traced import Traced

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.when import When


class Row(Struct, frozen=True, array_like=True, gc=False):
    """One entry: its kind, its moment in ms if known, the sender's name, its words.

    `to` are the recipients, `label` the contact name the phone had saved for the other side,
    `latin` what the words that may be names sound like.
    """

    kind: str
    at: int | None
    who: str | None
    original: str | None
    text: str
    to: tuple[str, ...] = ()
    label: str | None = None
    latin: str = ""


def happened(record: Record) -> When | None:
    """Return when a record says it happened, or was booked; None if it says nothing."""
    when: When | None = getattr(record, "when", None) or getattr(record, "booked", None)
    return when


def row(record: Record, at: int | None) -> Row:
    """Return the row of `record`, which happened at the moment `at`, or nobody knows when."""
    if isinstance(record, Message | Call):
        parties = record.parties
        if isinstance(record, Message):
            media = " ".join(one.name for one in record.media)
            text = f"{record.text} {media}" if media else record.text
            if isinstance(record, Traced) and record.subject:
                text = f"{record.subject} {text}"
        else:
            text = parties.label or ""
        return Row(
            kind="message" if isinstance(record, Message) else "call",
            at=at,
            who=parties.sender,
            original=record.origin.original,
            text=text,
            to=parties.to,
            label=parties.label,
            latin=names_in(text),
        )
    origin = getattr(record, "origin", None)
    original = origin.original if isinstance(origin, FromFile) else None
    text = _words(record)
    return Row(kind(record), at, None, original, text, latin=names_in(text))


def _words(record: Record) -> str:
    """Return the words of a record that a person may look for."""
    found: list[str] = []
    for name in _TEXTS.get(kind(record), ("note",)):
        value = getattr(record, name, "")
        found += [value] if isinstance(value, str) else [str(one) for one in value]
    found += [one.written for one in getattr(record, "details", ())]
    return " ".join(one for one in found if one)


_TEXTS: Final = {
    "person": ("name", "aliases"),
    "naming": ("names",),
    "quote-draft": ("words",),
    "event-draft": ("words",),
    "statement": ("words",),
    "incident": ("what", "place"),
    "appointment": ("what", "place", "note"),
    "proceeding": ("name", "court", "number", "judge", "lawyer", "note"),
    "deadline": ("what", "counts_from", "note"),
    "filing": ("what", "filed_with", "number", "note"),
    "pregnancy": ("what",),
    "stay": ("place", "ordered_by", "note"),
    # A letter waits to be opened: a search shows that it is there, and nothing of its words.
    "keepsake": ("title",),
    "visit": ("note", "place"),
    "payment": ("purpose",),
    "expense": ("what",),
    "note": ("text",),
    "profile": ("name",),
    "document": ("name",),
    "attached": ("name",),
    "photo": ("name", "camera"),
    "writing": ("name", "title", "author"),
    "recording": ("name", "title", "artist", "comment"),
    "booking": ("counterparty", "purpose", "reference"),
    "contact": ("name",),
    "meeting": ("summary", "place", "note"),
}

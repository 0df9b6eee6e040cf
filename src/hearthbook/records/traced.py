"""A message whose source numbers its messages, and so tells what became of it."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.fact import Part
from hearthbook.records.message import Message
from hearthbook.records.when import When


class Became(StrEnum):
    """What became of a message, in the source's own telling."""

    RECEIVED = "received"  # by the server or the phone it was read from
    DELIVERED = "delivered"  # to the other's phone
    READ = "read"
    EDITED = "edited"  # `text` is what stood there until then
    TAKEN_BACK = "taken-back"  # `text` is what stood there, if the source still has it
    REACTED = "reacted"  # `who` set the sign `text` to it


class Step(Part, frozen=True):
    """One thing that became of a message. None and empty: the source does not say."""

    became: Became
    when: When | None = None
    who: str | None = None
    text: str = ""


class Traced(Message, frozen=True, tag="traced-message"):
    """A message with the name its source knows it by.

    `name` is that name (a mail's Message-ID, an iMessage's guid), `answers` the name of the
    message that it answers or belongs to. Both may be empty. `steps` come in the order of the
    source, and tell only what it tells: no step is not "not read".
    """

    name: str
    answers: str
    subject: str
    steps: tuple[Step, ...]

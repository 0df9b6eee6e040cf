"""The element `sms`: a text message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.records.message import Message
from hearthbook.records.provenance import Reason
from hearthbook.sources.sms_backup.fields import in_order
from hearthbook.sources.sms_backup.fields import moment
from hearthbook.sources.sms_backup.parties import between
from hearthbook.sources.sms_backup.parties import label
from hearthbook.sources.sms_backup.parties import numbers
from hearthbook.sources.sms_backup.parties import way

if TYPE_CHECKING:
    from hearthbook.records.message import Mark
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.sms_backup.fields import Element


def sms(element: Element, origin: FromFile, marks: set[Mark]) -> Message | Reason:
    """Return the message in `element`, or why it holds none."""
    when = moment(element)
    if isinstance(when, Reason):
        return when
    box = element.get("type", marks)
    if box is None or not element.has("address", "body"):
        return Reason.MISSING_FIELD
    words = (element.get(name, marks) for name in ("subject", "body"))
    text = "\n".join(line for line in words if line)
    others = numbers(element.get("address", marks))
    name = label(element.get("contact_name", marks))
    people = between(way(box), others, name, marks)
    return Message(origin, when, people, text, in_order(marks), ())

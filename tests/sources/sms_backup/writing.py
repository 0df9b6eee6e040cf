from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.sms_backup import SmsBackup

if TYPE_CHECKING:
    from hearthbook.records.message import Mark
    from hearthbook.records.provenance import Reason
    from hearthbook.sources.contract import Yield

PROLOG = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
SMS = {
    "protocol": "0",
    "address": "+441632960011",
    "date": "1730000000000",
    "type": "1",
    "subject": "null",
    "body": "Both asleep.",
    "toa": "null",
    "sc_toa": "null",
    "service_center": "null",
    "read": "1",
    "status": "-1",
    "locked": "0",
    "date_sent": "0",
    "sub_id": "1",
    "readable_date": "27 Oct 2024 03:33:20",
    "contact_name": "Aunt Odile",
}
MMS = {
    "date": "1730000000000",
    "msg_box": "1",
    "address": "+441632960011",
    "m_type": "132",
    "sub": "null",
    "contact_name": "Aunt Odile",
}
CALL = {
    "number": "+441632960011",
    "duration": "61",
    "date": "1730000000000",
    "type": "1",
    "presentation": "1",
    "contact_name": "Aunt Odile",
}


def escaped(text: str) -> str:
    for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot")):
        text = text.replace(sign, f"&{name};")
    return text.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def tag(name: str, values: dict[str, str], end: str = " />") -> str:
    """Return a start tag with `values` as they stand."""
    return f"<{name}" + "".join(f' {one}="{value}"' for one, value in values.items()) + end


def sms(**values: str) -> str:
    return f"  {tag('sms', SMS | values)}\n"


def call(**values: str) -> str:
    return f"  {tag('call', CALL | values)}\n"


def mms(*parts: str, addrs: tuple[tuple[str, str], ...] = (), **values: str) -> str:
    addressed = "".join(tag("addr", {"address": who, "type": kind}) for kind, who in addrs)
    return (
        f"  {tag('mms', MMS | values, '>')}\n<parts>\n{''.join(parts)}</parts>\n"
        f"<addrs>{addressed}</addrs>\n</mms>\n"
    )


def part(kind: str, **values: str) -> str:
    return tag("part", {"seq": "0", "ct": kind, "name": "null", "text": "null"} | values) + "\n"


def backup(*records: str, root: str = "smses") -> bytes:
    return f'{PROLOG}<{root} count="1">\n{"".join(records)}</{root}>\n'.encode()


def read(data: bytes) -> list[Yield]:
    return list(SmsBackup().read(Original("0" * 64, "some.xml", data), Answers()))


def messages(data: bytes) -> list[Message]:
    return [one for one in read(data) if isinstance(one, Message)]


def message(*records: str) -> Message:
    """Return the one message of a backup of `records`, which holds nothing amiss."""
    found = [one for one in read(backup(*records)) if isinstance(one, Message | Snag)]
    assert len(found) == 1
    assert isinstance(found[0], Message)
    return found[0]


def calls(*records: str) -> list[Call]:
    return [one for one in read(backup(*records, root="calls")) if isinstance(one, Call)]


def snags(data: bytes) -> list[tuple[Reason, bytes]]:
    """Return why each stretch of `data` could not be read, and the stretch."""
    found = [one for one in read(data) if isinstance(one, Snag)]
    return [(one.reason, data[one.origin.start : one.origin.end]) for one in found]


def noticed(*records: str) -> set[Mark]:
    return set(message(*records).marks)

"""The family's exports, written to the letter as phones write them.

WhatsApp on Android and on an iPhone, and the app SMS Backup & Restore; how these files look is
set out in the readers of `hearthbook.sources`.
"""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Final

from demo.people import LENA
from demo.people import clock
from demo.talk import Form
from demo.talk import date_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from demo.talk import Line
    from demo.talk import Ring
    from demo.talk import Short

_LRM: Final = "\u200e"
# Archives name a time for each member; a fixed one keeps the bytes the same.
_PACKED: Final = (2026, 8, 20, 12, 0, 0)


def android(lines: Sequence[Line]) -> str:
    """Return a chat as WhatsApp on Android exports it, with the day before the month."""
    said: list[str] = []
    for number, line in enumerate(lines):
        stamp = clock(line.at).strftime("%d/%m/%Y, %H:%M - ")
        sender = f"{line.by}: " if line.by else ""
        said.append(f"{stamp}{sender}{_android_body(line, number)}\n")
    return "".join(said)


def _android_body(line: Line, number: int) -> str:
    match line.form:
        case Form.OMITTED:
            return "<Media omitted>"
        case Form.ATTACHED:
            name = f"IMG-{date_of(line.at)}-WA{number % 10000:04d}.jpg"
            return f"{_LRM}{name} (file attached)\n{line.text}"
        case Form.DELETED:
            own = line.by == LENA.name
            return "You deleted this message" if own else "This message was deleted"
        case Form.EDITED:
            return f"{line.text} <This message was edited>"
        case Form.MISSED_CALL:
            return "Missed voice call"
        case _:
            return line.text


def iphone(lines: Sequence[Line]) -> str:
    """Return a chat as WhatsApp on an iPhone exports it: a header begins after CR LF."""
    said: list[str] = []
    for number, line in enumerate(lines):
        stamp = clock(line.at).strftime("[%d.%m.%y, %H:%M:%S] ")
        lead = _LRM if line.form in {Form.OMITTED, Form.ATTACHED} else ""
        said.append(f"{lead}{stamp}{line.by}: {_iphone_body(line, number)}\r\n")
    return "".join(said)


def _iphone_body(line: Line, number: int) -> str:
    match line.form:
        case Form.OMITTED:
            return f"{_LRM}image omitted"
        case Form.ATTACHED:
            return f"{_LRM}<attached: {picture_name(line, number)}>"
        case Form.DELETED:
            own = line.by == LENA.name
            text = "You deleted this message." if own else "This message was deleted."
            return f"{_LRM}{text}"
        case Form.EDITED:
            return f"{line.text} {_LRM}<This message was edited>"
        case Form.APP:
            return f"{_LRM}{line.text}"
        case _:
            return line.text


def picture_name(line: Line, number: int) -> str:
    """Return the name of a picture that came with a line of an iPhone's export."""
    return f"{number:08d}-PHOTO-{clock(line.at):%Y-%m-%d-%H-%M-%S}.png"


def zipped(path: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    """Write an archive of `members` to `path`, the same bytes every time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, _PACKED), content)
    return path


def picture(shade: int) -> bytes:
    """Return a small grey picture (PNG), eight points by eight."""
    rows = b"".join(b"\0" + bytes([shade % 256]) * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def escaped(text: str) -> str:
    """Return `text` as it stands in an attribute."""
    signs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;"))
    for sign, reference in signs:
        text = text.replace(sign, reference)
    return text


def _readable(ms: int) -> str:
    return clock(ms).strftime("%d %b %Y %H:%M:%S")


def _prolog(made: int) -> str:
    at = datetime.fromtimestamp(made // 1000, UTC).strftime("%d/%m/%Y %H:%M:%S")
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
        f"<!--File Created By SMS Backup and Restore v10.20.002 on {at}-->\n"
    )


def sms_backup(shorts: Sequence[Short], made: int) -> str:
    """Return short messages as SMS Backup & Restore writes them."""
    body = "".join(
        _mms(number, one) if one.picture else _sms(one) for number, one in enumerate(shorts)
    )
    return (
        f'{_prolog(made)}<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
        f'<smses count="{len(shorts)}" backup_set="7a9e1c02-0d4b-4c5e-9a52-1f3a7745c0de" '
        f'backup_date="{made}" type="full">\n{body}</smses>\n'
    )


def _sms(one: Short) -> str:
    centre = "+491760000443" if one.box == 1 else "null"
    sent = one.at - 900 if one.box == 1 else 0
    return (
        f'  <sms protocol="0" address="{escaped(one.number)}" date="{one.at}" '
        f'type="{one.box}" subject="null" body="{escaped(one.text)}" toa="null" '
        f'sc_toa="null" service_center="{centre}" read="1" status="-1" locked="0" '
        f'date_sent="{sent}" sub_id="1" readable_date="{_readable(one.at)}" '
        f'contact_name="{escaped(one.name)}" />\n'
    )


def _mms(number: int, one: Short) -> str:
    content = picture(number)
    data = base64.b64encode(content).decode()
    name = f"IMG_{number}.png"
    rest = 'ctt_s="null" ctt_t="null"'
    return (
        f'  <mms date="{one.at}" rr="129" sub="null" '
        'ct_t="application/vnd.wap.multipart.related" '
        f'read_status="null" seen="1" msg_box="{one.box}" address="{escaped(one.number)}" '
        f'sub_cs="null" text_only="0" exp="null" locked="0" m_id="m{number}@example.invalid" '
        f'date_sent="{one.at // 1000}" read="1" m_size="{len(content)}" pri="129" sub_id="1" '
        f'tr_id="T{number}" m_cls="personal" d_rpt="129" v="18" '
        f'm_type="{132 if one.box == 1 else 128}" readable_date="{_readable(one.at)}" '
        f'contact_name="{escaped(one.name)}">\n    <parts>\n'
        '      <part seq="-1" ct="application/smil" name="null" chset="null" cd="null" '
        f'fn="null" cid="&lt;smil&gt;" cl="smil.xml" {rest} '
        "text='&lt;smil&gt;&lt;body/&gt;&lt;/smil&gt;' />\n"
        f'      <part seq="0" ct="image/png" name="{name}" chset="null" cd="null" fn="null" '
        f'cid="&lt;{name}&gt;" cl="{name}" {rest} text="null" data="{data}" />\n'
        '      <part seq="0" ct="text/plain" name="null" chset="106" cd="null" fn="null" '
        f'cid="&lt;t&gt;" cl="t.txt" {rest} text="{escaped(one.text)}" />\n'
        "    </parts>\n    <addrs>\n"
        '      <addr address="insert-address-token" type="137" charset="106" />\n'
        f'      <addr address="{escaped(one.number)}" type="151" charset="106" />\n'
        "    </addrs>\n  </mms>\n"
    )


def call_log(rings: Sequence[Ring], made: int) -> str:
    """Return a call log as SMS Backup & Restore writes it."""
    body = "".join(
        f'  <call number="{one.number}" duration="{one.seconds}" date="{one.at}" '
        f'type="{one.type}" presentation="{2 if one.number == "-2" else 1}" '
        'subscription_id="8949" post_dial_digits="" '
        f'readable_date="{_readable(one.at)}" '
        f'contact_name="{escaped(one.name or "(Unknown)")}" />\n'
        for one in rings
    )
    return (
        f'{_prolog(made)}<calls count="{len(rings)}" '
        f'backup_set="7a9e1c02-0d4b-4c5e-9a52-1f3a7745c0de" backup_date="{made}" '
        f'type="full">\n{body}</calls>\n'
    )

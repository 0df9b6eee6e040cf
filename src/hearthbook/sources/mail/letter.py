"""One mail as a record.

1. The text is what stands in its parts of plain text that are no attachments, one below the
   other. Of several forms of one text (`multipart/alternative`) the plain one is kept. Where
   there is only a page with markup its words are kept, and the mail bears a mark.
2. Every other part is a file: its name, type, size, and the SHA-256 of its decoded bytes. Where
   these are not whole nothing is said of them, and the mail bears a mark.
3. Nothing is unquoted: `>From ` stays as the mailbox has it.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import MINUTE
from hearthbook.records.marking import composed
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.provenance import Reason
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.sources.mail.addresses import addresses
from hearthbook.sources.mail.dates import dated
from hearthbook.sources.mail.dates import received
from hearthbook.sources.mail.parts import Tree
from hearthbook.sources.mail.parts import disposition
from hearthbook.sources.mail.parts import headers
from hearthbook.sources.mail.text import base64
from hearthbook.sources.mail.text import text
from hearthbook.sources.mail.text import unfolded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.mail.parts import Headers
    from hearthbook.sources.mail.parts import Leaf

LINE: Final = re.compile(rb"From [^\r\n]{1,400}\r?\n")  # the first may lack its date
_LONGEST_NAME: Final = 990
_NAME: Final = re.compile(rb"<[^<>\s]{1,990}>")
_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-z/!?][^<>]*>", re.IGNORECASE)
_PAGE: Final = "text/html"
_TEXTS: Final = frozenset({"", "text", "text/plain", _PAGE})
_LONGEST: Final = 150_000  # signs; a record must stay below a megabyte
_FAR: Final = 10 * MINUTE
MOST_FILES: Final = 500


def begins(raw: bytes) -> int:
    """Return where the headers of a mail begin: behind the line that parts it from another."""
    line = LINE.match(raw)
    return line.end() if line else 3 if raw.startswith(b"\xef\xbb\xbf") else 0


def letter(raw: bytes, start: int, place: FromFile, marks: set[Mark]) -> Traced | Reason:
    """Return the mail whose headers begin at `start` of `raw`, or why there is none."""
    head, end = headers(raw, start, len(raw))
    if end == start or not any(head.raw(name) for name in ("from", "date", "subject", "to")):
        return Reason.NO_ENTRY
    leaves = list(Tree(raw, marks).leaves(start, len(raw)))
    words, media = _contents(raw, leaves, marks)
    when = dated(head.raw("date"), marks)
    arrived = next(filter(None, map(received, head.all("received"))), None)
    steps = () if arrived is None else (Step(Became.RECEIVED, arrived),)
    if isinstance(when, Moment) and arrived and abs(when.ms - arrived.ms) > _FAR:
        marks.add(Mark.TIMES_DIFFER)
    return Traced(
        origin=place,
        when=when,
        parties=_parties(head, marks),
        text=_cut(words, marks),
        media=media,
        name=_named(head.raw("message-id")),
        answers=_named(head.raw("in-reply-to")) or _named(head.raw("references"), last=True),
        subject=_cut(head.said("subject", marks), marks),
        steps=steps,
        marks=in_order(marks),
    )


def _cut(said: str, marks: set[Mark]) -> str:
    if len(said) > _LONGEST:
        marks.add(Mark.CUT_OFF)
    return said[:_LONGEST]


def _named(raw: bytes, *, last: bool = False) -> str:
    found = _NAME.findall(unfolded(raw)) or unfolded(raw)[:_LONGEST_NAME].split()
    if not found:
        return ""
    return composed((found[-1] if last else found[0]).decode("utf-8", "replace"), set())


def _parties(head: Headers, marks: set[Mark]) -> Parties:
    writers = addresses(head.raw("from") or head.raw("sender"), marks)
    to, copied = (
        tuple(
            dict.fromkeys(
                one.address
                for name in names
                for raw in head.all(name)
                for one in addresses(raw, marks)
            )
        )
        for names in (("to",), ("cc", "bcc"))
    )
    only = tuple(one for one in copied if one not in to)
    sender = writers[0] if writers else None
    label = (sender.name or None) if sender else None
    return Parties(sender.address if sender else None, (*to, *only), None, label, only)


def _contents(
    raw: bytes, leaves: Iterable[Leaf], marks: set[Mark]
) -> tuple[str, tuple[Media, ...]]:
    plain, pages, files = list[str](), list[str](), list[Media]()
    for leaf in leaves:
        name = file_name(leaf, marks)
        charset = leaf.type.params.get("charset", "utf-8")
        if name is not None:
            files.append(_file(raw, leaf, name, marks))
        else:
            said = body(raw, leaf, marks, strict=False) or b""
            held = pages if leaf.type.value == _PAGE else plain
            held.append(text(said, charset, marks))
    if files:
        marks.add(Mark.MEDIA_ATTACHED)
    if len(files) > MOST_FILES:
        marks.add(Mark.UNREAD_INSIDE)
    if pages and not any(one.strip() for one in plain):
        marks.add(Mark.FROM_MARKUP)
        plain = [_said(page) for page in pages]
    words = "\n".join(one.replace("\r\n", "\n").strip("\n") for one in plain).strip("\n")
    return composed(words, marks), tuple(files[:MOST_FILES])


def _file(raw: bytes, leaf: Leaf, name: str, marks: set[Mark]) -> Media:
    kind = leaf.type.value or "application/octet-stream"
    held = body(raw, leaf, marks, strict=True)
    if held is None:
        marks.add(Mark.CUT_OFF)
        return Media(name, kind)
    return Media(name, kind, len(held), sha256(held).hexdigest())


def file_name(leaf: Leaf, marks: set[Mark]) -> str | None:
    """Return the name of a part that is a file, empty if it has none; None if it is words."""
    shown = disposition(leaf, marks)
    name = shown.params.get("filename") or leaf.type.params.get("name", "")
    is_file = shown.value == "attachment" or name or leaf.type.value not in _TEXTS
    return name if is_file else None


def body(raw: bytes, leaf: Leaf, marks: set[Mark], *, strict: bool) -> bytes | None:
    """Return the bytes of a part as they were before they were written into the mail."""
    coded = leaf.headers.raw("content-transfer-encoding").strip().lower()
    held = raw[leaf.start : leaf.end]
    if coded == b"base64":
        return base64(held, strict=strict)
    if coded == b"quoted-printable":
        return a2b_qp(held)
    if coded not in {b"", b"7bit", b"8bit", b"binary"}:
        marks.add(Mark.UNREAD_INSIDE)
        return None if strict else held
    return held


def _said(page: str) -> str:
    """Return the words of a page with markup."""
    bare = _TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", page).replace("\n", " ")))
    lines = (line.strip() for line in unescape(bare).split("\n"))
    return "\n".join(line for line in lines if line)

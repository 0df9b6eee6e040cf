"""Where a record came from, down to the bytes, and what could not become a record."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from hearthbook.base.units import Unit
from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.numbers import Count


class FromFile(Part, frozen=True, tag="file", tag_field="from", order=True):
    """A half-open range of bytes of a sealed original.

    `original` is the SHA-256 of the file in hex. `member` is the path inside it if the file is
    an archive; the range then counts the member's own bytes. `table` is a table of it if it is
    a database; the range then counts not bytes but the numbers of the table's rows.
    """

    original: str
    start: Count
    end: Count
    member: str = ""
    table: str = ""


class FromDevice(Part, frozen=True, tag="device", tag_field="from"):
    """A tap or a typed line: the device's name and its own running number."""

    device: str
    counter: Count


class FromStory(Part, frozen=True, tag="story", tag_field="from"):
    """A draft she said yes to: a passage of a told story in code points, and its ref."""

    story: str
    start: Count
    end: Count
    draft: str


Origin: TypeAlias = FromFile | FromDevice | FromStory


class Reason(StrEnum):
    """Why bytes became no record. The words stand in the catalogues, as `snag-<reason>`.

    Never the text of a Python error: it differs between versions, and a record is for good.
    """

    NO_ENTRY = "no-entry"
    NOT_A_DATE = "not-a-date"
    NOT_AN_AMOUNT = "not-an-amount"
    NOT_TEXT = "not-text"
    BROKEN_MARKUP = "broken-markup"
    UNKNOWN_ELEMENT = "unknown-element"
    MISSING_FIELD = "missing-field"
    CUT_OFF = "cut-off"
    TOO_LONG = "too-long"
    BROKEN_ARCHIVE = "broken-archive"
    UNSAFE_MEMBER = "unsafe-member"
    NOT_THE_TOTAL = "not-the-total"  # the file's own total is not what was read of it
    NO_READER = "no-reader"
    READER_FAILED = "reader-failed"
    BROKEN_DATABASE = "broken-database"
    UNREAD_TABLE = "unread-table"
    UNREAD_LOG = "unread-log"
    UNREAD_MAILBOX = "unread-mailbox"
    WRITTEN_OUT = "written-out"  # another program read it; where in it what stands is not known
    WRITTEN_OUT_IN_PART = "written-out-in-part"  # the same, and not to the end
    TOO_DEEP = "too-deep"  # an archive in too many others


class Snag(Fact, frozen=True, tag="snag"):
    """Bytes a reader met and could not turn into a record, and why."""

    origin: FromFile
    reason: Reason


class Frame(Fact, frozen=True, tag="frame"):
    """Bytes of an original that carry no record by design: a prolog, a closing tag, a mark."""

    origin: FromFile


class Import(Fact, frozen=True, tag="import"):
    """A file that was taken in, and what a person answered about it.

    `zone`, `me`, `child` (whose tracker it is) and `units` (of its bare numbers) are statements
    of `recorded_by`, not of the file; None, or no unit, means nobody said.
    `records` counts what the reader yielded, snags and frames included. `beside` is the SHA-256
    of the database that a log was read with; empty if the file was read by itself.
    """

    original: str
    name: str
    size: Count
    reader: str
    version: Count
    zone: str | None
    me: str | None
    date_order: str | None
    records: Count
    snags: Count
    recorded_by: str
    written: Count
    origin: FromDevice
    child: str | None = None
    units: tuple[Unit, ...] = ()
    beside: str = ""


class NotTaken(Fact, frozen=True, tag="not-taken"):
    """A file that was met and not taken in: by which name it went, and why not.

    `why` is the name of the sentence, `told` the sentence as it was shown to `recorded_by`.
    """

    name: str
    why: str
    told: str
    recorded_by: str
    written: Count
    origin: FromDevice


class Setting(Fact, frozen=True, tag="setting"):
    """Something said once for the whole vault: the family's zone, who writes, the currency."""

    name: str
    value: str
    recorded_by: str
    written: Count
    origin: FromDevice


class Restored(Fact, frozen=True, tag="restored"):
    """The first entry of a log that goes on after a restore: where the log before it ended.

    `before` is the origin of that log, `size` and `root` (base64) its head in the backup.
    `known` and `known_root` are the largest head of it that anybody held then: the entries from
    `size` up to `known` were sealed once and are lost. `backup` says when the backup was made,
    in milliseconds; None if nobody knows. When a larger head turns up later, it is said again.
    """

    before: str
    size: Count
    root: str
    known: Count
    known_root: str
    backup: Count | None
    recorded_by: str
    written: Count
    origin: FromDevice

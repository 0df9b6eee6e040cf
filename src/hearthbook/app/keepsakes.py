"""What is kept for the children: letters that wait, first times, lullabies, photos.

A letter that waits for a day is closed on the page, and is opened on purpose. That is no lock:
whoever can open the vault can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.attachable import Paper
from hearthbook.app.attachable import attachable
from hearthbook.app.attaching import File
from hearthbook.app.attaching import files
from hearthbook.app.day import telling
from hearthbook.app.day import today
from hearthbook.app.diary import KEEPSAKES
from hearthbook.app.entry import found
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.records.event import Correction
from hearthbook.records.keepsake import Keepsake
from hearthbook.records.resolution import resolved

if TYPE_CHECKING:
    from datetime import date

    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Known

SORTS: Final = ("letter", "first", "lullaby")


class Kept(Struct, frozen=True):
    """A letter, a first time or a lullaby: for whom, of when, and the day it waits for.

    `closed` is whether that day is still to come; `before` the refs of earlier versions, the
    last first; `newer` the ref of the version that took its place, empty if none did. `struck`
    is whether it no longer stands.
    """

    ref: str
    sort: str
    title: str
    children: tuple[str, ...]
    at: str
    opens: str
    closed: bool
    before: tuple[str, ...] = ()
    newer: str = ""
    struck: bool = False


class Unfolded(Struct, frozen=True):
    """One of them with its words and its files; both are empty while it is closed."""

    kept: Kept
    text: str
    files: tuple[File, ...]


class Keepsakes(Struct, frozen=True):
    """All that stands in the book, and its photos, the last first."""

    kept: tuple[Kept, ...]
    photos: tuple[Paper, ...]


def keepsakes(home: Household) -> Keepsakes:
    """Return what is kept for the children; no letter's words are among it."""
    known, now = telling(home, KEEPSAKES), today(home)
    entries = home.of_kind(KEEPSAKES, "keepsake")
    facts = sorted(resolved(entries, known), key=lambda one: one.span.start if one.span else 0)
    kept = [
        _kept(one.ref, one.record, known, now)
        for one in facts
        if one.fallen is None and isinstance(one.record, Keepsake)
    ]
    return Keepsakes(tuple(kept), tuple(attachable(home, KEEPSAKES, "photo")))


def keepsake(home: Household, ref: str) -> tuple[Kept, str]:
    """Return one of them, and its words.

    Raises:
        Failure: if there is none with that ref.
    """
    entry, _ = found(home, book=KEEPSAKES, ref=ref)
    if not isinstance(entry.record, Keepsake):
        raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
    known = telling(home, KEEPSAKES)
    versions = {
        one.record.by: one.record.of
        for one in home.of_kind(KEEPSAKES, "correction")
        if isinstance(one.record, Correction)
    }
    before, at = [], entry.ref
    while at in versions and versions[at] not in before:
        at = versions[at]
        before.append(at)
    newer = next((by for by, of in versions.items() if of == entry.ref), "")
    kept = _kept(entry.ref, entry.record, known, today(home), tuple(before), newer)
    return kept, entry.record.text


def unfolded(home: Household, ref: str, *, early: bool) -> Unfolded:
    """Return one of them to be read; with `early` even before the day it waits for.

    Raises:
        Failure: if there is none with that ref.
    """
    kept, text = keepsake(home, ref)
    if kept.closed and not early:
        return Unfolded(kept, "", ())
    return Unfolded(kept, text, files(home, book=KEEPSAKES, ref=kept.ref))


def _kept(
    ref: str,
    record: Keepsake,
    known: Known,
    now: date,
    before: tuple[str, ...] = (),
    newer: str = "",
) -> Kept:
    opens = record.opens.at[:10] if record.opens is not None else ""
    return Kept(
        ref=ref,
        sort=str(record.sort),
        title=record.title,
        children=tuple(known.name(known.party(one)) for one in record.children),
        at=str(getattr(record.when, "at", "")).replace("T", " "),
        opens=opens,
        closed=opens > now.isoformat(),
        before=before,
        newer=newer,
        struck=known.fallen(ref) is not None,
    )

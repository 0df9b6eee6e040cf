"""Hear a told story: keep it, and draft what it seems to say; nothing counts until her yes.

The story and its drafts stand in the book `counsel`. A yes makes an entry in `record` that
names the passage and the draft; a no is kept as well, for a court may ask how a statement
was made.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.child import lines
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.given import size_of
from hearthbook.app.notices import Failed
from hearthbook.app.notices import Job
from hearthbook.app.notices import Told
from hearthbook.records import draft as drafted
from hearthbook.records.codec import NotARecordError
from hearthbook.records.codec import kind
from hearthbook.records.codec import read

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record

BOOK = "counsel"


class Heard(Struct, frozen=True):
    """What became of a story. `new` is False if it was in already."""

    file: str
    digest: str
    new: bool
    language: str
    cut_at: str | None
    kinds: dict[str, int]


def hear(home: Household, *, path: str, name: str = "") -> Heard:
    """Keep the story at `path`, under its own name or `name`, and draft it in `counsel`.

    Raises:
        Failure: if it is no text that can be read.
    """
    file = Path(path)
    size_of(file)
    name, digest = name or file.name, digest_of(file)
    told, drafts = _drafts(Job(str(file), name, digest, story=True, only_story=True))
    story = drafted.Story(
        story=digest,
        name=name,
        language=told.language,
        characters=told.characters,
        cut_at=told.cut_at,
        recorded_by=home.writer(),
        written=now(),
    )
    known = any(
        isinstance(one.record, drafted.Story) and one.record.story == digest
        for one in home.of_kind(BOOK, "story")
    )
    if not known:
        if home.vault.originals.put(file) != digest:
            raise Failure("file-changed", Exit.NOT_READABLE, file=name)
        home.add(BOOK, [story, *drafts])
    kinds: dict[str, int] = {}
    for one in drafts:
        kinds[kind(one)] = kinds.get(kind(one), 0) + 1
    return Heard(name, digest, not known, told.language, told.cut_at, kinds)


def _drafts(job: Job) -> tuple[Told, list[Record]]:
    told: Told | None = None
    drafts: list[Record] = []
    for item in lines(job):
        if isinstance(item, bytes):
            try:
                drafts.append(read(item))
            except NotARecordError as error:
                reason = "not-read-reader-failed"
                raise Failure(reason, Exit.NOT_READABLE, file=job.name) from error
        elif isinstance(item, Failed):
            raise Failure(f"not-read-{item.reason}", Exit.NOT_READABLE, file=job.name)
        elif isinstance(item, Told):
            told = item
    if told is None:
        raise Failure("not-read-no-reader", Exit.NOT_READABLE, file=job.name)
    return told, drafts

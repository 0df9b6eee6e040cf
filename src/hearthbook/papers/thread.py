"""One exported conversation as a transcript, in the order of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.papers.beside import attachments
from hearthbook.papers.page import Bubble
from hearthbook.papers.page import Gap
from hearthbook.papers.page import Side
from hearthbook.papers.page import Transcript
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.resolution import by_app
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.base.words import Words
    from hearthbook.findings.beside import Beside
    from hearthbook.papers.page import Turn
    from hearthbook.records.provenance import FromFile
    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved


def transcript(
    messages: Sequence[Resolved],
    known: Known,
    zone: str,
    words: Words,
    name: str,
    files: Mapping[str, tuple[Beside, ...]],
) -> Transcript:
    """Return the conversation with `name` that `messages` of one original are, file order kept.

    Times of machines are shown in `zone`; a clock's are shown as the clock showed them. `files`
    are those of each entry by its ref.
    """
    held = [(one, one.record) for one in messages if isinstance(one.record, Message)]
    held.sort(key=lambda pair: (pair[1].origin.member, pair[1].origin.start))
    turns = tuple(
        _bubble(fact, record, number, (known, zone, words), files.get(fact.ref, ()))
        for number, (fact, record) in enumerate(held, 1)
    )
    original = held[0][1].origin.original if held else ""
    file = known.file(original) or original
    facts = (
        (words("bundle-fact-file"), file),
        (words("bundle-fact-sha256"), original),
        (
            words("bundle-fact-zone"),
            known.zone(original) or words("bundle-fact-zone-unknown"),
        ),
        (words("bundle-fact-me"), known.name(known.me(original) or "")),
    )
    return Transcript(
        title=words("bundle-thread", name=name, file=file),
        basis=words("bundle-thread-basis", shown=str(len(turns)), of=str(len(turns))),
        facts=tuple(pair for pair in facts if pair[1]),
        turns=turns,
        of=len(turns),
    )


def cut(whole: Transcript, most: int, words: Words) -> Transcript:
    """Return `whole` with its middle left out if it has over `most` turns; the gap says so."""
    if len(whole.turns) <= most:
        return whole
    first, last = whole.turns[: most // 2], whole.turns[-(most - most // 2) :]
    inner = whole.turns[most // 2 : -(most - most // 2)]
    days = [one.day for one in inner if isinstance(one, Bubble)]
    gap = Gap(len(inner), days[0], days[-1])
    turns: tuple[Turn, ...] = (*first, gap, *last)
    basis = words("bundle-thread-basis", shown=str(most), of=str(whole.of))
    return Transcript(whole.title, basis, whole.facts, turns, whole.of)


def _bubble(
    fact: Resolved,
    record: Message,
    number: int,
    how: tuple[Known, str, Words],
    files: tuple[Beside, ...],
) -> Bubble:
    known, zone, words = how
    day, at = _time(record, zone)
    origin = record.origin
    side = Side.RIGHT if fact.way is Way.OUT else Side.LEFT
    subject = f"{record.subject}\n" if isinstance(record, Traced) else ""
    media = "\n".join(f"[{one.name}]" for one in record.media if one.name not in record.text)
    return Bubble(
        ref=fact.ref,
        number=number,
        day=day,
        at=at,
        sender=known.name(fact.who),
        side=Side.MIDDLE if by_app(record) else side,
        text=f"{subject}{record.text}\n{media}".strip("\n"),
        source=_source(origin, known, words),
        marks=tuple(words(f"mark-{mark}") for mark in record.marks),
        files=attachments(files, (fact.ref,), words),
    )


def _source(origin: FromFile, known: Known, words: Words) -> str:
    file = known.file(origin.original) or origin.original[:12]
    start, end = str(origin.start), str(origin.end)
    if origin.table:
        return words("bundle-source-row", file=file, table=origin.table, row=start)
    return words("bundle-source", file=file, start=start, end=end)


def _time(record: Message, zone: str) -> tuple[str, str]:
    match record.when:
        case Wall(at=at):
            return at[:10], at[11:]
        case Moment(ms=ms):
            local = shown(ms, zone_named(zone))
            return local.date().isoformat(), local.strftime("%H:%M:%S")
        case told:
            return told.words, ""

"""Files that belong to what a paper tells: named under it, tied to the list of originals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import structs

from hearthbook.findings.beside import described
from hearthbook.findings.figures import spelled
from hearthbook.papers.block import Beneath
from hearthbook.papers.block import Ref
from hearthbook.papers.page import Attachment
from hearthbook.papers.page import Bubble

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from hearthbook.base.words import Words
    from hearthbook.findings.beside import Beside
    from hearthbook.papers.galley import Galley
    from hearthbook.papers.page import Chronology
    from hearthbook.papers.page import Original
    from hearthbook.papers.page import Transcript


def attachments(
    files: Iterable[Beside], refs: tuple[str, ...], words: Words
) -> tuple[Attachment, ...]:
    """Return the files of a line that rests on `refs`; one of several entries is named."""
    return tuple(
        Attachment(
            of=one.of,
            said=_said(one, refs, words),
            sha256=one.sha256,
            original=one.original,
            refs=tuple(dict.fromkeys(filter(None, (one.by, one.entry if one.sha256 else "")))),
        )
        for one in files
    )


def tied(
    originals: Iterable[Original],
    chronology: Chronology,
    transcripts: Iterable[Transcript],
) -> tuple[Original, ...]:
    """Return `originals` with the entries that the paper tells and that they belong to."""
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    told_by: dict[str, dict[str, None]] = defaultdict(dict)
    for one in _all(chronology, transcripts):
        owners[one.original][one.of] = None
        told_by[one.original] |= dict.fromkeys(one.refs)
    return tuple(
        structs.replace(
            one,
            belongs_to=tuple(owners[one.sha256]),
            told_by=tuple(ref for ref in told_by[one.sha256] if ref != one.ref),
        )
        for one in originals
    )


def beneath(
    files: Iterable[Attachment], numbers: Mapping[str, str], galley: Galley, at: str
) -> tuple[Beneath, ...]:
    """Return what stands under a line: its files, each with its place in the list."""
    return tuple(
        Beneath(
            galley.text(_placed(one, numbers, galley.words), at=at),
            one.sha256,
            Ref(numbers[one.original], numbers[one.original])
            if one.original in numbers
            else None,
        )
        for one in files
    )


def under(files: Iterable[Attachment], numbers: Mapping[str, str], words: Words) -> list[str]:
    """Return the same for a message, in words alone."""
    return [
        " ".join((_placed(one, numbers, words), numbers.get(one.original, ""))) for one in files
    ]


def _said(file: Beside, refs: tuple[str, ...], words: Words) -> str:
    said = spelled(described(file), words)
    return said if refs == (file.of,) else words("beside-of", ref=file.of, file=said)


def _placed(one: Attachment, numbers: Mapping[str, str], words: Words) -> str:
    name = "inside" if one.sha256 != one.original else "listed"
    if one.original not in numbers:
        name = "nowhere"
    return words(f"paper-file-{name}", file=one.said)


def _all(chronology: Chronology, transcripts: Iterable[Transcript]) -> Iterator[Attachment]:
    for line in (*chronology.lines, *chronology.undated):
        yield from line.files
    for transcript in transcripts:
        for turn in transcript.turns:
            if isinstance(turn, Bubble):
                yield from turn.files

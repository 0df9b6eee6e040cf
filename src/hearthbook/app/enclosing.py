"""Which files belong to the entries that are handed out, and what becomes of each.

1. Only what is shown is said: a name, a kind, a size or a SHA-256 that is withheld is not, and
   of a file whose belonging is withheld nothing is.
2. A file goes, or the reason why it does not is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.withholding import unlinked
from hearthbook.records.event import Attached
from hearthbook.records.event import Document
from hearthbook.records.provenance import Import

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.app.choosing import Chosen
    from hearthbook.app.handing import Left
    from hearthbook.app.withholding import Hidden
    from hearthbook.app.words import Words
    from hearthbook.findings.beside import Beside


_TELLING: Final = ("name", "media_type", "size", "sha256")


class Enclosed(Struct, frozen=True):
    """A file of the entry `of`: what is shown of it, and what becomes of it.

    `how` is `whole`, `excerpt`, `inside` if it goes in an archive, or `left-out`, and then
    `why` says why: as of an original, or `erased`, or `no-originals`. `file` is the name it
    goes under. Empty, and a size of None, is what is withheld or not known.
    """

    of: str
    name: str
    media_type: str
    size: int | None
    sha256: str
    how: str
    why: str
    file: str


def enclosed(
    files: Mapping[str, Sequence[Beside]],
    chosen: Sequence[Chosen],
    gone: Hidden,
    fates: Iterable[Left] | None,
) -> tuple[Enclosed, ...]:
    """Return the files of what is chosen; `fates` is None if no originals go along.

    Of a file of which something is withheld no hash and no size is told.
    """
    seen = unlinked(chosen, gone)
    by_ref = {one.ref: one for one in chosen}
    become = None if fates is None else {one.sha256: one for one in fates}
    return tuple(
        _one(file, by_ref, seen, become)
        for one in chosen
        for file in files.get(one.ref, ())
        if _is_told(by_ref.get(file.by), gone)
    )


def lines(files: Iterable[Enclosed], words: Words) -> Iterator[str]:
    """Yield a line for each file: of which entry, what it is, where it is or why it is not."""
    for one in files:
        yield words("enclosed-line", ref=one.of, file=told(one, words))


def told(one: Enclosed, words: Words) -> str:
    """Return what is shown of a file, and what became of it."""
    size = "" if one.size is None else words("beside-size", bytes=str(one.size))
    digest = f"SHA-256 {one.sha256}" if one.sha256 else ""
    name = one.name or words("enclosed-unnamed")
    said = ", ".join(filter(None, (name, one.media_type, size, digest)))
    how = f"enclosed-{one.how}" if one.how != "left-out" else f"enclosed-why-{one.why}"
    return words(how, file=said, name=one.file)


def _is_told(by: Chosen | None, gone: Hidden) -> bool:
    if by is None:
        return False
    tie = {"of", "original"} if isinstance(by.record, Attached) else {"documents"}
    return not tie & gone[by.n]


def _one(
    file: Beside,
    by_ref: Mapping[str, Chosen],
    gone: Hidden,
    become: Mapping[str, Left] | None,
) -> Enclosed:
    by, whole = by_ref[file.by], by_ref.get(file.entry)
    shown = _shown(by, gone) | ({} if whole is None else _shown(whole, gone))
    how, why, name = _fate(file, become)
    size = shown.get("size")
    return Enclosed(
        of=file.of,
        name=str(_shown(by, gone).get("name") or shown.get("name") or ""),
        media_type=str(shown.get("media_type") or ""),
        size=size if isinstance(size, int) else None,
        sha256=str(shown.get("sha256") or ""),
        how=how,
        why=why,
        file=name,
    )


def _shown(one: Chosen, gone: Hidden) -> dict[str, object]:
    """Return what an entry shows of a file, by the names that a document has for it."""
    record, held = one.record, gone[one.n]
    said: dict[str, object] = {}
    if isinstance(record, Document):
        said = {name: getattr(record, name) for name in _TELLING}
    elif isinstance(record, Import):
        said = {"name": record.name, "size": record.size}
    elif isinstance(record, Attached):
        said = {"name": record.name}
        said |= {} if "original" in held else {"sha256": record.original}
    return {name: value for name, value in said.items() if name not in held and value != ""}


def _fate(file: Beside, become: Mapping[str, Left] | None) -> tuple[str, str, str]:
    if not file.sha256:
        return "left-out", "erased", ""
    if become is None:
        return "left-out", "no-originals", ""
    left = become.get(file.original)
    if left is None:
        return "left-out", "not-chosen", ""
    inside = left.how == "whole" and file.sha256 != file.original
    return "inside" if inside else left.how, left.why, left.file

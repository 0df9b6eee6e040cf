"""What goes with a release for people: a table of the entries, and a page that explains.

Both are made of what is shown alone, so nothing that is withheld can stand in them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TYPE_CHECKING
from typing import Final

import msgspec
from msgspec import Struct

from hearthbook.app.dating import Dates
from hearthbook.app.enclosing import Enclosed
from hearthbook.app.enclosing import lines
from hearthbook.app.enclosing import told
from hearthbook.app.handing import Left
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.base.time import in_utc
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.words import Words

_COLUMNS: Final = ("entries", "kind", "when", "written", "sealed", "text", "files", "withheld")
_TIMES: Final = ("when", "written", "sealed")
_TAGS: Final = ("as", "from", "kind")


class Holds(Struct, frozen=True):
    """What a release holds: kinds and what of them is withheld, each counted; files.

    `fates` is what becomes of each original, `files` those that belong to entries, `dates` how
    many entries are dated, `places` whether a photo, recording or document goes as it came in.
    """

    kinds: Mapping[str, int]
    withheld: Mapping[tuple[str, str], int]
    fates: Sequence[Left]
    files: Sequence[Enclosed]
    dates: Dates | None
    places: bool


def table(
    entries: Sequence[tuple[str, Sequence[bytes]]],
    fields: Mapping[str, tuple[str, ...]],
    files: Sequence[Enclosed],
    words: Words,
) -> bytes:
    """Return a table of entries, each its ref and what is shown of it (RFC 4180, UTF-8).

    `files` are those that belong to the entries.
    """
    held = io.StringIO()
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow([words(f"share-head-{name}") for name in _COLUMNS])
    for ref, shown in entries:
        said = dict(map(leaf.field, shown))
        values = {name: msgspec.json.decode(raw) for name, raw in said.items()}
        own = "\n".join(told(one, words) for one in files if one.of == ref)
        rows.writerow([inert(cell) for cell in _row(ref, values, fields, own, words)])
    return held.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def pages(given: share.Given, holds: Holds) -> dict[str, str]:
    """Return the page that explains a release, in every language, by the file's name."""
    return {
        f"README.{language}.txt": _page(given, holds, catalogue(language))
        for language in LANGUAGES
    }


def dates_lines(dates: Dates, words: Words) -> Iterator[str]:
    """Yield how many entries are dated, and which are not and why."""
    yield words("dates-dated", count=str(dates.dated))
    if dates.waiting:
        yield words("dates-waiting", count=str(dates.waiting))
    if dates.earlier:
        yield words("dates-earlier", count=str(dates.earlier))


def withheld_lines(counts: Mapping[tuple[str, str], int], words: Words) -> Iterator[str]:
    """Yield a line for each field that is withheld, with the kind and in how many entries."""
    for (kind, field), count in sorted(counts.items()):
        named = words(f"finding-of-{kind}")
        yield words("share-withheld", kind=named, field=field, count=str(count))


def _row(
    ref: str,
    values: Mapping[str, object],
    fields: Mapping[str, tuple[str, ...]],
    files: str,
    words: Words,
) -> Iterator[str]:
    kind = str(values[share.KIND])
    yield ref
    yield words(f"finding-of-{kind}")
    for name in _TIMES:
        yield _time(values.get(name))
    rest = (name for name in fields[kind] if name in values and name not in {*_TIMES, "kind"})
    yield "\n".join(f"{name}: {text}" for name in rest if (text := _spoken(values[name])))
    yield files
    yield " ".join(name for name in fields[kind] if name not in values)


def _time(value: object) -> str:
    match value:
        case int(ms) | {"as": "moment", "ms": int(ms)}:
            return in_utc(ms).isoformat(timespec="seconds").replace("+00:00", "Z")
        case {"as": "wall", "at": str(at), **rest}:
            return f"{at} {rest.get('zone') or ''}".strip()
        case {"as": "told", "words": str(said)}:
            return said
        case _:
            return ""


def _spoken(value: object) -> str:
    """Return a value as people read it; nothing for nothing."""
    if isinstance(value, dict):
        if value.get("as"):
            return _time(value)
        named = ((name, _spoken(inner)) for name, inner in value.items() if name not in _TAGS)
        return ", ".join(f"{name} {text}" for name, text in named if text)
    if isinstance(value, list):
        return "; ".join(filter(None, map(_spoken, value)))
    return "" if value is None else str(value)


def _page(given: share.Given, holds: Holds, words: Words) -> str:
    made = in_utc(given.made).isoformat(timespec="minutes").replace("+00:00", "Z")
    counted = "\n".join(
        f"  {words(f'finding-of-{kind}')}: {count}" for kind, count in holds.kinds.items()
    )
    parts = [
        words("share-page-head", to=given.to or "-", made=made, kinds=counted),
        "\n".join((words("share-page-withheld"), *withheld_lines(holds.withheld, words))),
        words("share-page-files"),
        *(words(f"share-page-{how}", count=str(n)) for how, n in _fates(holds.fates) if n),
        *_beside(holds, words),
        words("share-page-check"),
        words("share-page-limits"),
    ]
    return "\n\n".join(parts) + "\n"


def _beside(holds: Holds, words: Words) -> Iterator[str]:
    if holds.files:
        yield "\n".join((words("enclosed-page"), *lines(holds.files, words)))
    if holds.places:
        yield words("enclosed-places")
    if holds.dates is not None:
        yield "\n".join((words("dates-page"), *dates_lines(holds.dates, words)))


def _fates(fates: Sequence[Left]) -> Iterator[tuple[str, int]]:
    for how in ("whole", "excerpt", "left-out"):
        yield how, sum(one.how == how for one in fates)

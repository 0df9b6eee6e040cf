"""Which originals go with what is handed out: whole, as an excerpt, or not at all.

1. An original goes whole only if everything that was read from it is handed out and nothing of
   that is withheld. What could not be read counts: nobody knows what stands there. The place
   of a photo in which none was found counts as nothing.
2. Otherwise the stretches of those entries go that are handed out with nothing withheld, in the
   order of the file. Nothing is cut out of an archive.
3. Neither goes if a withheld word stands in it. Under the set for safety no archive and no
   picture goes, for a place may stand inside.
4. A photo, a recording or a document in which a place seems to stand stays, unless places are
   asked for by name: it goes as it came in, and nothing is taken out of it.
5. Files are named by what they hold, not by their names, for a name may say too much; an
   excerpt by what it holds itself, for the hash of the whole file may give the rest away.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct
from msgspec import structs

from hearthbook.app.choosing import original_of
from hearthbook.app.withholding import holding
from hearthbook.records.event import Document
from hearthbook.records.file import WITHHELD
from hearthbook.records.file import Photo
from hearthbook.records.message import Mark
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.choosing import Chosen
    from hearthbook.app.household import Household
    from hearthbook.app.withholding import Hidden
    from hearthbook.app.withholding import Rules
    from hearthbook.records.codec import Record

_ENDING: Final = re.compile(r"\.[a-z0-9]{1,5}")
# What programs and phones write before a place: in XMP, and in the two ways of MP4.
# https://developer.apple.com/documentation/quicktime-file-format/user_data_atoms
_A_PLACE: Final = re.compile(rb"GPSL(?:atitude|ongitude)|location\.ISO6709|\xa9xyz|loci\0")
_LONGEST: Final = 20


class Piece(Struct, frozen=True):
    """A file that is handed out. `data` is None for an original, taken from the vault."""

    name: str
    sha256: str
    size: int
    data: bytes | None = None


class Left(Struct, frozen=True):
    """What becomes of an original: `whole`, `excerpt`, or `left-out`.

    `file` is its name among what is handed out. `why` it is left out: `not-chosen`, `place`,
    `safety`, `withheld`, or `word` if a withheld word stands in it.
    """

    ref: str
    name: str
    how: str
    why: str = ""
    sha256: str = ""
    file: str = ""


def piece(name: str, data: bytes) -> Piece:
    """Return a file with the content `data`."""
    return Piece(name, sha256(data).hexdigest(), len(data), data)


class Originals:
    """The originals that chosen entries rest on."""

    def __init__(self, home: Household, every: Sequence[Chosen], rules: Rules) -> None:
        """Take `every` entry of the book."""
        self._home = home
        self._rules = rules
        self._own: dict[str, list[Chosen]] = defaultdict(list)
        self._imports: dict[str, tuple[str, Import]] = {}
        for one in every:
            if original_of(one.record):
                self._own[original_of(one.record)].append(one)
            elif isinstance(one.record, Import):
                self._imports[one.record.original] = one.ref, one.record

    def handed(
        self, chosen: Sequence[Chosen], gone: Hidden, held: set[str]
    ) -> tuple[list[Piece], list[Left]]:
        """Return the files that go, and what becomes of each original."""
        pieces, fates = dict[str, Piece](), list[Left]()
        some = {one.n for one in chosen}
        open_to = {one.n for one in chosen if not gone[one.n] - _of_nowhere(one.record)}
        for digest in sorted({original_of(one.record) for one in chosen} & set(self._imports)):
            ref, said = self._imports[digest]
            left = Left(ref, said.name, "left-out", "", digest)
            found = self._one(digest, open_to, held)
            if isinstance(found, str):
                parted = any(one.n not in some for one in self._own[digest])
                why = "not-chosen" if parted and found == "withheld" else found
                fates.append(structs.replace(left, why=why))
                continue
            pieces[found.name] = found
            how = "whole" if found.data is None else "excerpt"
            fates.append(structs.replace(left, how=how, file=found.name))
        return list(pieces.values()), fates

    def _one(self, digest: str, open_to: set[int], held: set[str]) -> Piece | str:
        """Return what goes of an original, or why nothing does."""
        own, (_, said) = self._own[digest], self._imports[digest]
        if self._rules.safety and _may_show_a_place(said, own):
            return "safety"
        whole = all(one.n in open_to for one in own)
        shown = [one for one in own if one.n in open_to]
        origins = [one.record.origin for one in shown if hasattr(one.record, "origin")]
        spans = _joined(origins)
        if not whole and not spans:
            return "place" if any(_somewhere(one.record) for one in own) else "withheld"
        raw = _Kept(spans if not whole else None if held else [])
        self._home.vault.originals.get(digest, raw)
        if raw.tells_a_place and not self._rules.places and _is_one_file(own):
            return "place"
        if holding([raw.data().decode("utf-8", "replace")], held):
            return "word"
        typed = _ENDING.search(said.name.lower()[-6:])
        ending = typed.group() if typed else ""
        if whole:
            return Piece(f"originals/{digest[:16]}{ending}", digest, said.size)
        part = sha256(raw.data()).hexdigest()
        return piece(f"excerpts/{part[:16]}{ending}", raw.data())


class _Kept:
    """Takes an original as it streams by, and keeps the stretches that were asked for."""

    def __init__(self, spans: Sequence[tuple[int, int]] | None) -> None:
        self.tells_a_place = False
        self._spans = spans
        self._at = 0
        self._last = b""
        self._held = io.BytesIO()

    def write(self, raw: bytes, /) -> int:
        """Take the next bytes; `spans` None keeps them all."""
        start, end = self._at, self._at + len(raw)
        for first, last in [(start, end)] if self._spans is None else self._spans:
            if first < end and start < last:
                self._held.write(raw[max(first, start) - start : min(last, end) - start])
        self._at = end
        self.tells_a_place = self.tells_a_place or bool(_A_PLACE.search(self._last + raw))
        self._last = raw[-_LONGEST:]
        return len(raw)

    def data(self) -> bytes:
        """Return what was kept."""
        return self._held.getvalue()


def _joined(origins: Sequence[object]) -> list[tuple[int, int]]:
    """Return the stretches of the original itself, those that meet as one."""
    found: list[tuple[int, int]] = []
    for one in sorted(o for o in origins if isinstance(o, FromFile) and not o.member):
        if found and one.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], one.end))
        else:
            found.append((one.start, one.end))
    return found


def _is_one_file(own: Sequence[Chosen]) -> bool:
    """Tell whether an original was read as one photo, recording or document."""
    return all(isinstance(o.record, Document) and not o.record.origin.member for o in own)


def _somewhere(record: Record) -> bool:
    """Tell whether a photo's place was found, or may have been overlooked."""
    if not isinstance(record, Photo):
        return False
    told = record.whereabouts is not None or record.by_satellite is not None
    return told or Mark.UNREAD_INSIDE in record.marks


def _of_nowhere(record: Record) -> frozenset[str]:
    """Return the fields of a photo whose withholding hides nothing: no place was found."""
    return WITHHELD if isinstance(record, Photo) and not _somewhere(record) else frozenset()


def _may_show_a_place(said: Import, own: Sequence[Chosen]) -> bool:
    return said.reader == "archive" or any(isinstance(one.record, Document) for one in own)

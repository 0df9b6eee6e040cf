"""A recovery sheet: one page with a code that opens a vault, for a drawer in another house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.papers.block import Text
from hearthbook.papers.display import typefaces
from hearthbook.papers.galley import Galley
from hearthbook.papers.squares import squares

if TYPE_CHECKING:
    from hearthbook.base.words import Words

_OPENS = 8  # hexadecimal digits of a vault's id: enough to tell two vaults of a family apart
_HOW = ("sheet-how-unlock", "sheet-how-enter", "sheet-how-signs", "sheet-how-after")
_KEEP = ("sheet-keep-away", "sheet-keep-photo", "sheet-keep-lost")


class Sheet(Struct, frozen=True):
    """What a recovery sheet says: the vault's folder and id, the key's id and name, its day."""

    vault: str
    vault_id: str
    key: str
    name: str
    day: str
    code: str

    def __repr__(self) -> str:
        """Return nothing of the code."""
        return f"Sheet({self.key})"


class SheetDraft(Struct, frozen=True):
    """A sheet ready for the press; `squares` are the rows of the QR code, dark ones `1`."""

    language: str
    fonts: tuple[str, ...]
    title: str
    intro: Text
    pairs: tuple[tuple[Text, Text], ...]
    groups: tuple[str, ...]
    squares: tuple[str, ...]
    scan: Text
    how_title: Text
    how: tuple[Text, ...]
    keep_title: Text
    keep: tuple[Text, ...]


def drafted_sheet(sheet: Sheet, words: Words) -> SheetDraft:
    """Return `sheet` set in `words`."""
    galley = Galley(words)
    rows = (
        ("sheet-opens", f"{sheet.vault} ({sheet.vault_id[:_OPENS]})"),
        ("sheet-key", f"{sheet.key} {sheet.name}".strip()),
        ("sheet-day", sheet.day),
    )
    gaps = {"vault": sheet.vault, "key": sheet.key}
    return SheetDraft(
        language=words.language,
        fonts=tuple(face.family for face in typefaces()),
        title=words("sheet-title"),
        intro=galley.say("sheet-intro"),
        pairs=tuple((galley.say(name), galley.text(said)) for name, said in rows),
        groups=tuple(sheet.code.split("-")),
        squares=squares(sheet.code, error="q"),
        scan=galley.say("sheet-scan"),
        how_title=galley.say("sheet-how"),
        how=tuple(galley.say(name, **gaps) for name in _HOW),
        keep_title=galley.say("sheet-keep"),
        keep=tuple(galley.say(name, **gaps) for name in _KEEP),
    )

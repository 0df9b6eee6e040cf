"""Make the fonts of the papers and the table of what they cover.

    python -m tests.papers.make_fonts NOTO DROID NANUM EMOJI   (folders that hold the TTFs)
    python -m tests.papers.make_fonts                          (the table alone)

Each font loses its hinting, which print does not need; some lose signs, see NOTICE.md.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the same

FONTS = Path(__file__).parents[2] / "src/hearthbook/papers/fonts"
TABLE = FONTS / "coverage.json"
SCRIPTS = [
    "Arabic",
    "Hebrew",
    "Devanagari",
    "Bengali",
    "Gurmukhi",
    "Gujarati",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Thai",
    "Lao",
    "Khmer",
    "Myanmar",
    "Ethiopic",
    "Georgian",
    "Armenian",
]
# The order is the order in which the press tries them; bold stands beside the first.
ORDER = [
    "NotoSans-Regular.ttf",
    *(f"NotoSans{script}-Regular.ttf" for script in SCRIPTS),
    "NotoEmoji-Regular.ttf",
    "NotoSansSymbols-Regular.ttf",
    "NotoSansMath-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "HearthHan-Regular.ttf",
    "HearthHangul-Regular.ttf",
]
BOLD = "NotoSans-Bold.ttf"


def opened(file: Path) -> TTFont:
    return TTFont(BytesIO(file.read_bytes()), lazy=True, recalcTimestamp=False)


def signs(font: TTFont) -> set[int]:
    return set(font.getBestCmap())


def common_hangul() -> set[int]:
    """Return the 2,350 syllables of KS X 1001, and the letters they are made of."""
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF))
    return {ord(pair.decode("euc_kr")) for pair in rows} | set(range(0x3131, 0x318F))


def smaller(source: Path, keep: set[int], name: str = "") -> bytes:
    """Return the font with the signs `keep`, under the family `name` if one is given."""
    options = subset.Options()
    options.layout_features = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG"]
    font = opened(source)
    if name:
        for record in list(font["name"].names):
            if record.nameID in {1, 3, 4, 6, 16, 17, 18, 21, 22}:
                font["name"].removeNames(nameID=record.nameID)
        for number, said in ((1, name), (3, name), (4, name), (6, name.replace(" ", ""))):
            font["name"].setName(said, number, 3, 1, 0x409)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=signs(font) & keep)
    subsetter.subset(font)
    made = BytesIO()
    font.save(made, reorderTables=True)
    return made.getvalue()


def ranges(numbers: set[int]) -> list[list[int]]:
    """Return the runs of `numbers`, first and last."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def table() -> str:
    """Return the table of what each font covers, as it stands in `coverage.json`."""
    rows = []
    for file in ORDER:
        font = opened(FONTS / file)
        covered = signs(font)
        if file == ORDER[0]:
            covered &= signs(opened(FONTS / BOLD))
        row = {"family": font["name"].getDebugName(1), "file": file, "signs": ranges(covered)}
        rows.append(json.dumps(row, separators=(",", ":")))
    return "[\n" + ",\n".join(rows) + "\n]\n"


def make(noto: Path, droid: Path, nanum: Path, emoji: Path) -> None:
    everything = set(range(0x110000))
    for file in [BOLD, *ORDER]:
        if file.startswith("NotoSans"):
            keep = everything
            if file == "NotoSansSymbols2-Regular.ttf":
                keep = everything - set(range(0x1F000, 0x1F100)) - set(range(0x10000, 0x1D000))
            (FONTS / file).write_bytes(smaller(noto / file, keep))
    (FONTS / "NotoEmoji-Regular.ttf").write_bytes(
        smaller(emoji / "NotoEmoji_400Regular.ttf", everything)
    )
    (FONTS / "HearthHan-Regular.ttf").write_bytes(
        smaller(
            droid / "DroidSansFallbackFull.ttf",
            everything - set(range(0x3400, 0x4DC0)),
            "Hearth Han",
        )
    )
    (FONTS / "HearthHangul-Regular.ttf").write_bytes(
        smaller(nanum / "NanumGothic.ttf", common_hangul(), "Hearth Hangul")
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        make(*map(Path, sys.argv[1:5]))
    TABLE.write_text(table(), encoding="utf-8")

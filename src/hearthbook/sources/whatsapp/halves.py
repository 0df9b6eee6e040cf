"""Words for the halves of a day, by language, as clocks of twelve hours print them.

Facts from the Unicode CLDR (https://cldr.unicode.org), day periods of the short time formats,
and from exports. A word stands here in every spelling seen. Spaces inside it may be of any
kind, capitals do not matter. One word that two languages use for different halves would have to
go; there is none.
"""

from __future__ import annotations

import re
from typing import Final
from typing import Literal
from typing import TypeAlias

from hearthbook.sources.whatsapp.signs import SPACE

Half: TypeAlias = Literal["am", "pm", "noon", "plain"]

# language: (before noon, after noon)
HALVES: Final = {
    "en": ("AM|A|a.m.|am.", "PM|P|p.m.|pm."),
    "es": ("a. m.|a.m.|a. m|a.m", "p. m.|p.m.|p. m|p.m"),
    "ar": ("ص", "م"),
    "fa": ("ق.ظ.|ق.ظ|قبل‌ازظهر|قبل از ظهر", "ب.ظ.|ب.ظ|بعدازظهر|بعد از ظهر"),
    "he": ('לפנה״צ|לפנה"צ', 'אחה״צ|אחה"צ'),
    "ur": ("قبل دوپہر", "بعد دوپہر"),
    "zh": ("上午|凌晨|清晨|早上|早晨|半夜|午夜", "下午|晚上|傍晚"),
    "ja": ("午前", "午後"),
    "ko": ("오전", "오후"),
    "vi": ("SA", "CH"),
    "th": ("ก่อนเที่ยง", "หลังเที่ยง"),
    "lo": ("ກ່ອນທ່ຽງ", "ຫຼັງທ່ຽງ"),
    "my": ("နံနက်", "ညနေ"),
    "hi": ("पूर्वाह्न|पूर्व", "अपराह्न|अपर"),
    "mr": ("म.पू.", "म.उ."),
    "bn": ("পূর্বাহ্ণ|পূর্বাহ্ন", "অপরাহ্ণ|অপরাহ্ন"),
    "pa": ("ਪੂ.ਦੁ.", "ਬਾ.ਦੁ."),
    "ta": ("மு.ப.|முற்பகல்", "பி.ப.|பிற்பகல்"),
    "kn": ("ಪೂರ್ವಾಹ್ನ", "ಅಪರಾಹ್ನ"),
    "si": ("පෙ.ව.", "ප.ව."),
    "el": ("π.μ.|πμ|π.μ", "μ.μ.|μμ|μ.μ"),
    "bg": ("пр.об.|пр. об.", "сл.об.|сл. об."),
    "mk": ("претпл.", "попл."),
    "mn": ("ү.ө.", "ү.х."),
    "tr": ("ÖÖ", "ÖS"),
    "hu": ("de.", "du."),
    "cs": ("dop.", "odp."),
    "sq": ("p.d.|e paradites", "m.d.|e pasdites"),
    "fi": ("ap.", "ip."),
    "sv": ("fm", "em"),
    "is": ("f.h.", "e.h."),
    "ga": ("r.n.", "i.n."),
    "lt": ("priešpiet", "popiet"),
    "lv": ("priekšp.|priekšpusdienā", "pēcp.|pēcpusdienā"),
    "ms": ("PG|PTG pagi", "PTG"),
    "pt": ("da manhã", "da tarde|da noite"),
    "sw": ("asubuhi", "jioni"),
    "am": ("ጥዋት", "ከሰዓት"),
    "ka": ("AM", "PM"),
}
NOON: Final = ("中午",)  # eleven, twelve or one o'clock
# What only says that a clock is meant, on clocks of twenty-four hours.
PLAIN: Final = ("Uhr", "hrs", "hod.", "h", "ч.", "ч", "น.", "시")


_WORDS: Final[tuple[tuple[str, Half], ...]] = (
    *((word, "am") for early, _ in HALVES.values() for word in early.split("|")),
    *((word, "pm") for _, late in HALVES.values() for word in late.split("|")),
    *((word, "noon") for word in NOON),
    *((word, "plain") for word in PLAIN),
)
_GAP: Final = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]")
_LETTERS: Final = re.compile(r"[^\s.,]+")


def _folded(word: str) -> str:
    return _GAP.sub(" ", word).casefold()


_KNOWN: Final[dict[str, Half]] = {_folded(word): half for word, half in _WORDS}
_ROWS: Final = tuple(
    tuple(f"{early}|{late}".split("|")) + (NOON if language == "zh" else ())
    for language, (early, late) in HALVES.items()
)


def half(word: bytes) -> Half | None:
    """Return what the UTF-8 `word` says of the hour beside it; None if nobody knows it."""
    try:
        return _KNOWN.get(_folded(word.decode()))
    except UnicodeDecodeError:
        return None


def style(word: bytes) -> bytes:
    """Return how `word` is written, whichever half it is: `a. m.` and `P. M.` are alike."""
    return _LETTERS.sub("w", word.decode("utf-8", "surrogateescape")).encode(
        "utf-8", "surrogateescape"
    )


def family(word: bytes) -> frozenset[bytes]:
    """Return `word` and the words of its language in its style, with its very spaces."""
    own, known = style(word), _folded(word.decode("utf-8", "surrogateescape"))
    gap = _GAP.search(word.decode("utf-8", "surrogateescape"))
    rows = (row for row in _ROWS if known in map(_folded, row))
    spelled = (one.replace(" ", gap[0] if gap else " ").encode() for row in rows for one in row)
    return frozenset({word, *(one for one in spelled if style(one) == own)})


def _pattern(word: str) -> bytes:
    return SPACE.join(re.escape(piece.encode()) for piece in word.split(" "))


# Longest first, so that "a. m." is not read as "a".
WORD: Final = (
    rb"(?i:"
    + rb"|".join(
        _pattern(word)
        for word in sorted({word for word, _ in _WORDS}, key=lambda one: (-len(one), one))
    )
    + rb")"
)

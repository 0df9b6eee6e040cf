"""Bring words into the form in which they are searched: every script, whatever the marks.

1. `folded`: letters without case and marks (Jose for José, елка for ёлка, strasse for Straße).
   Signs of scripts that put no space between words stand alone, so that any stretch is found.
2. `sounds`: a word in one rough Latin spelling, whatever the script: Игорь, Ігор, Igor and Ihor
   are one. It is kept apart from the words themselves, and only of words that may be names:
   those in Cyrillic, and those that begin with a capital.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

# Marks above and below letters: Latin, Cyrillic, Hebrew, Arabic; and the choice of an emoji.
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
# Thai, Lao, Myanmar, Khmer, kana, bopomofo and Han put no space between words.
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u312f\u3400-\u9fff\uf900-\ufaff])"
)
_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
    }
)
_NAMES: Final = re.compile("[\u0400-\u052f]+|[A-Z\u00c0-\u00de\u0100-\u017f][^\\W\\d_]+")
_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгґдезиіклмнопрстуфхыэєћђ", "abvggdeziiklmnoprstufhieecd", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": ""}
    | {"ь": "", "ј": "j", "љ": "l", "њ": "n", "џ": "dz", "ў": "u", "ї": "i", "й": "i"}
)
# In this order: several letters for one sound first, then letters that stand for each other.
_ALIKE: Final = (
    ("schtsch", "sh"),
    ("shch", "sh"),
    ("tsch", "ch"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("tz", "ts"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("y", "i"),
    ("j", "i"),
    ("g", "h"),
)
_HARD_C: Final = re.compile("c(?!h)")
_TWICE: Final = re.compile(r"(.)\1+")


def folded(text: str) -> str:
    """Return `text` as it is searched."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", normalize("NFKD", text.casefold())).translate(_LETTERS)
    return _UNSPACED.sub(r" \1 ", plain)


def names_in(text: str) -> str:
    """Return what the words of `text` that may be names sound like, in one line."""
    return " ".join(map(sounds, _NAMES.findall(text)))


@lru_cache(maxsize=100_000)
def sounds(word: str) -> str:
    """Return one rough Latin spelling for all spellings of a name."""
    plain = folded(word).replace(" ", "").translate(_CYRILLIC)
    for letters, alike in _ALIKE:
        plain = plain.replace(letters, alike)
    plain = _TWICE.sub(r"\1", _HARD_C.sub("k", plain))
    return plain[1:] if plain.startswith("ie") else plain

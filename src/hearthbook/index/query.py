"""What a person types, and what narrows it, as a query of the full-text table.

1. Each word must occur; "words in quotes" stand side by side; a word that ends in * stands for
   all that begin so. No sign has another meaning: nothing a person types is a syntax error.
2. A single word also finds what sounds alike in another script, where that may be a name.
3. Kind and sender are words of a column of their own, so that the narrowest word leads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.index.folding import folded
from hearthbook.index.folding import sounds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

_PARTS: Final = re.compile(r'"([^"]*)"|([^\s"]+)')
_SHORTEST: Final = 3  # letters of a name that is looked for by its beginning


def kind_word(kind: str) -> str:
    """Return the word by which a kind of entry is found."""
    return f"k{kind.replace('-', '')}"


def sender_word(number: int) -> str:
    """Return the word by which what a sender sent is found."""
    return f"w{number}"


def query(words: str, kinds: Sequence[str], senders: Iterable[int] | None) -> str:
    """Return the query; empty if nothing narrows the search."""
    clauses = _words(words)
    if kinds:
        clauses.append(_any("facet", [kind_word(kind) for kind in kinds]))
    if senders is not None:
        clauses.append(_any("facet", [sender_word(one) for one in senders] or ["w"]))
    return " AND ".join(clauses)


def _any(column: str, terms: Sequence[str]) -> str:
    return f"{column} : ({' OR '.join(map(_quoted, terms))})"


def _quoted(term: str) -> str:
    return f'"{term}"'


def _words(words: str) -> list[str]:
    clauses = []
    for phrase, word in _PARTS.findall(words.replace("\0", " ")):
        begins = word.endswith("*")
        inner = folded(phrase or word.rstrip("*")).strip()
        if not any(sign.isalnum() for sign in inner):
            continue
        star = "*" if begins else ""
        clause = f"text : {_quoted(inner)}{star}"
        sound = sounds(word.rstrip("*")) if word.rstrip("*").isalpha() else ""
        if sound and (not begins or len(sound) >= _SHORTEST):
            clause = f"({clause} OR latin : {_quoted(sound)}{star})"
        clauses.append(clause)
    return clauses

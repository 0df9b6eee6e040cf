"""What a reader in court might stumble over in a sentence: suggested, never rewritten.

1. Judgements of a person, guesses at what somebody thought, and "always" and "never": a
   sentence is stronger with what was seen and heard, when and how often.
2. Words between quotation marks are somebody's own, and are left alone.
3. Both languages are looked at, whatever the language of the page.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct


class Remark(Struct, frozen=True):
    """Words that were noticed, and why: `judgement`, `mind` or `always`."""

    words: str
    why: str


_QUOTED: Final = re.compile('«[^»]*»|“[^”]*”|„[^“”]*[“”]|"[^"]*"')
_PATTERNS: Final = {
    "judgement": (
        r"awful\w*|terrible|horrible|disgusting|selfish\w*|irresponsibl\w+|careless\w*"
        r"|lazy|cruel\w*|crazy|insane|psycho\w*|narcissis\w+|toxic|abusive|manipulat\w+"
        r"|liar|pathetic|evil|heartless|worthless|idiot\w*|stupid\w*|bad (?:father|mother)"
        r"|ужасн\w+|отвратительн\w+|эгоист\w*|безответственн\w+|жесток\w+|ленив\w+"
        r"|сумасшедш\w+|ненормальн\w+|нарцисс\w*|токсичн\w+|манипул\w+|лжец\w*|лгун\w*"
        r"|бессердечн\w+|подл\w+|идиот\w*|дурак\w*|плохо[йм]\w* (?:отец|отц\w+|мать|матер\w+)"
    ),
    "mind": (
        r"on purpose|deliberately|intentionally|to (?:hurt|punish|spite|scare) (?:me|us)"
        r"|(?:he|she|they) (?:wants?|wanted|thinks?|thought|intend(?:s|ed)?|knew|hoped?s?)"
        r"|(?:does|do|did)(?:n['’]t| not) (?:care|love|want)|couldn['’]t care less"
        r"|obviously"
        r"|нарочно|намеренно|специально|назло|из вредности|явно|очевидно"
        r"|(?:он|она|они) (?:хо(?:чет|тел\w*|тят)|дума\w+|зна\w+|надея\w+|собирал\w+)"
        r"|(?:ему|ей|им) (?:всё равно|все равно|наплевать|плевать)|не люб\w+"
    ),
    "always": (
        r"always|never|constantly|every (?:single )?time|all the time|everyone knows"
        r"|всегда|никогда|постоянно|вечно|каждый раз|все знают|всё время"
    ),
}
_FOUND: Final = {
    why: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    for why, pattern in _PATTERNS.items()
}
_MOST: Final = 6


def remarks(text: str) -> tuple[Remark, ...]:
    """Return what might be said more plainly, in the order of the text."""
    plain = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    found = [
        (match.start(), Remark(match[0], why))
        for why, pattern in _FOUND.items()
        for match in pattern.finditer(plain)
    ]
    return tuple(one for _, one in sorted(found, key=lambda one: one[0]))[:_MOST]

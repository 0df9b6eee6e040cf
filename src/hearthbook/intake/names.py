"""Find names: capitals are a hint, never enough.

A listed given name is taken; a name that is also a common word, or is on no list, needs a sign
of a person in the text: it is called out to, it speaks, it owns a face or a mother, it stands
beside a title, a patronymic or a listed name. Headlines in Title Case are not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake.english import TITLES
from hearthbook.intake.given import DOUBTFUL
from hearthbook.intake.given import GIVEN
from hearthbook.intake.given import first_case
from hearthbook.intake.given import patronymic
from hearthbook.intake.lists import listed
from hearthbook.intake.page import Word
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Stretch
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.tongue import Tongue

_LONGEST: Final = 3
# So many words in capitals are no name; they are looked at piece by piece.
_RUN: Final = 12
_ACTS: Final = listed("""
    was had is has came went told called said looked smiled cried left wanted knew took gave
    brought walked stood sat turned nodded laughed began started helped stayed visited
    promised refused был была пришел пришла сказал сказала ушел ушла позвонил позвонила
    приехал приехала взял взяла
    """)


class Name(Struct, frozen=True, gc=False):
    """A name in the text. `key` is its form in a dictionary, in small letters."""

    start: int
    end: int
    key: str
    shown: str
    sex: Sex
    quoted: bool
    called: bool
    subject: bool
    sure: bool


class _Found(Struct, frozen=True):
    """A run of capitalised words, and what speaks for its being a person."""

    words: tuple[Word, ...]
    quoted: bool
    begins: bool
    called: bool
    signs: int
    title: Sex | None


class Quotes:
    """Tells whether a place lies within a quotation."""

    def __init__(self, quoted: Sequence[Quoted]) -> None:
        outer = [one for one in quoted if one.depth == 0]
        self._firsts = [one.first for one in outer]
        self._outer = outer

    def around(self, place: int) -> Quoted | None:
        """Return the outermost quotation that holds `place`."""
        number = bisect_right(self._firsts, place) - 1
        if number < 0 or self._outer[number].last <= place:
            return None
        return self._outer[number]


def headline(page: Page, at: Stretch) -> bool:
    """Tell whether the paragraph `at` is a line in Title Case."""
    words = re.findall(r"[^\W\d_]{4,}", page.plain[at.start : at.end])
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 3 and capitals * 10 > len(words) * 7


def names(page: Page, quotes: Quotes, tongue: Tongue) -> list[Name]:
    """Return the names of people in the story, in reading order."""
    small = Counter(
        word.low for words in page.words for word in words if not page.capital(word)
    )
    found = [
        one
        for number, at in enumerate(page.paragraphs)
        if not headline(page, at)
        for one in _runs(page, page.words[number], small, (quotes, tongue))
    ]
    taken = _taken(page, found)
    return [_name(page, one) for one in found if _key(one) in taken]


def _runs(
    page: Page,
    words: tuple[Word, ...],
    small: Counter[str],
    tables: tuple[Quotes, Tongue],
) -> Iterator[_Found]:
    """Yield the runs of capitalised words that may be names."""
    quotes, tongue = tables
    number = 0
    while number < len(words):
        if not page.capital(words[number]):
            number += 1
            continue
        run = _run(page, words, number)
        kept = _without_common(run, small, tongue)
        if kept and len(kept) <= _LONGEST:
            first = number + run.index(kept[0])
            yield _signs(page, words, (first, first + len(kept)), quotes, tongue)
        number += max(len(run), 1)


def _run(page: Page, words: tuple[Word, ...], number: int) -> list[Word]:
    run: list[Word] = []
    for place in range(number, min(number + _RUN, len(words))):
        word = words[place]
        if not page.capital(word) or (run and _parted(page, run[-1], word)):
            break
        run.append(word)
    return run


def _parted(page: Page, one: Word, other: Word) -> bool:
    between = page.plain[one.end : other.start]
    title = between == ". " and one.low in TITLES
    return not (between == " " or title) or one.low.endswith("'s")


def _without_common(run: list[Word], small: Counter[str], tongue: Tongue) -> list[Word]:
    def common(word: Word) -> bool:
        low = bare(word.low)
        known = low in GIVEN and low not in DOUBTFUL
        noun = low in tongue.kin or low in tongue.roles
        return noun or tongue.is_common(low) or low in TITLES or (small[low] > 0 and not known)

    kept = list(run)
    while kept and common(kept[0]):
        kept.pop(0)
    while kept and common(kept[-1]):
        kept.pop()
    return kept


def bare(low: str) -> str:
    """Return `low` without an English possessive ending."""
    return low.removesuffix("'s").removesuffix("'")


def _signs(
    page: Page, words: tuple[Word, ...], at: tuple[int, int], quotes: Quotes, tongue: Tongue
) -> _Found:
    first, last = at
    run = words[first:last]
    around = quotes.around(run[0].start)
    before = words[first - 1] if first else None
    after = words[last] if last < len(words) else None
    begins = _begins(page, run[0])
    called = around is not None and _called(page, run, around, before, tongue)
    title = TITLES.get(before.low) if before is not None and page.capital(before) else None
    place = before is not None and before.low in tongue.places
    owns = run[-1].low.endswith("'s")
    signs = [
        called,
        title is not None,
        owns and after is not None and (after.low in tongue.body or after.low in tongue.kin),
        after is not None and not owns and (after.low in _ACTS or tongue.says(after.low)),
        before is not None and around is None and tongue.says(before.low),
        any(patronymic(word.low) for word in run[1:]),
        before is not None
        and not begins
        and (before.low in tongue.kin or before.low in tongue.roles),
        before is not None and before.low in tongue.named,
    ]
    known = bare(run[0].low) in GIVEN
    count = 0 if place and not known else sum(signs)
    return _Found(tuple(run), around is not None, begins, called, count, title)


def _begins(page: Page, word: Word) -> bool:
    before = page.plain[max(0, word.start - 3) : word.start].rstrip(" ")
    return not before or not (before[-1].isalnum() or before[-1] in ",;'-&")


def _called(
    page: Page, run: Sequence[Word], around: Quoted, before: Word | None, tongue: Tongue
) -> bool:
    """Tell whether somebody is called by this name: `Igor, they ...`, `Stop, Igor!`."""
    pre = page.plain[around.start : run[0].start].rstrip()
    post = page.plain[run[-1].end : around.end].lstrip()
    free = not pre or pre[-1] in ",.!?…—:"
    kin = before is not None and before.low in tongue.kin and pre.endswith(",")
    return (
        free and not kin and (not post or post[0] in ",.!?…—") and bool(pre or post[:1] != ".")
    )


def _key(found: _Found) -> str:
    return " ".join(first_case(bare(word.low)) for word in found.words)


def _taken(page: Page, found: list[_Found]) -> set[str]:
    """Return the names that somebody in the text bears."""
    signs: Counter[str] = Counter()
    middle: set[str] = set()
    taken: set[str] = set()
    for one in found:
        key, low = _key(one), bare(one.words[0].low)
        signs[key] += one.signs
        if not one.begins:
            middle.add(key)
        listed = low in GIVEN and low not in DOUBTFUL
        doctored = any(patronymic(word.low) for word in one.words[1:])
        if listed or doctored or one.title is not None:
            taken.add(key)
    taken |= {key for key, count in signs.items() if count > 1 or (count and key in middle)}
    for one, after in pairwise(found):
        between = page.low[one.words[-1].end : after.words[0].start]
        if _key(one) in taken and between in {" and ", " & ", " и "}:
            taken.add(_key(after))
    return taken


def _name(page: Page, one: _Found) -> Name:
    low = [bare(word.low) for word in one.words]
    key = _key(one)
    forms = key.split()
    told = page.view[one.words[0].start : one.words[-1].end].split()
    shown = [
        bare_told(said) if form == own else form.capitalize()
        for said, form, own in zip(told, forms, low, strict=True)
    ]
    owns = one.words[-1].low.endswith("'s")
    end = one.words[-1].start + len(low[-1])
    return Name(
        start=one.words[0].start,
        end=end,
        key=key,
        shown=" ".join(shown),
        sex=_sex(one, low),
        quoted=one.quoted,
        called=one.called,
        subject=not owns and forms == low,
        sure=low[0] in GIVEN and low[0] not in DOUBTFUL,
    )


def bare_told(said: str) -> str:
    """Return a told name without its possessive ending."""
    return re.sub(r"['’]s?$", "", said)


def _sex(one: _Found, low: list[str]) -> Sex:
    if one.title in {Sex.FEMALE, Sex.MALE}:
        return one.title
    for word in low[1:]:
        known = patronymic(word)
        if known is not None:
            return known
    return GIVEN[low[0]][1] if low[0] in GIVEN else Sex.UNKNOWN

"""Find the nouns for people: `my husband`, `his mother`, `my husband's sister`, `a lawyer`.

Whose they are is the pronoun or name beside them; Russian leaves "my" out, English does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake.given import GIVEN
from hearthbook.intake.lists import listed
from hearthbook.intake.names import bare
from hearthbook.intake.tongue import CHILDREN
from hearthbook.intake.tongue import ONE_OF
from hearthbook.intake.tongue import Kin
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.tongue import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.intake.names import Quotes
    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Word
    from hearthbook.intake.tongue import Tongue

# Between "my" and "husband" at most this many other words.
_BETWEEN: Final = 2
_NEVER_BETWEEN: Final = listed(
    "and or of to is was in on at for with that who i he she they we и или в на с что"
)
_CALLED_SO: Final = listed(
    "mom mum dad mama papa mommy mummy daddy grandma grandpa granny nana"
)
_MANY: Final = listed("наши мои их две обе эти твои ваши родились")
# "He does not want to be a father" is about nobody's father.
_BE: Final = listed("быть стать стал стала был была будет буду станет как за хорошим плохим")
_PLURAL: Final = {one: many for many, one in ONE_OF.items()}


class Relative(Struct, frozen=True, gc=False):
    """A noun for somebody. `owner` is a pronoun, the key of a name, or None for a role."""

    start: int
    end: int
    kin: Kin
    owner: Pronoun | str | None
    quoted: bool
    subject: bool
    role: bool = False


def relatives(page: Page, quotes: Quotes, tongue: Tongue) -> Iterator[Relative]:
    """Yield the nouns for people in the story, in reading order."""
    for words in page.words:
        for number, word in enumerate(words):
            low = bare(word.low)
            if low in tongue.kin or low in tongue.roles:
                found = _Noun(page, words, number, tongue).read()
                if found is not None:
                    start, end, kin, owner, role = found
                    quoted = quotes.around(word.start) is not None
                    subject = kin.subject and low == word.low
                    yield Relative(start, end, kin, owner, quoted, subject, role)


class _Noun:
    """A noun at a place among the words of a paragraph."""

    def __init__(
        self, page: Page, words: tuple[Word, ...], number: int, tongue: Tongue
    ) -> None:
        self.page, self.words, self.number, self.tongue = page, words, number, tongue
        self.word = words[number]
        self.low = bare(self.word.low)
        self.end = self.word.start + len(self.low)

    def read(self) -> tuple[int, int, Kin, Pronoun | str | None, bool] | None:
        """Return start, end, relation, whose, and whether it is a role; None if nobody."""
        if self._is_adjective():
            return None
        if self.low in self.tongue.roles:
            return self._role()
        kin = self._kin()
        found = self._owner_before() or self._owner_after() or self._owner_unsaid(kin)
        if found is None:
            return None
        start, owner, through = found
        if through:
            kin = Kin(composed(through, kin.relation), kin.sex, kin.group, kin.subject)
        return start, self.end, kin, owner, False

    def _kin(self) -> Kin:
        kin = self.tongue.kin[self.low]
        before = self._word(-1)
        if not kin.group and kin.relation in _PLURAL and before and before.low in _MANY:
            return Kin(_PLURAL[kin.relation], kin.sex, group=True)
        if before and before.low in {"ex", "former", "бывший", "бывшая"} and self._joined(-1):
            return Kin(f"ex-{kin.relation}", kin.sex, kin.group, kin.subject)
        return kin

    def _word(self, step: int) -> Word | None:
        place = self.number + step
        return self.words[place] if 0 <= place < len(self.words) else None

    def _joined(self, step: int) -> bool:
        """Tell whether only a space stands between the noun and its neighbour."""
        one, other = sorted((self.number, self.number + step))
        return self.page.plain[self.words[one].end : self.words[other].start] == " "

    def _is_adjective(self) -> bool:
        after = self._word(1)
        return (
            after is not None
            and self.low == self.word.low
            and self._joined(1)
            and not self.tongue.bare_kin
            and (bare(after.low) in self.tongue.kin or after.low in self.tongue.roles)
        )

    def _owner_before(self) -> tuple[int, Pronoun | str, str] | None:
        for step in range(1, _BETWEEN + 2):
            word = self._word(-step)
            if (
                word is None
                or self.page.plain[word.end : self.words[self.number - step + 1].start] != " "
            ):
                return None
            if word.low in self.tongue.owners:
                return word.start, self._whose(word), ""
            if word.low.endswith("'s"):
                return self._possessor(word, step)
            if word.low in _NEVER_BETWEEN or self.tongue.says(word.low):
                return None
        return None

    def _possessor(self, word: Word, step: int) -> tuple[int, Pronoun | str, str] | None:
        low = bare(word.low)
        if low in self.tongue.kin:
            before = self._word(-step - 1)
            if before is not None and before.low in self.tongue.owners:
                return (
                    before.start,
                    self.tongue.owners[before.low],
                    self.tongue.kin[low].relation,
                )
            return None
        return (word.start, low, "") if self.page.capital(word) else None

    def _whose(self, word: Word) -> Pronoun:
        owner = self.tongue.owners[word.low]
        if owner is not Pronoun.OWN:
            return owner
        for before in reversed(self.words[max(0, self.number - 12) : self.number]):
            if before.low in self.tongue.subjects:
                return self.tongue.subjects[before.low]
        return Pronoun.OWN

    def _owner_after(self) -> tuple[int, Pronoun | str, str] | None:
        """Read `муж мой`, `мать Игоря`, `мать моего мужа`."""
        after = self._word(1)
        if not self.tongue.bare_kin or after is None or not self._joined(1):
            return None
        if after.low in GIVEN and self.page.capital(after) and GIVEN[after.low][0] != after.low:
            return self.word.start, GIVEN[after.low][0], ""
        further = self._word(2)
        if after.low in self.tongue.owners and further and further.low in self.tongue.kin:
            through = self.tongue.kin[further.low]
            if not through.subject:
                return self.word.start, self.tongue.owners[after.low], through.relation
        if after.low in self.tongue.kin and not self.tongue.kin[after.low].subject:
            return self.word.start, Pronoun.ME, self.tongue.kin[after.low].relation
        if after.low in self.tongue.owners and not (further and further.low in self.tongue.kin):
            return self.word.start, self._whose(after), ""
        return None

    def _owner_unsaid(self, kin: Kin) -> tuple[int, Pronoun | str, str] | None:
        before = self._word(-1)
        near = before is not None and self._joined(-1)
        the = before is not None and near and before.low == "the"
        if kin.relation in CHILDREN and before is not None and (the or self.tongue.bare_kin):
            return (before.start if the else self.word.start), Pronoun.OURS, ""
        if self.tongue.bare_kin:
            be = before is not None and near and before.low in _BE
            return None if be else (self.word.start, Pronoun.ME, "")
        if self.low in _CALLED_SO and self.page.capital(self.word) and not the:
            return self.word.start, Pronoun.ME, ""
        return None

    def _role(self) -> tuple[int, int, Kin, Pronoun | str | None, bool] | None:
        kin = self.tongue.roles[self.low]
        start = self.word.start
        for step in range(1, _BETWEEN + 2):
            word = self._word(-step)
            if (
                word is None
                or self.page.plain[word.end : self.words[self.number - step + 1].start] != " "
            ):
                break
            if word.low in _NEVER_BETWEEN:
                break
            if word.low in self.tongue.articles or word.low in self.tongue.owners:
                start = word.start
                if word.low not in {"mutual", "old"}:
                    break
        if start == self.word.start and not self.tongue.bare_kin and not kin.group:
            return None
        return start, self.end, kin, None, True

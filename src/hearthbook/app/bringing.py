"""Bring in what lies on a tray, as a page does: each file, then what they share with others.

1. It does what the command `take-in` does with its files, and writes down the same: what was
   said of banks' tables, every file, what is linked, and what was not taken in and why.
2. One bad file stops no other. What reads as a told story is left for the story's own page,
   unless somebody wants it kept as a document.
3. A phone's sealed file is handed over to the outbox and collected.
"""

from __future__ import annotations

from collections.abc import Callable  # msgspec reads the fields of a Struct
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import structs

from hearthbook.app.columns import ROLES
from hearthbook.app.columns import arranged
from hearthbook.app.diary import begin_child
from hearthbook.app.diary import names
from hearthbook.app.failure import Failure
from hearthbook.app.layouts import fitting
from hearthbook.app.layouts import keep
from hearthbook.app.linking import link
from hearthbook.app.outbox import Collected  # the same
from hearthbook.app.outbox import hand_over
from hearthbook.app.pairing import take_in_with
from hearthbook.app.report import Refused
from hearthbook.app.report import Report  # the same
from hearthbook.app.report import keep as keep_report
from hearthbook.app.report import report
from hearthbook.app.tray import key_of
from hearthbook.app.whose import BOOK
from hearthbook.app.whose import Proposal
from hearthbook.app.whose import propose
from hearthbook.app.words import Words  # the same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hearthbook.app.household import Household
    from hearthbook.app.take_in import Said
    from hearthbook.app.take_in import Taken
    from hearthbook.app.tray import Laid
    from hearthbook.app.tray import Tray
    from hearthbook.app.unsaid import AskedTable
    from hearthbook.app.unsaid import Typed


class Voice(Struct, frozen=True):
    """How a page tells of the work: its words, its sentence of a failure, how far it is."""

    words: Words
    told: Callable[[Failure], str]
    move: Callable[[int, int], None]
    begun: Callable[[str], None]


class Brought(Struct, frozen=True):
    """What became of the files, and what they lead to.

    `strangers` are children they name and nobody here goes by; `proposals` are names of theirs
    that may be one person's; `stories` are files that were left for the story's page.
    """

    report: Report
    strangers: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    handed: tuple[Collected, ...]
    stories: tuple[str, ...]


def decide(tray: Tray, tables: tuple[AskedTable, ...], typed: Typed) -> None:
    """Hear what was said of banks' tables: corrected columns, a yes, a document, or later.

    Raises:
        Failure: if a yes was said to columns by which no table can be read.
    """
    for one in tables:
        key = key_of(one.table.layout)
        roles = typed.get(f"{one.field}-role", ())
        rest = {
            name: next(iter(typed.get(f"{one.field}-{name}", ())), "")
            for name in ("order", "decimal", "code", "negated")
        }
        chosen = [role if role in ROLES else "" for role in roles]
        layout = arranged(one.table.layout, chosen, rest) if roles else one.table.layout
        tray.tried[key] = layout
        said = next(iter(typed.get(f"{one.field}-is", ())), "")
        if said == "yes":
            tray.layouts[key] = fitting(layout)
        elif said == "document":
            tray.layouts[key] = structs.replace(layout, document=True)
        elif said == "later":
            tray.put_off.add(key)


def bring(home: Household, *, tray: Tray, said: Mapping[int, Said], voice: Voice) -> Brought:
    """Take in what lies on the tray, link what other exports hold too, look at its names."""
    for child in dict.fromkeys(one.child for one in said.values() if one.child):
        begin_child(home, child)
    for layout in tray.layouts.values():
        keep(home, layout)
    if tray.region and tray.region != home.setting("region"):
        home.say("region", tray.region)
    run = _Run(home, tray, voice)
    for laid in tray.ordered():
        run.one(laid, said[tray.laid.index(laid)])
    return run.done()


class _Run:
    """One tray on its way in."""

    def __init__(self, home: Household, tray: Tray, voice: Voice) -> None:
        self._home, self._tray, self._voice = home, tray, voice
        self._taken: list[Taken] = []
        self._refused: list[Refused] = []
        self._handed: list[Collected] = []
        self._stories: list[str] = []
        self._total = sum(one.held.size for one in tray.laid)
        self._before = 0

    def one(self, laid: Laid, said: Said) -> None:
        """Take in one file, or say why it was not."""
        self._voice.begun(laid.name)
        try:
            self._one(laid, said)
        except Failure as failure:
            told = self._voice.told(failure)
            self._refused.append(Refused(laid.name, failure.name, failure.code, told))
        self._before += laid.held.size
        self._move(0, 1)

    def _one(self, laid: Laid, said: Said) -> None:
        if laid.failure is not None:
            raise laid.failure
        if self._is_for_the_story(laid):
            self._stories.append(laid.name)
            return
        handed = hand_over(self._home, path=laid.held.path)
        if handed is not None:
            self._handed.append(handed)
            return
        lying, book = self._tray.lying(laid), self._tray.book
        self._taken += take_in_with(
            self._home, lying=lying, said=said, book=book, move=self._move
        )

    def _is_for_the_story(self, laid: Laid) -> bool:
        place = self._tray.laid.index(laid)
        return laid.look.story and f"story-{place}" not in self._tray.typed

    def _move(self, done: int, total: int) -> None:
        del total
        self._voice.move(self._before + done, self._total)

    def done(self) -> Brought:
        """Link, write down what was not taken in, and return what became of everything."""
        book, voice = self._tray.book, self._voice
        digests = [one.digest for one in self._taken]
        linked = (
            link(self._home, book=book, of=digests, move=voice.move).pairs if digests else 0
        )
        found = report(
            self._home,
            files=self._taken,
            refused=self._refused,
            left_out=self._tray.left_out,
            linked=linked,
            book=book,
        )
        keep_report(self._home, found, book=book, words=voice.words)
        known = names(self._home)
        children = dict.fromkeys(one for taken in self._taken for one in taken.children)
        return Brought(
            report=found,
            strangers=tuple(one for one in children if one.casefold() not in known),
            proposals=self._about() if book == BOOK else (),
            handed=tuple(self._handed),
            stories=tuple(self._stories),
        )

    def _about(self) -> tuple[Proposal, ...]:
        its = {name for taken in self._taken for name in taken.senders}
        if not its:
            return ()
        return tuple(
            one for one in propose(self._home) if not its.isdisjoint((one.name, *one.names))
        )

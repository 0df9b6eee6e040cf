"""Hand chosen entries out: a folder anybody can check, or one file sealed to one person.

1. First a plan: what leaves, how much, what is withheld. Nothing is written before a yes.
2. Everything shown is proved by the small tree of the release, which is signed; its root and
   what was handed out become an entry of the book before the files get their names.
3. One release is of one book. No other book is opened for it.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app import leaflet
from hearthbook.app.choosing import Choice
from hearthbook.app.choosing import Chooser
from hearthbook.app.choosing import Chosen
from hearthbook.app.choosing import ranges
from hearthbook.app.clock import now
from hearthbook.app.dating import Dates
from hearthbook.app.dating import dated
from hearthbook.app.enclosing import Enclosed
from hearthbook.app.enclosing import enclosed
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.handing import Left
from hearthbook.app.handing import Originals
from hearthbook.app.handing import Piece
from hearthbook.app.handing import piece
from hearthbook.app.household import BOOKS
from hearthbook.app.packing import check_place
from hearthbook.app.packing import into_age
from hearthbook.app.packing import into_folder
from hearthbook.app.releases import Released
from hearthbook.app.releases import remember
from hearthbook.app.withholding import Rules
from hearthbook.app.withholding import counted
from hearthbook.app.withholding import disclosed
from hearthbook.app.withholding import fields
from hearthbook.app.withholding import hidden
from hearthbook.app.withholding import shown_still
from hearthbook.app.withholding import unlinked
from hearthbook.app.withholding import words as withheld_words
from hearthbook.base.text import nfc
from hearthbook.records.event import Document
from hearthbook.records.event import Form
from hearthbook.vault.age import is_recipient
from hearthbook.vault.formats import share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words

__all__ = ["Choice", "Order", "Plan", "Rules", "Shared", "hand_over", "plan"]

VERIFIER: Final = "hearthbook_verify.py"
POLICY: Final = "policy"
TABLE: Final = "entries.csv"


class Order(Struct, frozen=True):
    """What is to be handed out: to whom, where to, of which book, what of it is withheld.

    `to` is a name, or an age recipient that everything is sealed to; `made_for` is then the
    name. `originals` lets files go along. `dated` adds heads that others have vouched for; they
    tell how many entries the book held.
    """

    out: str
    to: str
    made_for: str = ""
    book: str = "record"
    choice: Choice = Choice()
    rules: Rules = Rules()
    originals: bool = True
    dated: bool = False


class Plan(Struct, frozen=True):
    """What would leave. `still` are shown fields in which withheld words stand: ref, field.

    `files` are those that belong to entries that leave, whether they leave or not; `dates` is
    None if none were asked for.
    """

    order: Order
    chosen: list[Chosen]
    gone: dict[int, frozenset[str]]
    pieces: list[Piece]
    fates: list[Left]
    files: tuple[Enclosed, ...]
    dates: Dates | None
    still: list[tuple[str, str]]

    @property
    def kinds(self) -> dict[str, int]:
        """How many entries of each kind leave."""
        return dict(sorted(Counter(one.kind for one in self.chosen).items()))

    @property
    def places(self) -> bool:
        """Whether a photo, recording or document goes as it came in, with all it may tell."""
        whole = {one.sha256 for one in self.fates if one.how == "whole"}
        files = (one.record for one in self.chosen if isinstance(one.record, Document))
        return any(one.origin.original in whole for one in files)

    @property
    def withheld(self) -> dict[tuple[str, str], int]:
        """In how many entries each field of each kind is withheld."""
        gone = self.gone
        return dict(Counter((one.kind, f) for one in self.chosen for f in sorted(gone[one.n])))


class Shared(Struct, frozen=True):
    """What was handed out, and the ref of the entry that says so."""

    file: str
    sealed_to: str
    entries: int
    files: int
    manifest: str
    ref: str


def plan(home: Household, *, order: Order) -> Plan:
    """Return what would leave; nothing is written.

    Raises:
        Failure: if something that was named is not there, or nothing fits.
    """
    if order.book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=order.book)
    if order.to.startswith("age1") and not is_recipient(order.to):
        raise Failure("no-such-recipient", Exit.WRONG_USAGE, to=order.to)
    if order.rules.safety and order.rules.places:
        raise Failure("places-or-safety", Exit.WRONG_USAGE)
    check_place(Path(order.out))
    chooser = Chooser(home, order.book, order.choice)
    chosen = chooser.chosen()
    if not chosen:
        raise Failure("nothing-to-share", Exit.WRONG_USAGE)
    gone = hidden(chosen, order.rules, home.book(order.book).outer)
    every = chooser.all()
    held = withheld_words(every, gone)
    originals = Originals(home, every, order.rules)
    pieces, fates = originals.handed(chosen, gone, held) if order.originals else ([], [])
    files = enclosed(chooser.files, chosen, gone, fates if order.originals else None)
    dates = dated(home, order.book, chosen) if order.dated else None
    pieces += dates.pieces if dates else ()
    still = shown_still(chosen, gone, held)
    return Plan(order, chosen, unlinked(chosen, gone), pieces, fates, files, dates, still)


def hand_over(home: Household, planned: Plan, *, words: Words) -> Shared:
    """Write what was planned, and remember it.

    Raises:
        Failure: if the disk does not take it; then nothing has left.
    """
    order, book = planned.order, home.book(planned.order.book)
    sealed_to = order.to if is_recipient(order.to) else ""
    given = share.Given(order.book, nfc(order.made_for if sealed_to else order.to), now())
    named = {one: fields(one, book.outer) for one in planned.kinds}
    entries = [
        (book.leaf(one.n), disclosed(book, one.n, planned.gone[one.n]))
        for one in planned.chosen
    ]
    pieces = [*planned.pieces, *_leaflets(planned, given, entries, named, words)]
    pieces.append(piece(POLICY, f"log {book.key.text()}\nquorum none\n".encode()))
    listed = [share.File(one.name, one.sha256, one.size) for one in pieces]
    made, items = share.made(given, entries, named, listed, book.key, book.sign_release)
    manifest = piece(share.MANIFEST, share.written(made))
    pieces += [manifest, piece(share.ENTRIES, share.lines(items))]
    pieces.append(piece(share.SUMS, share.sums({one.name: one.sha256 for one in pieces})))
    released = Released(
        form=Form.SHARE,
        name=Path(order.out).name,
        paper=manifest.sha256,
        note=made.note,
        entries=ranges([one.n for one in planned.chosen]),
        withheld=counted(planned.chosen, planned.gone),
        to=given.to,
        recipient=sealed_to,
    )
    refs: list[str] = []

    def first() -> None:
        refs.append(remember(home, order.book, released))

    out = Path(order.out)
    if sealed_to:
        into_age(home, pieces, out, sealed_to, first)
    else:
        into_folder(home, pieces, out, first)
    return Shared(order.out, sealed_to, len(items), len(pieces), manifest.sha256, refs[0])


def _leaflets(
    planned: Plan,
    given: share.Given,
    entries: Sequence[tuple[bytes, Sequence[bytes]]],
    named: Mapping[str, tuple[str, ...]],
    words: Words,
) -> list[Piece]:
    rows = [(one.ref, shown) for one, (_, shown) in zip(planned.chosen, entries, strict=True)]
    holds = leaflet.Holds(
        planned.kinds,
        planned.withheld,
        planned.fates,
        planned.files,
        planned.dates,
        places=planned.places,
    )
    return [
        piece(TABLE, leaflet.table(rows, named, planned.files, words)),
        piece(VERIFIER, verifier()),
        *(piece(name, text.encode()) for name, text in leaflet.pages(given, holds).items()),
    ]


def verifier() -> bytes:
    """Return the one-file verifier for strangers."""
    held = files("hearthbook").joinpath(VERIFIER)
    if not held.is_file():  # not installed from a wheel: it lies in the project's own folder
        return (Path(__file__).parents[3] / "verifier" / VERIFIER).read_bytes()
    return held.read_bytes()

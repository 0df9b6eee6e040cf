"""Bring one file in as a page does: children first, the file, then what it shares with others.

It does what the command `take-in` does for each of its files, and says the same of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import structs

from hearthbook.app.diary import begin_child
from hearthbook.app.diary import names
from hearthbook.app.linking import link
from hearthbook.app.take_in import Taken
from hearthbook.app.take_in import take_in
from hearthbook.app.whose import BOOK
from hearthbook.app.whose import Proposal
from hearthbook.app.whose import propose
from hearthbook.base.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthbook.app.household import Household
    from hearthbook.app.received import Received
    from hearthbook.app.take_in import Said

    Move = Callable[[int, int], None]


class Brought(Struct, frozen=True):
    """What became of a file, and what it leads to.

    `linked` counts pairs that another export holds as well; `strangers` are children it names
    and nobody here goes by; `proposals` are names of it that may be one person's.
    """

    taken: Taken
    linked: int
    strangers: tuple[str, ...]
    proposals: tuple[Proposal, ...]


def bring(home: Household, *, held: Received, said: Said, book: str, move: Move) -> Brought:
    """Take in a file that was sent, link what other exports hold too, and look at its names.

    Raises:
        Failure: if it cannot be read at all, or something must be said first.
    """
    if said.child:
        said = structs.replace(said, child=nfc(said.child))
        begin_child(home, said.child or "")
    taken = take_in(home, path=held.path, said=said, book=book, move=move, name=held.name)
    linked = link(home, book=book, of=[taken.digest], move=move).pairs
    known = names(home)
    return Brought(
        taken=taken,
        linked=linked,
        strangers=tuple(one for one in taken.children if one.casefold() not in known),
        proposals=_about(home, taken) if book == BOOK else (),
    )


def _about(home: Household, taken: Taken) -> tuple[Proposal, ...]:
    if not taken.senders:
        return ()
    its = taken.senders.keys()
    return tuple(one for one in propose(home) if not its.isdisjoint((one.name, *one.names)))

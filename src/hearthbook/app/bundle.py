"""Press a bundle: findings and exhibits on paper, and beside it the manifest that proves them.

1. The paper and its manifest are made whole before either is written; both go to temporary
   names and are then moved into place. A failure leaves what was there.
2. Every entry the paper cites is in the manifest: its leaf, its disclosures, its place in the
   small tree of the release, whose first leaf seals the paper's hash. Where a photo was taken
   is not disclosed.
3. The release itself becomes an entry of the book, so that it is known what was handed out.
"""

from __future__ import annotations

import os
from base64 import b64encode
from contextlib import ExitStack
from errno import ENOENT
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import structs

from hearthbook.app.ask import Asking
from hearthbook.app.ask import read
from hearthbook.app.choosing import Chosen
from hearthbook.app.choosing import ranges
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.laying_out import Order
from hearthbook.app.laying_out import laid_out
from hearthbook.app.releases import Released
from hearthbook.app.releases import remember
from hearthbook.app.verify import manifest_of
from hearthbook.app.withholding import Rules
from hearthbook.app.withholding import counted
from hearthbook.app.withholding import disclosed
from hearthbook.app.withholding import hidden
from hearthbook.base.time import in_utc
from hearthbook.papers import page
from hearthbook.papers.press import press
from hearthbook.papers.press.failing import CannotPressError
from hearthbook.records.codec import kind
from hearthbook.records.codec import stored
from hearthbook.records.event import Form
from hearthbook.records.provenance import FromFile
from hearthbook.vault.durable import settle
from hearthbook.vault.durable import temporary
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import release

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.papers.page import Pressed
    from hearthbook.records.resolution import Resolved

    Move = Callable[[int, int], None]
    Keep = Callable[[dict[Path, bytes]], None]

__all__ = ["Bundled", "Order", "make_bundle"]

BOOK = "record"
_STEPS = 4


class Bundled(Struct, frozen=True):
    """What was pressed; `entries` counts what the manifest holds."""

    paper: str
    manifest: str
    pages: int
    lines: int
    messages: int
    entries: int


def make_bundle(
    home: Household, *, order: Order, words: Words, move: Move, keep: Keep | None = None
) -> Bundled:
    """Press a bundle of the book `record` and return what became of it.

    `keep` puts the files away, named by their paths; without it they are written to disk.

    Raises:
        Failure: if a person or a thread is unknown, or the files cannot be written.
    """
    paper = Path(order.paper)
    manifest = manifest_of(paper)
    if not paper.parent.is_dir():
        raise Failure("not-written", Exit.NOT_READABLE, file=order.paper, reason="no folder")
    asking = Asking(order.person, order.since, order.until, order.days)
    held = read(home, asking=asking, book=BOOK)
    move(1, _STEPS)
    names = (paper.name, manifest.name)
    bundle = laid_out(held, order, words, _heads(home), names)
    move(2, _STEPS)
    try:
        pressed = press(bundle, words, made=in_utc(now() // 1000 * 1000))
    except CannotPressError as error:
        raise Failure("not-pressed", Exit.NOT_READABLE, file=order.paper) from error
    move(3, _STEPS)
    proof, released = _manifest(home, held.facts, pressed, paper.name, bundle)
    (keep or _written)({paper: pressed.pdf, manifest: release.written(proof)})
    remember(home, BOOK, structs.replace(released, to=order.made_for))
    move(_STEPS, _STEPS)
    return Bundled(
        paper=str(paper),
        manifest=str(manifest),
        pages=pressed.pages,
        lines=len(bundle.chronology.lines) if bundle.chronology else 0,
        messages=sum(
            isinstance(t, page.Bubble) for one in bundle.transcripts for t in one.turns
        ),
        entries=len(proof.items),
    )


def _heads(home: Household) -> list[page.Head]:
    heads = []
    for book in home.book(BOOK).epochs():
        head = checkpoint.read_signed(book.checkpoint(), book.key)
        root = b64encode(head.root).decode("ascii")
        heads.append(page.Head(book.name, head.origin, head.size, root))
    return heads


def _manifest(
    home: Household,
    facts: Iterable[Resolved],
    pressed: Pressed,
    name: str,
    bundle: page.Bundle,
) -> tuple[release.Release, Released]:
    """Return the manifest of a paper: all it cites, and the originals that rests on."""
    book = home.book(BOOK)
    cited = {*pressed.places, *(ref for some in pressed.lists.values() for ref in some)}
    chosen = [
        Chosen(one.n, one.ref, kind(record), record)
        for one in book.entries()
        if one.ref in cited
        for record in [stored(one.record)]
    ]
    gone = hidden(chosen, Rules(), book.outer)
    items = [
        release.item(book.leaf(one.n), disclosed(book, one.n, gone[one.n])) for one in chosen
    ]
    origins = [getattr(fact.record, "origin", None) for fact in facts if fact.ref in cited]
    rested = {origin.original for origin in origins if isinstance(origin, FromFile)}
    sources = [
        release.Source(one.sha256, one.size, one.name)
        for one in bundle.originals
        if one.sha256 in rested or one.ref in cited
    ]
    paper = release.Paper(name, sha256(pressed.pdf).hexdigest(), len(pressed.pdf))
    made = release.made(paper, items, pressed.lists, sources, book.key, book.sign_release)
    told = Released(
        form=Form.BUNDLE,
        name=name,
        paper=paper.sha256,
        note=made.note,
        entries=ranges([one.n for one in chosen]),
        withheld=counted(chosen, gone),
    )
    return made, told


def _written(files: dict[Path, bytes]) -> None:
    """Write all files, each for its owner alone, before the first gets its name."""
    try:
        with ExitStack() as stack:
            parts = []
            for path, data in files.items():
                if not path.parent.is_dir():
                    raise FileNotFoundError(ENOENT, os.strerror(ENOENT))
                part, out = stack.enter_context(temporary(path.parent))
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
                parts.append((part, out, path))
            for part, out, path in parts:
                settle(part, out, path)
    except OSError as error:
        shown, reason = str(next(iter(files))), error.strerror or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=shown, reason=reason) from error

"""Heads in other hands: hand them out, take them back, and know who has seen them.

1. What is handed out is each log's newest signed head, as text and as a picture for print or
   phone, the proof that it grew out of the heads before, leaves to be printed and signed by
   hand, the policy that says whose word counts, a page that says what to do with them, and a
   shell script to cosign with, for whoever has no program of ours.
2. What comes back, an older head or one that a witness has cosigned, is compared with the log:
   if it does not fit, the vault was rolled back, forked or rewritten, and nothing is changed.
   If it fits, it is kept beside the others and compared at every opening from then on.
3. Witnesses are settings of the book `record`: `witness:<name>` and their key. A witness that
   is named again with another key has that key from then on.
"""

from __future__ import annotations

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.text import nfc
from hearthbook.base.time import in_utc
from hearthbook.records.provenance import Restored
from hearthbook.records.provenance import Setting
from hearthbook.vault import Book
from hearthbook.vault.agreement import agree
from hearthbook.vault.durable import put_whole
from hearthbook.vault.epochs import owned
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import growth
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
from hearthbook.vault.formats.base64 import text64

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.records.codec import Record

_WITNESS: Final = "witness:"
MARK: Final = b'"name":"witness:'  # in the written form of a setting that names one
_NAME: Final = re.compile(r"[^\s:#]{1,60}")
_LARGEST: Final = 1 << 20
POLICY: Final = "log.policy"
PAGE: Final = "read-me.txt"
LEAVES: Final = "heads.pdf"
TOOL: Final = "cosign.sh"


class Exported(Struct, frozen=True):
    """A head that was handed out: its book, how many entries it covers, its two files."""

    book: str
    size: int
    file: str
    picture: str


class Seen(Struct, frozen=True):
    """Who has cosigned a head and when, in milliseconds."""

    witness: str
    at: int


class Imported(Struct, frozen=True):
    """A head that came back: it covers `size` entries of a log that now has `of`.

    It covers more only of a log that a restore has closed. `unknown` counts signatures by keys
    that nobody has named as a witness; `new` tells whether it was not here yet.
    """

    file: str
    book: str
    epoch: int
    size: int
    of: int
    seen: tuple[Seen, ...]
    unknown: int
    new: bool


def export_heads(home: Household, *, folder: str, words: Words) -> list[Exported]:
    """Seal all books, and put their heads and what belongs to them into `folder`.

    Raises:
        Failure: if the folder cannot be written, or a leaf not be made.
    """
    target, done, texts = Path(folder), list[Exported](), list[str]()
    try:
        target.mkdir(exist_ok=True)
        for book in home.vault.books():
            sealed = book.seal()
            raw = sealed.read_bytes()
            head = checkpoint.read_signed(raw, book.key)
            picture = target / f"{sealed.stem}.png"
            put_whole(target / sealed.name, raw)
            put_whole(target / f"{sealed.stem}{growth.ENDING}", _growth(home, book, head.size))
            put_whole(picture, _picture(raw))
            file = str(target / sealed.name)
            done.append(Exported(book.name, head.size, file, str(picture)))
            texts.append(raw.decode())
        put_whole(target / POLICY, policy.written(policy_of(home)))
        put_whole(target / LEAVES, _leaves(done, texts, words))
        put_whole(target / PAGE, _page(done, words))
        put_whole(target / TOOL, files("hearthbook.app").joinpath(TOOL).read_bytes())
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=folder, reason=reason) from error
    return done


def _growth(home: Household, book: Book, size: int) -> bytes:
    """Return the proof that the head of `size` grew out of each that may be in other hands."""
    keys = [one.key for one in home.vault.epochs()]
    held = home.vault.heads.all(keys)[book.key.name]
    olds = sorted({head.size for _, head in held if 0 < head.size < size})
    return growth.written({old: book.consistency(old, size) for old in olds})


def _leaves(heads: Sequence[Exported], texts: Sequence[str], words: Words) -> bytes:
    from hearthbook.papers.heads import HeadLeaf  # noqa: PLC0415  # slow to load, rarely needed
    from hearthbook.papers.press import press_heads  # noqa: PLC0415  # the same
    from hearthbook.papers.press.failing import CannotPressError  # noqa: PLC0415  # the same

    leaves = [
        HeadLeaf(one.book, one.size, text) for one, text in zip(heads, texts, strict=True)
    ]
    made = in_utc(now() // 1000 * 1000)
    try:
        return press_heads(leaves, words, day=made.date().isoformat(), made=made)
    except CannotPressError as error:
        raise Failure("not-written", Exit.NOT_READABLE, file=LEAVES, reason="PDF") from error


def _picture(raw: bytes) -> bytes:
    import segno  # noqa: PLC0415  # loads longer than it draws; few ask for it

    out = BytesIO()
    segno.make(raw, error="m", micro=False).save(out, kind="png", scale=6)
    return out.getvalue()


def _page(done: Sequence[Exported], words: Words) -> bytes:
    names = "\n".join(f"  {Path(one.file).name}, {Path(one.picture).name}" for one in done)
    day = in_utc(now()).date().isoformat()
    return (words("heads-page", files=names, day=day) + "\n").encode()


def policy_of(home: Household) -> policy.Policy:
    """Return the policy for this vault: its logs, and the word of any one of its witnesses."""
    return policy.simple([book.key for book in home.vault.epochs()], witnesses(home))


def witnesses(home: Household) -> list[tuple[str, note.Key]]:
    """Return the witnesses by their names, in the order they were first named."""
    return named(one.record for one in home.of_kind("record", "setting"))


def named(records: Iterable[Record]) -> list[tuple[str, note.Key]]:
    """Return the witnesses that `records` name, of which the last word counts."""
    held = {
        one.name.removeprefix(_WITNESS): one.value
        for one in records
        if isinstance(one, Setting) and one.name.startswith(_WITNESS)
    }
    return [(name, note.read_key(vkey)) for name, vkey in held.items()]


def add_witness(home: Household, *, name: str, vkey: str) -> note.Key:
    """Write down that the key `vkey` is that of the witness `name`, and return it.

    Raises:
        Failure: if it is no key of a witness, or the name or key is another's.
    """
    try:
        key = note.read_key(vkey)
    except ValueError as error:
        raise Failure("no-witness-key", Exit.WRONG_USAGE, name=name) from error
    if key.type != note.COSIGNATURE or not _NAME.fullmatch(name) or name == policy.NONE:
        raise Failure("no-witness-key", Exit.WRONG_USAGE, name=name)
    others = [held for known, held in witnesses(home) if known != name]
    own = [book.key for book in home.vault.epochs()]
    if key.public in {one.public for one in (*others, *own)}:
        raise Failure("witness-key-known", Exit.WRONG_USAGE, name=name)
    said = Setting(
        name=f"{_WITNESS}{nfc(name)}",
        value=vkey,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin("record"),
    )
    home.add("record", [said])
    return key


class _Came(Struct, frozen=True):
    """A head as it came, and the book in the epoch that it is of."""

    file: str
    raw: bytes
    head: checkpoint.Checkpoint
    book: Book
    seen: tuple[Seen, ...]
    signatures: int


def import_heads(home: Household, *, paths: Sequence[str]) -> list[Imported]:
    """Take heads back that others have kept; all of them are looked at before any is.

    Raises:
        Failure: if one is no head of this vault, or a signature on it fails.
        HeadMismatchError: if the vault does not agree with one.
    """
    names = {key: name for name, key in witnesses(home)}
    came = [_came(home, path, names) for path in paths]
    for one in came:
        agree(one.book, [(one.file, one.head)], closed=one.book.epoch < home.vault.epoch)
    return [_kept(home, one) for one in came]


def read_heads(
    home: Household, paths: Sequence[str]
) -> list[tuple[str, bytes, Book, checkpoint.Checkpoint]]:
    """Return heads from elsewhere with their files, their bytes, and the book they are of.

    Raises:
        Failure: if one is no head of this vault, or a signature on it fails.
    """
    names = {key: name for name, key in witnesses(home)}
    came = [_came(home, path, names) for path in paths]
    return [(one.file, one.raw, one.book, one.head) for one in came]


def _came(home: Household, file: str, names: dict[note.Key, str]) -> _Came:
    raw = _raw(file)
    try:
        held = note.read(raw)
        head = checkpoint.read(held.text)
    except ValueError as error:
        raise Failure("head-not-one", Exit.NOT_READABLE, file=file) from error
    of_origin = [one for one in home.vault.epochs() if one.key.name == head.origin]
    if not of_origin:
        raise Failure("head-of-another", Exit.NOT_READABLE, file=file)
    try:
        note.verified(held, [of_origin[0].key])
        found = cosignature.verified(held, names)
    except ValueError as error:
        raise Failure("head-not-signed", Exit.NOT_READABLE, file=file) from error
    seen = tuple(Seen(names[one.witness], one.at * 1000) for one in found)
    return _Came(file, raw, head, of_origin[0], seen, len(held.signatures))


def _kept(home: Household, came: _Came) -> Imported:
    """Keep a head beside the others, and own in the log what a restore has lost of it."""
    book, head = came.book, came.head
    new = home.vault.heads.add(book.volume, head.size, came.raw)
    newest, of = home.book(book.name), book.log.size()
    if head.size > of and not owned(newest, book, head):
        home.add(book.name, [lost(home, book, head)])
    unknown = came.signatures - len(came.seen) - 1
    return Imported(
        came.file, book.name, book.epoch, head.size, of, came.seen, unknown, new=new
    )


def lost(
    home: Household, before: Book, known: checkpoint.Checkpoint, backup: int | None = None
) -> Restored:
    """Return the entry that says where the closed log of `before` ended, and what is known."""
    head = checkpoint.read_signed(before.checkpoint(), before.key)
    return Restored(
        before=before.key.name,
        size=head.size,
        root=text64(head.root),
        known=known.size,
        known_root=text64(known.root),
        backup=backup,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin(before.name),
    )


def _raw(file: str) -> bytes:
    try:
        with Path(file).open("rb") as held:
            raw = held.read(_LARGEST + 1)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-opened", Exit.NOT_READABLE, file=file, reason=reason) from error
    # Mail and editors change the ends of lines; whether the rest is right the signature says.
    return raw.replace(b"\r\n", b"\n").strip(b"\n") + b"\n"


def held_heads(home: Household) -> list[Imported]:
    """Return the heads that are kept beside the databases, the newest of each log last.

    Raises:
        Failure: if a cosignature on one fails.
    """
    names = {key: name for name, key in witnesses(home)}
    came = [_came(home, str(path), names) for path in home.vault.heads.files()]
    found = [
        Imported(
            file=Path(one.file).name,
            book=one.book.name,
            epoch=one.book.epoch,
            size=one.head.size,
            of=one.book.log.size(),
            seen=one.seen,
            unknown=one.signatures - len(one.seen) - 1,
            new=False,
        )
        for one in came
    ]
    return sorted(found, key=lambda one: (one.epoch, one.book, one.size, one.file))


def shown_time(at: int) -> str:
    """Return the moment `at`, in milliseconds, as a person reads it."""
    return in_utc(at).strftime("%Y-%m-%d %H:%M UTC")

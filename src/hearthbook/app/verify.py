"""Check a vault, or a bundle with its manifest beside it; nothing is ever changed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.given import size_of
from hearthbook.app.handed import handed
from hearthbook.app.handed import is_packed
from hearthbook.app.heads import MARK
from hearthbook.app.heads import named
from hearthbook.app.household import failure
from hearthbook.index.search import reaches
from hearthbook.index.search import sound
from hearthbook.records.codec import stored
from hearthbook.records.event import Stamp
from hearthbook.vault import DamagedError
from hearthbook.vault import NotAVaultError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault.audit import audit
from hearthbook.vault.copies import PLACES
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import dating
from hearthbook.vault.formats import note
from hearthbook.vault.formats import release
from hearthbook.vault.formats import share
from hearthbook.vault.remembered import NAME as REMEMBERED

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from hearthbook.vault import Entry
    from hearthbook.vault.formats.check import Check
    from hearthbook.vault.keys import Keys


class Checked(Struct, frozen=True):
    """One thing that was checked: its words, where, of how many, and whether it holds.

    `stops` says that it keeps the vault from being opened: damage, a rollback, a fork.
    """

    what: str
    where: str
    of: int
    passed: bool
    stops: bool = False


def verify_vault(
    path: str,
    passphrase: str | None,
    *,
    keys: Keys | None = None,
    full: bool,
    move: Callable[[int, int], None],
) -> list[Checked]:
    """Return what was checked of a vault; damage that stops its opening is one failed check.

    Raises:
        Failure: if it is no vault, or the passphrase is wrong.
    """
    folder = Path(path)
    try:
        with Vault.open(folder, passphrase=passphrase, keys=keys) as vault:
            checks = [_checked(one) for one in audit(vault, full=full, move=move)]
            beside = [*_stamps(vault, folder), *_cosigned(vault), *_indexes(vault, folder)]
            beside += _copies(vault)
            return [*_header(vault), *checks, *beside]
    except DamagedError as error:
        return [Checked(error.name, error.place, 1, passed=False, stops=True)]
    except NotAVaultError as error:
        if not (folder / error.place).is_file():
            raise failure(error, path) from error
        return [Checked(error.name, error.place, 1, passed=False)]
    except VaultError as error:
        raise failure(error, path) from error


def _header(vault: Vault) -> list[Checked]:
    """Compare the two files of the header; either alone opens the vault.

    A vault of the first format had one; the other is written when a command next opens it.
    """
    astray = vault.astray()
    held = [place for place in PLACES if vault.kept_twice or (vault.folder / place).exists()]
    return [Checked("audit-header", place, 1, place not in astray) for place in held]


def _stamps(vault: Vault, folder: Path) -> list[Checked]:
    """Compare the answers of timestamp authorities with what was written down of them."""
    held = {sha256(file.read_bytes()).hexdigest() for file in (folder / "heads").glob("*.tsr")}
    records = (stored(one.record) for one in vault.book("record").entries() if _is_stamp(one))
    stamps = [one for one in records if isinstance(one, Stamp)]
    whole = all(one.reply in held for one in stamps)
    heads = {sha256(file.read_bytes()).hexdigest() for file in vault.heads.files()}
    there = all(one.head in heads for one in stamps)
    checks = [
        Checked("audit-stamps", "heads", len(stamps), passed=whole),
        Checked("audit-stamped", "heads", len(stamps), passed=there),
    ]
    return checks if stamps else []


def _cosigned(vault: Vault) -> list[Checked]:
    """Verify what witnesses that are known have signed of the heads beside the databases."""
    entries = vault.book("record").entries()
    keys = [key for _, key in named(stored(e.record) for e in entries if MARK in e.record)]
    counts, bad = [0], 0
    for file in vault.heads.files():
        try:
            counts.append(len(cosignature.verified(note.read(file.read_bytes()), keys)))
        except ValueError:
            bad += 1
    count = sum(counts) + bad
    return [Checked("audit-cosigned", "heads", count, passed=not bad)] if keys else []


def _copies(vault: Vault) -> list[Checked]:
    """Read what is remembered of backups, if anything is."""
    try:
        known = vault.copies()
    except DamagedError as error:
        return [Checked("audit-copies", error.place, 1, passed=False)]
    return [Checked("audit-copies", REMEMBERED, len(known), passed=True)] if known else []


def _is_stamp(entry: Entry) -> bool:
    return b'"kind":"stamp"' in entry.record


def _indexes(vault: Vault, folder: Path) -> Iterator[Checked]:
    """Read the indexes through; a damaged one is no harm, it is made anew when next used.

    One that has more than its book is: it follows the book, and never goes before it.
    """
    for book in vault.books():
        file, key = folder / f"index/{book.name}.db", vault.index_key(book.name)
        if file.is_file():
            where = f"index/{file.name}"
            yield Checked("audit-index", where, 1, passed=sound(file, key))
            ahead = reaches(file, key) - book.size
            if ahead > 0:
                yield Checked("audit-index-ahead", where, ahead, passed=False, stops=True)


def verify_bundle(path: str) -> list[Checked]:
    """Return what was checked of a bundle against the manifest beside it.

    Raises:
        Failure: if one of the two cannot be opened.
    """
    paper = Path(path)
    size_of(paper)
    manifest = manifest_of(paper)
    if not manifest.is_file():
        raise Failure("no-manifest", Exit.NOT_READABLE, file=manifest.name)
    try:
        held = release.read(manifest.read_bytes())
    except release.NotAReleaseError:
        return [Checked("not-a-manifest", manifest.name, 1, passed=False)]
    return [_checked(one) for one in release.verify(held, digest_of(paper))]


def is_release(path: Path) -> bool:
    """Tell whether a folder is one that was handed out, or a file an archive as of one."""
    return (path / share.MANIFEST).is_file() or is_packed(path)


def verify_release(path: str) -> list[Checked]:
    """Return what was checked of a folder that was handed out, or of a zip or tar of one.

    Raises:
        Failure: if its files cannot be read, or none was handed out so.
    """
    files = handed(Path(path), lambda name: "/" not in name or name.startswith("heads/"))
    found = {one.path: (one.sha256, one.size) for one in files}
    kept = {one.path: one.data for one in files if one.data is not None}
    found.pop(share.SUMS, None)
    try:
        held, items = share.read(kept.get(share.MANIFEST, b""), kept.get(share.ENTRIES, b""))
        dates = dating.read(kept.get(dating.DATES, b""))
    except (share.NotAShareError, dating.NotDatesError):
        return [Checked("not-a-share", share.MANIFEST, 1, passed=False)]
    checks = [
        *share.verify(held, items, found, kept.get(share.SUMS, b"")),
        *dating.verify(dates, items, kept, held.vkey),
    ]
    return [_checked(one) for one in checks]


def manifest_of(paper: Path) -> Path:
    """Return where the manifest of a paper lies: beside it, with `.json` after its name."""
    return paper.with_name(f"{paper.name}.json")


def _checked(check: Check) -> Checked:
    return Checked(check.what, check.where, check.of, passed=check.ok)

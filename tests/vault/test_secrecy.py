"""Without passphrase or code nothing that is written can be read, in any file of the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.records.codec import names
from hearthbook.vault import store
from hearthbook.vault.durable import temporary
from tests.vault.conftest import CHAT
from tests.vault.family import ENVELOPE
from tests.vault.family import PASSPHRASE
from tests.vault.family import WORDS
from tests.vault.family import note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.vault.family import Household

# Seven bytes at least: among a megabyte of noise a word of five turns up now and then.
NEVER = [
    *(word for word in (*WORDS.split(), *CHAT.decode().split()) if len(word.encode()) > 6),
    PASSPHRASE,
    "Brandt",
    "legal-advice",
    "chat.txt",
    "recorded_by",
    "create table",
    "SQLite format",
    "AGE-SECRET-KEY",
    *(f'"{name}":' for name in names("message") if len(name) > 4),
]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def leaks(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    kinds = ("utf-8", "utf-16-le")
    return [
        (name, word)
        for name, raw in files(folder)
        for word in words
        if any(word.lower().encode(kind) in raw.lower() for kind in kinds)
    ]


def test_no_word_of_an_entry_stands_in_any_file_open_or_closed(family: Household) -> None:
    with family.open() as vault:
        vault.book("record").add([note(n) for n in range(50)], ENVELOPE)
        seen = {name for name, _ in files(family.folder)}
        assert {"books/record.db", "books/record.db-wal", "books/record.db-shm"} <= seen
        assert leaks(family.folder, NEVER) == []
        assert leaks(family.folder, [family.code, family.code.replace("-", "")]) == []

    assert leaks(family.folder, NEVER) == []


def test_the_search_for_words_would_find_them(family: Household) -> None:
    (family.folder / "index/careless.txt").write_text(f"x{WORDS}", "utf-8")

    assert ("index/careless.txt", "Sunday;") in leaks(family.folder, NEVER)


def test_no_key_stands_in_any_file(family: Household) -> None:
    keys = family.keys
    secrets = [
        keys._master,
        *(bytes.fromhex(keys.book(name)) for name in ("record", "counsel")),
    ]
    with family.open() as vault:
        book = vault.book("record")
        secrets += [book._signer._private.private_bytes_raw(), book.log.rows(5, 6)[0].seed]

        for name, raw in files(family.folder):
            for secret in secrets:
                assert secret not in raw, name
                assert secret.hex().encode() not in raw.lower(), name


def test_nothing_is_written_in_clear_while_a_file_comes_in(
    family: Household, tmp_path: Path
) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(WORDS.encode() * 2000)
    seen: list[tuple[str, str]] = []

    class Watching:
        def __init__(self) -> None:
            self.taken = 0

        def write(self, raw: bytes, /) -> int:
            self.taken += len(raw)
            seen.extend(leaks(family.folder / "originals", NEVER))
            return len(raw)

    with family.open() as vault:
        digest = vault.originals.put(big)
        watching = Watching()
        assert vault.originals.get(digest, watching) == watching.taken == big.stat().st_size
    assert seen == []
    assert leaks(family.folder, NEVER) == []


def test_temporary_files_of_the_database_stay_in_memory(family: Household) -> None:
    db = store.connect(family.folder / "books/record.db", family.keys.book("record"))
    try:
        [(place,)] = db.execute("pragma temp_store")
        [(sure,)] = db.execute("pragma synchronous")
        [(journal,)] = db.execute("pragma journal_mode")
        [(mapped,)] = db.execute("pragma mmap_size")
    finally:
        db.close()

    assert (place, sure, journal, mapped) == (2, 2, "wal", 0)


def test_a_file_that_never_got_its_name_is_gone(tmp_path: Path) -> None:
    with temporary(tmp_path) as (part, out):
        out.write(b"half")
        mode = part.stat().st_mode

    assert mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []

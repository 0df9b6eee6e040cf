"""Derived tables of one book: entries by kind, time and sender, and by the words they hold.

Nothing here is the truth: the file may be deleted, and is then made again from the book. It is
encrypted with a key of its own. The full-text table keeps an index of words and no text
(https://www.sqlite.org/fts5.html#contentless_tables): the words are read from the book.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from typing import Final

import apsw
from msgspec import Struct

from hearthbook.vault.store import connect

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from pathlib import Path

    from hearthbook.index.rows import Row

_FORM: Final = 2
_TABLES: Final = """
create table source(id integer primary key, original text not null unique);
create table entry(n integer primary key, kind text not null, at integer, who text,
                   source integer);
create index entry_kind on entry(kind) where kind <> 'message';
create virtual table words
    using fts5(text, content='', tokenize="unicode61 remove_diacritics 2");
create table form(version integer not null);
"""


class Sought(Struct, frozen=True):
    """What to look for: words, and what narrows them. None and empty leave it wide open."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


class Index:
    """The derived tables of one book. Close it before the vault."""

    def __init__(self, path: Path, key: str) -> None:
        """Open the tables at `path`, made anew if they are missing, old or unreadable."""
        self._path = path
        self._key = key
        path.parent.mkdir(exist_ok=True)
        try:
            self._db = self._opened()
        except (apsw.Error, ValueError):
            self.clear()

    def _opened(self) -> apsw.Connection:
        db = connect(self._path, self._key)
        if db.execute("select count(*) from sqlite_master").fetchall() == [(0,)]:
            with db:
                db.execute(_TABLES)
                db.execute("insert into form values (?)", (_FORM,))
        if db.execute("select version from form").fetchone() != (_FORM,):
            raise ValueError
        # It can be made again at any time, so it need not survive a power loss.
        db.execute("pragma journal_mode=memory")
        db.execute("pragma synchronous=off")
        return db

    def clear(self) -> None:
        """Throw everything away and begin anew."""
        if hasattr(self, "_db"):
            self._db.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        self._db = self._opened()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @property
    def size(self) -> int:
        """How many entries of the book are in, counted from its first."""
        [(last,)] = self._db.execute("select max(n) from entry").fetchall()
        return 0 if last is None else int(last) + 1

    def add(self, rows: Sequence[Row], first: int) -> None:
        """Add the rows of consecutive entries, the first of which has the number `first`."""
        with self._db:
            ids = {one: self._source(one) for one in {r.original for r in rows}}
            self._db.executemany(
                "insert into entry values (?, ?, ?, ?, ?)",
                [
                    (n, r.kind, r.at, r.who, ids[r.original])
                    for n, r in enumerate(rows, start=first)
                ],
            )
            self._db.executemany(
                "insert into words(rowid, text) values (?, ?)",
                [(n, r.text) for n, r in enumerate(rows, start=first) if r.text],
            )

    def _source(self, original: str | None) -> int | None:
        """Return the number of an original; its hash would fill the table a million times."""
        if original is None:
            return None
        self._db.execute("insert or ignore into source(original) values (?)", (original,))
        found = self._db.execute("select id from source where original = ?", (original,))
        return next((number for (number,) in found if isinstance(number, int)), None)

    def of_kind(self, kinds: Iterable[str]) -> list[int]:
        """Return the numbers of the entries of `kinds`, in the order of the book."""
        marks = list(kinds)
        holes = ",".join("?" * len(marks))
        found = self._db.execute(
            f"select n from entry where kind in ({holes}) order by n",  # noqa: S608  # only "?"
            marks,
        )
        return [n for (n,) in found]

    def of_sources(self, originals: Iterable[str]) -> list[int]:
        """Return the numbers of the entries of some originals, in the order of the book."""
        found = self._db.execute(
            "select n from entry where source in (select id from source where original in"
            " (select value from json_each(?))) order by n",
            (json.dumps(list(originals)),),
        )
        return [n for (n,) in found]

    def senders(self) -> list[str]:
        """Return every name and number a source gives a sender, as it is written there."""
        found = self._db.execute("select distinct who from entry where who is not null")
        return sorted(str(who) for (who,) in found)

    def has_undated(self, original: str) -> bool:
        """Tell whether a message or call of `original` has no moment yet."""
        found = self._db.execute(
            "select 1 from entry where source = (select id from source where original = ?)"
            " and at is null and kind in ('message', 'call') limit 1",
            (original,),
        )
        return found.fetchone() is not None

    def counts(self) -> dict[str, int]:
        """Return how many entries there are of each kind."""
        return dict(self._db.execute("select kind, count(*) from entry group by kind"))

    def search(self, sought: Sought, limit: int) -> list[int]:
        """Return the numbers of the first `limit` entries that fit, in the order of the book.

        Raises nothing for any words that may be typed.
        """
        clauses, values = ["1"], list[str | int]()
        if query := _query(sought.words):
            clauses.append("n in (select rowid from words where words match ?)")
            values.append(query)
        for column, those in (("kind", sought.kinds), ("who", sought.senders)):
            if those:
                clauses.append(f"{column} in ({','.join('?' * len(those))})")
                values += those
        for clause, bound in (("at >= ?", sought.since), ("at < ?", sought.until)):
            if bound is not None:
                clauses.append(clause)
                values.append(bound)
        found = self._db.execute(
            f"select n from entry where {' and '.join(clauses)} order by n limit ?",  # noqa: S608  # names and "?" alone
            [*values, limit],
        )
        return [n for (n,) in found]


def sound(path: Path, key: str) -> bool:
    """Tell whether every page of an index can be read; nothing is changed."""
    try:
        db = connect(path, key, new=False)
        try:
            return db.execute("pragma integrity_check").fetchall() == [("ok",)]
        finally:
            db.close()
    except apsw.Error:
        return False


def _query(words: str) -> str:
    """Return `words` as an FTS5 query: each word must occur, "quoted ones" side by side.

    A word ending in * stands for all that begin so. No sign has another meaning: what a
    person types is never a syntax error.
    """
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words.replace("\0", " ")):
        begins = word.endswith("*")
        inner = (phrase or word.rstrip("*")).strip()
        if any(sign.isalnum() for sign in inner):
            terms.append(f'"{inner}"' + ("*" if begins else ""))
    return " ".join(terms)

"""Derived tables of one book: entries by kind, time and sender, and by the words they hold.

Nothing here is the truth: the file may be deleted, and is then made again from the book. It is
encrypted with a key of its own. The full-text table keeps an index of words and no text
(https://www.sqlite.org/fts5.html#contentless_tables): the words are read from the book.
"""

from __future__ import annotations

import json
from collections import Counter
from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

import apsw
from msgspec import Struct

from hearthbook.index import days
from hearthbook.index.folding import folded
from hearthbook.index.query import kind_word
from hearthbook.index.query import query
from hearthbook.index.query import sender_word
from hearthbook.vault.store import connect

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from pathlib import Path

    from hearthbook.index.rows import Row

_FORM: Final = 6
_TABLES: Final = (
    """
create table source(id integer primary key, original text not null unique);
create table name(id integer primary key, name text not null unique, sent integer not null);
create table labelled(name integer, label integer, primary key(name, label)) without rowid;
create table entry(n integer primary key, kind text not null, at integer, source integer);
create table stretch(block integer primary key, least integer not null, most integer not null);
create index entry_kind on entry(kind) where kind <> 'message';
create index entry_at on entry(at) where kind <> 'message';
create virtual table words
    using fts5(text, latin, facet, content='', columnsize=0, prefix='1',
               tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'");
create table form(version integer not null);
"""
    + days.TABLE
)


_BLOCK: Final = 1_000
_MESSAGE: Final = "message"
_MESSAGES_TOO: Final = """
select n from entry where kind in (select value from json_each(?)) order by n
"""
# The index of kinds leaves messages out, and is used only where the question does so too.
_BUT_MESSAGES: Final = """
select n from entry
where kind <> 'message' and kind in (select value from json_each(?)) order by n
"""
# Entries come as the words give them, in the order of the book; none is sorted.
_SEARCH: Final = """
select entry.n from words cross join entry on entry.n = words.rowid
where words match :match and words.rowid >= :first and words.rowid <= :last
and (:since is null or entry.at >= :since) and (:until is null or entry.at < :until)
and (:kinds is null or entry.kind in (select value from json_each(:kinds)))
order by words.rowid limit :most
"""
_ALL: Final = """
select n from entry where n >= :first and n <= :last
and (:since is null or entry.at >= :since) and (:until is null or entry.at < :until)
and (:kinds is null or entry.kind in (select value from json_each(:kinds)))
order by n limit :most
"""


class Sought(Struct, frozen=True):
    """What to look for: words, and what narrows them. None and empty leave it wide open.

    The first `passed` that fit are passed over.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    passed: int = 0


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
                "insert into entry values (?, ?, ?, ?)",
                [(n, r.kind, r.at, ids[r.original]) for n, r in enumerate(rows, start=first)],
            )
            self._keep_times(rows, first)
            senders = self._names(rows)
            self._db.executemany(
                "insert into words(rowid, text, latin, facet) values (?, ?, ?, ?)",
                [
                    (n, folded(r.text), r.latin, _facets(r, senders))
                    for n, r in enumerate(rows, start=first)
                ],
            )
            days.count(self._db, rows)

    def _keep_times(self, rows: Sequence[Row], first: int) -> None:
        """Keep the first and last moment of every block of entries: a search skips by them."""
        times: dict[int, list[int]] = defaultdict(list)
        for n, row in enumerate(rows, start=first):
            if row.at is not None:
                times[n // _BLOCK].append(row.at)
        self._db.executemany(
            "insert into stretch values (?, ?, ?) on conflict(block) do update"
            " set least = min(least, excluded.least), most = max(most, excluded.most)",
            [(block, min(held), max(held)) for block, held in times.items()],
        )

    def _names(self, rows: Sequence[Row]) -> dict[str, int]:
        """Keep the names and numbers of `rows`, and return the number of each."""
        sent = Counter(r.who for r in rows if r.who is not None)
        labels = {
            (one, r.label)
            for r in rows
            if r.label is not None
            for one in ((r.who,) if r.who is not None else r.to)
        }
        every = {
            *sent,
            *(one for r in rows for one in r.to),
            *(n for pair in labels for n in pair),
        }
        self._db.executemany(
            "insert into name(name, sent) values (?, ?)"
            " on conflict(name) do update set sent = sent + excluded.sent",
            [(one, sent[one]) for one in sorted(every)],
        )
        found = self._db.execute(
            "select name, id from name where name in (select value from json_each(?))",
            (json.dumps(sorted(every)),),
        )
        ids = {str(name): int(number) for name, number in found}
        self._db.executemany(
            "insert or ignore into labelled values (?, ?)",
            sorted((ids[one], ids[label]) for one, label in labels),
        )
        return ids

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
        found = self._db.execute(
            _MESSAGES_TOO if "message" in marks else _BUT_MESSAGES, (json.dumps(marks),)
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
        return [name for name, sent in self.named() if sent]

    def named(self) -> list[tuple[str, int]]:
        """Return every name and number of senders, recipients and saved contacts, sorted.

        Beside each stands how many messages and calls came from it.
        """
        found = self._db.execute("select name, sent from name order by name")
        return [(str(name), int(sent)) for name, sent in found]

    def labelled(self) -> list[tuple[str, str]]:
        """Return each name or number with each contact name a phone had saved for it."""
        found = self._db.execute(
            "select one.name, saved.name from labelled"
            " join name as one on one.id = labelled.name"
            " join name as saved on saved.id = labelled.label order by 1, 2"
        )
        return [(str(one), str(label)) for one, label in found]

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

    def between(self, start: int, end: int) -> list[int]:
        """Return the numbers of what began from `start` up to `end`, in order of time.

        Messages are left out: of them `days.tallies` tells how many there are.
        """
        found = self._db.execute(
            "select n from entry where kind <> 'message' and at >= ? and at < ? order by at, n",
            (start, end),
        )
        return [n for (n,) in found]

    def last(self, kinds: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of the last `limit` entries of `kinds` by time, the last first.

        Messages cannot be asked for.
        """
        holes = ",".join("?" * len(kinds))
        found = self._db.execute(
            "select n from entry indexed by entry_at where kind <> 'message' and at is not null"  # noqa: S608  # only "?"
            f" and kind in ({holes}) order by at desc, n desc limit ?",
            [*kinds, limit],
        )
        return [n for (n,) in found]

    def undated(self, kinds: Sequence[str]) -> list[int]:
        """Return the numbers of the entries of `kinds` that have no moment, messages apart."""
        holes = ",".join("?" * len(kinds))
        found = self._db.execute(
            "select n from entry where kind <> 'message' and at is null"  # noqa: S608  # only "?"
            f" and kind in ({holes}) order by n",
            kinds,
        )
        return [n for (n,) in found]

    def messages(self, start: int, end: int, limit: int) -> list[int]:
        """Return the numbers of the first messages from `start` up to `end`."""
        found = self._db.execute(
            "select n from entry where kind = 'message' and at >= ? and at < ?"
            " order by at, n limit ?",
            (start, end, limit),
        )
        return [n for (n,) in found]

    def tallies(self, start: int, end: int) -> dict[int, dict[str, int]]:
        """Return how much began in each slot from `start` up to `end`, by kind."""
        return days.tallies(self._db, start, end)

    def search(self, sought: Sought, limit: int) -> list[int]:
        """Return the numbers of the first `limit` entries that fit, in the order of the book.

        Raises nothing for any words that may be typed.
        """
        senders = self._numbers(sought.senders) if sought.senders else None
        narrow = () if _MESSAGE in sought.kinds else sought.kinds
        match = query(sought.words, narrow, senders)
        wanted = sought.passed + limit
        found: list[int] = []
        for first, last in self._stretches(sought.since, sought.until):
            if len(found) >= wanted:
                break
            asked = {
                "match": match,
                "first": first,
                "last": last,
                "since": sought.since,
                "until": sought.until,
                "kinds": json.dumps(sought.kinds) if sought.kinds else None,
                "most": wanted - len(found),
            }
            rows = self._db.execute(_SEARCH if match else _ALL, asked)
            found += [int(n) for (n,) in rows]
        return found[sought.passed :]

    def _stretches(self, since: int | None, until: int | None) -> list[tuple[int, int]]:
        """Return the stretches of numbers in which something may have been in that time."""
        if since is None and until is None:
            return [(0, self.size)]
        blocks = self._db.execute(
            "select block from stretch where (:since is null or most >= :since)"
            " and (:until is null or least < :until) order by block",
            {"since": since, "until": until},
        )
        found: list[tuple[int, int]] = []
        for (block,) in blocks:
            start, end = int(block) * _BLOCK, (int(block) + 1) * _BLOCK - 1
            if found and found[-1][1] + 1 == start:
                found[-1] = found[-1][0], end
            else:
                found.append((start, end))
        return found

    def _numbers(self, names: Sequence[str]) -> list[int]:
        found = self._db.execute(
            "select id from name where name in (select value from json_each(?))",
            (json.dumps(names),),
        )
        return [int(number) for (number,) in found]


def _facets(row: Row, senders: dict[str, int]) -> str:
    # Nearly everything is a message: a word for that would be the dearest and narrow nothing.
    words = [] if row.kind == _MESSAGE else [kind_word(row.kind)]
    if row.who is not None:
        words.append(sender_word(senders[row.who]))
    return " ".join(words)


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


def reaches(path: Path, key: str) -> int:
    """Return how many entries of its book the tables at `path` have; 0 if unreadable."""
    try:
        db = connect(path, key, new=False)
        try:
            [(last,)] = db.execute("select max(n) from entry").fetchall()
        finally:
            db.close()
    except apsw.Error:
        return 0
    return 0 if last is None else int(last) + 1

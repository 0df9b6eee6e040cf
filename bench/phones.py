"""`python -m bench.phones`: mailboxes and databases of phones, one JSON line a figure.

The peer for mail is the standard library (`mailbox` and `email`), which decodes headers, texts
and attachments as we do. The floor for a database is SQLite itself handing over every row.
Rates are of processor time: others may be at work on the machine.
"""

from __future__ import annotations

import argparse
import base64
import json
import sqlite3
import sys
from pathlib import Path

from bench.measure import took
from demo.rng import Rng

HERE = Path(__file__).parent
OURS = """
import mmap, sys
from pathlib import Path
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers, Original
path = Path(sys.argv[1])
with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
    [reader] = [r for r in READERS if r.recognises(path.name, data[: 1 << 16])]
    found = reader.read(Original("0" * 64, path.name, data), Answers())
    print(sum(1 for one in found if type(one).__name__ == "Traced"))
"""
MAILBOX = """
import hashlib, mailbox, sys
from email.header import decode_header, make_header
count = 0
for mail in mailbox.mbox(sys.argv[1], create=False):
    str(make_header(decode_header(mail["subject"] or "")))
    for part in mail.walk():
        if not part.is_multipart():
            hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest()
    count += 1
print(count)
"""
ROWS = """
import sqlite3, sys
print(sum(1 for _ in sqlite3.connect(sys.argv[1]).execute("SELECT * FROM message")))
"""
SCHEMA = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER,
 date INTEGER, date_read INTEGER, is_from_me INTEGER, is_sent INTEGER);
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, style INTEGER, chat_identifier TEXT);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);
"""
HEAD = """From - Sat Mar  7 06:20:{second} 2026
Message-ID: <{number}@x.example>
Date: Sat, 7 Mar 2026 06:20:00 +0100
From: Jonas <jonas@example.org>
To: mira@example.net
Subject: =?utf-8?q?Nummer_{number}?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

"""
FILE = """
--b
Content-Type: image/jpeg; name=a.jpg
Content-Transfer-Encoding: base64

"""


def say(figure: str, **values: object) -> None:
    """Print one figure."""
    print(json.dumps({"figure": figure, **values}), flush=True)


def mails(path: Path, count: int) -> None:
    """Write a mailbox of `count` mails, one in ten with a picture of 60 kB."""
    rng = Rng(7)
    picture = base64.encodebytes(bytes(rng.below(256) for _ in range(60_000))).decode()
    line = "A line of some words that are said here once more.\n"
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            out.write(HEAD.format(number=number, second=f"{number % 60:02d}"))
            out.write(line * (5 + rng.below(40)))
            if number % 10 == 0:
                out.write(FILE + picture)
            out.write("\n--b--\n\n")


def messages(path: Path, count: int) -> None:
    """Write a database of `count` messages as Messages keeps them."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    at = 794_000_000 * 10**9
    rows = (
        (n, f"G-{n}", f"words of message {n}", 1, at + n * 10**10, 0, n % 2, n % 2)
        for n in range(1, count + 1)
    )
    connection.executemany("INSERT INTO message VALUES (?,?,?,?,?,?,?,?)", rows)
    connection.execute("INSERT INTO handle VALUES (1, '+441632960033')")
    connection.execute("INSERT INTO chat VALUES (1, 45, '+441632960033')")
    joins = ((1, n) for n in range(1, count + 1))
    connection.executemany("INSERT INTO chat_message_join VALUES (?,?)", joins)
    connection.commit()
    connection.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.phones")
    parser.add_argument("--folder", type=Path, default=HERE / "out")
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--messages", type=int, default=200_000)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for figure, write, count, peer, code in (
        ("mail", mails, given.mails, "mailbox", MAILBOX),
        ("imessage", messages, given.messages, "sqlite3-alone", ROWS),
    ):
        file = given.folder / f"{figure}-{count}"
        write(file, count)
        megabytes = file.stat().st_size / 1e6
        own = took([sys.executable, "-c", OURS, str(file)])
        other = took([sys.executable, "-c", code, str(file)])
        say(
            f"{figure}-parse",
            records=int(own.out),
            megabytes=round(megabytes, 1),
            seconds=own.seconds,
            cpu=own.cpu,
            per_second=round(count / own.cpu),
            mb_per_second=round(megabytes / own.cpu, 1),
            peak_mb=own.peak,
        )
        say(
            f"{figure}-against-{peer}",
            peer_counted=int(other.out),
            peer_seconds=other.seconds,
            peer_cpu=other.cpu,
            peer_peak_mb=other.peak,
            times_faster=round(other.cpu / own.cpu, 2),
        )


if __name__ == "__main__":
    main()

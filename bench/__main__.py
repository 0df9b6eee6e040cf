"""`make bench`: every figure is a ratio measured in this very run, one JSON line each.

The floor is `sha256sum` over the same file. The peers (whatstk, chat-miner) parse alone, in an
environment of their own; we parse, and then we take the whole file in: parse, resolve, seal,
encrypt and index. Growth shows the same at 10,000, 100,000 and 1,000,000 messages.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import trackers
from bench.generate import sms
from bench.generate import whatsapp
from bench.measure import took

if TYPE_CHECKING:
    from bench.measure import Took

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-bench/bin/python"
PASSPHRASE = "a long enough passphrase\n"
PARSE = """
import mmap, sys
from pathlib import Path
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers, Original
path = Path(sys.argv[1])
with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
    [reader] = [r for r in READERS if r.recognises(path.name, data[: 1 << 16])]
    print(sum(1 for _ in reader.read(Original("0" * 64, path.name, data), Answers())))
"""
FIGURES = ("whatsapp", "sms", "trackers", "vault")
WHATSTK = """
import sys
from whatstk import WhatsAppChat
print(len(WhatsAppChat.from_source(sys.argv[1], max_size=None).df))
"""
CHAT_MINER = """
import sys
from chatminer.chatparsers import WhatsAppParser
parser = WhatsAppParser(sys.argv[1])
parser.parse_file()
print(len(parser.parsed_messages.get_df()))
"""


def say(figure: str, **values: object) -> None:
    """Print one figure."""
    print(json.dumps({"figure": figure, **values}), flush=True)


def ours(code: str, file: Path) -> Took:
    """Run Python `code` of ours on `file`."""
    return took([sys.executable, "-c", code, str(file)])


def peer(code: str, file: Path) -> Took | None:
    """Run Python `code` of a peer on `file`; a peer that fails is reported and left out."""
    try:
        return took([str(PEERS), "-W", "ignore", "-c", code, str(file)])
    except SystemExit as failure:
        print(f"a peer failed: {str(failure)[-400:]}", file=sys.stderr)
        return None


def take_in(folder: Path, *files: Path) -> Took:
    """Take `files` into a new vault."""
    vault, password = folder / "bench.vault", folder / "pass"
    shutil.rmtree(vault, ignore_errors=True)
    password.write_text(PASSPHRASE, "utf-8")
    unlock = ["--passphrase-file", str(password)]
    command = [sys.executable, "-m", "hearthbook.cli"]
    took([*command, "init", str(vault), "--zone", "Europe/Berlin", *unlock])
    said = ["--zone", "Europe/Berlin", "--me", "Anna"]
    return took([*command, "take-in", str(vault), *map(str, files), *said, *unlock])


def bench_whatsapp(folder: Path, messages: int) -> None:
    """Print the figures of one WhatsApp export of `messages` messages."""
    file = folder / f"whatsapp-{messages}.txt"
    if not file.exists():
        whatsapp(file, messages=messages)
    megabytes = round(file.stat().st_size / 1e6, 1)
    floor = took(["sha256sum", str(file)])
    parsed = ours(PARSE, file)
    taken = take_in(folder, file)
    rivals = {"whatstk": peer(WHATSTK, file), "chat-miner": peer(CHAT_MINER, file)}
    count = int(parsed.out)
    say(
        "whatsapp-parse",
        messages=count,
        megabytes=megabytes,
        seconds=parsed.seconds,
        per_second=round(count / parsed.seconds),
        peak_mb=parsed.peak,
        times_sha256sum=round(parsed.seconds / max(floor.seconds, 0.01), 1),
    )
    say(
        "whatsapp-take-in",
        messages=count,
        seconds=taken.seconds,
        cpu=taken.cpu,
        peak_mb=taken.peak,
        times_sha256sum=round(taken.seconds / max(floor.seconds, 0.01), 1),
    )
    for name, rival in rivals.items():
        if rival is not None:
            say(
                f"whatsapp-against-{name}",
                messages=count,
                peer_counted=int(rival.out),
                peer_seconds=rival.seconds,
                peer_peak_mb=rival.peak,
                parse_times_faster=round(rival.seconds / parsed.seconds, 1),
                take_in_times_faster_than_its_parse=round(rival.seconds / taken.seconds, 2),
            )


def bench_sms(folder: Path, megabytes: int) -> None:
    """Print the figures of one SMS backup of `megabytes`."""
    file = folder / f"sms-{megabytes}.xml"
    if not file.exists():
        sms(file, mb=megabytes)
    size = file.stat().st_size / 1e6
    floor = took(["sha256sum", str(file)])
    parsed = ours(PARSE, file)
    taken = take_in(folder, file)
    for name, run in (("sms-parse", parsed), ("sms-take-in", taken)):
        say(
            name,
            megabytes=round(size),
            records=int(parsed.out),
            seconds=run.seconds,
            mb_per_second=round(size / run.seconds, 1),
            peak_mb=run.peak,
            times_sha256sum=round(run.seconds / max(floor.seconds, 0.01), 1),
        )


def bench_vault(folder: Path, entries: int) -> None:
    """Print the figures of a vault of `entries` entries and half a gigabyte of originals."""
    place = folder / "vault"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    command = [sys.executable, "-m", "bench.vault", str(entries), str(place / "bench.vault")]
    subprocess.run(command, check=True)
    shutil.rmtree(place)


def bench_trackers(folder: Path) -> None:
    """Print the figures of two years of twins in Baby Buddy's files.

    Its own import takes 340 rows a second through its library and 150 through its page, and
    stops at 7,500 rows: measured elsewhere, side by side with others, and quoted in
    `docs/measured.md`.

    Raises:
        SystemExit: if what was read is not what was written.
    """
    file = folder / "twins.zip"
    rows, digest = trackers.write(file)
    back = ours(trackers.READ_BACK, file)
    count, seconds, said = back.out.split()
    if (int(count), said) != (rows, digest):
        said = "what was read is not what was written"
        raise SystemExit(said)
    taken = take_in(folder, file)
    say(
        "trackers-parse",
        rows=rows,
        cpu=float(seconds),
        per_cpu_second=round(rows / float(seconds)),
        peak_mb=back.peak,
        values_verified=True,
    )
    say(
        "trackers-take-in",
        rows=rows,
        seconds=taken.seconds,
        per_second=round(rows / taken.seconds),
        cpu=taken.cpu,
        per_cpu_second=round(rows / taken.cpu),
        peak_mb=taken.peak,
    )


def main() -> None:
    """Print all figures, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--folder", type=Path, default=HERE / "out")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--mb", type=int, default=300)
    parser.add_argument("--only", choices=FIGURES, action="append")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    many, wanted = given.messages, given.only or FIGURES
    if "whatsapp" in wanted:
        for messages in sorted({many // 100, many // 10, many}):
            bench_whatsapp(given.folder, messages)
    if "sms" in wanted:
        bench_sms(given.folder, given.mb)
    if "trackers" in wanted:
        bench_trackers(given.folder)
    if "vault" in wanted:
        for entries in sorted({many // 10, many}):
            bench_vault(given.folder, entries)


if __name__ == "__main__":
    main()

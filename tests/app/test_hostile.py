"""Files that mean harm, or are broken: a clear sentence or a snag, and soon."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.app.homes import CHAT

if TYPE_CHECKING:
    from pathlib import Path

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE smses [
 <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
 <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
]>
<smses count="1"><sms address="+491" date="1770150600000" type="1" body="&e;" /></smses>
"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE smses [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<smses count="1"><sms address="+491" date="1770150600000" type="1" body="&x;" /></smses>
"""


def truncated_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", CHAT * 200)
    return held.getvalue()[:-60]


FILES = {
    "empty.txt": b"",
    "photo.txt": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 400,
    "cut.zip": truncated_zip(),
    "line.txt": b"03/02/2026, 21:14 - Jonas: " + b"a" * 10_000_000,
    "long.txt": b"x" * 10_000_000,
    "bomb.xml": BOMB,
    "outside.xml": OUTSIDE,
    "heads.txt": b"03/02/2026, 21:14 - \n" * 100_000,
    "colons.txt": b"03/02/2026, 21:14 - " + b"a: " * 300_000,
    "brackets.txt": b"[" * 500_000,
    "quotes.txt": "«“".encode() * 200_000,
    "marks.txt": "\u200e\u202a".encode() * 200_000,
    "tags.xml": b"<?xml version='1.0'?><smses>" + b"<sms " * 200_000,
    "quote.xml": b"<?xml version='1.0'?><smses><sms body='" + b"a" * 5_000_000,
    "utf16.txt": CHAT.decode().encode("utf-16"),
    "nul.txt": b"\0" * 100_000,
}


def read(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hearthbook.cli", "read", str(path)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


@pytest.mark.parametrize("name", FILES)
def test_it_ends_with_a_clear_sentence_or_with_everything_accounted_for(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])

    done = read(path)

    assert "Traceback" not in done.stderr + done.stdout
    if done.returncode == 4:
        assert name in done.stderr
        assert "Nothing was taken in." in done.stderr
        return
    assert done.returncode == 0, done.stderr
    *lines, summary = map(json.loads, done.stdout.splitlines())
    assert summary["summary"]["failed"] is None
    spans = [line["origin"] for line in lines if "origin" in line]
    if spans:
        assert spans[0]["start"] == 0
        assert spans[-1]["end"] == len(FILES[name])


def test_nothing_outside_the_file_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "outside.xml"
    path.write_bytes(OUTSIDE)

    done = read(path)

    with open("/etc/hostname", encoding="utf-8") as file:  # noqa: PTH123  # just what the file asks for
        assert file.read().strip() not in done.stdout


def test_the_bomb_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_bytes(BOMB)

    read(path)

    # in kilobytes, of the largest child so far: a bomb would be gigabytes
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500_000

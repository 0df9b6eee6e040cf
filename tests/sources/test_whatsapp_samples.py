"""Chats that other projects published, read where they lie; nothing of them is kept here."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from hearthbook.records.message import Mark
from hearthbook.sources.contract import Asked
from hearthbook.sources.whatsapp import WhatsApp
from tests.sources.whatsapp.reading import asked
from tests.sources.whatsapp.reading import everything
from tests.sources.whatsapp.reading import messages
from tests.sources.whatsapp.reading import time

if TYPE_CHECKING:
    from pathlib import Path


def chats(shared: Path) -> dict[Path, str]:
    """Return the text files of the manifest and what is expected of each."""
    folder = shared / "samples"
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        folder / row["file"]: row["expected"]
        for row in rows
        if row["format"] == "whatsapp" and row["file"].endswith(".txt") and row["expected"]
    }


def named(shared: Path, end: str) -> bytes:
    return next(path for path in chats(shared) if path.name.endswith(end)).read_bytes()


def test_every_published_chat_has_the_counts_of_the_manifest(shared: Path) -> None:
    counts = {path.name: len(everything(path.read_bytes())) for path in chats(shared)}
    expected = {
        path.name: int(match[0])
        for path, said in chats(shared).items()
        if (match := re.match("[0-9]+", said))
    }

    assert len(expected) >= 19
    assert counts == expected


def test_every_published_chat_is_recognised_and_decided(shared: Path) -> None:
    for path in chats(shared):
        data = path.read_bytes()
        assert WhatsApp().recognises("", data[: 1 << 16]), path.name
        assert asked(data) == (Asked.ZONE, Asked.ME), path.name


def test_no_published_file_of_another_kind_is_taken_for_a_chat(shared: Path) -> None:
    others = [
        path
        for path in (shared / "samples").rglob("*")
        if path.is_file() and "whatsapp" not in path.as_posix()
    ]
    taken = [
        path.name
        for path in others
        if WhatsApp().recognises(path.name, path.read_bytes()[:65536])
    ]

    assert len(others) > 400
    # Signal's old plain text has the very same form; it is read, and rightly.
    assert taken == ["chat-miner__test__signal__test_export.txt"]


def test_five_shapes_of_one_chat_hold_what_their_publisher_found(shared: Path) -> None:
    five = [path for path in chats(shared) if "chat-miner" in path.name]
    read = {
        tuple((time(one), one.parties.sender, one.text) for one in messages(path.read_bytes()))
        for path in five
    }
    target = json.loads(
        five[0].with_name("chat-miner__test__whatsapp__target.json").read_text("utf-8")
    )
    expected = {(row["timestamp"][:16], row["author"], row["message"]) for row in target}

    assert len(five) == 5
    assert len(read) == 1
    found = {(at, sender, text.replace("\n", " ")) for at, sender, text in read.pop()}
    assert len(expected) == 6
    assert expected <= found


def test_one_chat_exported_in_many_languages_gives_one_set_of_kinds(shared: Path) -> None:
    exports = [path for path in chats(shared) if path.name.endswith("_ios.txt")]
    kinds = {
        path.name: Counter(mark for one in messages(path.read_bytes()) for mark in one.marks)
        for path in exports
    }

    assert len(exports) >= 7
    for name, found in kinds.items():
        found.pop(Mark.RECOMPOSED, None)
        assert found == {"app-text": 15, "media-omitted": 14, "deleted": 2}, name


def test_the_kinds_of_an_android_export_with_media_are_told_apart(shared: Path) -> None:
    found = messages(named(shared, "english_android_media.txt"))
    counts = Counter(mark for one in found for mark in one.marks)

    assert counts == {
        "app-text": 1,
        "media-omitted": 18,
        "media-attached": 11,
        "deleted": 8,
        "unread-inside": 2,
        "call-line": 2,
    }
    assert next(m.name for one in found for m in one.media) == "PTT-20220323-WA0000.opus"


def test_a_first_line_later_than_the_second_is_no_step_back(shared: Path) -> None:
    found = messages(named(shared, "russian_android.txt"))

    assert [time(one) for one in found[:2]] == ["2022-03-23T13:31", "2022-03-18T14:56"]
    assert not any("backward-time" in one.marks for one in found)


def test_the_time_may_come_first(shared: Path) -> None:
    found = messages(named(shared, "vietnamese_ios.txt"))

    assert (time(found[0]), time(found[-1])) == ("2022-03-18T14:56:01", "2022-03-27T21:56:46")

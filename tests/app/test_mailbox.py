"""Outlook's mailboxes: written out by another program, which reaches nothing else."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from hearthbook.app.insides import Insides
from hearthbook.app.landlock import reaching_only
from hearthbook.app.mailbox import PROGRAM
from hearthbook.app.notices import Job
from hearthbook.app.notices import Out
from hearthbook.app.preview import Preview
from hearthbook.app.received import Received
from hearthbook.app.shut_in import NOT_SHUT_IN
from tests.app.homes import file_in
from tests.app.test_insides import Heard
from tests.app.test_insides import mail

REAL = "samples/pst/msgvault__internal__pst__testdata__32-bit.pst"
has_program = pytest.mark.skipif(not PROGRAM.exists(), reason="readpst is not installed")


def previewed(path: str) -> tuple[dict[str, int], str]:
    preview = Preview(path, None, story=False)
    said = "\n".join(preview.lines())
    return preview.look().counts, said


def run_shut_in(folder: Path, file: Path, script: str) -> int:
    module = [sys.executable, "-I", "-m", "hearthbook.app.shut_in", "0", str(file), str(folder)]
    return subprocess.run(  # our own module and a fixed shell
        [*module, "/bin/sh", "-c", script], stderr=subprocess.DEVNULL, check=False
    ).returncode


@has_program
def test_what_is_in_a_real_mailbox_is_read_and_its_place_is_said_to_be_unknown(
    shared: Path,
) -> None:
    counts, said = previewed(str(shared / REAL))

    assert counts == {"frame": 2, "meeting": 1, "snag": 1}
    assert '"member":"Personal Folders/Calendar/1.ics"' in said
    assert '"reason":"written-out"' in said


@has_program
def test_a_mailbox_that_came_over_the_wire_and_stands_on_no_disk_is_read_too(
    shared: Path,
) -> None:
    received = Received("mailbox.pst")
    received.write((shared / REAL).read_bytes())

    counts, _ = previewed(received.path)
    received.close()

    assert counts == {"frame": 2, "meeting": 1, "snag": 1}


@has_program
@pytest.mark.parametrize("cut", [600, 30_000])
def test_a_mailbox_that_is_cut_off_is_kept_and_said_to_be_unread(
    tmp_path: Path, shared: Path, cut: int
) -> None:
    raw = (shared / REAL).read_bytes()[:cut]

    counts, said = previewed(file_in(tmp_path, "cut.pst", raw))

    assert counts["snag"] == 1
    assert '"reason":"written-out"' not in said


def test_without_the_program_a_mailbox_is_kept_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hearthbook.app.mailbox.PROGRAM", tmp_path / "none")

    counts, said = previewed(file_in(tmp_path, "mailbox.pst", b"!BDN" + bytes(900)))

    assert counts == {"snag": 1}
    assert '"reason":"unread-mailbox"' in said


def test_mails_that_were_written_out_are_read_in_the_order_of_their_folders(
    tmp_path: Path,
) -> None:
    for name in ("Inbox/1.eml", "Inbox/2.eml", "Deleted Items/1.eml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(mail(("a.txt", name.encode())))
    (tmp_path / "Inbox/away.eml").symlink_to("/etc/hostname")
    pipe = io.BytesIO()
    out = Out(pipe)

    Insides(Job("m.pst", "m.pst", "0" * 64), out).written_out(str(tmp_path))
    out.flush()

    heard = Heard(pipe)
    assert heard.kinds() == {"traced-message": 3, "document": 3}
    assert len(heard.of("Inbox/2.eml")) == len(heard.of("Inbox/2.eml!/0/1/a.txt")) == 1


has_landlock = pytest.mark.skipif(
    subprocess.run(  # our own interpreter, asked once whether the kernel can
        [sys.executable, "-c", "import ctypes;exit(ctypes.CDLL(None).syscall(444,None,0,1)<1)"],
        check=False,
    ).returncode
    != 0,
    reason="this kernel has no Landlock",
)


@has_landlock
def test_a_program_that_is_shut_in_reads_its_file_and_writes_in_its_folder(
    tmp_path: Path,
) -> None:
    file, folder = Path(file_in(tmp_path, "file", b"mails")), tmp_path / "folder"
    folder.mkdir()

    code = run_shut_in(folder, file, f"cat $0 > {folder}/out")

    assert (code, (folder / "out").read_bytes()) == (0, b"mails")


@has_landlock
@pytest.mark.parametrize(
    "script",
    [
        "cat {other} > {folder}/out",
        "cat $0 > {away}/out",
        ": > {other}",
        "rm {other}",
        "cat $0 > {folder}/out; chmod 700 {folder}/out; {folder}/out",
        "kill -0 1",
    ],
)
def test_a_program_that_is_shut_in_reaches_nothing_else(tmp_path: Path, script: str) -> None:
    away, folder = tmp_path / "away", tmp_path / "folder"
    away.mkdir()
    folder.mkdir()
    file = Path(file_in(tmp_path, "file", b"#!/bin/sh\ntrue\n"))
    other = Path(file_in(tmp_path, "other", b"hers"))

    code = run_shut_in(folder, file, script.format(other=other, away=away, folder=folder))

    assert code not in {0, NOT_SHUT_IN}
    assert other.read_bytes() == b"hers"
    assert list(away.iterdir()) == []


def test_what_cannot_be_shut_in_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")

    assert not reaching_only(programs=("/usr",), files=(), folders=())

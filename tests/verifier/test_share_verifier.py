"""A stranger's verifier and ours agree on what was handed out, and on all that was changed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from hearthbook.app.share import Rules
from hearthbook.app.stamp import stamp_heads
from hearthbook.app.verify import verify_release
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import note
from hearthbook.vault.formats import tree
from tests.app.homes import new_home
from tests.app.sharing import fill
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said
from tests.authority import Authority
from tests.vault.formats import vectors
from tests.verifier.stranger import VERIFY
from tests.verifier.stranger import holds
from tests.verifier.stranger import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


HEAD = "heads/record.e1.27.checkpoint"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release with withheld fields, a cosigned head, and a stamp over it."""
    folder = tmp_path_factory.mktemp("release")
    authority = Authority(folder / "authority")
    with new_home(folder) as home, authority.served() as address:
        fill(home, folder)
        home.say("authorities", address)
        head = home.book("record").seal()
        held = note.read(head.read_bytes())
        private = vectors.private(vectors.WITNESS_SEED)
        line = cosignature.cosigned(held.text, vectors.WITNESS, vectors.SEEN, private.sign)
        cosigned = head.with_name("record.e1.27.witnessed.checkpoint")
        cosigned.write_bytes(note.Note(held.text, (*held.signatures, line)).written())
        stamp_heads(home, authorities=[address], roots=str(authority.root))
        asked = order(folder / "out", rules=Rules(("note", "place")))
        handed(home, structs.replace(asked, dated=True))
    return folder / "out"


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return shutil.copytree(release, tmp_path / "copy")


def ours(folder: Path) -> bool:
    return all(one.passed for one in verify_release(str(folder)))


def test_a_good_release_passes_both_and_the_limits_are_said(release: Path) -> None:
    done = run(str(release), "--witness", vectors.WITNESS.text())

    assert done.returncode == 0, done.stdout + done.stderr
    assert ours(release)
    assert "withheld: place of visit (1)" in done.stdout
    assert f"witness.example/w1 signed a head, {vectors.SEEN} s" in done.stdout
    assert "reads as a stamp over heads/record.e1.27.checkpoint" in done.stdout
    assert "who signed it is not checked" in done.stdout
    assert "not show: that any of it is true" in done.stdout


def test_openssl_says_who_vouches_for_the_stamp_as_the_verifier_tells(release: Path) -> None:
    [command] = [
        line.split("vouches: ")[1]
        for line in run(str(release)).stdout.splitlines()
        if "vouches: " in line
    ]
    roots = release.parent / "authority/root.pem"

    done = subprocess.run(
        command.replace("ROOTS", str(roots)).split(),
        cwd=release,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert "Verification: OK" in done.stdout
    # As of the stamp's own time: the authority's certificate may have ended by now.
    assert re.search(r" -attime 1[0-9]{9} ", command)


def test_a_key_or_a_witness_other_than_those_we_knew_is_said(release: Path) -> None:
    other = note.Key("witness.example/w2", note.COSIGNATURE, vectors.public("somebody else"))

    assert "FALSE  The key" in run(str(release), "--key", vectors.LOG.text()).stdout
    done = run(str(release), "--witness", other.text())
    assert done.returncode == 1
    assert "FALSE  The witness witness.example/w2" in done.stdout


def flips(folder: Path, each: int) -> Iterator[tuple[Path, bytes, bytes]]:
    """Yield files with one bit changed: `each` places of every file."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        for place in range(each):
            at = (place * 7919 + len(raw) * place // each) % len(raw)
            bad = raw[:at] + bytes([raw[at] ^ 1 << place % 8]) + raw[at + 1 :]
            yield path, raw, bad


def test_one_changed_bit_of_any_file_is_found_by_both(copy: Path) -> None:
    assert holds(copy)
    for path, raw, bad in flips(copy, 3):
        path.write_bytes(bad)
        assert (holds(copy), ours(copy)) == (False, False), path.name
        path.write_bytes(raw)
    assert holds(copy)


def test_a_file_put_in_or_taken_away_is_found_by_both(copy: Path) -> None:
    (copy / "more.txt").write_bytes(b"")
    assert (holds(copy), ours(copy)) == (False, False)
    (copy / "more.txt").unlink()
    for path in sorted(one for one in copy.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        path.unlink()
        assert (holds(copy), ours(copy)) == (False, False), path.name
        path.write_bytes(raw)


@pytest.mark.parametrize("odd", ["link", "pipe"])
def test_what_is_neither_file_nor_folder_is_found_and_never_waited_for(
    copy: Path, odd: str
) -> None:
    if odd == "link":
        (copy / "more").symlink_to(copy / "policy")
    else:
        os.mkfifo(copy / "more")

    assert (holds(copy), ours(copy)) == (False, False)


def packed_in(archive: tarfile.TarFile, release: Path, change: tuple[bytes, bytes]) -> None:
    """Put a release into an archive, with some bytes of it changed."""
    for path in sorted(one for one in release.rglob("*") if one.is_file()):
        raw = path.read_bytes().replace(*change)
        held = tarfile.TarInfo(f"release/{path.relative_to(release).as_posix()}")
        held.size = len(raw)
        archive.addfile(held, BytesIO(raw))


def test_an_archive_is_what_its_name_says_whatever_else_its_bytes_could_be(
    release: Path, tmp_path: Path
) -> None:
    both = tmp_path / "both.tar"
    with tarfile.open(both, "w") as archive:
        packed_in(archive, release, (b"entries", b"Entries"))
    with zipfile.ZipFile(both, "a") as packed:  # a tar file may have anything behind it
        for path in sorted(one for one in release.rglob("*") if one.is_file()):
            packed.write(path, path.relative_to(release))

    assert zipfile.is_zipfile(both)
    assert run(str(both)).returncode == 1
    both.rename(tmp_path / "both.zip")
    assert run(str(tmp_path / "both.zip")).returncode == 0


def test_a_link_in_an_archive_that_an_unpacker_would_follow_is_refused(
    release: Path, tmp_path: Path
) -> None:
    with tarfile.open(tmp_path / "r.tar", "w") as archive:
        packed_in(archive, release, (b"", b""))
        link = tarfile.TarInfo("release/entries.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "../other.csv"
        archive.addfile(link)

    done = run(str(tmp_path / "r.tar"))

    assert (done.returncode, "there is a link in it" in done.stdout) == (1, True)


def test_a_check_that_was_asked_for_and_cannot_be_made_is_not_passed_over(
    copy: Path, tmp_path: Path
) -> None:
    with new_home(tmp_path) as home:
        said(home, "child", name="Vera")
        handed(home, order(tmp_path / "plain"))
    undated = run(str(tmp_path / "plain"), "--witness", vectors.WITNESS.text())

    assert undated.returncode == 1
    assert "FALSE  The witness witness.example/w1" in undated.stdout
    assert run(str(copy), "--original", str(copy / "policy")).returncode == 2
    assert run(str(copy / "policy"), "--witness", vectors.WITNESS.text()).returncode == 2


def test_a_release_cannot_write_over_what_the_terminal_shows(copy: Path) -> None:
    manifest = copy / "release.json"
    told = json.loads(manifest.read_bytes())
    told["withheld"][0]["field"] = "place\x1b[2K\nok     All is well \u202e"
    whole = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    manifest.write_text(whole, "utf-8")

    done = run(str(copy))

    assert done.returncode == 1
    assert "place\\x1b[2K\\nok     All is well \\u202e" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_the_command_that_is_printed_runs_nothing_that_a_file_is_named(copy: Path) -> None:
    odd = "heads/x;touch y;.checkpoint"
    for path in sorted((copy / "heads").iterdir()):
        path.rename(copy / path.relative_to(copy).as_posix().replace(HEAD, odd))
    dates = copy / "dates.jsonl"
    dates.write_bytes(dates.read_bytes().replace(HEAD.encode(), odd.encode()))

    lines = [one for one in run(str(copy)).stdout.splitlines() if "Who vouches" in one]

    assert lines
    assert all(f"-data '{odd}' -in '{odd}." in one for one in lines)


def test_an_archive_is_checked_like_the_folder_in_it(release: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "r.tar", "w") as archive:
        archive.add(release, "release")
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as packed:
        for path in sorted(one for one in release.rglob("*") if one.is_file()):
            packed.write(path, path.relative_to(release))

    assert run(str(tmp_path / "r.tar")).returncode == 0
    assert run(str(tmp_path / "r.zip")).returncode == 0
    (tmp_path / "r.tar").write_bytes((tmp_path / "r.tar").read_bytes()[:700])
    done = run(str(tmp_path / "r.tar"))
    assert (done.returncode, done.stderr) != (0, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["release.json", "entries.jsonl", "dates.jsonl"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"[" * 100_000, b"\xff\n", b'{"a":1}\n'])
def test_damage_is_said_and_never_a_traceback(copy: Path, name: str, damage: bytes) -> None:
    (copy / name).write_bytes(damage)

    assert (holds(copy), ours(copy)) == (False, False)


@given(size=st.integers(1, 40), data=st.data())
def test_its_own_proofs_are_the_programs(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = [tree.leaf_hash(b"%d" % n) for n in range(size)]
    proof = list(tree.inclusion(index, size, tree.of(leaves)))

    assert VERIFY.included(leaves[index], index, size, proof) == VERIFY.tree_root(leaves)
    for wrong in (proof[:-1], [*proof, bytes(32)]):
        if len(wrong) != len(proof):
            with pytest.raises(ValueError, match="a proof is not one of its place"):
                VERIFY.included(leaves[index], index, size, wrong)

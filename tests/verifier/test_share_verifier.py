"""A stranger's verifier and ours agree on what was handed out, and on all that was changed."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import zipfile
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
from tests.authority import Authority
from tests.vault.formats import vectors
from tests.verifier.stranger import VERIFY
from tests.verifier.stranger import holds
from tests.verifier.stranger import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    assert "is a stamp over heads/record.e1.27.checkpoint" in done.stdout
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
    (copy / "linked").symlink_to(copy / "policy")
    assert (holds(copy), ours(copy)) == (True, True)  # a link is no file and is not read


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

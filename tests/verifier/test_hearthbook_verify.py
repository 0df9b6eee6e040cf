"""The verifier for strangers agrees with the program, on good bundles and on every bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.verify import verify_bundle
from hearthbook.app.words import catalogue
from hearthbook.vault.formats import tree
from tests.app.homes import CALLS
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken
from tests.verifier.stranger import VERIFIER
from tests.verifier.stranger import VERIFY
from tests.verifier.stranger import run


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    with new_home(folder) as home:
        taken(home, file_in(folder, "calls.xml", CALLS))
        order = Order(paper=str(folder / "b.pdf"))
        make_bundle(home, order=order, words=catalogue("en"), move=lambda _d, _t: None)
    return folder / "b.pdf"


def test_it_fits_on_five_hundred_lines_and_needs_nothing() -> None:
    assert len(VERIFIER.read_text("utf-8").splitlines()) <= 500


def test_a_good_bundle_passes_and_the_limits_are_said(bundle: Path) -> None:
    original = bundle.with_name("calls.xml")

    done = run(str(bundle), "--original", str(original))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "FALSE" not in done.stdout
    assert "not show: that any of it is true" in done.stdout


@pytest.mark.parametrize("ending", ["", ".json"])
def test_what_the_program_refuses_it_refuses_and_nothing_else(
    bundle: Path, tmp_path: Path, ending: str
) -> None:
    copy = tmp_path / "b.pdf"
    raws = {end: Path(f"{bundle}{end}").read_bytes() for end in ("", ".json")}
    raw = raws[ending]

    for at in range(0, len(raw), max(1, len(raw) // 12)):
        for end, whole in raws.items():
            Path(f"{copy}{end}").write_bytes(whole)
        Path(f"{copy}{ending}").write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])

        done = run(str(copy))
        ours = all(check.passed for check in verify_bundle(str(copy)))

        assert (done.returncode, ours) == (1, False), (at, done.stdout, done.stderr)


def test_another_key_than_the_one_we_had_is_said(bundle: Path) -> None:
    done = run(str(bundle), "--key", "other.example/x+00000000+AQ==")

    assert done.returncode == 1
    assert "FALSE  The key is the one you were given." in done.stdout


def test_a_missing_manifest_is_a_file_that_cannot_be_read(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(bundle.read_bytes())

    done = run(str(tmp_path / "b.pdf"))

    assert done.returncode == 4
    assert "Traceback" not in done.stderr


@settings(max_examples=15)
@given(
    seed=st.binary(min_size=32, max_size=32),
    text=st.binary(max_size=60),
    bit=st.integers(0, 511),
)
def test_its_own_signature_check_agrees_with_the_library(
    seed: bytes, text: bytes, bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, good = private.public_key().public_bytes_raw(), private.sign(text)
    bad = bytearray(good)
    bad[bit // 8] ^= 1 << bit % 8

    assert VERIFY.signed_by(key, good, text)
    assert not VERIFY.signed_by(key, bytes(bad), text)
    assert not VERIFY.signed_by(key, good, text + b"x")


@given(leaves=st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_its_own_tree_is_the_programs(leaves: list[bytes]) -> None:
    assert VERIFY.tree_root(leaves) == tree.root(len(leaves), tree.of(leaves))

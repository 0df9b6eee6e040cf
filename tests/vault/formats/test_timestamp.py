from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.x509 import load_pem_x509_certificate
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault.formats.timestamp import Stamp
from hearthbook.vault.formats.timestamp import State
from hearthbook.vault.formats.timestamp import request
from hearthbook.vault.formats.timestamp import stamp
from tests.authority import Authority

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.x509 import Certificate

HEAD = b"hearthbook.invalid/x/record/e1\n7\nAAAA\n"
LONG = b"4b7b4e39f12b8c725e6e603e6d4422500316df94211070682ef10260ff5759ef"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def unordered(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("unordered"), sends_root=True)


def root(authority: Authority) -> Certificate:
    return load_pem_x509_certificate(authority.root.read_bytes())


def test_a_reply_verifies_under_its_root_and_under_no_other(
    authority: Authority, unordered: Authority
) -> None:
    asked = request(HEAD)
    reply = authority.reply(asked)

    good = stamp(reply, HEAD, [root(unordered), root(authority)], asked)

    assert (good.state, good.root) == (State.VERIFIED, "CN=Lab root,O=Lab")
    assert good.policy == "1.3.6.1.4.1.99999.7"
    assert stamp(reply, HEAD, [root(unordered)], asked).state is State.UNTRUSTED
    assert stamp(reply, HEAD, [], asked).state is State.UNTRUSTED


def test_certificates_out_of_order_are_no_obstacle(unordered: Authority) -> None:
    asked = request(HEAD)
    replies = [unordered.reply(asked) for _ in range(2)]

    assert all(stamp(r, HEAD, [root(unordered)], asked).at is not None for r in replies)
    assert all(
        stamp(r, HEAD, [root(unordered)], asked).state is State.VERIFIED for r in replies
    )


def test_a_reply_about_other_bytes_or_to_another_request_is_broken(
    authority: Authority,
) -> None:
    asked = request(HEAD)
    reply = authority.reply(asked)

    assert stamp(reply, HEAD + b"x", [root(authority)], asked) == Stamp(State.BROKEN)
    assert stamp(reply, HEAD, [root(authority)], request(HEAD)) == Stamp(State.BROKEN)


def test_openssl_agrees(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "head").write_bytes(HEAD)
    (tmp_path / "r.tsr").write_bytes(authority.reply(request(HEAD)))
    words = ["-data", "head", "-in", "r.tsr", "-CAfile", str(authority.root)]

    done = subprocess.run(
        ["openssl", "ts", "-verify", *words], cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 0


@given(data=st.binary(max_size=80))
def test_noise_is_broken_and_never_an_error(data: bytes) -> None:
    assert stamp(data, HEAD, []) == Stamp(State.BROKEN)


def test_no_flipped_bit_moves_the_time_or_the_stamped_bytes(authority: Authority) -> None:
    asked = request(HEAD)
    reply = authority.reply(asked)
    good = stamp(reply, HEAD, [root(authority)], asked)
    flips = [reply[:n] + bytes([reply[n] ^ 1]) + reply[n + 1 :] for n in range(len(reply))]

    verified = [stamp(flip, HEAD, [root(authority)], asked) for flip in flips]

    kept = [one for one in verified if one.state is State.VERIFIED]
    assert len(kept) < 20  # version numbers and the like, which no signature covers
    assert all((one.at, one.policy) == (good.at, good.policy) for one in kept)


def test_stored_replies_of_real_authorities(shared: Path) -> None:
    folder = shared / "data/timestamps"
    states = {
        name: stamp((folder / name).read_bytes(), data, []).state
        for name, data in (
            ("digicert.tsr", LONG),
            ("valid_timestamp.tsr", LONG),
            ("rfc3161-client-issue-104.tsr", b"hello"),
            ("self_signed.tsr", LONG),
        )
    }

    assert set(states.values()) == {State.UNTRUSTED}  # well formed, and no root is given
    digicert = stamp((folder / "digicert.tsr").read_bytes(), LONG, [])
    assert digicert.at == 1742815067000
    assert stamp((folder / "self_signed.tsr").read_bytes(), b"x", []).state is State.BROKEN

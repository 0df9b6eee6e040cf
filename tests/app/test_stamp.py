"""Heads are stamped by a real authority, offline asks wait, and a false answer is said."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager
from contextlib import suppress
from http.client import parse_headers
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from hearthbook.app.backup import back_up
from hearthbook.app.diary import log
from hearthbook.app.failure import Failure
from hearthbook.app.household import household
from hearthbook.app.restore import Wanted
from hearthbook.app.restore import restore
from hearthbook.app.share import Choice
from hearthbook.app.share import Order
from hearthbook.app.share import Rules
from hearthbook.app.stamp import _beside
from hearthbook.app.stamp import stamp_heads
from hearthbook.app.verify import verify_release
from hearthbook.app.verify import verify_vault
from hearthbook.records.event import Stamp
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said
from tests.authority import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

    from hearthbook.app.household import Household
    from hearthbook.app.stamp import Stamped


def stamped(home: Household, address: str, authority: Authority) -> list[Stamped]:
    return stamp_heads(home, authorities=[address], roots=str(authority.root))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_a_head_is_stamped_and_both_verifiers_agree(
    tmp_path: Path, authority: Authority
) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        [done] = stamped(home, address, authority)
        [entry] = home.of_kind("record", "stamp")

    assert (done.state, done.agreed) == ("verified", True)
    assert isinstance(entry.record, Stamp)
    assert entry.record.at == done.at
    heads = {path.suffix for path in (tmp_path / "family.vault/heads").iterdir()}
    assert heads == {".head", ".checkpoint", ".tsq", ".tsr"}


def test_an_authority_out_of_reach_is_asked_the_same_again_later(
    tmp_path: Path, authority: Authority
) -> None:
    with new_home(tmp_path) as home:
        with authority.served() as address:
            pass
        assert [one.state for one in stamped(home, address, authority)] == ["waiting"]
        [asked] = (tmp_path / "family.vault/heads").glob("*.tsq")
        before = asked.read_bytes()
        [again] = stamped(home, address, authority)

        assert again.state == "waiting"
        assert asked.read_bytes() == before
        assert home.of_kind("record", "stamp") == []


def test_an_answer_about_something_else_is_broken_and_no_entry(
    tmp_path: Path, authority: Authority
) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        [done] = stamped(home, address, authority)
        [reply] = (tmp_path / "family.vault/heads").glob("*.tsr")
        reply.write_bytes(reply.read_bytes()[:-20])

        [again] = stamped(home, address, authority)

        assert (again.head, again.state) == (done.head, "broken")
        assert len(home.of_kind("record", "stamp")) == 1


def _head(asked: BufferedReader) -> Iterator[bytes]:
    """Yield the lines above the body of a request, but for the first."""
    asked.readline()
    while (line := asked.readline()) not in {b"", b"\r\n"}:
        yield line
    yield b"\r\n"


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Answer every request with the same bytes, HTTP or not."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    other, _ = listener.accept()
                    with other, other.makefile("rb") as asked:
                        headers = parse_headers(BytesIO(b"".join(_head(asked))))
                        asked.read(int(headers["Content-Length"]))
                        other.sendall(answer)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_a_page_that_answers_in_place_of_the_authority_is_no_answer(
    tmp_path: Path, authority: Authority
) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n<html>Welcome!"
    with new_home(tmp_path) as home:
        with answering(page) as address:
            [done] = stamped(home, address, authority)
        [again] = stamped(home, address, authority)
        heads = {path.suffix for path in (tmp_path / "family.vault/heads").iterdir()}

        assert (done.state, again.state) == ("broken", "waiting")
        assert ".tsr" not in heads
        assert home.of_kind("record", "stamp") == []


def test_what_speaks_no_http_is_asked_again(tmp_path: Path, authority: Authority) -> None:
    with new_home(tmp_path) as home, answering(b"\x00\x01 nothing") as address:
        [done] = stamped(home, address, authority)

        assert done.state == "waiting"


def test_a_request_that_was_cut_off_is_made_anew(tmp_path: Path, authority: Authority) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        with answering(b"") as nowhere:
            stamped(home, nowhere, authority)
        [asked] = (tmp_path / "family.vault/heads").glob("*.tsq")
        ours = asked.with_name(_beside(home.book("record").seal(), address)[0].name)
        ours.write_bytes(asked.read_bytes()[:20])

        [done] = stamped(home, address, authority)
        ours.write_bytes(b"")
        [later] = stamped(home, address, authority)

        assert (done.state, later.state) == ("verified", "verified")


def test_what_is_no_stamp_goes_into_no_release(tmp_path: Path, authority: Authority) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        said(home, "child", name="Vera")
        [done] = stamped(home, address, authority)
        head = tmp_path / "family.vault/heads" / done.head
        head.with_name(f"{done.head}.of-mine.tsr").write_bytes(b"\x30\x03\x02\x01\x00")
        handed(home, structs.replace(order(tmp_path / "out"), dated=True))

    assert all(one.passed for one in verify_release(str(tmp_path / "out")))
    assert len(list((tmp_path / "out/heads").glob("*.tsr"))) == 1


def test_only_what_is_new_is_stamped_anew(tmp_path: Path, authority: Authority) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        [first] = stamped(home, address, authority)
        [same] = stamped(home, address, authority)
        log(home, kind="note", values={"text": ["both asleep"]}, book="record")
        [new] = stamped(home, address, authority)

    assert first.head == same.head != new.head


def test_after_a_restore_the_new_log_is_stamped_and_the_old_stamps_are_kept(
    tmp_path: Path, authority: Authority
) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        [first] = stamped(home, address, authority)
        back_up(home, folder=str(tmp_path / "stick"), keep=1, move=still)
    vault = str(tmp_path / "again.vault")
    restore(
        wanted=Wanted(str(tmp_path / "stick")),
        vault=vault,
        passphrase=PASSPHRASE,
        recovery=None,
        move=still,
    )

    with household(vault, PASSPHRASE) as home, authority.served() as address:
        log(home, kind="note", values={"text": ["both asleep"]}, book="record")
        done = stamped(home, address, authority)
        same = stamped(home, address, authority)
        out = str(tmp_path / "out")
        order = Order(out=out, to="Court", choice=Choice(), rules=Rules(), dated=True)
        planned = handed(home, order)

    assert all(one.passed for one in verify_release(out))
    dates = (tmp_path / "out/dates.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(one)["index"] for one in dates] == [1]
    assert planned.dates is not None
    counts = (planned.dates.dated, planned.dates.earlier, planned.dates.waiting)
    assert counts == (1, len(planned.chosen) - 1, 0)
    assert "from before the vault was restored" in (tmp_path / "out/README.en.txt").read_text()
    assert [one.head for one in (first, *done)] == [
        "record.e1.6.checkpoint",
        "record.e2.3.checkpoint",
        "counsel.e2.1.checkpoint",
        "keepsake.e2.1.checkpoint",
    ]
    assert [one.head for one in same] == [one.head for one in done]
    checks = verify_vault(vault, PASSPHRASE, full=False, move=still)
    assert all(one.passed for one in checks)
    assert [one.of for one in checks if one.what.startswith("audit-stamp")] == [4, 4]


def still(_done: int, _of: int) -> None:
    """Move no bar."""


def test_what_is_no_address_is_refused(tmp_path: Path, authority: Authority) -> None:
    with new_home(tmp_path) as home, pytest.raises(Failure):
        stamped(home, "file:///etc/passwd", authority)


def test_where_no_authority_is_named_those_named_last_are_asked(
    tmp_path: Path, authority: Authority
) -> None:
    with new_home(tmp_path) as home, authority.served() as address:
        with pytest.raises(Failure, match="say-authority"):
            stamp_heads(home, authorities=[], roots=None)
        first = stamped(home, address, authority)
        again = stamp_heads(home, authorities=[], roots=str(authority.root))

    assert [one.authority for one in again] == [one.authority for one in first] == [address]

"""Encrypted pages: what a phone has to trust, what a proxy may say, and what is refused."""

from __future__ import annotations

import asyncio
import re
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from litestar.testing import TestClient

from hearthbook.app.certificate import encrypted
from hearthbook.app.certificate import issued
from hearthbook.app.door import Door
from hearthbook.app.failure import Failure
from hearthbook.base.time import DAY
from hearthbook.web.application import application
from hearthbook.web.house import LOCAL
from hearthbook.web.house import Entrance
from hearthbook.web.serving import configured
from tests.web.serving import announced
from tests.web.visiting import STARTED
from tests.web.visiting import Visitor
from tests.web.visiting import begun

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.certificate import Issued

HOME = "diary.home.example"
PROXIED = {"host": HOME, "x-forwarded-proto": "https"}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encrypted")
    begun(folder)
    return folder / "family.vault"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    return issued(tmp_path_factory.mktemp("tls"), ["192.0.2.7", HOME], STARTED)


def judged(made: Issued, *what: str) -> str:
    """Return what openssl, which shares no line with us, thinks of a certificate."""
    authority = made.server.with_name("authority.crt")
    at = str(STARTED // 1000)
    command = ["openssl", "verify", "-x509_strict", "-attime", at, "-CAfile", str(authority)]
    done = subprocess.run(
        [*command, *what, str(made.server)], capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout + done.stderr


def test_a_phone_that_trusts_the_authority_trusts_the_pages_and_no_other_name(
    made: Issued,
) -> None:
    fitting = [judged(made, "-verify_hostname", HOME), judged(made, "-verify_ip", "192.0.2.7")]
    other = judged(made, "-verify_hostname", "bank.example")

    assert all(one.endswith("OK\n") for one in fitting), fitting
    assert "hostname mismatch" in other.lower()


def test_the_authority_may_vouch_for_nothing_but_the_home(made: Issued) -> None:
    shown = subprocess.run(
        ["openssl", "x509", "-inform", "der", "-noout", "-text"],
        input=made.authority,
        capture_output=True,
        check=True,
    ).stdout.decode()

    permitted, _, excluded = shown.partition("Permitted:")[2].partition("Excluded:")
    names = re.findall(r"(?:DNS|IP):\S+", permitted)
    assert sorted(names) == [f"DNS:{HOME}", "DNS:name.invalid", "IP:192.0.2.7/255.255.255.255"]
    assert "IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0" in excluded
    assert "CA:TRUE, pathlen:0" in shown


def test_the_key_that_signed_is_on_no_disk_and_the_servers_key_is_for_its_owner_alone(
    made: Issued,
) -> None:
    held = {one.name: one for one in made.server.parent.iterdir()}
    keys = [name for name, one in held.items() if b"PRIVATE KEY" in one.read_bytes()]

    assert set(held) == {"server.pem", "authority.crt"}
    assert keys == ["server.pem"]
    assert held["server.pem"].stat().st_mode & 0o777 == 0o600
    assert held["server.pem"].read_bytes().count(b"PRIVATE KEY") == 2  # its two ends


def test_a_certificate_is_kept_until_thirty_days_before_its_end(tmp_path: Path) -> None:
    first = issued(tmp_path, [HOME], STARTED)
    kept = issued(tmp_path, [HOME], STARTED + 365 * DAY)
    other = issued(tmp_path, [HOME, "192.0.2.9"], STARTED)
    renewed = issued(tmp_path, [HOME], STARTED + 367 * DAY)

    assert (first.fresh, kept.fresh, other.fresh, renewed.fresh) == (True, False, True, True)
    assert kept.fingerprint == first.fingerprint
    assert len({first.fingerprint, other.fingerprint, renewed.fingerprint}) == 3


def test_a_certificate_that_was_tampered_with_is_made_anew(tmp_path: Path) -> None:
    first, other = (
        issued(tmp_path / "a", [HOME], STARTED),
        issued(tmp_path / "b", [HOME], STARTED),
    )
    first.server.write_bytes(other.server.read_bytes())

    assert issued(tmp_path / "a", [HOME], STARTED).fresh


@pytest.mark.parametrize("name", ["a b", "home/..", "*.example", "", "é.example"])
def test_what_is_no_name_gets_no_certificate(tmp_path: Path, name: str) -> None:
    with pytest.raises(Failure) as refused:
        issued(tmp_path, [name], STARTED)

    assert refused.value.name == "entrance-no-name"


def test_a_key_that_asks_for_a_passphrase_or_fits_another_certificate_is_refused(
    made: Issued, tmp_path: Path
) -> None:
    locked, other = tmp_path / "locked.pem", issued(tmp_path, [HOME], STARTED).server
    command = ["openssl", "pkey", "-aes256", "-passout", "pass:x", "-in", str(made.server)]
    subprocess.run([*command, "-out", str(locked)], check=True)
    for key in (locked, other, tmp_path / "missing"):
        with pytest.raises(Failure) as refused:
            encrypted(made.server, key)
        assert refused.value.name == "entrance-no-certificate"


def test_a_phone_is_led_from_the_open_page_to_the_encrypted_diary(
    vault: Path, tmp_path: Path
) -> None:
    with announced(vault, "--local-ca", "--host", "127.0.0.1", config=tmp_path) as said:
        found = re.search(r"open (http://\S+)/ and[\s\S]+with this:\n([0-9A-F ]+)\n", said)
        assert found
        explained = httpx.get(f"{found[1]}/", headers={"accept-language": "ru"})
        taken = httpx.get(f"{found[1]}/diary.crt")
        elsewhere = [httpx.get(f"{found[1]}{path}") for path in ("/unlock", "/phone/", "/api")]
        [address, *_] = re.findall(r"https://[^/<\"]+", explained.text)
        context = ssl.create_default_context(cadata=taken.content)
        with httpx.Client(base_url=address, verify=context) as client:
            mother = Visitor(client)  # type: ignore[arg-type]  # the same calls, a real network
            opened = mother.unlock()

    fingerprint = subprocess.run(
        ["openssl", "dgst", "-sha256", "-r"],
        input=taken.content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert bytes.fromhex(found[2]).hex() == fingerprint.split()[0]
    assert "Сертификат ЦС" in explained.text
    assert found[2] not in explained.text
    assert [one.status_code for one in elsewhere] == [404, 404, 404]
    assert opened.status_code == 303
    cookies = [one.lower() for one in opened.headers.get_list("set-cookie")]
    assert cookies
    assert all(one.startswith("__host-") and "; secure" in one for one in cookies)
    assert "strict-transport-security" not in opened.headers


def asked(vault: Path, trusted: str, *requests: dict[str, str]) -> list[httpx.Response]:
    """Ask as a proxy on this machine does, of pages that believe the one at `trusted`."""
    entrance = Entrance((*LOCAL, HOME), encrypted=True, lasting=True)
    pages = application(Door(str(vault)), entrance=entrance)
    served = configured(pages, proxies=[trusted])
    served.load()

    async def ask() -> list[httpx.Response]:
        network = httpx.ASGITransport(served.loaded_app, client=("127.0.0.1", 40_000))
        async with httpx.AsyncClient(transport=network, base_url="http://x") as client:
            return [await client.get("/unlock", headers=one) for one in requests]

    # A thread of its own: where a browser is driven, this one has a loop that runs.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(ask())).result()


def test_behind_a_proxy_only_what_it_calls_encrypted_is_answered(vault: Path) -> None:
    through, other, clear, downgraded, named = asked(
        vault,
        "127.0.0.1",
        PROXIED,
        PROXIED | {"x-forwarded-host": "evil.example"},
        {"host": HOME},
        PROXIED | {"x-forwarded-proto": "http"},
        PROXIED | {"host": "evil.example"},
    )

    assert through.status_code == other.status_code == 200
    assert through.headers["strict-transport-security"] == "max-age=15552000"
    assert "__Host-visit=" in through.headers["set-cookie"]
    assert "evil.example" not in other.text
    assert (clear.status_code, downgraded.status_code, named.status_code) == (400, 400, 400)
    assert "strict-transport-security" not in clear.headers
    assert "not encrypted" in clear.text


def test_what_somebody_else_says_of_the_connection_is_not_believed(vault: Path) -> None:
    [answer] = asked(vault, "192.0.2.1", PROXIED)

    assert answer.status_code == 400
    assert "not encrypted" in answer.text


def test_no_browser_is_told_to_encrypt_where_other_programs_serve(vault: Path) -> None:
    pages = application(Door(str(vault)), entrance=Entrance((*LOCAL, HOME), lasting=True))
    with TestClient(pages) as client:
        named, local = (
            client.get(f"https://{host}/unlock").headers for host in (HOME, "localhost:8443")
        )

    assert "strict-transport-security" in named
    assert "strict-transport-security" not in local

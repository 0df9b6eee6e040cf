"""The door where phones hand over: who may put what in, and that nothing comes out."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from hearthbook.vault import outbox as outboxes
from hearthbook.vault.formats.packet import item_id
from hearthbook.web import outbox
from hearthbook.web.outbox import MEDIA_TYPE
from tests.app.handset import Handset
from tests.web.phone.hand import unlocked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPED = {"content-type": MEDIA_TYPE}


@pytest.fixture(scope="module")
def vault(family: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(family, tmp_path_factory.mktemp("door") / "family.vault")


@pytest.fixture(scope="module")
def phone(vault: Path) -> Handset:
    with unlocked(vault) as home:
        return Handset(home)


@pytest.fixture
def client(vault: Path) -> Iterator[TestClient[Litestar]]:
    app = Litestar(outbox.phone_handlers(str(vault)), openapi_config=None)
    with TestClient(app) as client:
        yield client
    for name in vault.joinpath(outboxes.FOLDER).glob("*.item"):
        name.unlink()


def waiting(vault: Path) -> int:
    return outboxes.Outbox(vault).count()


def test_an_item_is_acknowledged_by_its_id_once_it_is_on_the_disk(
    client: TestClient[Litestar], phone: Handset, vault: Path
) -> None:
    sealed = phone.sealed(phone.wet())

    answer = client.post("/phone/outbox", content=phone.packet(sealed), headers=TYPED)

    assert answer.json() == {"kept": [item_id(sealed)]}
    assert (vault / outboxes.FOLDER / f"{item_id(sealed)}.item").exists()


@pytest.mark.parametrize("content", [b"", b"diary-items/1", b"{}", b"\xff"])
def test_what_is_no_packet_is_refused(
    client: TestClient[Litestar], vault: Path, content: bytes
) -> None:
    answer = client.post("/phone/outbox", content=content, headers=TYPED)

    assert (answer.status_code, waiting(vault)) == (400, 0)


def test_a_packet_for_another_vault_is_refused(
    client: TestClient[Litestar], phone: Handset, vault: Path
) -> None:
    raw = phone.packet(phone.sealed(phone.wet()))
    raw = raw.replace(phone.to.encode(), b"age1" + b"q" * 58, 1)

    answer = client.post("/phone/outbox", content=raw, headers=TYPED)

    assert (answer.status_code, waiting(vault)) == (400, 0)


def test_an_item_that_is_too_large_is_refused_whole(
    client: TestClient[Litestar], phone: Handset, vault: Path
) -> None:
    large = b"age-encryption.org/v1\n" + b"x" * 17_000
    raw = phone.packet(phone.sealed(phone.wet()), large)

    assert client.post("/phone/outbox", content=raw, headers=TYPED).status_code == 400
    assert client.post(
        "/phone/outbox", content=b"x" * (outbox.LARGEST + 1), headers=TYPED
    ).status_code in {400, 413}
    assert waiting(vault) == 0


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", ""])
def test_another_sites_page_cannot_post_without_asking_first(
    client: TestClient[Litestar], phone: Handset, media_type: str
) -> None:
    asked = client.options(
        "/phone/outbox",
        headers={
            "origin": "https://elsewhere.example",
            "access-control-request-method": "POST",
        },
    )
    answer = client.post(
        "/phone/outbox", content=phone.packet(), headers={"content-type": media_type}
    )

    assert "access-control-allow-origin" not in asked.headers
    assert answer.status_code == 415


def test_who_knocks_too_often_is_told_to_wait(client: TestClient[Litestar]) -> None:
    codes = [
        client.post("/phone/outbox", content=b"", headers=TYPED).status_code
        for _ in range(outbox.PER_MINUTE + 1)
    ]

    assert codes[-1] == 429


def test_a_full_outbox_says_so_and_drops_nothing(
    client: TestClient[Litestar], phone: Handset, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = phone.packet(phone.sealed(phone.wet()))
    monkeypatch.setattr(outboxes, "MOST", 0)

    answer = client.post("/phone/outbox", content=raw, headers=TYPED)

    assert (answer.status_code, waiting(vault)) == (507, 0)


def test_nothing_can_be_got_out(client: TestClient[Litestar], phone: Handset) -> None:
    raw = phone.packet(phone.sealed(phone.wet()))
    client.post("/phone/outbox", content=raw, headers=TYPED)

    assert client.get("/phone/outbox").status_code in {404, 405}


@pytest.mark.parametrize("name", ["..%2foutbox.py", "%2e%2e/outbox.py", "outbox.py", "x.html"])
def test_only_the_files_of_the_page_are_served(client: TestClient[Litestar], name: str) -> None:
    assert client.get(f"/phone/{name}").status_code == 404


def test_the_page_is_served_with_its_policy_and_beside_its_files(
    client: TestClient[Litestar],
) -> None:
    page = client.get("/phone/")
    moved = client.get("/phone", follow_redirects=False)

    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert page.headers["content-type"].startswith("text/html")
    assert (moved.status_code, moved.headers["location"]) == (308, "./phone/")

"""How the pages are reached, from what was asked for: addresses, names, what is believed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.certificate import issued
from hearthbook.app.failure import Failure
from hearthbook.web.house import LOCAL
from hearthbook.web.reached import Wish
from hearthbook.web.reached import reached
from tests.web.visiting import STARTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.web.reached import Reached

NAME = "diary.example.org"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate with its key, as she may have one of her own."""
    return issued(tmp_path_factory.mktemp("own"), [NAME], STARTED).server


@pytest.fixture
def way(request: pytest.FixtureRequest, own: Path) -> Iterator[tuple[Reached, int]]:
    """Return how a wish is fulfilled, and at which port."""
    asked = dict(request.param)
    if asked.pop("own", False):
        asked |= {"certificate": own, "key": own}
    found = reached(Wish(**asked), STARTED)
    yield found, found.place.getsockname()[1]
    found.place.close()


@pytest.mark.parametrize("way", [{}], indirect=True)
def test_without_further_words_only_this_machine_is_served(way: tuple[Reached, int]) -> None:
    found, port = way

    assert found.addresses == (f"http://127.0.0.1:{port}/",)
    assert found.place.getsockname()[0] == "127.0.0.1"
    assert found.near
    assert set(found.entrance.hosts) == set(LOCAL)
    assert (found.encryption, found.authority) == (None, None)
    assert not found.entrance.lasting


@pytest.mark.parametrize(
    "way", [{"own": True, "host": "127.0.0.2", "names": (NAME,)}], indirect=True
)
def test_a_certificate_of_her_own_is_shown_under_its_name(way: tuple[Reached, int]) -> None:
    found, port = way

    assert found.addresses == (f"https://{NAME}:{port}/",)
    assert found.encryption is not None
    assert found.entrance.lasting
    assert not found.near
    assert set(found.entrance.hosts) == {*LOCAL, "127.0.0.2", NAME}


@pytest.mark.parametrize("way", [{"proxies": ("127.0.0.1",), "names": (NAME,)}], indirect=True)
def test_behind_a_proxy_the_address_is_that_of_the_proxy(way: tuple[Reached, int]) -> None:
    found, _ = way

    assert found.addresses == (f"https://{NAME}/",)
    assert found.entrance.encrypted
    assert found.entrance.lasting
    assert found.encryption is None
    assert not found.near


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        (Wish(certificate=Path("x")), "entrance-cert-and-key"),
        (Wish(key=Path("x")), "entrance-cert-and-key"),
        (Wish(certificate=Path("missing"), key=Path("missing")), "entrance-no-certificate"),
        (Wish(proxies=("127.0.0.1",)), "entrance-proxy-name"),
        (Wish(proxies=("*",), names=(NAME,)), "entrance-no-proxy"),
        (Wish(proxies=("10.0.0.1/8",), names=(NAME,)), "entrance-no-proxy"),
        (Wish(host="192.0.2.200"), "no-such-address"),
    ],
)
def test_half_a_wish_starts_nothing(wish: Wish, fault: str) -> None:
    with pytest.raises(Failure) as refused:
        reached(wish, STARTED)

    assert refused.value.name == fault


def test_a_certificate_made_here_fits_the_address_and_the_name_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    found = reached(Wish(host="127.0.0.2", local_ca=True, names=(NAME,)), STARTED)
    port = found.place.getsockname()[1]
    found.place.close()

    assert found.authority is not None
    assert found.authority.server == tmp_path / "hearthbook" / "server.pem"
    first, second, third = found.addresses
    assert (first, second) == (f"https://127.0.0.2:{port}/", f"https://{NAME}:{port}/")
    assert third.endswith(f".local:{port}/")
    assert not found.entrance.lasting

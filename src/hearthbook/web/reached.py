"""How the pages are reached: which address, under which names, encrypted by what.

1. Without further words: this machine alone, in the clear; nothing leaves it.
2. With a certificate of her own, or one made here, each byte is encrypted by this program.
3. Behind a proxy another program encrypts. What it says of a request counts only if it comes
   from the addresses given, and what it does not call encrypted is not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from ipaddress import ip_network
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.certificate import encrypted
from hearthbook.app.certificate import folder
from hearthbook.app.certificate import issued
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.web.house import LOCAL
from hearthbook.web.house import Entrance
from hearthbook.web.serving import listening
from hearthbook.web.serving import own_address
from hearthbook.web.serving import own_name

if TYPE_CHECKING:
    import socket
    import ssl
    from pathlib import Path

    from hearthbook.app.certificate import Issued

_ALL: Final = ("0.0.0.0", "::")  # noqa: S104  # to know it when it is typed


@dataclass(frozen=True)
class Wish:
    """What was asked for. An empty `host` is this machine, or its network with `local_ca`."""

    host: str = ""
    port: int = 0
    names: tuple[str, ...] = ()
    local_ca: bool = False
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reached:
    """What comes of it: `addresses` of the diary, the one to show first.

    `near` tells that no other device can reach it; `authority` is what phones have to trust.
    """

    place: socket.socket
    addresses: tuple[str, ...]
    entrance: Entrance
    near: bool
    encryption: ssl.SSLContext | None
    authority: Issued | None


def reached(wish: Wish, now: int) -> Reached:
    """Take the address, and make or load what encrypts.

    Raises:
        Failure: if a part of it cannot be had.
    """
    _check(wish)
    host = wish.host or (own_address() if wish.local_ca else LOCAL[0])
    shown = own_address() if host in _ALL else host
    names = [shown, *wish.names, *([own_name()] if wish.local_ca else [])]
    authority = issued(folder(), names, now) if wish.local_ca else None
    encryption = None
    if authority is not None:
        encryption = encrypted(authority.server)
    elif wish.certificate is not None:
        encryption = encrypted(wish.certificate, wish.key)
    place = listening(host, wish.port)
    entrance = Entrance(
        hosts=(*LOCAL, *map(_named, names)),
        encrypted=bool(wish.proxies),
        lasting=bool(wish.proxies or wish.certificate),
    )
    near = not wish.proxies and _named(host) in LOCAL
    addresses = _addresses(wish, names, place.getsockname()[1])
    return Reached(place, addresses, entrance, near, encryption, authority)


def _check(wish: Wish) -> None:
    if (wish.certificate is None) != (wish.key is None):
        raise Failure("entrance-cert-and-key", Exit.WRONG_USAGE)
    if wish.proxies and not wish.names:
        raise Failure("entrance-proxy-name", Exit.WRONG_USAGE)
    for one in wish.proxies:
        try:
            ip_network(one)
        except ValueError as error:
            raise Failure("entrance-no-proxy", Exit.WRONG_USAGE, address=one) from error


def _addresses(wish: Wish, names: list[str], port: int) -> tuple[str, ...]:
    if wish.proxies:
        return tuple(f"https://{_named(one)}/" for one in wish.names)
    scheme = "https" if wish.local_ca or wish.certificate else "http"
    # A certificate of her own is for a name: an address would not fit it.
    first = names[1:] if wish.certificate and wish.names else names
    return tuple(f"{scheme}://{_named(one)}:{port}/" for one in first)


def _named(host: str) -> str:
    """Return a host as it stands in an address."""
    plain = host.strip("[]").lower()
    try:
        return f"[{plain}]" if ip_address(plain).version == 6 else plain
    except ValueError:
        return plain

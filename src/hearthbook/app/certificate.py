"""A certificate for the pages of one home, and the small authority that vouches for it.

1. The authority's key exists in memory only, for as long as it takes to sign one certificate.
   Nobody can sign a second one, with this computer in hand or without.
2. The authority may vouch for the names and addresses it was made for, and for no others.
3. Both end after 397 days. Thirty days before, or when another name is wanted, both are made
   anew, and each phone is told once more to trust the new one.
4. The server's key has to lie on this disk in the clear: pages are served before anybody said a
   passphrase. Whoever copies it can pass for this address until the certificate ends.
"""

from __future__ import annotations

import os
import re
import ssl
from datetime import timedelta
from ipaddress import ip_address
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.oid import NameOID
from msgspec import Struct

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.time import DAY
from hearthbook.base.time import in_utc
from hearthbook.vault.durable import put_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

AUTHORITY: Final = "authority.crt"
SERVER: Final = "server.pem"
_CALLED: Final = "Baby diary at home"
_LASTS: Final = 397  # days
_RENEWED: Final = 30 * DAY  # before the end
_NAME: Final = re.compile(r"(?=.{1,253}\Z)(?>[a-z0-9-]{1,63})(?:\.[a-z0-9-]{1,63})*\Z")
_NOBODY: Final = "name.invalid"  # without a name an authority could vouch for every name
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")


class Issued(Struct, frozen=True):
    """What the pages are served with.

    `server` holds certificate and key; `authority` is what a phone is given, in DER, and
    `fingerprint` its SHA-256. `ends` is a day. `fresh` tells that no phone can know it yet.
    """

    server: Path
    authority: bytes
    fingerprint: str
    ends: str
    fresh: bool


def folder() -> Path:
    """Return the folder in which this user's certificates lie."""
    given = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(given) if given.startswith("/") else Path.home() / ".config"
    return base / "hearthbook"


def issued(place: Path, names: Sequence[str], now: int) -> Issued:
    """Return the certificate for `names`, hosts or addresses; a new one if there is none.

    Raises:
        Failure: if a name is none, or the disk does not take it.
    """
    wanted = sorted({one.strip("[]").lower() for one in names})
    for one in wanted:
        if not _is_address(one) and not _NAME.match(one):
            raise Failure("entrance-no-name", Exit.WRONG_USAGE, name=one)
    found = _kept(place, wanted, now)
    if found is not None:
        return _issued(place, found, fresh=False)
    authority, server = _made(wanted, in_utc(now))
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_whole(place / SERVER, server)
        put_whole(place / AUTHORITY, authority.public_bytes(Encoding.PEM))
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure(
            "not-written", Exit.NOT_READABLE, file=str(place), reason=reason
        ) from error
    return _issued(place, authority, fresh=True)


def encrypted(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """Return what a server encrypts with, from a certificate and its key.

    Raises:
        Failure: if they cannot be read, do not belong together, or ask for a passphrase.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # An empty passphrase: without one OpenSSL would ask for it at the terminal.
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        file = str(key or certificate)
        raise Failure("entrance-no-certificate", Exit.NOT_READABLE, file=file) from error
    return context


def _kept(place: Path, wanted: list[str], now: int) -> x509.Certificate | None:
    """Return the authority that is kept, if what it vouched for still serves."""
    try:
        authority = x509.load_pem_x509_certificate((place / AUTHORITY).read_bytes())
        server = x509.load_pem_x509_certificate((place / SERVER).read_bytes())
        server.verify_directly_issued_by(authority)
        names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return None
    held = names.get_values_for_type(x509.DNSName)
    held += [str(one) for one in names.get_values_for_type(x509.IPAddress)]
    left = server.not_valid_after_utc - in_utc(now)
    if set(wanted) <= set(held) and left > timedelta(milliseconds=_RENEWED):
        return authority
    return None


def _issued(place: Path, authority: x509.Certificate, *, fresh: bool) -> Issued:
    print_ = authority.fingerprint(SHA256()).hex(" ").upper()
    ends = authority.not_valid_after_utc.date().isoformat()
    der = authority.public_bytes(Encoding.DER)
    return Issued(place / SERVER, der, print_, ends, fresh)


def _made(names: list[str], at: datetime) -> tuple[x509.Certificate, bytes]:
    """Return a new authority, and the certificate it signed together with its key."""
    own = ec.generate_private_key(ec.SECP256R1())
    served = ec.generate_private_key(ec.SECP256R1())
    authority = (
        _begun(_CALLED, _CALLED, own.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .add_extension(_limits(names), critical=True)
        .sign(own, SHA256())
    )
    certificate = (
        _begun(names[0], _CALLED, served.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(map(_general, names)), critical=False)
        .add_extension(_issuer(own), critical=False)
        .sign(own, SHA256())
    )
    key = served.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return authority, certificate.public_bytes(Encoding.PEM) + key


def _begun(
    subject: str, issuer: str, key: ec.EllipticCurvePublicKey, at: datetime
) -> x509.CertificateBuilder:
    """Return what every certificate of ours begins with; phones' clocks may be a day off."""
    called = [
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one[:64])])
        for one in (subject, issuer)
    ]
    return (
        x509.CertificateBuilder()
        .subject_name(called[0])
        .issuer_name(called[1])
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=_LASTS - 1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _issuer(own: CertificateIssuerPrivateKeyTypes) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(own.public_key())


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        encipher_only=False,
        decipher_only=False,
    )


def _limits(names: list[str]) -> x509.NameConstraints:
    """Return what the authority may vouch for: these, and of each sort that is missing none."""
    allowed: list[x509.GeneralName] = [x509.DNSName(_NOBODY)]
    for one in names:
        if _is_address(one):
            allowed.append(x509.IPAddress(ip_network(one)))
        else:
            allowed.append(x509.DNSName(one))
    sorts = {ip_address(one).version for one in names if _is_address(one)}
    rest = [
        x509.IPAddress(ip_network(one))
        for version, one in zip((4, 6), _EVERYWHERE, strict=True)
        if version not in sorts
    ]
    return x509.NameConstraints(allowed, rest or None)


def _general(name: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(name)) if _is_address(name) else x509.DNSName(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

"""RFC 3161 timestamps over checkpoints: ask for one, and say what a reply is worth.

1. The request asks for SHA-256, a nonce and the authority's certificates.
2. A reply is kept as it came. Before it is read, its certificates are put into DER order: some
   authorities, DigiCert among them, send them in another, and the parser refuses that. The
   certificates are outside the signature; that nothing inside it changed is checked.
   https://datatracker.ietf.org/doc/html/rfc3161
3. A reply is `VERIFIED` under a named root, or well formed and about these very bytes, while
   no root given here vouches for its signature, which is then worth nothing (`UNTRUSTED`), or
   `BROKEN`.

A stamp shows that the bytes existed by then. It does not show when they were made.
"""

from __future__ import annotations

from enum import StrEnum
from hashlib import new as hasher
from hashlib import sha256
from typing import TYPE_CHECKING

from asn1crypto import cms  # type: ignore[import-untyped]  # it ships no types
from asn1crypto import tsp
from msgspec import Struct
from rfc3161_client import HashAlgorithm
from rfc3161_client import TimestampRequestBuilder
from rfc3161_client import VerificationError
from rfc3161_client import VerifierBuilder
from rfc3161_client import decode_timestamp_response

from hearthbook.base.time import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

_LONGEST = 1 << 20  # real replies take one to six kilobytes


class State(StrEnum):
    """What a reply is worth."""

    VERIFIED = "verified"
    UNTRUSTED = "untrusted"
    BROKEN = "broken"


class Stamp(Struct, frozen=True):
    """What a reply says. `at` is in milliseconds UTC; `root` names who vouches for it."""

    state: State
    at: int | None = None
    root: str = ""
    policy: str = ""


class NotAReplyError(ValueError):
    """Bytes that are no timestamp reply."""


def request(data: bytes) -> bytes:
    """Return the DER bytes that ask for a stamp over `data`."""
    builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    asked: bytes = builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()
    return asked


def asks_for(raw: bytes, data: bytes) -> bool:
    """Tell whether `raw` is a request for a stamp over `data`, as `request` makes it."""
    try:
        asked = tsp.TimeStampReq.load(raw, strict=True)
        imprint = asked["message_imprint"].native["hashed_message"]
        return bool(imprint == sha256(data).digest() and asked["nonce"].native)
    except (ValueError, TypeError, KeyError):
        return False


def stamp(reply: bytes, data: bytes, roots: Iterable[Certificate], asked: bytes = b"") -> Stamp:
    """Return what `reply` is worth as a stamp over `data`, given the roots we trust.

    With the request `asked` the reply must bear its nonce.
    """
    try:
        response = _parsed(reply)
        at, policy = _about(response, data, asked)
    except NotAReplyError:
        return Stamp(State.BROKEN)
    for root in roots:
        try:
            # One builder for each root: it keeps what it was given once.
            VerifierBuilder().add_root_certificate(root).build().verify_message(response, data)
        except (VerificationError, ValueError):
            continue
        return Stamp(State.VERIFIED, at, root.subject.rfc4514_string(), policy)
    return Stamp(State.UNTRUSTED, at, "", policy)


def _about(response: TimeStampResponse, data: bytes, asked: bytes) -> tuple[int, str]:
    """Return the time and the policy of a stamp over `data`.

    Raises:
        NotAReplyError: if it is over something else, or answers another request.
    """
    try:
        # The parser looks inside only now, and may find it broken.
        info = response.tst_info
        imprint = info.message_imprint
        name = imprint.hash_algorithm._name  # noqa: SLF001  # the name is all we need of the OID
        at, policy = moment(info.gen_time), info.policy.dotted_string
        nonce = info.nonce
    except ValueError as error:
        raise NotAReplyError from error
    if name not in {"sha256", "sha384", "sha512"}:
        raise NotAReplyError
    if hasher(name, data).digest() != imprint.message:
        raise NotAReplyError
    if asked and nonce != tsp.TimeStampReq.load(asked)["nonce"].native:
        raise NotAReplyError
    return at, policy


def _parsed(reply: bytes) -> TimeStampResponse:
    if len(reply) > _LONGEST:
        raise NotAReplyError
    try:
        return decode_timestamp_response(_ordered(reply))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise NotAReplyError from error


def _ordered(reply: bytes) -> bytes:
    """Return `reply` with its certificates in DER order, all else byte for byte.

    Raises:
        NotAReplyError: if anything else would change.
    """
    response = tsp.TimeStampResp.load(reply, strict=True)
    signed = response["time_stamp_token"]["content"]
    before = (signed["encap_content_info"].dump(), signed["signer_infos"].dump())
    certificates = [one.dump() for one in signed["certificates"]]
    if certificates == sorted(certificates):
        return reply
    signed["certificates"] = cms.CertificateSet(
        [cms.CertificateChoices.load(one) for one in sorted(certificates)]
    )
    after = tsp.TimeStampResp.load(response.dump())["time_stamp_token"]["content"]
    if (after["encap_content_info"].dump(), after["signer_infos"].dump()) != before:
        raise NotAReplyError
    ordered: bytes = response.dump()
    return ordered

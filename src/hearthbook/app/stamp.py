"""Have heads stamped by outside authorities (RFC 3161); offline, the asking waits.

1. A head that is stamped is the immutable copy `seal` keeps; its file is never written again.
2. Request (`.tsq`) and reply (`.tsr`) lie beside it, each as it went out and came in.
3. A request without a reply is asked again at the next run. What is no stamp over the head,
   as the page by which a network asks for its own passphrase, is no reply and is not kept.
4. A reply is checked twice, by our own reading and by `openssl ts`, as of the time it names: an
   authority's certificate may end long after, and the stamp stays good.
"""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final
from urllib.request import Request
from urllib.request import urlopen
from warnings import catch_warnings
from warnings import simplefilter

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.records.event import Stamp as StampRecord
from hearthbook.vault.durable import put_whole
from hearthbook.vault.formats.timestamp import State
from hearthbook.vault.formats.timestamp import asks_for
from hearthbook.vault.formats.timestamp import request
from hearthbook.vault.formats.timestamp import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

    from hearthbook.app.household import Household

_AUTHORITIES: Final = "authorities"
_PEM: Final = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_PATIENCE: Final = 10  # seconds
_LONGEST: Final = 1 << 20


class Stamped(Struct, frozen=True):
    """What an authority said of a head. `state` is `waiting` while it could not be reached."""

    head: str
    authority: str
    state: str
    at: int | None
    root: str
    agreed: bool | None  # whether openssl says the same; None where there is no openssl


def stamp_heads(
    home: Household, *, authorities: Sequence[str], roots: str | None
) -> list[Stamped]:
    """Seal every book and ask each of `authorities` for a stamp over each new head.

    They are kept as a setting; where none is named, those that were named last are asked.

    Raises:
        Failure: if an authority is no web address, none was ever named, or the file of roots
            cannot be read.
    """
    authorities = authorities or home.setting(_AUTHORITIES).split()
    if not authorities:
        raise Failure("say-authority", Exit.WRONG_USAGE)
    for address in authorities:
        if not re.fullmatch(r"https?://[^\s/]+\S*", address):
            raise Failure("no-such-authority", Exit.WRONG_USAGE, address=address)
    trusted = _roots(roots)
    home.say(_AUTHORITIES, " ".join(authorities))
    done: list[Stamped] = []
    for book in ("record", "counsel", "keepsake"):
        if home.book(book).size == 0:
            continue
        head = _head(home, book)
        done += [_one(home, book, head, address, trusted) for address in authorities]
    return done


def _head(home: Household, book: str) -> Path:
    """Return the head to be stamped: the last one stamped, if nothing but stamps came since."""
    held, heads = home.book(book), home.vault.heads
    stamps = [one.record for one in home.of_kind("record", "stamp")]
    files = [
        (one.size, one.head, heads.kept(held.volume, one.size))
        for one in stamps
        if isinstance(one, StampRecord) and one.book == book
    ]
    # A stamp of an earlier epoch is over a head of the same book with another name or content.
    done = [one for one in files if _is(one[2], one[1])]
    if done:
        size, _, last = max(done)
        own = set(home.index(book).of_kind(["stamp"]))
        if all(n in own for n in range(held.first + size, held.size)):
            return last
    return held.seal()


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and sha256(file.read_bytes()).hexdigest() == digest


def _one(
    home: Household, book: str, head: Path, address: str, roots: Sequence[Certificate]
) -> Stamped:
    data = head.read_bytes()
    asked, answered = _beside(head, address)
    question = asked.read_bytes() if asked.exists() else b""
    if not asks_for(question, data):
        question = b""  # what was asked is lost; a reply that is there is judged without it
    if not answered.exists():
        question = question or request(data)
        put_whole(asked, question)
        try:
            reply = _post(address, question)
        except (OSError, HTTPException, ValueError):  # out of reach, or it speaks otherwise
            return Stamped(head.name, address, "waiting", None, "", None)
        if stamp(reply, data, [], question).state is State.BROKEN:
            return Stamped(head.name, address, str(State.BROKEN), None, "", None)
        put_whole(answered, reply)
        _remember(home, book, head, address, reply)
    found = stamp(answered.read_bytes(), data, roots, question)
    agreed = _openssl(head, answered, found.at, roots)
    return Stamped(head.name, address, str(found.state), found.at, found.root, agreed)


def _beside(head: Path, address: str) -> tuple[Path, Path]:
    name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")[:60]
    own = sha256(address.encode()).hexdigest()[:8]
    stem = f"{head.name}.{name}-{own}"
    return head.with_name(f"{stem}.tsq"), head.with_name(f"{stem}.tsr")


def _post(address: str, asked: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query"}
    ask = Request(address, data=asked, headers=headers)  # noqa: S310  # http(s), checked above
    with urlopen(ask, timeout=_PATIENCE) as answer:  # noqa: S310  # http(s), checked above
        reply: bytes = answer.read(_LONGEST)
    return reply


def _remember(home: Household, book: str, head: Path, address: str, reply: bytes) -> None:
    data = head.read_bytes()
    found = stamp(reply, data, [])
    record = StampRecord(
        book=book,
        size=int(data.split(b"\n")[1]),
        authority=address,
        head=sha256(data).hexdigest(),
        reply=sha256(reply).hexdigest(),
        at=found.at or 0,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin("record"),
    )
    home.add("record", [record])


def _roots(file: str | None) -> list[Certificate]:
    path = file or ssl.get_default_verify_paths().cafile or ""
    try:
        held = Path(path).read_bytes() if path else b""
    except OSError as error:
        raise Failure("no-roots", Exit.WRONG_USAGE, file=str(path)) from error
    return list(_certificates(held))


def _certificates(pem: bytes) -> Iterator[Certificate]:
    for one in _PEM.findall(pem):
        # One by one: a single odd root in the system's store must not cost all the others.
        try:
            with catch_warnings():
                simplefilter("ignore")  # of a serial number no certificate should have
                root = load_pem_x509_certificate(one)
        except ValueError:
            continue
        yield root


def _openssl(
    head: Path, answered: Path, at: int | None, roots: Sequence[Certificate]
) -> bool | None:
    openssl = shutil.which("openssl")
    if openssl is None or at is None:
        return None
    bundle = head.with_name(f".{answered.name}.roots")
    bundle.write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in roots))
    words = ["-data", str(head), "-in", str(answered), "-CAfile", str(bundle)]
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, our own file names, no shell
            [openssl, "ts", "-verify", *words, "-attime", str(at // 1000)],
            capture_output=True,
            timeout=30,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    finally:
        bundle.unlink(missing_ok=True)
    return done.returncode == 0

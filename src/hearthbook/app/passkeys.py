"""Passkeys: a second way to the pages, that a phone or a security key proves with a signature.

1. A passkey whose device keeps a secret for it (the PRF extension) opens the vault. One whose
   device does not only lets somebody in while the vault is open already: there, or in the
   process that `unlock` starts.
2. Each question is asked once, of whom it was asked, and is answered within two minutes.
3. The device has to make sure who is there (a finger, a face, its code). It is the device that
   judges that: whoever can unlock it can use the passkey.
4. A device that counts its signatures must count on; if it does not, there may be two of it.
5. The passphrase opens as before, always.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct
from msgspec import structs

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import failure
from hearthbook.app.keys import wanted
from hearthbook.app.unlocked import held
from hearthbook.base.time import MINUTE
from hearthbook.base.time import in_utc
from hearthbook.vault import VaultError
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.opening import opened
from hearthbook.vault.opening import public
from hearthbook.vault.passkeys import NAME
from hearthbook.vault.passkeys import SECRET
from hearthbook.vault.passkeys import Passkey
from hearthbook.vault.passkeys import question
from hearthbook.vault.passkeys import typed
from hearthbook.vault.slot import PASSKEY
from hearthbook.vault.slot import Cost

if TYPE_CHECKING:
    from webauthn.registration.verify_registration_response import VerifiedRegistration

    from hearthbook.app.household import Household
    from hearthbook.app.opening import Keys

MOST: Final = 8
_ASKED: Final = 2 * MINUTE
_OPEN: Final = 256  # questions nobody has answered yet; the oldest gives way
_CHALLENGE: Final = 32
_HOST: Final = re.compile(r"localhost|(?=.{1,253}\Z)(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,62}")


@dataclass(frozen=True)
class Site:
    """What a passkey is bound to: the host, and the address with scheme and port."""

    host: str
    origin: str

    @property
    def may_have_passkeys(self) -> bool:
        """Whether browsers make passkeys for it: only for names, never for bare addresses."""
        return _HOST.fullmatch(self.host) is not None


@dataclass(frozen=True)
class Shown:
    """What a browser brings: the device's answer, to which question, its secret if it has one.

    `said` is the answer as JSON; `secret` is 32 bytes, or empty.
    """

    said: str
    challenge: bytes
    site: Site
    secret: bytes = field(default=b"", repr=False)


class Listed(Struct, frozen=True):
    """A passkey as it is shown: days it was made and last used, whether it opens the vault."""

    id: str
    name: str
    host: str
    made: str
    used: str
    opens: bool


class Questions:
    """What was asked and of whom; each can be answered once."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[bytes, int]] = {}

    def ask(self, whom: str, at: int) -> bytes:
        """Return a new challenge for `whom`; an earlier one counts no longer."""
        self._asked.pop(whom, None)
        while len(self._asked) >= _OPEN:
            del self._asked[next(iter(self._asked))]
        challenge = secrets.token_bytes(_CHALLENGE)
        self._asked[whom] = (challenge, at)
        return challenge

    def answered(self, whom: str, at: int) -> bytes:
        """Return the challenge that `whom` was asked with, for the only time.

        Raises:
            Failure: if nothing was asked, or too long ago.
        """
        challenge, asked = self._asked.pop(whom, (b"", at - _ASKED))
        if at - asked >= _ASKED:
            raise Failure("passkey-late", Exit.WRONG_USAGE)
        return challenge


def secret_of(text: str) -> bytes:
    """Return the secret that stands in `text` in base 64; nothing if none does."""
    try:
        return bytes64(text)
    except ValueError:
        return b""


def known(path: str) -> bool:
    """Tell whether the vault at `path` knows of passkeys, without opening it."""
    return (Path(path) / NAME).is_file()


def asked_to_enter(path: str, challenge: bytes, site: Site) -> dict[str, object]:
    """Return what a browser asks the device with, so that somebody gets in.

    Raises:
        Failure: if it is no vault, or this host can have no passkeys.
    """
    _check(site)
    try:
        vault_id = public(Path(path)).vault
    except VaultError as error:
        raise failure(error, path) from error
    return {
        "challenge": text64(challenge),
        "rpId": site.host,
        "userVerification": "required",
        "timeout": _ASKED,
        "secret": text64(question(vault_id)),
    }


def asked_to_add(
    home: Household, challenge: bytes, site: Site, called: str
) -> dict[str, object]:
    """Return what a browser asks the device with to make a passkey; the device shows `called`.

    Raises:
        Failure: if there are as many as there may be, or this host can have none.
    """
    _check(site)
    held = _valid(home)
    if len(held) >= MOST:
        raise Failure("passkeys-full", Exit.WRONG_USAGE, most=str(MOST))
    secret = question(home.vault.vault_id)
    return {
        "challenge": text64(challenge),
        "rp": {"id": site.host, "name": called},
        "user": {"id": text64(secret[:16]), "name": called, "displayName": called},
        "pubKeyCredParams": [{"type": "public-key", "alg": alg} for alg in (-8, -7, -257)],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
        "timeout": _ASKED,
        "exclude": [one.credential for one in held if one.host == site.host],
        "secret": text64(secret),
    }


def add(home: Household, shown: Shown, *, name: str) -> bool:
    """Keep the passkey that a device has made, and tell whether it opens the vault.

    Raises:
        Failure: if the answer is not one to our question, or its name is too long.
    """
    made = _made(shown)
    vault, way = home.vault, ""
    before, at = _valid(home), now()
    credential = text64(made.credential_id)
    if credential in {one.credential for one in before}:
        raise Failure("passkey-not-ours", Exit.WRONG_USAGE)
    new = wanted(PASSKEY, "", name)
    if len(shown.secret) == SECRET:
        # Nobody guesses 256 random bits: the floor is enough, and each visit pays it.
        new = structs.replace(new, typed=typed(shown.secret, vault.vault_id), cost=Cost())
        way = vault.new_way_id()
        vault.add_way(new, way)
    key = text64(made.credential_public_key)
    one = Passkey(credential, key, made.sign_count, shown.site.host, way, new.name, at, at)
    try:
        vault.passkeys.put((*before, one))
    except VaultError:
        if way:
            vault.remove_way(way)
        raise
    return bool(way)


def listed(home: Household) -> tuple[Listed, ...]:
    """Return the passkeys, the oldest first, without anything secret."""
    return tuple(
        Listed(
            one.credential, one.name, one.host, _day(one.made), _day(one.used), bool(one.way)
        )
        for one in _valid(home)
    )


def remove(home: Household, *, credential: str) -> None:
    """Let a passkey in no longer. Copies of the vault made before still open with it.

    Raises:
        Failure: if there is none of this id.
    """
    held = _valid(home)
    gone = next((one for one in held if one.credential == credential), None)
    if gone is None:
        raise Failure("passkey-none", Exit.WRONG_USAGE)
    if gone.way:
        home.vault.remove_way(gone.way)
    home.vault.passkeys.put([one for one in held if one is not gone])


def keys_by_passkey(path: str, secret: bytes) -> Keys:
    """Return the keys of the vault at `path` by a passkey's secret, else those that are held.

    Raises:
        Failure: if the secret opens nothing, or there is none and the vault is not unlocked.
    """
    if len(secret) != SECRET:
        keys = held(path)
        if keys is None:
            raise Failure("passkey-needs-open", Exit.LOCKED)
        return keys
    try:
        said = typed(secret, public(Path(path)).vault)
        return opened(Path(path), PASSKEY, said)[1]
    except VaultError as error:
        raise failure(error, path) from error


def verify(home: Household, shown: Shown) -> str:
    """Check that a passkey of this vault answered, and return what it is called.

    Raises:
        Failure: if it did not, or its device does not count on.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415  # loads for long
    from webauthn.helpers import parse_authentication_credential_json  # noqa: PLC0415  # as above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415  # as above

    valid = _valid(home)
    try:
        said = parse_authentication_credential_json(shown.said)
        one = {o.credential: o for o in valid if o.host == shown.site.host}[text64(said.raw_id)]
        found = verify_authentication_response(
            credential=said,
            expected_challenge=shown.challenge,
            expected_rp_id=shown.site.host,
            expected_origin=shown.site.origin,
            credential_public_key=bytes64(one.key),
            credential_current_sign_count=one.count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, ValueError, TypeError) as error:
        raise Failure("passkey-refused", Exit.LOCKED) from error
    used = structs.replace(one, count=found.new_sign_count, used=now())
    home.vault.passkeys.put([used if other is one else other for other in valid])
    return one.name


def _made(shown: Shown) -> VerifiedRegistration:
    from webauthn import verify_registration_response  # noqa: PLC0415  # loads for long
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415  # as above

    try:
        return verify_registration_response(
            credential=shown.said,
            expected_challenge=shown.challenge,
            expected_rp_id=shown.site.host,
            expected_origin=shown.site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, ValueError, TypeError) as error:
        raise Failure("passkey-not-ours", Exit.WRONG_USAGE) from error


def _valid(home: Household) -> tuple[Passkey, ...]:
    """Return the passkeys that count: without a slot, or with one that is still there."""
    ways = {one.id for one in home.vault.ways()} | {""}
    return tuple(one for one in home.vault.passkeys.all() if one.way in ways)


def _check(site: Site) -> None:
    if not site.may_have_passkeys:
        raise Failure("passkey-no-name", Exit.WRONG_USAGE)


def _day(ms: int) -> str:
    return in_utc(ms).date().isoformat()

"""Passkeys without a browser: questions, what is believed, what is kept where."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.app.door import Door
from hearthbook.app.failure import Failure
from hearthbook.app.passkeys import Questions
from hearthbook.app.passkeys import Shown
from hearthbook.app.passkeys import Site
from hearthbook.app.passkeys import add
from hearthbook.app.passkeys import keys_by_passkey
from hearthbook.app.passkeys import known
from hearthbook.app.passkeys import listed
from hearthbook.app.passkeys import remove
from hearthbook.app.passkeys import verify
from hearthbook.app.sessions import Waits
from hearthbook.base.time import MINUTE
from hearthbook.vault import VaultError
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.keys import Keys
from hearthbook.vault.passkeys import NAME
from hearthbook.vault.passkeys import Passkey
from hearthbook.vault.passkeys import typed
from hearthbook.vault.slot import PASSKEY
from hearthbook.vault.slot import Cost
from hearthbook.vault.ways import NewWay
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.app.homes import same_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

HERE = Site("localhost", "http://localhost:8123")
SECRET = bytes(range(32))


class Stick:
    """A security key of our own making: what it signs, and what it says of who holds it."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0
        self.sure = True

    @property
    def public(self) -> bytes:
        """Its public key in COSE: EC2, ES256, P-256, x, y."""
        numbers = self._key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        return bytes.fromhex("a5010203262001215820") + x + bytes.fromhex("225820") + y

    def says(self, challenge: bytes, origin: str = HERE.origin, host: str = HERE.host) -> str:
        said = {"type": "webauthn.get", "challenge": web64(challenge), "origin": origin}
        client = json.dumps(said).encode()
        flags = 0b101 if self.sure else 0b001
        data = sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        signed = self._key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return json.dumps(
            {
                "id": web64(self.id),
                "rawId": web64(self.id),
                "type": "public-key",
                "response": {name: web64(raw) for name, raw in response.items()},
            }
        )


def web64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def with_passkey(
    home: Household, *, secret: bytes = SECRET, name: str = "phone", stick: Stick | None = None
) -> Passkey:
    """Keep a passkey as `add` does once a device has answered."""
    vault, way = home.vault, ""
    if secret:
        way = vault.new_way_id()
        new = NewWay(PASSKEY, typed(secret, vault.vault_id), 1, name, Cost())
        vault.add_way(new, way)
    stick = stick or Stick()
    public = text64(stick.public)
    one = Passkey(text64(stick.id), public, stick.count, HERE.host, way, name, 1, 1)
    vault.passkeys.put((*vault.passkeys.all(), one))
    return one


def test_a_question_is_answered_once_in_time_and_by_whom_it_was_asked() -> None:
    questions = Questions()
    asked = questions.ask("her", 0)

    for whom, at in (("him", 1), ("her", 2 * MINUTE)):
        with pytest.raises(Failure):
            questions.answered(whom, at)
    again = questions.ask("her", 0)
    assert questions.answered("her", 2 * MINUTE - 1) == again != asked
    with pytest.raises(Failure):
        questions.answered("her", 2 * MINUTE - 1)


def test_whoever_asks_for_questions_without_end_fills_no_memory() -> None:
    questions = Questions()
    for number in range(10_000):
        questions.ask(str(number), 0)

    assert len(questions._asked) <= 256
    assert questions.answered("9999", 1)


@pytest.mark.parametrize(
    ("host", "fits"),
    [
        ("localhost", True),
        ("diary.example.org", True),
        ("laptop.local", True),
        ("127.0.0.1", False),
        ("[::1]", False),
        ("laptop", False),
        ("", False),
    ],
)
def test_only_names_have_passkeys(host: str, *, fits: bool) -> None:
    assert Site(host, f"https://{host}").may_have_passkeys is fits


def test_the_secret_of_a_passkey_opens_the_vault_until_it_is_taken_away(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        one = with_passkey(home)
        path = str(home.vault.folder)
    opened = keys_by_passkey(path, SECRET)
    with same_home(tmp_path) as home:
        assert opened.has(home.vault._keys.master())
        assert known(path)
        remove(home, credential=one.credential)
        assert listed(home) == ()
        assert not known(path)
        with pytest.raises(Failure):
            remove(home, credential=one.credential)

    with pytest.raises(Failure):
        keys_by_passkey(path, SECRET)


def test_without_a_whole_secret_a_locked_vault_stays_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with new_home(tmp_path) as home:
        with_passkey(home)
        path = str(home.vault.folder)

    for secret in (b"", b"\0" * 31, SECRET[:16], SECRET + b"\0"):
        with pytest.raises(Failure) as refused:
            keys_by_passkey(path, secret)
        assert refused.value.name == "passkey-needs-open"


def test_a_passkey_whose_slot_went_counts_no_longer(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        one, other = with_passkey(home), with_passkey(home, secret=b"", name="key")
        home.vault.remove_way(one.way)

        assert [left.id for left in listed(home)] == [other.credential]


def test_what_is_known_of_passkeys_cannot_be_exchanged_on_the_disk(tmp_path: Path) -> None:
    his = Keys(secrets.token_bytes(32), secrets.token_bytes(16)).wrap(b"[]", NAME)
    with new_home(tmp_path) as home:
        with_passkey(home)
        file = home.vault.folder / NAME
        raw = file.read_bytes()
        for put in (his, raw[:-1], bytes([raw[0] ^ 1]) + raw[1:], b""):
            file.write_bytes(put)
            with pytest.raises(VaultError) as damaged:
                home.vault.passkeys.all()
            assert damaged.value.name == "vault-damaged-passkeys"
        file.write_bytes(raw)
        assert len(home.vault.passkeys.all()) == 1


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    with new_home(tmp_path_factory.mktemp("guarded")) as home:
        with_passkey(home)
        yield home


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    said=st.one_of(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.text() | st.just("aGk"),
            lambda inner: st.dictionaries(
                st.sampled_from(
                    [
                        *("id", "rawId", "type", "response", "clientDataJSON"),
                        *("authenticatorData", "signature", "attestationObject"),
                    ]
                ),
                inner,
            ),
        ).map(json.dumps),
    )
)
def test_no_answer_that_is_made_up_is_believed_or_breaks_anything(
    guarded: Household, said: str
) -> None:
    shown = Shown(said, b"challenge", HERE)
    with pytest.raises(Failure) as refused:
        verify(guarded, shown)
    with pytest.raises(Failure) as kept:
        add(guarded, shown, name="")

    assert refused.value.name == "passkey-refused"
    assert kept.value.name == "passkey-not-ours"


def test_only_the_answer_to_our_question_by_our_device_for_our_address_lets_in(
    tmp_path: Path,
) -> None:
    asked, stick, other = b"challenge", Stick(), Stick()
    other.id = stick.id
    elsewhere = Site("other.example", HERE.origin)
    with new_home(tmp_path) as home:
        with_passkey(home, stick=stick)
        wrong = {
            "question": Shown(stick.says(b"earlier"), asked, HERE),
            "origin": Shown(stick.says(asked, "http://localhost:9"), asked, HERE),
            "host": Shown(stick.says(asked, host="other.example"), asked, HERE),
            "site": Shown(stick.says(asked, host="other.example"), asked, elsewhere),
            "device": Shown(other.says(asked), asked, HERE),
        }
        stick.sure = False
        wrong["holder"] = Shown(stick.says(asked), asked, HERE)
        stick.sure = True
        for shown in wrong.values():
            with pytest.raises(Failure, match="passkey-refused"):
                verify(home, shown)

        assert verify(home, Shown(stick.says(asked), asked, HERE)) == "phone"


def test_a_device_that_counts_has_to_count_on(tmp_path: Path) -> None:
    stick, let = Stick(), []
    with new_home(tmp_path) as home:
        with_passkey(home, stick=stick)
        for stick.count in (0, 0, 5, 6, 6, 5, 0, 7):
            try:
                verify(home, Shown(stick.says(b"x"), b"x", HERE))
            except Failure:
                continue
            let.append(stick.count)

    assert let == [0, 0, 5, 6, 7]


def test_whoever_came_in_by_a_passkey_is_named_so(tmp_path: Path) -> None:
    stick = Stick()
    with new_home(tmp_path) as home:
        with_passkey(home, stick=stick)
        door = Door(str(home.vault.folder), lambda: 5 * MINUTE)
    with pytest.raises(Failure):
        door.answered("her")
    asked = door.asks("her")
    door.enter(Shown(stick.says(asked), door.answered("her"), HERE, SECRET), "Firefox, Linux")
    with pytest.raises(Failure):
        door.answered("her")

    [one] = door.present()
    assert (one.name, one.by, one.since, one.hidden) == ("Firefox, Linux", "phone", 0, False)
    with door.opened() as home:
        assert home.writer()
    door.leave_others("somebody else")
    assert door.present() == []
    with pytest.raises(Failure, match="vault-locked"), door.opened():
        pass


def test_nobody_gets_in_with_a_secret_alone(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        with_passkey(home)
        door = Door(str(home.vault.folder))
    with pytest.raises(Failure) as refused:
        door.enter(Shown("{}", b"challenge", HERE, SECRET), "his browser")

    assert refused.value.name == "passkey-refused"
    assert door.sessions.all() == []
    with pytest.raises(Failure, match="vault-locked"), door.opened():
        pass


def test_what_is_shown_of_a_passkey_tells_no_secret() -> None:
    assert "secret" not in repr(Shown("{}", b"", HERE, SECRET))


def test_strangers_guesses_keep_nobody_out_who_came_in_before() -> None:
    waits = Waits()
    waits.came_in("192.0.2.5")
    for number in range(9):
        waits.of(f"198.51.100.{number}").wrong(0)

    for address in ("192.0.2.5", "127.0.0.1", "::1"):
        waits.of(address).ask(1)
    with pytest.raises(Failure):
        waits.of("203.0.113.77").ask(1)
    for _ in range(9):
        waits.of("192.0.2.5").wrong(0)
    with pytest.raises(Failure):
        waits.of("192.0.2.5").ask(1)


def test_a_guess_at_the_passphrase_inside_costs_as_much_as_at_the_door(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        door = Door(str(home.vault.folder), lambda: 0)
    for _ in range(3):
        with pytest.raises(Failure, match="vault-wrong-passphrase"):
            door.confirm("a guess", "198.51.100.1")

    with pytest.raises(Failure, match="wait-to-unlock"):
        door.unlock(PASSPHRASE, "", "198.51.100.1")

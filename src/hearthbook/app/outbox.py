"""Receive what phones seal, locked or not; take it in when the vault is open.

1. Receiving needs no key and believes nothing: an item is stored, then acknowledged by its id.
2. To take in, each item is opened, its signature checked, its phone looked up. What is in
   already adds nothing. What cannot go in stays in the outbox and is said, with the reason.
3. The records of an arrival and the items themselves, as the phone signed them, are sealed in
   one step; only then does the outbox let go of them. A killed run leaves nothing half done.
4. A photo or a voice note waits until all its pieces are here. It is taken in as a file before
   the entry that names it is sealed, so a killed run meets it again and adds nothing.
5. Two phones that tell of one event differently are both believed to have written it. What
   looks like one event is said, and nothing is merged.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from itertools import groupby
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.acts import Attach
from hearthbook.app.acts import Body
from hearthbook.app.acts import Change
from hearthbook.app.acts import Hello
from hearthbook.app.acts import NotUnderstoodError
from hearthbook.app.acts import Retract
from hearthbook.app.acts import read
from hearthbook.app.attaching import NotWholeError
from hearthbook.app.attaching import assembled
from hearthbook.app.attaching import keep
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import failure
from hearthbook.app.phones import delivered
from hearthbook.app.phones import opened
from hearthbook.app.phones import registered
from hearthbook.app.sealing import seeds
from hearthbook.app.tapped import People
from hearthbook.app.tapped import Reading
from hearthbook.app.twice import twice
from hearthbook.app.written import Written
from hearthbook.records.codec import NotStorableError
from hearthbook.records.event import Attached
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from hearthbook.records.phone import Delivery
from hearthbook.vault import VaultError
from hearthbook.vault.formats import item as items
from hearthbook.vault.formats import packet as packets
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.outbox import Arrival
from hearthbook.vault.outbox import FullError
from hearthbook.vault.outbox import Outbox
from hearthbook.vault.outbox import Waiting
from hearthbook.vault.vault import recipient_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from typing import BinaryIO

    from hearthbook.app.acts import Act
    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record
    from hearthbook.records.phone import Phone

_PART: Final = 8 << 20  # bytes of a file that are read at once
_LINE: Final = 1 << 20
_TOGETHER: Final = 40  # items sealed in one step: their signed texts fit one record


class Received(Struct, frozen=True):
    """The ids of the items that are on the disk here: a phone may let go of them."""

    kept: tuple[str, ...]


class Aside(Struct, frozen=True):
    """Items that stay in the outbox, and why; `device` is empty if nobody can tell whose."""

    device: str
    reason: str
    count: int


class Clocked(Struct, frozen=True):
    """How far a phone's clock was ahead (ms), and counters before which it was moved."""

    device: str
    ahead: int | None
    moved: tuple[int, ...]


class Collected(Struct, frozen=True):
    """What became of the outbox. `twice` are pairs of entries that may tell of one event."""

    taken: dict[str, int]
    known: int
    aside: tuple[Aside, ...]
    clocks: tuple[Clocked, ...]
    twice: tuple[tuple[str, str], ...]


def receive(*, vault: str, raw: bytes, road: str = "network") -> Received:
    """Store what a packet holds, sealed, in a vault's outbox; no key is needed.

    Raises:
        Failure: if it is no packet for this vault, or there is no room; no item of it counts
            as received then, and the same packet may be sent again.
    """
    packet = _packet(vault, raw)
    outbox, arrival = Outbox(Path(vault)), Arrival(now(), packet.sent, road)
    try:
        return Received(outbox.keep(packet.items, arrival, packet.pieces))
    except FullError as error:
        raise Failure("phone-outbox-full", Exit.NOT_READABLE) from error
    except VaultError as error:
        raise failure(error, vault) from error


def _packet(vault: str, raw: bytes) -> packets.Packet:
    try:
        packet = packets.read(raw)
        recipient = recipient_of(Path(vault))
    except packets.NotAPacketError as error:
        raise Failure("phone-not-a-packet", Exit.NOT_READABLE) from error
    except VaultError as error:
        raise failure(error, vault) from error
    if packet.recipient != recipient:
        raise Failure("phone-other-vault", Exit.NOT_READABLE)
    return packet


def is_packet(path: str) -> bool:
    """Tell whether the file at `path` begins as what a phone hands over."""
    try:
        with Path(path).open("rb") as file:
            return packets.is_packet(file.read(64))
    except OSError:
        return False


def hand_over(home: Household, *, path: str) -> Collected | None:
    """Take in the file at `path` if it is a packet from a phone; None if it is none.

    Raises:
        Failure: if it is a packet and damaged, or for another vault.
    """
    if not is_packet(path):
        return None
    try:
        with Path(path).open("rb") as file:
            vault = str(home.vault.folder)
            for raw in _parts(file):
                _packet(vault, raw)
            for raw in _parts(file):
                receive(vault=vault, raw=raw, road="file")
    except OSError:
        return None  # whoever takes in files of any kind says so
    return collect(home)


def _parts(file: BinaryIO) -> Iterator[bytes]:
    """Yield a packet that is a file, as packets that are small enough to be held."""
    file.seek(0)
    first = file.readline(_LINE)
    part = [first]
    while line := file.readline(_LINE):
        part.append(line)
        if sum(map(len, part)) > _PART:
            yield b"".join(part)
            part = [first]
    if len(part) > 1 or file.tell() == len(first):
        yield b"".join(part)


def collect(home: Household) -> Collected:
    """Take in what waits in the outbox, as far as it may go in.

    Raises:
        VaultError: if another program is at it, or the disk does not take it.
    """
    with home.vault.outbox.alone():
        return _Round(home).run()


class _Come(Struct, frozen=True):
    """An item that was opened: from where, and what it says."""

    waiting: Waiting
    item: items.Item
    body: Body


class _Round:
    """One look through the outbox."""

    def __init__(self, home: Household) -> None:
        self._home = home
        self._phones = registered(home)
        self._seen: dict[tuple[str, int], str] = {}
        for one in delivered(home):
            for signed in one.items:
                item = items.parsed(signed.encode())  # verified before it was sealed
                self._seen[item.device, read(item.body).counter] = item.body
        self._written = Written(home)
        self._people: dict[str, People] = {}
        self._taken: Counter[str] = Counter()
        self._aside: Counter[tuple[str, str]] = Counter()
        self._known = 0
        self._came: list[_Come] = []
        self._pieces = set(home.vault.outbox.pieces())

    def run(self) -> Collected:
        """Sort what waits, seal what may go in, and say what became of it."""
        self._tidy()
        found = [
            come for one in self._home.vault.outbox.waiting() for come in self._sorted(one)
        ]
        found.sort(key=lambda come: (come.item.device, come.body.counter))
        arrivals = groupby(found, lambda come: (come.item.device, come.waiting.arrival))
        for _, group in arrivals:
            those = list(group)
            for at in range(0, len(those), _TOGETHER):
                self._seal(those[at : at + _TOGETHER])
        return Collected(
            taken=dict(self._taken),
            known=self._known,
            aside=tuple(Aside(*key, count) for key, count in sorted(self._aside.items())),
            clocks=tuple(self._clocks()),
            twice=twice(self._written.new, self._written.lately()),
        )

    def _tidy(self) -> None:
        """Let go of pieces that came again after their file had been taken in."""
        bodies = map(read, self._seen.values() if self._pieces else ())
        held = {name for body in bodies for name in _pieces(body.act)}
        for name in held & self._pieces:
            self._home.vault.outbox.drop_piece(name)

    def _sorted(self, one: Waiting) -> Iterator[_Come]:
        """Yield an item that may go in; count one that may not."""
        item = opened(self._home, one)
        if item is None:
            self._aside["", "not-readable"] += 1
            return
        try:
            body = read(item.body)
        except NotUnderstoodError:
            self._aside[item.device, "not-understood"] += 1
            return
        held = self._seen.get((item.device, body.counter))
        reason = self._objection(item, body, held)
        if reason:
            self._aside[item.device, reason] += 1
        elif held is not None:
            self._known += 1
            self._home.vault.outbox.drop(one.id)
        else:
            self._seen[item.device, body.counter] = item.body
            yield _Come(one, item, body)

    def _objection(self, item: items.Item, body: Body, held: str | None) -> str:
        phone = self._phones.get(item.device)
        if phone is None or phone.key != text64(item.key):
            return "new"
        if body.to != self._home.vault.recipient:
            return "other-vault"
        if held is not None:
            return "" if held == item.body else "counter-twice"
        if not phone.allowed:
            return "revoked"
        return "" if self._pieces.issuperset(_pieces(body.act)) else "pieces-coming"

    def _seal(self, those: Sequence[_Come]) -> None:
        """Seal the records of some items of one arrival, and the items, in one step."""
        self._written.begin(seeds(4 * len(those) + 1))
        done = [come for come in those if self._understood(come)]
        if not done:
            return
        first, writer = done[0], self._home.writer()
        delivery = Delivery(
            device=first.item.device,
            items=tuple(come.item.written().decode() for come in done),
            received=first.waiting.arrival.received,
            sent=first.waiting.arrival.sent,
            road=first.waiting.arrival.road,
            recorded_by=writer,
            written=now(),
            origin=self._home.origin("record"),
        )
        self._written.commit(delivery)
        for come in done:
            self._home.vault.outbox.drop(come.waiting.id)
            for name in _pieces(come.body.act):
                self._home.vault.outbox.drop_piece(name)
        self._taken[first.item.device] += len(done)
        self._came += done

    def _understood(self, come: _Come) -> bool:
        phone = self._phones[come.item.device]
        reading = Reading(come.body, come.item.device, self._who(phone))
        try:
            self._write(reading, come, come.body.act)
        except (NotUnderstoodError, NotStorableError):
            self._aside[come.item.device, "not-understood"] += 1
            return False
        except LookupError:
            self._aside[come.item.device, "earlier-missing"] += 1
            return False
        except NotWholeError:
            self._aside[come.item.device, "file-damaged"] += 1
            return False
        return True

    def _who(self, phone: Phone) -> People:
        if phone.device not in self._people:
            recipient = self._home.vault.recipient
            self._people[phone.device] = People(recipient, self._home.people(), phone.person)
        return self._people[phone.device]

    def _write(self, reading: Reading, come: _Come, act: Act) -> None:
        place = (come.item.device, come.body.counter)
        if isinstance(act, Change | Retract):
            ref, held = self._written.standing((come.item.device, act.of))
            said: Record
            if isinstance(act, Retract):
                said = Retraction(of=ref, why="slip", **reading.common)
            else:
                by = self._written.put(place, reading.changed(held, act))
                said = Correction(of=ref, by=by, why=act.why, **reading.common)
                self._written.replace((come.item.device, act.of), place)
            self._written.amend(said)
        elif isinstance(act, Attach):
            self._attach(reading, come.item.device, act)
        elif not isinstance(act, Hello):
            self._written.put(place, reading.record(act))

    def _attach(self, reading: Reading, device: str, act: Attach) -> None:
        ref, _ = self._written.standing((device, act.of))
        with closing(assembled(self._home, act)) as held:
            digest = keep(self._home, held=held, book="record")
        self._written.amend(Attached(ref, digest, held.name, **reading.common))

    def _clocks(self) -> Iterator[Clocked]:
        for device, group in groupby(self._came, lambda come: come.item.device):
            those = list(group)
            live = [c.waiting.arrival for c in those if c.waiting.arrival.road == "network"]
            ahead = live[-1].sent - live[-1].received if live else None
            yield Clocked(device, ahead, moved([come.body for come in those]))


def _pieces(act: Act) -> tuple[str, ...]:
    return act.pieces if isinstance(act, Attach) else ()


def moved(bodies: Sequence[Body], allowed: int = 120_000) -> tuple[int, ...]:
    """Return the counters before which a phone's clock was set, by more than `allowed` ms.

    Within one run of the page the time it has run tells; between two runs only a step back.
    """
    found = []
    for one, other in pairwise(bodies):
        step = other.written - one.written
        same = one.run == other.run
        drift = step - (other.up - one.up) if same else min(step, 0)
        if abs(drift) > allowed:
            found.append(other.counter)
    return tuple(found)

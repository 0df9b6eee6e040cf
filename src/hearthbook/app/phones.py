"""The phones of a family: how one is made ready, and whose items are taken in.

1. A phone learns from a link what it needs to write: the vault's recipient, and the names it
   may show. They stand after the `#`, which no browser sends to a server.
2. A phone makes its own key, and nothing it sends is taken in before somebody compared the
   short name it shows with the one shown here, and said whose phone it is.
3. What a phone sent before it was revoked and was taken in stays. What comes later waits.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from hearthbook.app.acts import read
from hearthbook.app.clock import now
from hearthbook.app.diary import names
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.people import everybody
from hearthbook.app.tapped import key_of
from hearthbook.base.refs import REF
from hearthbook.records.phone import Delivery
from hearthbook.records.phone import Phone
from hearthbook.vault.age import NotReadableError
from hearthbook.vault.formats import item as items
from hearthbook.vault.formats.base64 import text64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.app.people import Somebody
    from hearthbook.vault.outbox import Waiting

_MOST: Final = 2_000  # signs that a phone's camera still reads from a screen


class Listed(Struct, frozen=True):
    """A phone: whose, whether it is taken in, how much came, and what is still on its way.

    `state` is `new`, `taken-in` or `revoked`. `missing` are stretches of counters below `last`,
    first and last of each, that never came. `ahead` is how many ms its clock was ahead of the
    clock here when it last sent; None if it never sent by the network.
    """

    device: str
    state: str
    person: str
    taken: int
    waiting: int
    last: int
    received: int | None
    missing: tuple[tuple[int, int], ...]
    ahead: int | None


def link(home: Household, *, page: str, shown: Sequence[str], named: bool) -> str:
    """Return the link that makes a phone ready: the page, and after `#` what it may know.

    `shown` are the carers it offers beside "me"; without `named` children have no names on it.

    Raises:
        Failure: if `page` is no address of a page, somebody is not known, or it grows too long.
    """
    if not page.startswith(("https://", "http://")) or "#" in page:
        raise Failure("phone-no-page", Exit.WRONG_USAGE, page=page)
    known, to = names(home), home.vault.recipient
    here = everybody(home)
    people = {one.person: one for one in here.all}
    if not here.children:
        raise Failure("phone-no-child", Exit.WRONG_USAGE)
    parts = ["v=1", f"to={to}"]
    called = _told_apart(here.children) if named else [""] * len(here.children)
    parts += [
        f"c={key_of(to, one.person)}.{quote(name)}"
        for one, name in zip(here.children, called, strict=True)
    ]
    for typed in shown:
        person = known.get(typed.casefold())
        if person is None:
            raise Failure("unknown-person", Exit.WRONG_USAGE, name=typed)
        parts.append(f"a={key_of(to, person)}.{quote(people[person].label)}")
    made = f"{page}#{'&'.join(parts)}"
    if len(made) > _MOST:
        raise Failure("phone-link-long", Exit.WRONG_USAGE)
    return made


def _told_apart(children: Sequence[Somebody]) -> list[str]:
    """Return the children's names; two of one name get their year: a tile has room for it."""
    dated = [
        one.name if one.label == one.name else f"{one.name} {one.born[:4]}" for one in children
    ]
    return dated if len(set(dated)) == len(dated) else [one.label for one in children]


def drawn(made: str) -> str:
    """Return a link as a picture for the terminal, made of half blocks."""
    import segno  # noqa: PLC0415  # loads longer than it draws; few ask for it

    rows = [list(row) for row in segno.make(made, error="l").matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    # Light on dark terminals and dark on light ones: a reader takes either.
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    halves = [rows[at : at + 2] for at in range(0, len(rows), 2)]
    return "\n".join(
        "".join(signs[bool(high), bool(low)] for high, low in zip(*pair, strict=True))
        for pair in halves
    )


def picture(made: str, path: str) -> None:
    """Write a link as a picture to `path`, a name that ends in `.svg` or `.png`.

    Raises:
        Failure: if it ends in something else, or cannot be written.
    """
    import segno  # noqa: PLC0415  # as above

    if Path(path).suffix not in {".svg", ".png"}:
        raise Failure("phone-no-picture", Exit.WRONG_USAGE, file=path)
    try:
        segno.make(made, error="l").save(path, scale=8, border=4)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=path, reason=reason) from error


def registered(home: Household) -> dict[str, Phone]:
    """Return the phones somebody has decided about, each as the last word on it."""
    found = [one.record for one in home.of_kind("record", "phone")]
    return {one.device: one for one in found if isinstance(one, Phone)}


def delivered(home: Household) -> list[Delivery]:
    """Return all that phones have handed over, in order."""
    found = [one.record for one in home.of_kind("record", "delivery")]
    return [one for one in found if isinstance(one, Delivery)]


def opened(home: Household, waiting: Waiting) -> items.Item | None:
    """Return the item in what waits; None if it does not open, or its signature fails."""
    try:
        return items.read(home.vault.opened(waiting.sealed))
    except (NotReadableError, items.NotAnItemError):
        return None


def confirm(home: Household, *, device: str, person: str) -> str:
    """Take in from now on what the phone `device` sends, written by `person`.

    Raises:
        Failure: if no such phone has sent anything, or `person` is not known.
    """
    keys = {item.key for item in _new(home) if item.device == device}
    if len(keys) != 1 or not REF.fullmatch(device):
        raise Failure("phone-unknown", Exit.WRONG_USAGE, device=device)
    who = names(home).get(person.casefold())
    if who is None:
        raise Failure("unknown-person", Exit.WRONG_USAGE, name=person)
    return _decide(home, device, text64(keys.pop()), who, allowed=True)


def revoke(home: Household, *, device: str) -> str:
    """Take in nothing more of the phone `device`; what is in stays.

    Raises:
        Failure: if it is no phone that was taken in.
    """
    held = registered(home).get(device)
    if held is None or not held.allowed:
        raise Failure("phone-unknown", Exit.WRONG_USAGE, device=device)
    return _decide(home, device, held.key, held.person, allowed=False)


def _decide(home: Household, device: str, key: str, person: str, *, allowed: bool) -> str:
    record = Phone(
        device=device,
        key=key,
        person=person,
        allowed=allowed,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin("record"),
    )
    [ref] = home.add("record", [record])
    return ref


def _new(home: Household) -> list[items.Item]:
    found = (opened(home, one) for one in home.vault.outbox.waiting())
    return [item for item in found if item is not None]


def listed(home: Household) -> tuple[Listed, ...]:
    """Return every phone that somebody decided about or that has sent something."""
    known, waiting = registered(home), [item.device for item in _new(home)]
    by_device: dict[str, list[Delivery]] = {device: [] for device in (*known, *waiting)}
    for one in delivered(home):
        by_device.setdefault(one.device, []).append(one)
    return tuple(
        _listed(device, known.get(device), those, waiting.count(device))
        for device, those in by_device.items()
    )


def _listed(
    device: str, phone: Phone | None, those: Sequence[Delivery], waiting: int
) -> Listed:
    signed = [items.parsed(one.encode()) for delivery in those for one in delivery.items]
    counters = sorted({read(item.body).counter for item in signed})
    live = [one for one in those if one.road == "network"]
    state = "new" if phone is None else "taken-in" if phone.allowed else "revoked"
    return Listed(
        device=device,
        state=state,
        person=phone.person if phone else "",
        taken=len(counters),
        waiting=waiting,
        last=counters[-1] if counters else 0,
        received=max((one.received for one in those), default=None),
        # Stretches, not numbers: a stolen phone may name the number of all that is far off.
        missing=tuple((a + 1, b - 1) for a, b in pairwise([0, *counters]) if b - a > 1),
        ahead=live[-1].sent - live[-1].received if live else None,
    )

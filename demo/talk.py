"""What was said over wires in eight months: two chats, short messages, calls."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from demo.people import DAYS
from demo.people import GALINA
from demo.people import KATYA
from demo.people import LENA
from demo.people import NINA
from demo.people import VIKTOR
from demo.people import at
from demo.people import clock
from demo.people import is_quiet
from demo.phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo.rng import Rng


class Form(StrEnum):
    """What a line of a chat is."""

    TEXT = "text"
    OMITTED = "omitted"
    ATTACHED = "attached"
    DELETED = "deleted"
    EDITED = "edited"
    MISSED_CALL = "missed-call"
    APP = "app"


class Line(NamedTuple):
    """One line of a chat: `by` is the sender's name, empty for the app itself."""

    at: int
    by: str
    form: Form
    text: str


class Short(NamedTuple):
    """One short message. `box` is as the app numbers it; `picture` makes it an MMS."""

    at: int
    number: str
    name: str
    box: int
    text: str
    picture: bool = False


class Ring(NamedTuple):
    """One line of the call log; `type` is as the app numbers it."""

    at: int
    number: str
    name: str
    type: int
    seconds: int


_CHAT_LINES: Final = 1800
_FRIEND_LINES: Final = 800
_RINGS: Final = 400
_BAD_HOURS: Final = (0, 1, 2, 3, 5, 6, 22, 23, 13, 19)
_GOOD_HOURS: Final = (9, 10, 11, 13, 15, 17, 18, 20)
_HIS_SHARE: Final = 24
_RUSSIAN: Final = range(0x410, 0x450)


def fill(template: str, rng: Rng) -> str:
    """Return a sentence with its gaps filled."""
    is_russian = any(ord(sign) in _RUSSIAN for sign in template)
    one, other = PHRASES.girls_in_russian if is_russian else PHRASES.girls
    a, b = (one, other) if rng.chance(50) else (other, one)
    hour = f"{rng.between(6, 22)}:{5 * rng.below(12):02d}"
    number = str(10 * rng.between(3, 16))
    return template.format(a=a, b=b, h=hour, n=number)


def body(pool: Sequence[str], rng: Rng) -> str:
    """Return a message: a sentence, now and then several lines of them."""
    text = fill(rng.pick(pool), rng)
    if rng.chance(5):
        more = [fill(rng.pick(pool), rng) for _ in range(rng.between(1, 3))]
        gap = "\n\n" if rng.chance(30) else "\n"
        text += gap + "\n".join(more)
    if rng.chance(6):
        text += " " + rng.pick(("🍼", "❤️", "😴", "👩‍👧‍👧", "🙏🏻"))
    return text


def form(rng: Rng) -> Form:
    """Return what kind of line comes next."""
    dice = rng.below(200)
    steps = ((8, Form.OMITTED), (12, Form.ATTACHED), (15, Form.DELETED), (18, Form.EDITED))
    return next((kind for limit, kind in steps if dice < limit), Form.TEXT)


def _minutes(rng: Rng, count: int) -> list[int]:
    """Return minutes of a day, more of them by day than by night, in order."""
    hours = (1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 21, 21, 22, 23)
    return sorted(60 * rng.pick(hours) + rng.below(60) for _ in range(count))


def _spread(rng: Rng, total: int) -> list[int]:
    """Return how many lines each day has, `total` in all."""
    days = [0] * DAYS
    for _ in range(total):
        days[rng.below(DAYS)] += 1
    return days


def parents(rng: Rng) -> list[Line]:
    """Return the chat of the parents, as her phone shows it."""
    notice = (
        "Messages and calls are end-to-end encrypted. Only people in this chat can read, "
        "listen to, or share them. Learn more."
    )
    lines = [Line(at(0, 7 * 60), "", Form.APP, notice)]
    for day, count in enumerate(_spread(rng, _CHAT_LINES)):
        for minute in _minutes(rng, count):
            his = rng.chance(_HIS_SHARE) and not is_quiet(day)
            by = VIKTOR.name if his else LENA.name
            pool = PHRASES.viktor_to_lena if his else PHRASES.lena_to_viktor
            kind = Form.MISSED_CALL if rng.chance(1) else form(rng)
            lines.append(Line(at(day, minute), by, kind, body(pool, rng)))
        if day == 121:
            text = "Your security code with Viktor changed. Tap to learn more."
            lines.append(Line(at(day, 1439), "", Form.APP, text))
    return sorted(lines, key=lambda line: line.at)


def friends(rng: Rng) -> list[Line]:
    """Return the chat with the friend of both, as her tablet shows it, with seconds."""
    notice = (
        "Messages and calls are end-to-end encrypted. Only people in this chat can read, "
        "listen to, or share them."
    )
    lines = [Line(at(0, 6 * 60), KATYA.name, Form.APP, notice)]
    for day, count in enumerate(_spread(rng, _FRIEND_LINES)):
        for minute in _minutes(rng, count):
            hers = rng.chance(52)
            by = LENA.name if hers else KATYA.name
            pool = PHRASES.lena_to_katya if hers else PHRASES.katya_to_lena
            lines.append(Line(at(day, minute, rng.below(60)), by, form(rng), body(pool, rng)))
    return sorted(lines, key=lambda line: line.at)


def shorts(rng: Rng) -> list[Short]:
    """Return the short messages: most are his mother's, at all hours."""
    found: list[Short] = []
    for day in range(DAYS):
        if rng.chance(62):
            for _ in range(rng.between(1, 2)):
                moment = at(day, 60 * rng.pick(_BAD_HOURS) + rng.below(60), rng.below(60))
                text = body(PHRASES.galina_to_lena, rng)
                found.append(Short(moment, GALINA.number, GALINA.name, 1, text))
        if rng.chance(6):
            text = body(PHRASES.lena_to_galina, rng)
            moment = at(day, rng.between(600, 1200), rng.below(60))
            found.append(Short(moment, GALINA.number, GALINA.name, 2, text))
        found += _with_nina(rng, day)
        if day % 40 == 5:
            text = f"{rng.between(100000, 999999)} is your code. Do not share it."
            found.append(Short(at(day, 700, rng.below(60)), "BANK", "(Unknown)", 1, text))
    found.append(
        Short(at(0, 1100), VIKTOR.number, VIKTOR.name, 1, "I am going away for a while")
    )
    found.append(Short(at(63, 1300), VIKTOR.number, VIKTOR.name, 3, "I only wanted to"))
    picture = Short(at(45, 900), VIKTOR.number, VIKTOR.name, 2, "First smile", picture=True)
    found.append(picture)
    return sorted(found, key=lambda one: one.at)


def _with_nina(rng: Rng, day: int) -> list[Short]:
    found: list[Short] = []
    for _ in range(rng.below(2) if day % 5 == 2 else rng.below(5) // 4):
        moment = at(day, rng.between(480, 1140), rng.below(60))
        number = NINA.number if rng.chance(50) else "030 23125 220"
        text = body(PHRASES.nina_to_lena, rng)
        found.append(Short(moment, number, "Mama", 1, text))
        reply = body(PHRASES.lena_to_nina, rng)
        found.append(Short(moment + 300_000, number, "Mama", 2, reply))
    return found


def rings(rng: Rng) -> list[Ring]:
    """Return the call log: most are his mother's, at bad hours, and most were not taken."""
    found: list[Ring] = []
    while len(found) < _RINGS:
        day, dice = rng.below(DAYS), rng.below(100)
        if dice < 68:
            found.append(_galina(rng, day))
        elif dice < 78:
            found.append(_other(rng, day, NINA.number, "Mama", (1, 2, 2)))
        elif dice < 88:
            found.append(_other(rng, day, KATYA.number, KATYA.name, (1, 2, 3)))
        elif dice < 94:
            found.append(_to_viktor(rng, day))
        elif dice < 96:
            found.append(Ring(at(day, 60 * rng.between(1, 4), rng.below(60)), "-2", "", 3, 0))
        elif not is_quiet(day):
            found.append(_other(rng, day, "015228817386", VIKTOR.name, (1, 3)))
    return sorted(found, key=lambda one: one.at)


def _galina(rng: Rng, day: int) -> Ring:
    moment = at(day, 60 * rng.pick(_BAD_HOURS) + rng.below(60), rng.below(60))
    kind = rng.pick((1, 3, 3, 3, 3, 5, 5, 4))
    seconds = rng.between(15, 240) if kind == 1 else 0
    return Ring(moment, GALINA.number, GALINA.name, kind, seconds)


def _to_viktor(rng: Rng, day: int) -> Ring:
    moment = at(day, 60 * rng.pick(_GOOD_HOURS) + rng.below(60), rng.below(60))
    taken = not is_quiet(day) and rng.chance(25)
    return Ring(moment, VIKTOR.number, VIKTOR.name, 2, rng.between(20, 400) if taken else 0)


def _other(rng: Rng, day: int, number: str, name: str, kinds: tuple[int, ...]) -> Ring:
    moment = at(day, 60 * rng.pick(_GOOD_HOURS) + rng.below(60), rng.below(60))
    kind = rng.pick(kinds)
    return Ring(moment, number, name, kind, 0 if kind == 3 else rng.between(30, 900))


def date_of(ms: int) -> str:
    """Return the day as phones write it into the names of pictures."""
    return clock(ms).strftime("%Y%m%d")

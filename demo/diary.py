"""What the mother writes down in eight months: care, visits, money, words, appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec.structs import replace

from demo.people import DAYS
from demo.people import EVERYBODY
from demo.people import TWINS
from demo.people import ZONE
from demo.people import at
from demo.people import wall
from hearthbook.base.time import HOUR
from hearthbook.base.time import MINUTE
from hearthbook.records.family import Act
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import DiaperShare
from hearthbook.records.family import Feed
from hearthbook.records.family import FeedShare
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Measurement
from hearthbook.records.family import Person
from hearthbook.records.family import Quantity
from hearthbook.records.family import Sleep
from hearthbook.records.provenance import FromDevice
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from demo.rng import Rng
    from hearthbook.records.codec import Record

WRITER: Final = "lena"
SOMEWHERE: Final = FromDevice("phone", 0)
_SOLIDS_FROM: Final = 150
_ACTS: Final = (
    (Act.BATH, 45, 19 * 60),
    (Act.WALK, 60, 11 * 60),
    (Act.SOOTHING, 80, 23 * 60),
    (Act.PUMP, 50, 5 * 60),
    (Act.PLAY, 60, 16 * 60),
    (Act.MEDICINE, 10, 18 * 60),
    (Act.DRESSING, 40, 8 * 60),
)


class Diary:
    """Entries in the making, each written down some time after it happened."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self._made: list[tuple[int, Record]] = []

    def written(self, happened: int) -> int:
        """Return when something that `happened` was written down: soon, seldom a day later."""
        if self.rng.chance(4):
            return happened + self.rng.between(5, 40) * HOUR
        return happened + self.rng.between(1, 25) * MINUTE

    def keep(self, written: int, record: Record) -> None:
        """Keep what was written down at the moment `written`."""
        self._made.append((written, record))

    def records(self) -> list[Record]:
        """Return the entries in the order of writing; the device's counter grows with it."""
        ordered = sorted(self._made, key=lambda one: one[0])
        return [
            replace(record, origin=FromDevice("phone", counter))
            for counter, (_, record) in enumerate(ordered)
        ]


def shown(ms: int) -> Wall:
    """Return the reading of a clock in Berlin, to the minute."""
    return Wall(wall(ms), Precision.MINUTE, ZONE)


def day_of(ms: int) -> Wall:
    """Return the day in Berlin."""
    return Wall(wall(ms)[:10], Precision.DAY, ZONE)


def introduce(diary: Diary) -> None:
    """Write down who everybody is, and what sources call them."""
    for one in EVERYBODY:
        written = at(0, 1)
        aliases = (*((one.number,) if one.number else ()), *one.aliases)
        born = Wall(one.born, Precision.DAY, ZONE) if one.born else None
        child = one.relation in {"daughter", "cousin"}
        diary.keep(
            written,
            Person(
                one.short,
                one.name,
                one.relation,
                child,
                aliases,
                born,
                WRITER,
                written,
                SOMEWHERE,
            ),
        )


def care_for(diary: Diary) -> None:
    """Write down eight months of care."""
    for day in range(DAYS):
        feeds_and_diapers(diary, day)
        sleeps(diary, day)
        other_care(diary, day)
        if day % (7 if day < 70 else 14) == 3:
            measurements(diary, day)


def _by(day: int, minute: int) -> str:
    # The grandmother comes on some days; a friend takes a night now and then.
    if day % 5 == 2 and 9 * 60 < minute < 18 * 60:
        return "nina"
    return "katya" if day % 30 == 17 and minute < 5 * 60 else WRITER


def _children(diary: Diary) -> tuple[tuple[str, ...], ...]:
    """Return one group of both, or each alone."""
    return (TWINS,) if diary.rng.chance(68) else ((TWINS[0],), (TWINS[1],))


def feeds_and_diapers(diary: Diary, day: int) -> None:
    """Write down the feeds of a day, and what follows them."""
    rng, minute = diary.rng, diary.rng.between(10, 50)
    while minute < 24 * 60:
        for place, group in enumerate(_children(diary)):
            moment = at(day, minute + 25 * place)
            feed(diary, group, moment, _by(day, minute), day)
            if rng.chance(78):
                diaper(diary, group, moment + rng.between(5, 30) * MINUTE, day)
        minute += rng.between(160, 220) if day < 120 else rng.between(180, 240)


def feed(diary: Diary, group: tuple[str, ...], moment: int, by: str, day: int) -> None:
    """Write down one feed."""
    rng = diary.rng
    way = FeedWay.BOTTLE if rng.chance(60) or by != WRITER else FeedWay.BREAST
    if day >= _SOLIDS_FROM and rng.chance(25):
        way = FeedWay.SOLIDS
    shares = []
    for child in group:
        if way is FeedWay.BOTTLE:
            shares.append(FeedShare(child, 10 * rng.between(5, 9 + day // 24)))
        elif way is FeedWay.BREAST:
            shares.append(
                FeedShare(child, None, rng.between(6, 24), rng.pick(("left", "right")))
            )
        else:
            shares.append(FeedShare(child))
    until = shown(moment + rng.between(10, 35) * MINUTE) if rng.chance(35) else None
    written = diary.written(moment)
    diary.keep(
        written,
        Feed(tuple(shares), way, by, WRITER, shown(moment), until, written, "", SOMEWHERE),
    )


def diaper(diary: Diary, group: tuple[str, ...], moment: int, day: int) -> None:
    """Write down one change."""
    shares = tuple(
        DiaperShare(child, diary.rng.chance(88), diary.rng.chance(34)) for child in group
    )
    by = _by(day, int(wall(moment)[11:13]) * 60)
    written = diary.written(moment)
    diary.keep(written, Diaper(shares, by, WRITER, shown(moment), written, "", SOMEWHERE))


def sleeps(diary: Diary, day: int) -> None:
    """Write down the sleeps of a day."""
    rng = diary.rng
    for start in (70, 270, 9 * 60, 13 * 60, 20 * 60):
        minute = start + rng.between(0, 90)
        moment = at(day, minute)
        until = shown(moment + rng.between(25, 170) * MINUTE) if rng.chance(80) else None
        group = TWINS if rng.chance(72) else (rng.pick(TWINS),)
        by = _by(day, minute)
        written = diary.written(moment)
        diary.keep(
            written, Sleep(group, by, WRITER, shown(moment), until, written, "", SOMEWHERE)
        )


def other_care(diary: Diary, day: int) -> None:
    """Write down what else was done on a day."""
    rng = diary.rng
    for act, percent, start in _ACTS:
        if not rng.chance(percent):
            continue
        moment = at(day, start + rng.between(-40, 40))
        pump = act is Act.PUMP
        group = () if pump else TWINS if rng.chance(70) else (rng.pick(TWINS),)
        until = shown(moment + rng.between(8, 60) * MINUTE) if rng.chance(40) else None
        by = WRITER if pump else _by(day, start)
        written = diary.written(moment)
        diary.keep(
            written, Care(act, group, by, WRITER, shown(moment), until, written, "", SOMEWHERE)
        )


def measurements(diary: Diary, day: int) -> None:
    """Write down how much the girls weigh, and at times how long they are."""
    moment = at(day, 10 * 60 + diary.rng.between(0, 90))
    for place, child in enumerate(TWINS):
        grown = 2410 - 130 * place + 24 * day - day * day // 34 + diary.rng.between(-40, 40)
        figures = [(Quantity.WEIGHT, grown)]
        if day % 4 == 1:
            figures.append((Quantity.LENGTH, 466 - 4 * place + day * 9 // 10))
        if diary.rng.chance(25):
            figures.append((Quantity.TEMPERATURE, diary.rng.between(366, 389)))
        for quantity, value in figures:
            written = diary.written(moment)
            diary.keep(
                written,
                Measurement(
                    child, quantity, value, WRITER, shown(moment), written, "", SOMEWHERE
                ),
            )

"""A bundle of an invented family, small enough to read and with a bit of everything."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING

from hearthbook.app.words import catalogue
from hearthbook.papers.page import Attachment
from hearthbook.papers.page import Bar
from hearthbook.papers.page import Bubble
from hearthbook.papers.page import Bundle
from hearthbook.papers.page import Chart
from hearthbook.papers.page import Chronology
from hearthbook.papers.page import Cover
from hearthbook.papers.page import Figure
from hearthbook.papers.page import Gap
from hearthbook.papers.page import Happening
from hearthbook.papers.page import Head
from hearthbook.papers.page import Line
from hearthbook.papers.page import Original
from hearthbook.papers.page import Side
from hearthbook.papers.page import Snagged
from hearthbook.papers.page import Table
from hearthbook.papers.page import Transcript
from hearthbook.papers.press import press
from tests.papers.opened import texts

if TYPE_CHECKING:
    from hearthbook.papers.page import Pressed
    from hearthbook.papers.page import Turn

MADE = datetime(2026, 8, 21, 9, 30, tzinfo=UTC)
COVER = Cover(
    title="Care of Tilda and Runa",
    by="Hanne Brandt",
    made_for="Okke Jansen, lawyer",
    period="2025-12-20 to 2026-08-20",
    zone="Europe/Berlin",
)
HEADS = (
    Head("record", "example/record/1", 6412, "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="),
)


def ref(number: int) -> str:
    """Return a ref of the right shape; none is anybody's."""
    digits = f"{number:012d}"
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def bubble(
    number: int, text: str, side: Side = Side.LEFT, day: str = "2 February 2026"
) -> Bubble:
    return Bubble(
        ref=ref(number),
        number=number,
        day=day,
        at=f"{number // 60 % 24:02d}:{number % 60:02d}",
        sender="Hanne" if side is Side.RIGHT else "Detlef",
        side=side,
        text=text,
        source=f"chat.txt, bytes {number * 40} to {number * 40 + 40}",
    )


def thread(*turns: Turn, of: int | None = None) -> Transcript:
    return Transcript("Detlef", "All of it.", (("App", "WhatsApp"),), turns, of or len(turns))


def said(*texts: str) -> Bundle:
    """Return a bundle with a transcript of `texts`, and little else."""
    turns = (bubble(at, text) for at, text in enumerate(texts, start=1))
    return Bundle(cover=COVER, transcripts=(thread(*turns),))


def told(count: int) -> Chronology:
    """Return a chronology of `count` lines, three a day, with one line that has no date."""
    lines = []
    for at in range(count):
        month, day = divmod(at // 3, 28)
        lines.append(
            Happening(
                month=f"Month {month + 1}",
                when=f"2026-{month + 1:02d}-{day + 1:02d}, {at % 24:02d}:15",
                what=f"Tilda 90 ml, Runa 70 ml, by Hanne. Line {at + 1}.",
                says="Hanne, did it herself",
                refs=(ref(100_000 + at),),
            )
        )
    undated = Happening("", "the next day", "Detlef fetched his bicycle.", "Hanne", (ref(77),))
    return Chronology("Everything in the book was looked at.", tuple(lines), (undated,))


def attached(of: str, original: str, said: str = "rash.jpg (image/jpeg)") -> Attachment:
    return Attachment(of, said, original, original, (ref(910), ref(911)))


def calls() -> Figure:
    bars = tuple(Bar(f"{hour:02d}", (hour % 5, hour % 7)) for hour in range(24))
    lines = tuple(
        Line((f"{bar.name}:00", *map(str, bar.counts)), (ref(200_000 + at),))
        for at, bar in enumerate(bars)
    )
    table = Table("Calls by hour", "402 calls.", ("Hour", "Answered", "Missed"), lines)
    alt = "Bars: most calls came late in the evening."
    return Figure(table, Chart("Calls by hour", alt, ("answered", "missed"), bars))


def whole() -> Bundle:
    """Return a bundle that has every part."""
    turns: list[Turn] = [
        bubble(1, "Когда ты приедешь? 🍼", Side.RIGHT),
        bubble(2, "No.\nNot this week."),
        bubble(3, "Messages are private.", Side.MIDDLE),
        Gap(312, "3 February 2026, 04:05", "9 February 2026, 20:00"),
        bubble(316, "Заберу вещи в пятницу.", day="10 February 2026"),
    ]
    counts = Table(
        "Entries",
        "All entries of the book.",
        ("Kind", "Count"),
        (
            Line(("messages", "316"), tuple(ref(at) for at in range(1, 317))),
            Line(("visits", "2"), (ref(100_000), ref(100_001))),
        ),
    )
    stretch = Table(
        "Nothing recorded for 7 days or longer",
        "Visits, calls and messages were looked at.",
        ("From", "Until", "Days"),
        (Line(("2026-01-03", "2026-01-29", "26"), (ref(1), ref(100_003))),),
    )
    return Bundle(
        cover=COVER,
        summary=(counts,),
        chronology=told(200),
        absence=(Figure(stretch),),
        contact=(calls(),),
        care=(Figure(Table("Acts", "", ("Who", "Acts"), (Line(("Hanne", "5811")),))),),
        transcripts=(thread(*turns, of=316),),
        originals=(
            Original(
                ref(900), "chat.txt", "WhatsApp export", "ab" * 32, 84_213, "1 Aug", 316, 1
            ),
        ),
        snags=(Snagged(ref(901), "chat.txt", 120, 155, "This is no date."),),
        heads=HEADS,
    )


def pressed(bundle: Bundle) -> Pressed:
    return press(bundle, catalogue("en"), made=MADE)


def flowing(bundle: Bundle) -> str:
    """Return all that is printed, with no gaps between the signs."""
    return "".join("".join(texts(pressed(bundle).pdf)).split()).replace("\u200b", "")

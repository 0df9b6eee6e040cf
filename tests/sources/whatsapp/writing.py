"""Write invented chats as phones of many regions would export them."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

LRM, RLM, NBSP, NNBSP = "\u200e", "\u200f", "\u00a0", "\u202f"


class Locale(NamedTuple):
    """How one phone writes: its stamp, what stands around it, whether it is an iPhone."""

    name: str
    stamp: Callable[[datetime], str]
    ios: bool
    seconds: bool = False


def _digits(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in text)


def _hour(t: datetime) -> int:
    return t.hour % 12 or 12


def _half(early: str, late: str) -> Callable[[datetime], str]:
    return lambda t: early if t.hour < 12 else late


_AM = _half("AM", "PM")
_ES = _half(f"a.{NBSP}m.", f"p.{NBSP}m.")
_ES_SPACE = _half("a. m.", "p. m.")
_ZH = _half("上午", "下午")
_KO = _half("오전", "오후")
_AR = _half("ص", "م")
_TR = _half("ÖÖ", "ÖS")

LOCALES = (
    Locale("android-en-gb", lambda t: f"{t:%d/%m/%Y, %H:%M}", ios=False),
    Locale(
        "android-en-us",
        lambda t: f"{t.month}/{t.day}/{t:%y}, {_hour(t)}:{t:%M}{NNBSP}{_AM(t)}",
        ios=False,
    ),
    Locale("android-de", lambda t: f"{t:%d.%m.%y, %H:%M}", ios=False),
    Locale("android-de-um", lambda t: f"{t:%d.%m.%y} um {t:%H:%M}", ios=False),
    Locale(
        "android-es",
        lambda t: f"{t.day}/{t.month}/{t.year}, {_hour(t)}:{t:%M}{NNBSP}{_ES(t)}",
        ios=False,
    ),
    Locale(
        "android-es-old",
        lambda t: f"{t.day}/{t.month}/{t.year} {_hour(t)}:{t:%M} {_ES_SPACE(t)}",
        ios=False,
    ),
    Locale("android-ru", lambda t: f"{t:%d.%m.%Y, %H:%M}", ios=False),
    Locale("android-fr", lambda t: f"{t:%d/%m/%Y} à {t:%H:%M}", ios=False),
    Locale("android-pt", lambda t: f"{t:%d/%m/%Y} às {t:%H:%M}", ios=False),
    Locale(
        "android-fi", lambda t: f"{t.day}.{t.month}.{t.year} klo {t.hour}.{t:%M}", ios=False
    ),
    Locale("android-da", lambda t: f"{t:%d/%m/%Y} kl. {t:%H.%M}", ios=False),
    Locale("android-cs", lambda t: f"{t.day}. {t.month}. {t.year} {t.hour}:{t:%M}", ios=False),
    Locale("android-hu", lambda t: f"{t:%Y. %m. %d. %H:%M}", ios=False),
    Locale("android-bg", lambda t: f"{t:%d.%m.%y} г., {t:%H:%M} ч.", ios=False),
    Locale("android-nl", lambda t: f"{t:%d-%m-%Y %H:%M}", ios=False),
    Locale("android-sv", lambda t: f"{t:%Y-%m-%d %H:%M}", ios=False),
    Locale("android-tr", lambda t: f"{t:%d.%m.%Y} {_TR(t)} {_hour(t)}:{t:%M}", ios=False),
    Locale(
        "android-zh",
        lambda t: f"{t.year}/{t.month}/{t.day} {_ZH(t)}{_hour(t)}:{t:%M}",
        ios=False,
    ),
    Locale(
        "android-ko",
        lambda t: f"{t.year}. {t.month}. {t.day}. {_KO(t)} {_hour(t)}:{t:%M}",
        ios=False,
    ),
    Locale("android-ja", lambda t: f"{t:%Y/%m/%d %H:%M}", ios=False),
    Locale("android-vi", lambda t: f"{t:%H:%M, %d/%m/%Y}", ios=False),
    Locale("android-th", lambda t: f"{t.day}/{t.month}/{t.year + 543} {t:%H:%M}", ios=False),
    Locale(
        "android-ar",
        lambda t: _digits(f"{t.day}/{t.month}/{t.year}، {_hour(t)}:{t:%M} ", "٠") + _AR(t),
        ios=False,
    ),
    Locale("android-fa", lambda t: _digits(f"{t:%Y/%m/%d}، {t:%H:%M}", "۰"), ios=False),
    Locale(
        "android-hi", lambda t: _digits(f"{t.day}/{t.month}/{t:%y}, {t:%H:%M}", "०"), ios=False
    ),
    Locale(
        "ios-en-us",
        lambda t: f"{t.month}/{t.day}/{t:%y}, {_hour(t)}:{t:%M:%S}{NNBSP}{_AM(t)}",
        ios=True,
        seconds=True,
    ),
    Locale("ios-de", lambda t: f"{t:%d.%m.%y, %H:%M:%S}", ios=True, seconds=True),
    Locale("ios-cs", lambda t: f"{t:%d.%m.%y %H:%M:%S}", ios=True, seconds=True),
    Locale(
        "ios-zh", lambda t: f"{t.year}/{t.month}/{t.day} {t:%H:%M:%S}", ios=True, seconds=True
    ),
    Locale(
        "ios-vi", lambda t: f"{t:%H:%M:%S}, {t.day}/{t.month}/{t:%y}", ios=True, seconds=True
    ),
    Locale(
        "ios-ar",
        lambda t: f"{RLM}{t.day}{RLM}/{t.month}{RLM}/{t.year}، {t:%H:%M:%S}",
        ios=True,
        seconds=True,
    ),
    Locale(
        "ios-th",
        lambda t: f"{t.day}/{t.month}/{t.year + 543} BE {t:%H:%M:%S}",
        ios=True,
        seconds=True,
    ),
    Locale(
        "ios-ja-era",
        lambda t: f"R{t.year - 2018}/{t.month}/{t.day} {t:%H:%M:%S}",
        ios=True,
        seconds=True,
    ),
)

START = datetime.fromisoformat("2023-11-20T22:50:07")
SENDERS = ("Nora Quist", f"\u202a+49{NBSP}1512{NBSP}5550142\u202c", "Тимур", "مريم 💐")
TEXTS = (
    "one bottle each, both asleep",
    "ночью дважды плакала, потом уснула",
    "will you take them on Saturday?",
    "two\nlines, and a time: 10:30",
    "👩‍👧‍👧 café",
    "الحليب نفد",
)


class Line(NamedTuple):
    """What one entry of a written chat says."""

    at: datetime
    sender: str
    text: str


def chat(count: int) -> list[Line]:
    """Return `count` entries over several months, hours of both halves of the day."""
    return [
        Line(START + timedelta(minutes=613 * n, seconds=n), SENDERS[n % 4], TEXTS[n % 6])
        for n in range(count)
    ]


def entry(locale: Locale, line: Line) -> str:
    """Return `line` as the phone writes it, without its line end."""
    stamp = locale.stamp(line.at)
    head = f"[{stamp}] " if locale.ios else f"{stamp} - "
    return f"{head}{line.sender}: {line.text}"


def written(locale: Locale, lines: list[Line]) -> bytes:
    """Return the whole file of `lines`."""
    end = "\r\n" if locale.ios else "\n"
    return "".join(entry(locale, line) + end for line in lines).encode()


def shown(locale: Locale, line: Line) -> str:
    """Return the time of `line` in ISO 8601, as exactly as the phone writes it."""
    return f"{line.at:%Y-%m-%dT%H:%M:%S}" if locale.seconds else f"{line.at:%Y-%m-%dT%H:%M}"

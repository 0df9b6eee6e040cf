"""What a picture says of itself, by Pillow and pi-heif, without unpacking a single point.

1. `DateTimeOriginal` is the camera's clock, else `DateTimeDigitized`. With `OffsetTimeOriginal`
   (or its twin) it is a moment, without it a reading. `DateTime` is when a program last wrote
   the file, and no time of the picture.
2. A place is degrees, minutes and seconds as fractions, and a letter for the half of the earth.
3. The satellites' time is UTC, to the second.
"""

from __future__ import annotations

import re
from datetime import UTC
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.base.time import moment
from hearthbook.records.file import Place
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.held import asked

if TYPE_CHECKING:
    from mmap import mmap
    from typing import BinaryIO
    from typing import TypeAlias

    from hearthbook.records.when import When

    Fields: TypeAlias = dict[int, object]

_EXIF, _GPS = 0x8769, 0x8825
_MAKER, _MODEL, _PROGRAM = 0x010F, 0x0110, 0x0131
_TAKEN: Final = ((0x9003, 0x9011), (0x9004, 0x9012))  # a time, and its offset
_TIME: Final = re.compile(
    r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?", re.ASCII
)
_OFFSET: Final = re.compile(r"[+-]\d\d:\d\d|Z", re.ASCII)
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_LONGEST: Final = 200
_MILLION: Final = 1_000_000
_WIDEST: Final = {"latitude": 90, "longitude": 180}


class Described(NamedTuple):
    """What a picture says of itself; None and empty: it does not say."""

    when: When | None = None
    by_satellite: Moment | None = None
    camera: str = ""
    program: str = ""
    width: int | None = None
    height: int | None = None
    whereabouts: Place | None = None
    marks: frozenset[Mark] = frozenset()


def described(data: bytes | mmap, kind: str) -> Described:
    """Return what the picture `data` of the type `kind` says of itself."""
    looked = asked(_heif if kind == "image/heic" else _other, data)
    if looked is None:
        return Described(marks=frozenset({Mark.UNREAD_INSIDE}))
    width, height, raw = looked
    fields = None
    if raw:
        fields = asked(_fields, raw)
        if fields is None:
            return Described(width=width, height=height, marks=frozenset({Mark.UNREAD_INSIDE}))
    first, exif, place = fields or ({}, {}, {})
    camera = " ".join(part for part in (_text(first, _MAKER), _text(first, _MODEL)) if part)
    return Described(
        when=_when(exif),
        by_satellite=_by_satellite(place),
        camera=camera,
        program=_text(first, _PROGRAM),
        width=width,
        height=height,
        whereabouts=_place(place),
    )


def _other(file: BinaryIO) -> tuple[int, int, bytes]:
    from PIL import Image  # noqa: PLC0415  # nothing but a picture needs it

    with Image.open(file, formats=_FORMATS) as picture:
        raw = picture.info.get("exif", b"")
        return picture.width, picture.height, raw if isinstance(raw, bytes) else b""


def _heif(file: BinaryIO) -> tuple[int, int, bytes]:
    import pi_heif  # type: ignore[import-untyped]  # noqa: PLC0415  # no types; only HEIC needs it

    picture = pi_heif.open_heif(file)
    raw = picture.info.get("exif") or b""
    return picture.size[0], picture.size[1], bytes(raw)


def _fields(file: BinaryIO) -> tuple[Fields, Fields, Fields]:
    from PIL import Image  # noqa: PLC0415  # nothing but a picture needs it

    exif = Image.Exif()
    exif.load(file.read())
    return dict(exif), dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))


def _text(fields: Fields, tag: int) -> str:
    value = fields.get(tag)
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return nfc(value.strip(" \0")[:_LONGEST]) if isinstance(value, str) else ""


def _when(exif: Fields) -> When | None:
    for tag, offset_tag in _TAKEN:
        found = _TIME.fullmatch(_text(exif, tag))
        if found is None:
            continue
        shown = "{}-{}-{}T{}:{}:{}".format(*found.groups())
        offset = _text(exif, offset_tag)
        known = offset if _OFFSET.fullmatch(offset) else ""
        try:
            at = datetime.fromisoformat(shown + known)
        except ValueError:
            continue
        if known:
            return Moment(moment(at), Precision.SECOND)
        return Wall(shown, Precision.SECOND)
    return None


def _by_satellite(place: Fields) -> Moment | None:
    day = re.fullmatch(r"(\d{4}):(\d\d):(\d\d)", _text(place, 29), re.ASCII)
    clock = _fractions(place.get(7))
    if day is None or clock is None:
        return None
    try:
        at = datetime(*map(int, day.groups()), *(int(part) for part in clock), tzinfo=UTC)  # type: ignore[misc, arg-type]  # six numbers
    except (ValueError, OverflowError):
        return None
    return Moment(moment(at), Precision.SECOND)


def _place(place: Fields) -> Place | None:
    latitude = _degrees(place, (1, 2), "latitude")
    longitude = _degrees(place, (3, 4), "longitude")
    known = latitude is not None and longitude is not None
    return Place(latitude, longitude) if known else None  # type: ignore[arg-type]  # both are known


def _degrees(place: Fields, tags: tuple[int, int], of: str) -> int | None:
    half, parts = _text(place, tags[0]).upper(), _fractions(place.get(tags[1]))
    if parts is None or half not in {"N", "S", "E", "W"}:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    if degrees > _WIDEST[of]:
        return None
    return round(degrees * _MILLION) * (-1 if half in {"S", "W"} else 1)


def _fractions(value: object) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return three fractions, none of them below zero or without a value."""
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    found = []
    for one in value:
        over, under = getattr(one, "numerator", None), getattr(one, "denominator", None)
        if not isinstance(over, int) or not isinstance(under, int) or under <= 0 or over < 0:
            return None
        found.append(Fraction(over, under))
    return found[0], found[1], found[2]

"""Large files for measuring, the same bytes for the same arguments; written as they are made.

`python -m bench.generate whatsapp OUT --messages 1000000` writes a WhatsApp chat as an Android
phone in Britain exports it, about 80 bytes a message: text in several lines, media, deleted,
edited, calls, lines of the app, and lines inside a message that begin like a date.
`python -m bench.generate sms OUT --mb 300` writes an SMS Backup & Restore file, more than half
of it pictures. Beside each the file OUT.truth.json tells what is in it.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections import Counter
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from demo.rng import Rng
from hearthbook.base.time import DAY
from hearthbook.base.time import in_utc
from hearthbook.base.time import moment
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS: Final = """
    again away bath bed blanket bottle bring call came child coat cold come court crib cup
    day diaper doctor door early evening feed fever friday girl give go home hour key late
    lawyer letter light little long milk money morning mother need never night nothing now
    nurse only paid park please pram rain read rent room send shoes sleep soup spoon
    stairs sunday thank they tired tomorrow train wait walk warm week when why window
    winter write yes yesterday
"""
_SIGNS: Final = ("\U0001f37c", "\u2764\ufe0f", "\U0001f634", "\U0001f469\u200d\U0001f467")
_START: Final = moment(datetime(2021, 1, 1, tzinfo=UTC))
_SPAN: Final = 1000 * DAY
_BERLIN: Final = zone_named("Europe/Berlin")
_WRITERS: Final = ("Anna", "Igor Petrov")
_FLUSH: Final = 4096
_HEAD: Final = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    "<!--File Created By SMS Backup and Restore v10.20.002 on 01/01/2025 00:00:00-->\n"
    '<smses count="1" backup_set="0c1b6f5e-91f7-4a1b-8a64-5b0a7d0f6a11" '
    'backup_date="1735689600000" type="full">\n'
)
_NUMBERS: Final = (
    ("+4915228817386", "Igor"),
    ("015228817386", "Igor"),
    ("+49 1522 8817386", "Igor"),
    ("+493023125014", "(Unknown)"),
    ("BANK", "(Unknown)"),
)


class Phrase:
    """Makes sentences quickly: stretches of one long text made once from the word list."""

    def __init__(self, rng: Rng) -> None:
        self._rng = rng
        words = WORDS.split()
        self._words = [rng.pick(words) for _ in range(20_000)]

    def text(self, most: int) -> str:
        """Return a sentence of 1 to `most` words."""
        start = self._rng.below(len(self._words) - most)
        return " ".join(self._words[start : start + 1 + self._rng.below(most)])


class _Stamps:
    """Writes times; zones are looked up once an hour."""

    def __init__(self) -> None:
        self._hours: dict[int, str] = {}

    def header(self, ms: int) -> str:
        hour, rest = divmod(ms, 3_600_000)
        if hour not in self._hours:
            self._hours = {hour: shown(ms, _BERLIN).strftime("%d/%m/%Y, %H:")}
        return f"{self._hours[hour]}{rest // 60_000:02d} - "


def chat_lines(messages: int, seed: int, counts: Counter[str]) -> Iterator[str]:
    """Yield a chat of so many entries, line ends included, and count what it holds."""
    rng, stamps = Rng(seed), _Stamps()
    phrase = Phrase(rng)
    step = max(2, 2 * _SPAN // messages)
    at = _START
    notice = (
        "Messages and calls are end-to-end encrypted. Only people in this chat can read them."
    )
    counts["system"] += 1
    yield f"{stamps.header(at)}{notice}\n"
    for number in range(1, messages):
        at += rng.below(step)
        dice = rng.below(10_000)
        if dice < 20:
            counts["system"] += 1
            yield f"{stamps.header(at)}Igor Petrov changed their number.\n"
            continue
        kind, body = _body(dice, number, at, phrase)
        counts[kind] += 1
        counts["message"] += 1
        yield f"{stamps.header(at)}{_WRITERS[dice & 1]}: {body}\n"


# How many of 10,000 entries are of a kind, added up; 20 of them are the app's own lines.
_KINDS: Final = (
    (120, "attached"),
    (320, "omitted"),
    (360, "deleted"),
    (420, "edited"),
    (460, "call"),
    (465, "decoy"),
    (960, "several-lines"),
    (1600, "sign"),
)


def _body(dice: int, number: int, at: int, phrase: Phrase) -> tuple[str, str]:
    text = phrase.text(17)
    if dice >= 1600:
        return "text", text
    kind = next(kind for limit, kind in _KINDS if dice < limit)
    name = f"IMG-{in_utc(at):%Y%m%d}-WA{number % 10_000:04d}.jpg"
    gap = "\n\n" if dice & 2 else "\n"
    bodies = {
        "attached": f"\u200e{name} (file attached)",
        "omitted": "<Media omitted>",
        "deleted": "This message was deleted",
        "edited": f"{text} <This message was edited>",
        "call": "Missed voice call",
        "decoy": "he wrote:\n2016-04-29 10:30:00 see you there",
        "several-lines": f"{text}\n{phrase.text(9)}{gap}until 10:30",
        "sign": f"{text} {_SIGNS[dice & 3]}",
    }
    return kind, bodies[kind]


def whatsapp(out: Path, *, messages: int = 1_000_000, seed: int = 7) -> None:
    """Write a WhatsApp export of so many entries to `out`, and the truth beside it."""
    counts: Counter[str] = Counter()
    _write(out, chat_lines(messages, seed, counts))
    _tell(out, counts)


def backup_records(size: int, seed: int, counts: Counter[str]) -> Iterator[str]:
    """Yield the elements of a backup of about `size` bytes, and count what it holds."""
    rng = Rng(seed)
    phrase = Phrase(rng)
    pool = base64.b64encode(b"".join(rng.word().to_bytes(8, "big") for _ in range(1 << 17)))
    letters = pool.decode().rstrip("=")
    at, written, pictures = _START, 0, 0
    yield _HEAD
    while written < size:
        at += rng.below(360_000)
        if pictures * 100 < written * 55:
            element = _mms(rng, phrase, at, letters, counts)
            pictures += len(element)
        else:
            element = _sms(rng, phrase, at, counts)
        written += len(element)
        yield element
    yield "</smses>\n"


def _sms(rng: Rng, phrase: Phrase, at: int, counts: Counter[str]) -> str:
    number, name = rng.pick(_NUMBERS)
    box, dice, text = rng.between(1, 2), rng.below(100), phrase.text(28)
    if dice < 8:
        text += f" {_SIGNS[dice & 3]}"
        counts["sign"] += 1
    elif dice < 11:
        text += "&#10;second line &amp; &quot;quoted&quot;"
    counts["sms"] += 1
    return (
        f'  <sms protocol="0" address="{number}" date="{at}" type="{box}" subject="null" '
        f'body="{text}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" '
        f'locked="0" date_sent="{at - 900 if box == 1 else 0}" sub_id="1" '
        f'readable_date="{in_utc(at):%d %b %Y %H:%M:%S}" contact_name="{name}" />\n'
    )


def _mms(rng: Rng, phrase: Phrase, at: int, letters: str, counts: Counter[str]) -> str:
    number, name = rng.pick(_NUMBERS)
    box, place = rng.between(1, 2), counts["mms"]
    # One in forty is as large as a short film; base64 comes in groups of four letters.
    groups = (
        rng.between(330_000, 1_000_000) if rng.below(40) == 0 else rng.between(13_000, 83_000)
    )
    whole, rest = divmod(4 * groups, len(letters) // 4 * 4)
    data = letters[: len(letters) // 4 * 4] * whole + letters[:rest]
    counts["mms"] += 1
    counts["media-bytes"] += 3 * groups
    return (
        f'  <mms date="{at}" rr="129" sub="null" ct_t="application/vnd.wap.multipart.related" '
        f'seen="1" msg_box="{box}" address="{number}" text_only="0" m_id="m{place}@x.invalid" '
        f'm_size="{3 * groups}" date_sent="{at // 1000}" read="1" v="18" '
        f'm_type="{132 if box == 1 else 128}" readable_date="{in_utc(at):%d %b %Y %H:%M:%S}" '
        f'contact_name="{name}">\n    <parts>\n'
        '      <part seq="-1" ct="application/smil" name="null" cl="smil.xml" '
        "text='&lt;smil&gt;&lt;body/&gt;&lt;/smil&gt;' />\n"
        f'      <part seq="0" ct="image/jpeg" name="IMG_{place}.jpg" cl="IMG_{place}.jpg" '
        f'text="null" data="{data}" />\n'
        f'      <part seq="0" ct="text/plain" name="null" chset="106" cl="t.txt" '
        f'text="{phrase.text(9)}" />\n    </parts>\n    <addrs>\n'
        f'      <addr address="{number if box == 1 else "insert-address-token"}" type="137" '
        'charset="106" />\n'
        f'      <addr address="{"insert-address-token" if box == 1 else number}" type="151" '
        'charset="106" />\n    </addrs>\n  </mms>\n'
    )


def sms(out: Path, *, mb: int = 300, seed: int = 7) -> None:
    """Write a backup of about `mb` megabytes to `out`, and the truth beside it."""
    counts: Counter[str] = Counter()
    _write(out, backup_records(mb * 1_000_000, seed, counts))
    _tell(out, counts)


def _write(out: Path, pieces: Iterator[str]) -> None:
    with out.open("wb") as file:
        held: list[str] = []
        for piece in pieces:
            held.append(piece)
            if len(held) == _FLUSH or len(piece) > 1 << 16:
                file.write("".join(held).encode())
                held.clear()
        file.write("".join(held).encode())


def _tell(out: Path, counts: Counter[str]) -> None:
    truth = {"bytes": out.stat().st_size, **dict(sorted(counts.items()))}
    out.with_name(out.name + ".truth.json").write_text(json.dumps(truth, indent=1), "utf-8")


def main(words: list[str]) -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("kind", choices=("whatsapp", "sms"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--mb", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(words)
    if given.kind == "whatsapp":
        whatsapp(given.out, messages=given.messages, seed=given.seed)
    else:
        sms(given.out, mb=given.mb, seed=given.seed)


if __name__ == "__main__":
    main(sys.argv[1:])

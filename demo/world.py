"""One invented family, the same for every run: tests and the demonstration live on it.

Twins, a cousin with the same first name as one of them, a mother who writes, a father who left
on the first day, his mother, her mother, a friend of both, a lawyer. Eight months from
20 December 2025 in Berlin, over the night in March that has no hour after two. Two languages.
Nobody here has ever lived.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Final

from demo.diary import Diary
from demo.diary import care_for
from demo.diary import introduce
from demo.exports import android
from demo.exports import call_log
from demo.exports import iphone
from demo.exports import picture
from demo.exports import picture_name
from demo.exports import sms_backup
from demo.exports import zipped
from demo.happenings import everything_else
from demo.people import DAYS
from demo.people import GALINA
from demo.people import KATYA
from demo.people import LENA
from demo.people import VIKTOR
from demo.people import ZONE
from demo.people import at
from demo.phrases import STORY
from demo.rng import Rng
from demo.talk import Form
from demo.talk import friends
from demo.talk import parents
from demo.talk import rings
from demo.talk import shorts
from hearthbook.records.codec import kind

if TYPE_CHECKING:
    from pathlib import Path

    from demo.talk import Line
    from demo.talk import Ring
    from demo.talk import Short
    from hearthbook.records.codec import Record

SEED: Final = 20251220
_MADE: Final = at(DAYS, 9 * 60)


@dataclass(frozen=True)
class Family:
    """All there is of the family: her diary, and what is on her phone and her tablet."""

    records: list[Record]
    parents: list[Line]
    friends: list[Line]
    shorts: list[Short]
    rings: list[Ring]
    writer: str = LENA.name
    zone: str = ZONE
    father: str = VIKTOR.name
    his_mother: str = GALINA.name
    friend: str = KATYA.name

    @property
    def truth(self) -> Truth:
        """What readers and findings should come to."""
        return Truth(
            kinds=dict(Counter(map(kind, self.records))),
            chats={"parents": _chat(self.parents), "friends": _chat(self.friends)},
            shorts=dict(Counter(f"{one.name}/{one.box}" for one in self.shorts)),
            rings=dict(Counter(f"{one.name}/{one.type}" for one in self.rings)),
        )


@dataclass(frozen=True)
class Chat:
    """The lines of a chat by sender (empty: the app) and by form, the first and the last."""

    lines: int
    senders: dict[str, int]
    forms: dict[Form, int]
    first: int
    last: int


@dataclass(frozen=True)
class Truth:
    """Counts of all: by kind, by person; short messages and calls by name and type."""

    kinds: dict[str, int]
    chats: dict[str, Chat]
    shorts: dict[str, int]
    rings: dict[str, int]


def family(seed: int = SEED) -> Family:
    """Return the family that grows from `seed`."""
    rng = Rng(seed)
    diary = Diary(rng.branch("diary"))
    introduce(diary)
    care_for(diary)
    everything_else(diary)
    return Family(
        records=diary.records(),
        parents=parents(rng.branch("parents")),
        friends=friends(rng.branch("friends")),
        shorts=shorts(rng.branch("shorts")),
        rings=rings(rng.branch("rings")),
    )


def write_exports(world: Family, folder: Path) -> list[Path]:
    """Write what her devices export to `folder`, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "WhatsApp Chat with Viktor.txt": android(world.parents),
        "sms-20260820090000.xml": sms_backup(world.shorts, _MADE),
        "calls-20260820090000.xml": call_log(world.rings, _MADE),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    archive = zipped(
        folder / "WhatsApp Chat - Katya.zip",
        [("_chat.txt", iphone(world.friends).encode()), *_pictures(world.friends)],
    )
    return [*(folder / name for name in texts), archive]


def write_archive(world: Family, folder: Path) -> Path:
    """Write the parents' chat once more, as the archive that a phone mails with its media."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "WhatsApp Chat with Viktor"
    text = android(world.parents).encode()
    return zipped(folder / f"{name}.zip", [(f"{name}.txt", text)])


def told_story(world: Family) -> str:
    """Return how she tells it herself, with nothing but relative times."""
    return STORY.format(father=world.father, friend=world.friend)


def _pictures(lines: list[Line]) -> list[tuple[str, bytes]]:
    return [
        (picture_name(line, number), picture(number))
        for number, line in enumerate(lines)
        if line.form is Form.ATTACHED
    ]


def _chat(lines: list[Line]) -> Chat:
    return Chat(
        lines=len(lines),
        senders=dict(Counter("" if line.form is Form.APP else line.by for line in lines)),
        forms=dict(Counter(line.form for line in lines)),
        first=lines[0].at,
        last=lines[-1].at,
    )

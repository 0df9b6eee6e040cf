"""Ask what files leave open, each question once; an empty line leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import structs

from hearthbook.app.answers import ORDERS
from hearthbook.app.layouts import keep
from hearthbook.app.layouts import layouts
from hearthbook.app.numbers import regional
from hearthbook.app.preview import Preview
from hearthbook.app.take_in import Said
from hearthbook.app.times import zone
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from hearthbook.app.answers import Answers
    from hearthbook.app.gathering import Found
    from hearthbook.app.household import Household
    from hearthbook.app.preview import Summary
    from hearthbook.cli.command import Console

_TRIES: Final = 3
_YES: Final = ("y", "yes", "да")
_DOCUMENT: Final = ("d", "document", "документ")


def asked(
    home: Household, files: Sequence[Found], answers: Answers, console: Console
) -> Answers:
    """Return `answers` with those that are still missing, as they are typed."""
    looks = [look for look in _looked(home, files, answers, console) if look is not None]
    for look in looks:
        _columns(home, look, console)
    answers = _zone(home, looks, answers, console)
    for look in looks:
        answers = _order(look, _me(look, answers, console), console)
    return _family(home, looks, answers, console)


def _looked(
    home: Household, files: Sequence[Found], answers: Answers, console: Console
) -> list[Summary | None]:
    return [_look(home, one, answers, console) for one in files]


def _look(home: Household, file: Found, answers: Answers, console: Console) -> Summary | None:
    """Look at one file and say what it holds; what is wrong with it is said when it is read."""
    try:
        said = answers.of(file.name, "")
        preview = Preview(
            file.path, said.date_order, file.name, story=False, layouts=layouts(home)
        )
        with console.bars.bar("looking", file=file.name):
            for _ in preview.lines():
                pass
    except Failure:
        return None
    look = preview.look()
    held = ", ".join(f"{kind} {count}" for kind, count in look.counts.items())
    who = ", ".join(f"{name} {count}" for name, count in list(look.participants.items())[:6])
    known = home.has_taken(look.sha256)
    console.warn(
        console.words(
            "looked-known" if known else "looked",
            file=look.file,
            held=held,
            who=who or "-",
            first=look.first or "-",
            last=look.last or "-",
        )
    )
    return look


def _open(look: Summary, answers: Answers) -> set[str]:
    said = answers.of(look.file, look.sha256)
    given = {"zone": said.zone, "me": said.me, "date-order": said.date_order}
    return {one for one in look.ask if given.get(one, "") is None}


def _zone(
    home: Household, looks: Sequence[Summary], answers: Answers, console: Console
) -> Answers:
    those = [look for look in looks if "zone" in _open(look, answers)]
    if not those:
        return answers
    usual = home.setting("zone")
    files = ", ".join(look.file for look in those)

    def valid(text: str) -> str:
        return zone(text).key

    typed = _tried(console, valid, "ask-zone", files=files, usual=usual)
    for look in those if typed else ():
        answers = answers.saying(look.file, Said(zone=typed))
    return answers


def _columns(home: Household, look: Summary, console: Console) -> None:
    """Show how a bank's table seems to be laid out, and keep what is said to that."""
    found = look.columns
    if found is None:
        return
    console.caution("columns-found", file=look.file)
    for one in found.because:
        console.caution(
            "columns-because", what=console.words(f"column-{one.what}"), shows=one.shows
        )
    typed = console.ask("ask-columns", file=look.file).casefold()
    layout = structs.replace(found.layout, document=typed in _DOCUMENT)
    if typed in _YES and layout.date_order is None:
        order = console.ask("ask-order", file=look.file)
        layout = structs.replace(
            layout, date_order=next((o for o in ORDERS if o == order), None)
        )
    if layout.document or typed in _YES:
        try:
            keep(home, layout)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)


def _me(look: Summary, answers: Answers, console: Console) -> Answers:
    if "me" not in _open(look, answers) or not look.participants:
        return answers
    names = list(look.participants)
    earlier = {one.me for one in answers.file.values()} & set(names)
    if len(earlier) == 1:
        return answers.saying(look.file, Said(me=earlier.pop()))
    shown = ", ".join(f"{place} {name}" for place, name in enumerate(names[:20], 1))

    def valid(text: str) -> str:
        return (
            names[int(text) - 1] if text.isdecimal() and 0 < int(text) <= len(names) else text
        )

    typed = _tried(console, valid, "ask-me", file=look.file, names=shown)
    return answers.saying(look.file, Said(me=typed)) if typed else answers


def _order(look: Summary, answers: Answers, console: Console) -> Answers:
    if "date-order" not in _open(look, answers):
        return answers
    typed = console.ask("ask-order", file=look.file)
    found = next((one for one in ORDERS if typed == one), None)
    return answers.saying(look.file, Said(date_order=found)) if found else answers


def _family(
    home: Household, looks: Sequence[Summary], answers: Answers, console: Console
) -> Answers:
    children, region = answers.child, answers.region
    if not children and not any(one.child for one in home.people()):
        children = tuple(filter(None, map(str.strip, console.ask("ask-child").split(","))))
    national = [
        name
        for look in looks
        for name in look.participants
        if name[:1] == "0" and name.replace(" ", "").isdecimal()
    ]
    if region is None and not home.setting("region") and national:
        region = _tried(console, regional, "ask-region", number=national[0])
    return structs.replace(answers, child=children, region=region)


def _tried(
    console: Console, valid: Callable[[str], str], name: str, /, **gaps: str
) -> str | None:
    """Return an answer that is one, None if it is left open."""
    for _ in range(_TRIES):
        typed = console.ask(name, **gaps)
        if not typed:
            return None
        try:
            return valid(typed)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
    return None

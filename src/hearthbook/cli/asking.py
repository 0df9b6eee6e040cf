"""Ask what files leave open, each question once; an empty line leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import TypeVar

from msgspec import structs

from hearthbook.app.answers import ORDERS
from hearthbook.app.earlier import earlier
from hearthbook.app.layouts import fitting
from hearthbook.app.layouts import layouts
from hearthbook.app.numbers import is_national
from hearthbook.app.numbers import regional
from hearthbook.app.preview import Preview
from hearthbook.app.take_in import UNITS
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import units
from hearthbook.app.times import zone
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from hearthbook.app.answers import Answers
    from hearthbook.app.earlier import Earlier
    from hearthbook.app.gathering import Found
    from hearthbook.app.household import Household
    from hearthbook.app.preview import Summary
    from hearthbook.cli.command import Console

T = TypeVar("T")

_TRIES: Final = 3
_SAME: Final = "="
_UNITS: Final = ", ".join(UNITS)
_YES: Final = ("y", "yes", "да")
_DOCUMENT: Final = ("d", "document", "документ")


def asked(
    home: Household, files: Sequence[Found], answers: Answers, console: Console
) -> Answers:
    """Return `answers` with those that are still missing, as they are typed.

    Nothing is written down here: whoever breaks off has changed nothing.
    """
    before = earlier(home)
    looks: list[Summary] = []
    for file in files:
        look, answers = _looked(home, file, answers, console)
        looks += [] if look is None else [look]
    answers = _zone(looks, answers, before, console)
    for look in looks:
        answers = _order(look, _me(look, answers, before, console), console)
    answers = _family(home, looks, answers, console)
    for look in looks:
        answers = _whose(home, look, answers, before, console)
    return _units(looks, answers, before, console)


def _looked(
    home: Household, file: Found, answers: Answers, console: Console
) -> tuple[Summary | None, Answers]:
    """Look at a file, once more for each bank's table in it that was confirmed, and say it."""
    look = _look(home, file, answers, console)
    while look is not None and look.columns is not None:
        known = len(answers.statement)
        answers = _columns(look, answers, console)
        if len(answers.statement) == known:
            break
        look = _look(home, file, answers, console)
    if look is not None:
        _say(home, look, console)
    return look, answers


def _look(home: Household, file: Found, answers: Answers, console: Console) -> Summary | None:
    """Look at one file; what is wrong with it is said when it is read."""
    try:
        said = answers.of(file.name, "")
        known = (*layouts(home), *answers.statement)
        preview = Preview(file.path, said.date_order, file.name, story=False, layouts=known)
        with console.bars.bar("looking", file=file.name):
            for _ in preview.lines():
                pass
    except Failure:
        return None
    return preview.look()


def _say(home: Household, look: Summary, console: Console) -> None:
    held = ", ".join(f"{kind} {count}" for kind, count in look.counts.items())
    who = ", ".join(f"{name} {count}" for name, count in list(look.participants.items())[:6])
    console.caution(
        "looked-known" if home.has_taken(look.sha256) else "looked",
        file=look.file,
        held=held,
        who=who or "-",
        first=look.first or "-",
        last=look.last or "-",
    )


def _open(look: Summary, answers: Answers) -> set[str]:
    said = answers.of(look.file, look.sha256)
    given = {
        "zone": said.zone,
        "me": said.me,
        "date-order": said.date_order,
        "child": said.child,
        "units": said.units or None,
    }
    return {one for one in look.ask if given.get(one, "") is None}


def _zone(
    looks: Sequence[Summary], answers: Answers, before: Earlier, console: Console
) -> Answers:
    those = [look for look in looks if "zone" in _open(look, answers)]
    if not those:
        return answers
    files = ", ".join(look.file for look in those)

    def valid(text: str) -> str:
        return zone(text).key

    _offer(before.zone, console)
    typed = _tried(
        console, valid, "ask-zone", before=before.zone, files=files, usual=before.zone
    )
    for look in those if typed else ():
        answers = answers.saying(look.file, Said(zone=typed))
    return answers


def _columns(look: Summary, answers: Answers, console: Console) -> Answers:
    """Show how a bank's table seems to be laid out, and note what is said to that."""
    found = look.columns
    if found is None:
        return answers
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
            return structs.replace(answers, statement=(*answers.statement, fitting(layout)))
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
    return answers


def _me(look: Summary, answers: Answers, before: Earlier, console: Console) -> Answers:
    if "me" not in _open(look, answers) or not look.participants:
        return answers
    names = list(look.participants)
    earlier = {one.me for one in answers.file.values()} & set(names)
    if len(earlier) == 1:
        return answers.saying(look.file, Said(me=earlier.pop()))
    known = next((name for name in before.me if name in names), "")
    typed = _chosen(console, names, "ask-me", look.file, known)
    return answers.saying(look.file, Said(me=typed)) if typed else answers


def _whose(
    home: Household, look: Summary, answers: Answers, before: Earlier, console: Console
) -> Answers:
    if "child" not in _open(look, answers):
        return answers
    written = [one.name for one in home.people() if one.child]
    names = list(dict.fromkeys([*written, *answers.child]))
    typed = _chosen(console, names, "ask-whose", look.file, before.child.get(look.reader, ""))
    return answers.saying(look.file, Said(child=typed)) if typed else answers


def _units(
    looks: Sequence[Summary], answers: Answers, before: Earlier, console: Console
) -> Answers:
    those = [look for look in looks if "units" in _open(look, answers)]
    if not those:
        return answers
    known = " ".join(before.units.get(those[0].reader, ()))
    files = ", ".join(look.file for look in those)

    def valid(text: str) -> tuple[str, ...]:
        return units(text.casefold().replace(",", " ").split())

    _offer(known, console)
    typed = _tried(console, valid, "ask-units", before=known, files=files, units=_UNITS)
    for look in those if typed else ():
        answers = answers.saying(look.file, Said(units=units(typed or ())))
    return answers


def _chosen(
    console: Console, names: Sequence[str], question: str, file: str, before: str
) -> str | None:
    """Ask for one of `names` by its number, or any other by name."""
    shown = ", ".join(f"{place} {name}" for place, name in enumerate(names[:20], 1))

    def valid(text: str) -> str:
        by_number = text.isdecimal() and 0 < int(text) <= len(names)
        return names[int(text) - 1] if by_number else text

    _offer(before, console)
    return _tried(console, valid, question, before=before, file=file, names=shown)


def _offer(before: str, console: Console) -> None:
    if before:
        console.caution("ask-same", before=before)


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
    national = [name for look in looks for name in look.participants if is_national(name)]
    if region is None and not home.setting("region") and national:
        region = _tried(console, regional, "ask-region", number=national[0])
    return structs.replace(answers, child=children, region=region)


def _tried(
    console: Console, valid: Callable[[str], T], name: str, /, *, before: str = "", **gaps: str
) -> T | None:
    """Return an answer that is one, `before` for the sign `=`; None if it is left open."""
    for _ in range(_TRIES):
        typed = console.ask(name, **gaps)
        if not typed:
            return None
        typed = before if before and typed == _SAME else typed
        try:
            return valid(typed)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
    return None

"""`hearthbook take-in VAULT FILE...`: keep files as originals and seal what they yield."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from hearthbook.app.answers import Answers
from hearthbook.app.answers import answers_in
from hearthbook.app.answers import over
from hearthbook.app.beside import Lying
from hearthbook.app.diary import begin_child
from hearthbook.app.diary import names
from hearthbook.app.gathering import gathered
from hearthbook.app.given import digest_of
from hearthbook.app.layouts import keep
from hearthbook.app.linking import link
from hearthbook.app.notices import DOCUMENT
from hearthbook.app.numbers import regional
from hearthbook.app.outbox import hand_over
from hearthbook.app.pairing import take_in_with
from hearthbook.app.report import keep as keep_report
from hearthbook.app.report import refused
from hearthbook.app.report import report
from hearthbook.app.take_in import UNITS
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import units
from hearthbook.app.times import zone
from hearthbook.cli.asking import asked
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.phone import tell
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.gathering import Found
    from hearthbook.app.gathering import Gathered
    from hearthbook.app.household import Household
    from hearthbook.app.report import Refused
    from hearthbook.app.report import Report
    from hearthbook.app.take_in import Taken
    from hearthbook.cli.command import Console

_SHOWN = 20


class TakeIn:
    """Takes files in."""

    name = "take-in"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the files, and for what no file says of itself."""
        vault_arguments(parser)
        parser.add_argument("file", nargs="+", metavar="FILE")
        parser.add_argument("--zone", metavar="ZONE")
        parser.add_argument("--me", metavar="NAME")
        parser.add_argument("--child", metavar="NAME", action="append", default=[])
        parser.add_argument("--unit", action="append", choices=UNITS)
        parser.add_argument("--region", metavar="COUNTRY")
        parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
        parser.add_argument("--answers", metavar="FILE")
        parser.add_argument("--book", default="record")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Return the worst outcome of all files; one bad file stops no other."""
        answers = _answers(given)
        keys = (given.passphrase_file, given.recovery_file, given.answers)
        those = gathered(given.file, keys=[key for key in keys if key])
        with opened(given, console) as home:
            if console.interactive:
                answers = asked(home, those.files, answers, console)
            for child in answers.child:
                begin_child(home, child)
            for layout in answers.statement:
                keep(home, layout)
            if answers.region:
                home.say("region", answers.region)
            return _Run(home, answers, given, console).all(those)


class _Run:
    """One run over several files."""

    def __init__(
        self, home: Household, answers: Answers, given: Namespace, console: Console
    ) -> None:
        self._home, self._answers, self._console = home, answers, console
        self._book, self._as_json = given.book, given.format == "json"
        self._taken: list[Taken] = []
        self._refused: list[Refused] = []

    def all(self, those: Gathered) -> Exit:
        """Take all files in, report, and return the worst outcome."""
        worst = max((self._one(file) for file in those.files), default=Exit.DONE)
        for one in those.left_out:
            self._console.caution(f"left-out-{one.why}", file=one.name)
        found = report(
            self._home,
            files=self._taken,
            refused=self._refused,
            left_out=those.left_out,
            linked=self._link(),
            book=self._book,
        )
        keep_report(self._home, found, book=self._book, words=self._console.words)
        if self._as_json:
            self._console.json({"report": msgspec.to_builtins(found)})
        else:
            _tell_all(found, self._console)
        return worst

    def _link(self) -> int:
        if not self._taken:
            return 0
        with self._console.bars.bar("linking") as move:
            those = [one.digest for one in self._taken]
            return link(self._home, book=self._book, of=those, move=move).pairs

    def _one(self, file: Found) -> Exit:
        try:
            handed = hand_over(self._home, path=file.path)
            if handed is not None:
                return tell(handed, self._console, "json" if self._as_json else "text")
            taken = self._take_in(file)
        except Failure as failure:
            self._console.caution(failure.name, **failure.gaps)
            self._refused.append(refused(file.name, failure, self._console.words))
            return failure.code
        for one in taken:
            self._taken.append(one)
            if self._as_json:
                self._console.json(msgspec.to_builtins(one))
            else:
                _tell(one, self._console)
                _tell_strangers(one, self._home, self._console)
        return Exit.DONE

    def _take_in(self, file: Found) -> tuple[Taken, ...]:
        digest = digest_of(Path(file.path), file.name) if self._answers.file else ""
        with self._console.bars.bar("taking-in", file=file.name) as move:
            return take_in_with(
                self._home,
                lying=Lying(file.path, file.name),
                said=self._answers.of(file.name, digest),
                book=self._book,
                move=move,
            )


def _answers(given: Namespace) -> Answers:
    answers = answers_in(given.answers) if given.answers else Answers()
    if given.zone:
        zone(given.zone)
    region = given.region or answers.region
    only = given.child[0] if len(given.child) == 1 else None
    typed = Said(given.zone, given.me, given.date_order, only, units(given.unit or ()))
    return structs.replace(
        answers,
        every=over(typed, answers.every),
        child=(*given.child, *answers.child),
        region=regional(region) if region else None,
    )


def _tell_strangers(taken: Taken, home: Household, console: Console) -> None:
    """Say which children of a file are nobody's name here."""
    known = names(home)
    strangers = [name for name in taken.children if name.casefold() not in known]
    if strangers:
        some = json.dumps(strangers[:6], ensure_ascii=False)
        console.caution("say-children", file=taken.file, children=some)


def _tell(taken: Taken, console: Console) -> None:
    if taken.new == 0:
        console.tell("taken-again", file=taken.file, known=str(taken.known))
    elif taken.reader == DOCUMENT:
        console.tell("taken-document", file=taken.file)
    else:
        kinds = ", ".join(f"{kind} {count}" for kind, count in taken.kinds.items())
        console.tell("taken", file=taken.file, new=str(taken.new), kinds=kinds)
    if taken.kinds.get("snag"):
        console.caution("taken-snags", file=taken.file, snags=str(taken.kinds["snag"]))
    _tell_log(taken, console)
    for odd, count in taken.clocks.items():
        console.caution(f"taken-{odd}", file=taken.file, count=str(count))
    for question in sorted({"child", "units", "zone"}.intersection(taken.unsaid)):
        console.caution(f"say-{question}", file=taken.file)
    if "me" in taken.unsaid:
        some = json.dumps(list(taken.senders)[:6], ensure_ascii=False)
        console.caution("say-me", file=taken.file, senders=some)


def _tell_log(taken: Taken, console: Console) -> None:
    """Say which log of a database nobody reads, and which one may be somewhere else."""
    if taken.beside and taken.beside.endswith("-journal"):
        console.caution("taken-log-beside", file=taken.file, log=taken.beside)
    if taken.alone:
        console.caution("taken-log-alone", file=taken.file, database=taken.alone)
    if taken.missing:
        console.caution("taken-log-missing", file=taken.file, log=taken.missing)


def _tell_all(found: Report, console: Console) -> None:
    for one in found.unread[:_SHOWN]:
        place = f"{one.member}:" if one.member else ""
        console.caution(
            "report-place",
            ref=one.ref,
            file=one.file,
            place=f"{place}{one.start}-{one.end}",
            reason=console.words(f"snag-{one.reason}"),
        )
    if len(found.unread) > _SHOWN:
        console.caution("report-places-more", count=str(len(found.unread) - _SHOWN))
    counts = {
        "new": found.new,
        "known": found.known,
        "documents": found.documents,
        "linked": found.linked,
        "unread": len(found.unread),
        "refused": len(found.refused),
        "left": len(found.left_out),
    }
    parts = (
        console.words(f"report-{name}", count=str(count))
        for name, count in counts.items()
        if count or name == "new"
    )
    console.tell("report", files=str(len(found.files)), parts="; ".join(parts))

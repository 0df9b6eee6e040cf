"""`hearthbook case VAULT [list|add|change|done|calendar]`: dates, deadlines, papers filed."""

from __future__ import annotations

from argparse import SUPPRESS
from argparse import ArgumentParser
from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.case_forms import CASE_FORMS
from hearthbook.app.diary import log
from hearthbook.app.docket import OF_CASE
from hearthbook.app.docket import TITLES
from hearthbook.app.docket import book_for
from hearthbook.app.docket import case_of
from hearthbook.app.docket import change
from hearthbook.app.docket import days_left
from hearthbook.app.docket import finish
from hearthbook.app.docket import plain_sum
from hearthbook.app.docket import save_calendar
from hearthbook.cli.command import Exit
from hearthbook.cli.fields import offer
from hearthbook.cli.fields import values
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import Namespace

    from hearthbook.app.docket import Line
    from hearthbook.app.household import Household
    from hearthbook.cli.command import Console


class Case:
    """Shows a case, and writes down what belongs to it."""

    name = "case"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do; nothing is to list."""
        vault_arguments(parser)
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
        parser.add_argument("--book", choices=OF_CASE, default="")
        # The same after the action, where people type them; left out, they change nothing.
        after = ArgumentParser(add_help=False, argument_default=SUPPRESS)
        after.add_argument("--passphrase-file", metavar="FILE")
        after.add_argument("--format", choices=("text", "json", "csv"))
        after.add_argument("--book", choices=OF_CASE)
        actions = parser.add_subparsers(dest="action", metavar="ACTION")
        actions.add_parser("list", parents=[after])
        _kinds(actions.add_parser("add"), after)
        _changing(actions.add_parser("change", parents=[after]))
        done = actions.add_parser("done", parents=[after])
        done.add_argument("ref", metavar="REF")
        done.add_argument("--at", default="", metavar="TIME")
        done.add_argument("--note", default="", metavar="WORDS")
        file = actions.add_parser("calendar", parents=[after])
        file.add_argument("-o", "--output", required=True, metavar="FILE.ics")
        file.add_argument("--titles", choices=TITLES, default=TITLES[0])

    def run(self, given: Namespace, console: Console) -> Exit:
        """Do it."""
        with opened(given, console) as home:
            if given.action in {"add", "change", "done"}:
                _write(home, given, console)
            elif given.action == "calendar":
                book, titles = given.book or OF_CASE[0], given.titles
                save_calendar(
                    home, book=book, file=given.output, titles=titles, words=console.words
                )
                console.tell(f"case-calendar-{given.titles}", file=given.output)
            else:
                _show(home, given, console)
        return Exit.DONE


def _kinds(parser: ArgumentParser, after: ArgumentParser) -> None:
    kinds = parser.add_subparsers(required=True, metavar="KIND", dest="kind")
    for kind, form in CASE_FORMS.items():
        offer(kinds.add_parser(kind, parents=[after]), form.fields)


def _changing(parser: ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF")
    parser.add_argument("--why", required=True, metavar="WORDS")
    fields = {field.name: field for form in CASE_FORMS.values() for field in form.fields}
    offer(parser, fields.values(), all_optional=True)


def _write(home: Household, given: Namespace, console: Console) -> None:
    typed = values(given)
    if given.action == "add":
        book = given.book or book_for(given.kind, typed)
        ref = log(home, kind=given.kind, values=typed, book=book)
        said = {"ref": ref, "book": book}
    elif given.action == "change":
        said = {"ref": change(home, ref=given.ref, values=typed, why=given.why)}
    else:
        said = {"ref": finish(home, ref=given.ref, at=given.at, note=given.note)}
    if given.format == "json":
        console.json(said)
    else:
        console.tell(f"case-{given.action}", **said)


def _show(home: Household, given: Namespace, console: Console) -> None:
    book = given.book or OF_CASE[0]
    found = case_of(home, book=book, words=console.words)
    if given.format == "json":
        console.json(msgspec.to_builtins(found))
        return
    parts = {
        "proceedings": found.proceedings,
        "ahead": found.ahead,
        "deadlines": found.deadlines,
        "filings": found.filings,
        "past": found.past,
        "done": found.done,
    }
    head = [
        console.words(f"case-head-{name}") for name in ("at", "what", "left", "book", "ref")
    ]
    if given.format == "csv":
        rows = [[name, *_row(one, console)] for name, lines in parts.items() for one in lines]
        console.csv([console.words("case-head-part"), *head], rows)
        return
    for name, lines in parts.items():
        if lines:
            console.tell(f"case-part-{name}")
            console.table(head, [_row(one, console) for one in lines])
            for remark in filter(None, (plain_sum(one, console.words) for one in lines)):
                console.say(remark)
    if not any(parts.values()):
        console.tell("case-nothing")
    console.tell("case-no-law")
    [other] = [one for one in OF_CASE if one != book]
    console.tell("case-other-book", book=book, other=other)


def _row(line: Line, console: Console) -> list[str]:
    left = days_left(line, console.words)
    return [line.at, "; ".join(line.says), left, line.book, line.ref]

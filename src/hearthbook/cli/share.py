"""`hearthbook share VAULT --to RECIPIENT -o DIR`: hand chosen entries out, after a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.enclosing import lines
from hearthbook.app.leaflet import dates_lines
from hearthbook.app.leaflet import withheld_lines
from hearthbook.app.share import Choice
from hearthbook.app.share import Order
from hearthbook.app.share import Rules
from hearthbook.app.share import hand_over
from hearthbook.app.share import plan
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.share import Plan
    from hearthbook.app.share import Shared
    from hearthbook.cli.command import Console


_WHY = ("not-chosen", "place")


class Share:
    """Hands entries out."""

    name = "share"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask to whom and where to, for what is to leave, and for what is withheld."""
        vault_arguments(parser)
        parser.add_argument("--to", required=True, metavar="NAME|age1...")
        parser.add_argument("-o", "--output", required=True, metavar="DIR")
        parser.add_argument("--for", dest="made_for", default="", metavar="NAME")
        parser.add_argument("--book", default="record")
        parser.add_argument("--kind", action="append", default=[], metavar="KIND")
        parser.add_argument("--person", action="append", default=[], metavar="NAME")
        parser.add_argument("--from", dest="since", metavar="DAY")
        parser.add_argument("--until", metavar="DAY")
        parser.add_argument("--ref", action="append", default=[], metavar="REF")
        parser.add_argument("--withhold", action="append", default=[], metavar="FIELDS")
        parser.add_argument("--withhold-in", action="append", default=[], metavar="REF:FIELDS")
        parser.add_argument("--safety", action="store_true")
        parser.add_argument("--no-originals", action="store_true")
        parser.add_argument("--with-places", action="store_true")
        parser.add_argument("--dated", action="store_true")
        parser.add_argument("--yes", action="store_true")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Show what would leave, ask, and hand it out.

        Raises:
            Failure: if nobody said yes.
        """
        order = Order(
            out=given.output,
            to=given.to,
            made_for=given.made_for,
            book=given.book,
            choice=Choice(
                kinds=tuple(given.kind),
                people=tuple(given.person),
                since=given.since,
                until=given.until,
                refs=tuple(given.ref),
            ),
            rules=Rules(
                tuple(given.withhold), tuple(given.withhold_in), given.safety, given.with_places
            ),
            originals=not given.no_originals,
            dated=given.dated,
        )
        with opened(given, console) as home:
            planned = plan(home, order=order)
            preview = _preview(planned)
            if given.format == "text":
                _show(planned, console)
            if not (given.yes or console.agrees("share-ask", file=given.output)):
                if given.format == "json":
                    console.json({"preview": preview})
                raise Failure("share-not-agreed", Exit.WRONG_USAGE)
            done = hand_over(home, planned, words=console.words)
        if given.format == "json":
            console.json({"preview": preview, "shared": msgspec.to_builtins(done)})
        else:
            _tell(done, console)
        return Exit.DONE


def _preview(planned: Plan) -> dict[str, object]:
    return {
        "book": planned.order.book,
        "entries": len(planned.chosen),
        "kinds": planned.kinds,
        "withheld": {f"{kind}:{field}": n for (kind, field), n in planned.withheld.items()},
        "originals": msgspec.to_builtins(planned.fates),
        "files": msgspec.to_builtins(planned.files),
        "dates": _dates(planned),
        "still_shown": [f"{ref}:{field}" for ref, field in planned.still],
    }


def _dates(planned: Plan) -> dict[str, int] | None:
    dates = planned.dates
    if dates is None:
        return None
    return {"dated": dates.dated, "waiting": dates.waiting, "before_restore": dates.earlier}


def _show(planned: Plan, console: Console) -> None:
    order, words = planned.order, console.words
    to = order.made_for or order.to
    console.tell("share-preview", book=order.book, to=to, count=str(len(planned.chosen)))
    for kind, count in planned.kinds.items():
        console.say(f"  {words(f'finding-of-{kind}')}: {count}")
    console.tell("share-preview-withheld" if planned.withheld else "share-preview-open")
    for line in withheld_lines(planned.withheld, words):
        console.say(line)
    _show_files(planned, console)
    if planned.dates is not None:
        console.tell("share-dates")
        for line in dates_lines(planned.dates, words):
            console.say(line)
    if planned.still:
        places = ", ".join(f"{ref} {field}" for ref, field in planned.still[:10])
        console.caution("share-still", count=str(len(planned.still)), places=places)
    console.tell("share-final")


def _show_files(planned: Plan, console: Console) -> None:
    for one in planned.fates:
        how = f"-{one.why}" if one.why in _WHY else ""
        console.tell(f"share-original-{one.how}{how}", file=one.name)
    if planned.files:
        console.tell("enclosed-preview")
    for line in lines(planned.files, console.words):
        console.say(line)
    if planned.places:
        console.tell("enclosed-places")


def _tell(done: Shared, console: Console) -> None:
    counts = {"entries": str(done.entries), "files": str(done.files)}
    console.tell("shared", file=done.file, **counts)
    console.tell("shared-sealed" if done.sealed_to else "shared-next", file=done.file)

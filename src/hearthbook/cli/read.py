"""`hearthbook read FILE...`: show what files would yield, as JSON lines; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.gathering import gathered
from hearthbook.app.preview import Preview
from hearthbook.app.questions import questions
from hearthbook.app.questions import write_questions
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.gathering import Found
    from hearthbook.app.preview import Summary
    from hearthbook.cli.command import Console


class Read:
    """Previews files."""

    name = "read"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for one file or folder or more."""
        parser.add_argument("file", nargs="+", metavar="FILE")
        parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
        parser.add_argument("--summary", action="store_true")
        parser.add_argument("--questions", metavar="FILE")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Return the worst outcome of all files; one bad file stops no other."""
        those = gathered(given.file)
        looks: list[Summary] = []
        worst = Exit.DONE
        for file in those.files:
            worst = max(worst, self._one(file, given, console, looks))
        for one in those.left_out:
            console.caution(f"left-out-{one.why}", file=one.name)
        if given.questions:
            write_questions(given.questions, questions(looks, console.words))
            console.caution("questions-written", file=given.questions)
        return worst

    def _one(
        self, file: Found, given: Namespace, console: Console, looks: list[Summary]
    ) -> Exit:
        try:
            preview = Preview(file.path, given.date_order, name=file.name)
            for line in preview.lines():
                if not given.summary:
                    console.say(line)
        except Failure as failure:
            console.caution(failure.name, **failure.gaps)
            return failure.code
        before = (look.file for look in looks if look.sha256 == preview.digest)
        same_as = next(before, None)
        console.json({"summary": preview.summary(same_as=same_as)})
        looks.append(preview.look(same_as=same_as))
        return Exit.DONE

"""The command line: words in, a use case, words out. One file per command.

To add one: write `hearthbook/cli/<command>.py`, add it to `COMMANDS`, type a transcript in
`tests/transcripts/<command>.txt`. Nothing else changes.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from argparse import RawDescriptionHelpFormatter
from typing import TYPE_CHECKING
from typing import Final

from hearthbook import VERSION
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.cli.backup import Backup
from hearthbook.cli.bundle import Bundle
from hearthbook.cli.command import Console
from hearthbook.cli.doctor import Doctor
from hearthbook.cli.drafts import Drafts
from hearthbook.cli.erase import Erase
from hearthbook.cli.find import Find
from hearthbook.cli.heads import Heads
from hearthbook.cli.hold import Hold
from hearthbook.cli.init import Init
from hearthbook.cli.keys import Keys
from hearthbook.cli.lock import Lock
from hearthbook.cli.log import Log
from hearthbook.cli.note import Note
from hearthbook.cli.progress import Bars
from hearthbook.cli.read import Read
from hearthbook.cli.releases import Releases
from hearthbook.cli.restore import Restore
from hearthbook.cli.seal import Seal
from hearthbook.cli.share import Share
from hearthbook.cli.show import Show
from hearthbook.cli.stamp import Stamp
from hearthbook.cli.story import Story
from hearthbook.cli.take_in import TakeIn
from hearthbook.cli.unlock import Unlock
from hearthbook.cli.verify import Verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.words import Words
    from hearthbook.cli.command import Command

COMMANDS: Final[tuple[Command, ...]] = (
    Init(),
    Keys(),
    Unlock(),
    Lock(),
    Read(),
    TakeIn(),
    Story(),
    Drafts(),
    Log(),
    Note(),
    Find(),
    Show(),
    Bundle(),
    Share(),
    Releases(),
    Erase(),
    Hold(),
    Seal(),
    Stamp(),
    Heads(),
    Verify(),
    Backup(),
    Restore(),
    Doctor(),
)


def main(typed: Sequence[str] | None = None) -> int:
    """Run the command that was typed and return its exit code."""
    words = catalogue(_language(sys.argv[1:] if typed is None else typed))
    given = _parser(words).parse_args(typed)
    command: Command = given.command
    watched = sys.stderr.isatty()
    console = Console(
        words,
        say=lambda line: print(line, flush=True),
        warn=lambda line: print(line, file=sys.stderr, flush=True),
        bars=Bars(words, shown=watched and not given.quiet),
        interactive=watched and sys.stdin.isatty(),
    )
    try:
        return command.run(given, console)
    except Failure as failure:
        console.caution(failure.name, **failure.gaps)
        return failure.code
    except KeyboardInterrupt:
        console.caution("interrupted")
        return Exit.WRONG_USAGE
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE


def _language(typed: Sequence[str]) -> str:
    for place, word in enumerate(typed):
        value = word.partition("=")[2] if word.startswith("--language=") else ""
        if word == "--language" and place + 1 < len(typed):
            value = typed[place + 1]
        if value in LANGUAGES:
            return value
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "ru" if spoken.startswith("ru") else "en"


def _parser(words: Words) -> ArgumentParser:
    parser = ArgumentParser(
        prog="hearthbook",
        description=words("hearthbook-help"),
        epilog=words("hearthbook-epilog"),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hearthbook {VERSION}")
    parser.add_argument("--language", choices=LANGUAGES, help=words("option-language"))
    parser.add_argument("--quiet", action="store_true", help=words("option-quiet"))
    below = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        own = below.add_parser(
            command.name,
            help=words(f"{command.name}-help"),
            description=words(f"{command.name}-help"),
            epilog=words(f"{command.name}-example"),
            formatter_class=RawDescriptionHelpFormatter,
        )
        command.arguments(own)
        own.set_defaults(command=command)
    return parser

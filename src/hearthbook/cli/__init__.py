"""The command line: words in, a use case, words out. One file per command.

To add one: write `hearthbook/cli/<command>.py`, add its name to `COMMANDS`, type a
transcript in `tests/transcripts/<command>.txt`. Nothing else changes.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from argparse import RawDescriptionHelpFormatter
from importlib import import_module
from typing import TYPE_CHECKING
from typing import Final

from hearthbook import VERSION
from hearthbook.app.dumps import give_up_dumps
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.cli.command import Console
from hearthbook.cli.plain import plain
from hearthbook.cli.progress import Bars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.words import Words
    from hearthbook.cli.command import Command

# in the order in which the help lists them
COMMANDS: Final = (
    "init",
    "keys",
    "unlock",
    "lock",
    "read",
    "take-in",
    "link",
    "people",
    "story",
    "drafts",
    "log",
    "note",
    "case",
    "keepsakes",
    "phone",
    "find",
    "show",
    "bundle",
    "share",
    "releases",
    "erase",
    "hold",
    "seal",
    "serve",
    "stamp",
    "heads",
    "verify",
    "backup",
    "restore",
    "doctor",
)


def command(name: str) -> Command:
    """Return the command `name`. Only what is typed is loaded: loading takes longest."""
    module = import_module(f"hearthbook.cli.{name.replace('-', '_')}")
    found: Command = getattr(module, name.title().replace("-", ""))()
    return found


def main(typed: Sequence[str] | None = None) -> int:
    """Run the command that was typed and return its exit code."""
    give_up_dumps()
    typed = sys.argv[1:] if typed is None else typed
    words = catalogue(_language(typed))
    chosen = next((word for word in typed if word in COMMANDS), "")
    given = _parser(words, chosen).parse_args(typed)
    watched = sys.stderr.isatty()
    console = Console(
        words,
        say=lambda line: print(plain(line), flush=True),
        warn=lambda line: print(plain(line), file=sys.stderr, flush=True),
        bars=Bars(words, shown=watched and not given.quiet),
        interactive=watched and sys.stdin.isatty(),
    )
    try:
        return command(chosen).run(given, console)
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


def _parser(words: Words, chosen: str) -> ArgumentParser:
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
    for name in COMMANDS:
        own = below.add_parser(
            name,
            help=words(f"{name}-help"),
            description=words(f"{name}-help"),
            epilog=words(f"{name}-example"),
            formatter_class=RawDescriptionHelpFormatter,
        )
        if name == chosen:
            command(name).arguments(own)
    return parser

"""`hearthbook story VAULT FILE`: hear a told story and draft what it seems to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.story import hear
from hearthbook.cli.command import Exit
from hearthbook.cli.unlocking import opened
from hearthbook.cli.unlocking import vault_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Story:
    """Hears a story."""

    name = "story"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the story's file."""
        vault_arguments(parser)
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Keep the story, put its drafts down, and say how to go on."""
        with opened(given, console) as home:
            heard = hear(home, path=given.file)
        if given.format == "json":
            console.json(msgspec.to_builtins(heard))
            return Exit.DONE
        kinds = ", ".join(f"{kind} {count}" for kind, count in heard.kinds.items())
        console.tell("heard" if heard.new else "heard-again", file=heard.file, kinds=kinds)
        if heard.cut_at is not None:
            console.caution("story-cut", word=heard.cut_at)
        console.tell("heard-next", vault=given.vault)
        return Exit.DONE

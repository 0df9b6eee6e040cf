"""The questions that files leave open, written down as a file of answers to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.preview import Summary
    from hearthbook.app.words import Words
    from hearthbook.sources.statement_layout import Proposal


def questions(looks: Sequence[Summary], words: Words) -> str:
    """Return the questions that `looks` leave open as TOML; every answer in it is empty."""
    lines = [
        *_remark(words("questions-head")),
        "",
        *_remark(words("questions-zone")),
        'zone = ""',
        *_remark(words("questions-me")),
        'me = ""',
        *_remark(words("questions-child")),
        "child = []",
        *_remark(words("questions-region")),
        'region = ""',
    ]
    for look in looks:
        if look.ask and look.columns is None:
            lines += ["", *_of_file(look, words)]
    for look in looks:
        if look.columns is not None:
            lines += ["", *_of_table(look.file, look.columns, words)]
    return "\n".join(lines) + "\n"


def write_questions(path: str, text: str) -> None:
    """Write the questions to a new file.

    Raises:
        Failure: if there is one already, or it cannot be written.
    """
    try:
        with Path(path).open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Failure("questions-exist", Exit.WRONG_USAGE, file=path) from error
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=path, reason=reason) from error


def _of_file(look: Summary, words: Words) -> list[str]:
    held = ", ".join(f"{kind} {count}" for kind, count in look.counts.items())
    first, last = look.first or "?", look.last or "?"
    lines = [
        f"[file.{json.dumps(look.file, ensure_ascii=False)}]",
        *_remark(words("questions-file", held=held, first=first, last=last)),
    ]
    if "zone" in look.ask:
        lines.append('zone = ""')
    if "me" in look.ask:
        names = json.dumps(list(look.participants)[:20], ensure_ascii=False)
        lines += [*_remark(words("questions-names", names=names)), 'me = ""']
    if "child" in look.ask:
        lines += [*_remark(words("questions-whose")), 'child = ""']
    if "units" in look.ask:
        lines += [*_remark(words("questions-units")), "units = []"]
    if "date-order" in look.ask:
        lines += [*_remark(words("questions-order")), 'date_order = ""']
    return lines


def _of_table(file: str, found: Proposal, words: Words) -> list[str]:
    lines = ["[[statement]]", *_remark(words("questions-columns", file=file))]
    for one in found.because:
        lines += _remark(words("questions-because", what=one.what, shows=one.shows))
    lines.append("confirmed = false")
    for name, value in msgspec.to_builtins(found.layout).items():
        if name != "document":
            lines.append(f"{name} = {_toml('' if value is None else value)}")
    return lines


def _toml(value: object) -> str:
    # Of texts, lists of texts, true and false JSON and TOML say the same.
    return json.dumps(value, ensure_ascii=False)


def _remark(text: str) -> list[str]:
    # A name in a file may hold any sign; none of them shall end the remark.
    return [f"# {' '.join(line.split())}" for line in text.splitlines()]

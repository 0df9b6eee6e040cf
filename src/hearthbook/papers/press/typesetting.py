"""Lets typst lay a draft out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
import typst
from msgspec import Struct

from hearthbook.papers.press.failing import CannotPressError

if TYPE_CHECKING:
    from datetime import datetime


class Sheets(Struct, frozen=True):
    """The PDF as typst made it, and the page of each anchor, counted from 1."""

    pdf: bytes
    pages: dict[str, int]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(files("hearthbook.papers").joinpath("fonts"))],
    )


def typeset(draft: bytes, made: datetime, kind: str = "bundle") -> Sheets:
    """Return `draft`, JSON as the builders of its kind of paper have it, laid out.

    Raises:
        CannotPressError: if typst refuses it.
    """
    source = files("hearthbook.papers.press").joinpath(f"{kind}.typ")
    try:
        compiler = typst.Compiler(
            str(source), font_paths=_fonts(), sys_inputs={"draft": draft.decode("utf-8")}
        )
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=made)
        found = compiler.query("<places>", field="value", one=True)
    except RuntimeError as error:
        raise CannotPressError(str(error)) from error
    finally:
        _forget()
    if not isinstance(pdf, bytes):
        raise CannotPressError(str(type(pdf)))
    return Sheets(pdf, dict(msgspec.json.decode(found, type=list[tuple[str, int]])))


def _forget() -> None:
    """Let go of what typst keeps of a layout: hundreds of megabytes for a long paper.

    It drops what ten further compilations had no use for; these are of nothing at all.
    """
    for _ in range(11):
        typst.compile(b"", font_paths=_fonts(), format="svg")

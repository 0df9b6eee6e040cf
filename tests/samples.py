"""Where the samples of a reader lie: `tests/sources/<module>/`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis import strategies as st

BESIDE = {".golden", ".md", ".py"}


def module(reader: object) -> str:
    """Return the name of the module or package under `hearthbook.sources` of `reader`."""
    return type(reader).__module__.split(".")[2]


def samples(reader: object) -> list[Path]:
    """Return the samples of `reader`, without their readings and their provenance."""
    folder = Path(__file__).parent / "sources" / module(reader)
    return sorted(p for p in folder.iterdir() if p.suffix not in BESIDE and p.is_file())


def files(reader: object) -> st.SearchStrategy[bytes]:
    """Return the made-up files the laws are tried on: `FILES` in the samples' `files.py`."""
    found: st.SearchStrategy[bytes] = import_module(
        f"tests.sources.{module(reader)}.files"
    ).FILES
    return found

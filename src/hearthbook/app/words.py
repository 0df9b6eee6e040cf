"""Find the catalogue of a language. Commands and papers all ask by name.

A catalogue is the folder `words/<language>/`: one flat TOML file for each area.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from hearthbook.base.words import Words

__all__ = ["LANGUAGES", "Words", "catalogue"]

LANGUAGES: Final = ("en", "ru")


@dataclass(frozen=True)
class Catalogue:
    """The sentences of one language."""

    language: str
    sentences: dict[str, str]

    def __call__(self, name: str, /, **gaps: str) -> str:
        """Return the sentence that goes by `name`.

        Raises:
            KeyError: if the catalogue lacks it, or a gap is not given.
        """
        return self.sentences[name].format(**gaps)


@cache
def catalogue(language: str) -> Words:
    """Return the words of `language`, one of `LANGUAGES`."""
    sentences: dict[str, str] = {}
    for area in sorted(files("hearthbook").joinpath("words", language).iterdir(), key=str):
        if area.name.endswith(".toml"):
            sentences.update(tomllib.loads(area.read_text("utf-8")))
    return Catalogue(language, sentences)

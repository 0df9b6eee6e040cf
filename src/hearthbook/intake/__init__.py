"""Drafts from a story told in free text; nobody's facts until she confirms them.

`read_story` is the one entry. It is pure: bytes in, drafts out, the same ones every time.
"""

from __future__ import annotations

from hearthbook.intake.page import NotAStoryError
from hearthbook.intake.story import Telling
from hearthbook.intake.story import read_story

__all__ = ["NotAStoryError", "Telling", "read_story"]

"""Hearthbook: a baby diary that, if it is ever needed, turns into an evidence file."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"

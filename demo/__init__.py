"""An invented family, and the way from its exports to a verified bundle."""

from __future__ import annotations

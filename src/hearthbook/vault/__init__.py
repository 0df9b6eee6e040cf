"""The only store of truth: log, seal, keys, originals."""

from __future__ import annotations

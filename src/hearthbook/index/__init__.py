"""Derived tables and search; may be deleted and rebuilt at any time."""

from __future__ import annotations

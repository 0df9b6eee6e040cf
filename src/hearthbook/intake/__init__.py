"""Drafts from a story told in free text; nobody's facts until she confirms them."""

from __future__ import annotations

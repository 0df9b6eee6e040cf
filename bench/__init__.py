"""Figures: what it takes, against named peers and floors."""

from __future__ import annotations

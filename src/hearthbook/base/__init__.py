"""Moments, spans, money, text: what every layer above may rely on."""

from __future__ import annotations

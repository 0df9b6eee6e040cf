"""Documents as data; `press` alone turns them into PDF."""

from __future__ import annotations

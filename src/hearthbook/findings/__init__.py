"""Pure functions of records; every figure names the entries it rests on."""

from __future__ import annotations

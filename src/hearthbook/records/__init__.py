"""What can be true: one struct for each kind of fact, and its one written form."""

from __future__ import annotations

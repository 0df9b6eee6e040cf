"""The pages: screens in, a use case, words out. One file per screen."""

from __future__ import annotations

"""Whole numbers that every JSON reader can hold without loss."""

from __future__ import annotations

from typing import Annotated
from typing import TypeAlias

from msgspec import Meta

Count: TypeAlias = Annotated[int, Meta(ge=0, lt=2**53)]
Whole: TypeAlias = Annotated[int, Meta(gt=-(2**53), lt=2**53)]

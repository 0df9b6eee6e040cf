"""What was typed into a form whose fields are data, not code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.web.gate import FIELD

if TYPE_CHECKING:
    from hearthbook.web.page import Asked


async def fields(request: Asked) -> dict[str, list[str]]:
    """Return the values of every field that was filled in; the form's token is none."""
    form = await request.form()
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if name != FIELD and isinstance(value, str) and value.strip():
            found.setdefault(name, []).append(value)
    return found


def one(typed: dict[str, list[str]], name: str) -> str:
    """Return the first value of a field, nothing if it was left empty."""
    return typed.get(name, [""])[0]

"""The fields of forms as arguments: `--name`, which may be given more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace
    from collections.abc import Iterable

    from hearthbook.app.typed import Field

_MARK: Final = "field_"


def offer(
    parser: ArgumentParser, fields: Iterable[Field], *, all_optional: bool = False
) -> None:
    """Offer `fields`, none of them required if `all_optional`."""
    for field in fields:
        parser.add_argument(
            f"--{field.name}",
            action="append",
            required=field.required and not all_optional,
            choices=field.choices or None,
            dest=f"{_MARK}{field.name}",
            metavar=None if field.choices else field.name.upper(),
        )


def values(given: Namespace) -> dict[str, list[str]]:
    """Return what was typed for each field that was given."""
    return {
        name.removeprefix(_MARK): value
        for name, value in vars(given).items()
        if name.startswith(_MARK) and value is not None
    }

"""What the laws are tried on: records of every kind, made from the types of their fields.

A new kind joins by being a member of `Record`; a field of a type that is not known here fails.
"""

from __future__ import annotations

from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING
from typing import Annotated
from typing import Final
from typing import Literal
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

from hypothesis import strategies as st
from msgspec import Struct

from hearthbook.base.text import nfc
from hearthbook.records.codec import Record

if TYPE_CHECKING:
    from msgspec import Meta

TEXT: Final = st.text(max_size=20).map(nfc)


class NoStrategyError(TypeError):
    """A field of a type nobody has said how to make."""


def made(hint: object) -> st.SearchStrategy[object]:
    """Return values of the type `hint`, all that the written form can hold."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(inner[1])
    if origin in {Union, UnionType}:
        return st.one_of(*map(made, inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return _tuples(inner)
    if isinstance(hint, type):
        return _plain(hint)
    raise NoStrategyError(hint)


def _bounded(meta: Meta) -> st.SearchStrategy[object]:
    least = meta.ge if meta.ge is not None else (meta.gt or 0) + 1
    return st.integers(int(least), int(meta.lt or 0) - 1)


def _tuples(inner: tuple[object, ...]) -> st.SearchStrategy[object]:
    if inner[-1] is Ellipsis:
        return st.lists(made(inner[0]), max_size=3).map(tuple)
    return st.tuples(*map(made, inner))


def _plain(hint: type) -> st.SearchStrategy[object]:
    if issubclass(hint, Struct):
        return structs(hint)
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    known: dict[type, st.SearchStrategy[object]] = {
        str: TEXT,
        bool: st.booleans(),
        type(None): st.none(),
    }
    if hint not in known:
        raise NoStrategyError(hint)
    return known[hint]


def structs(kind: type[Struct]) -> st.SearchStrategy[object]:
    """Return structs of a kind, every field made of its own type."""
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{name: made(hints[name]) for name in kind.__struct_fields__})


RECORDS: Final[dict[type, st.SearchStrategy[Record]]] = {
    kind: structs(kind)  # type: ignore[misc] # made from the type itself
    for kind in get_args(Record)
}

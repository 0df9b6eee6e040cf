"""What was typed into a form, as what a record holds; nothing is guessed for the writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.times import when
from hearthbook.base.money import NotAnAmountError
from hearthbook.base.money import minor_units
from hearthbook.base.text import nfc
from hearthbook.records.codec import Record
from hearthbook.records.event import Basis
from hearthbook.records.event import How
from hearthbook.records.provenance import FromDevice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.records.when import Wall


class Field(Struct, frozen=True):
    """One field of a form. `many` may be given again; `choices` are all that may be given."""

    name: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()


class Common(Struct, frozen=True):
    """What every entry says beside its form: who writes, when, where, in which zone."""

    writer: str
    written: int
    origin: FromDevice
    zone: str
    currency: str


class Typed:
    """What was typed into a form, and the people it may speak of."""

    def __init__(
        self, values: Mapping[str, Sequence[str]], people: Mapping[str, str], common: Common
    ) -> None:
        """Take `values` by field; `people` leads from every name and alias to a person."""
        self._values = values
        self._people = people
        self.common = common

    def text(self, name: str, default: str = "") -> str:
        """Return the words of a field, in composed form."""
        given = self._values.get(name) or (default,)
        return nfc(given[0]).strip()

    def person(self, name: str, default: str = "") -> str:
        """Return the person a field names.

        Raises:
            Failure: if nobody goes by that name.
        """
        return self._known(self.text(name, default))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all that was given for a field, in composed form."""
        return tuple(nfc(one).strip() for one in self._values.get(name, ()))

    def refs(self, name: str) -> tuple[str, ...]:
        """Return the refs of entries a field names, each once."""
        every = (ref for text in self.texts(name) for ref in text.upper().split())
        return tuple(dict.fromkeys(every))

    def people(self, name: str) -> tuple[str, ...]:
        """Return the people a field names.

        Raises:
            Failure: if nobody goes by one of the names.
        """
        return tuple(self._known(one) for one in self.texts(name))

    def _known(self, name: str) -> str:
        if not name:
            return ""
        found = self._people.get(name.casefold())
        if found is None:
            raise Failure("unknown-person", Exit.WRONG_USAGE, name=name)
        return found

    def whole(self, name: str) -> int | None:
        """Return the whole number of a field, or None if it was left out.

        Raises:
            Failure: if it is no whole number.
        """
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise Failure("not-a-number", Exit.WRONG_USAGE, field=name, text=text)
        return int(text)

    def amount(self, name: str, currency: str) -> int:
        """Return the amount of a field in minor units.

        Raises:
            Failure: if it is no amount of `currency`.
        """
        try:
            return minor_units(self.text(name), currency)
        except NotAnAmountError as error:
            text = self.text(name)
            raise Failure("not-an-amount", Exit.WRONG_USAGE, text=text) from error

    def at(self, name: str = "at") -> Wall:
        """Return the time of a field; left out, it is now.

        Raises:
            Failure: if there is no such time.
        """
        return when(self.text(name, "now"), self.common.zone)

    def day(self, name: str) -> Wall | None:
        """Return the time of a field, or None if it was left out.

        Raises:
            Failure: if there is no such time.
        """
        return self.at(name) if self.text(name) else None

    def until(self) -> Wall | None:
        """Return the end, or None if it was left out."""
        return self.day("until")


class Form(Struct, frozen=True):
    """The fields of one kind, and what makes a record of them."""

    fields: tuple[Field, ...]
    record: Callable[[Typed], Record]


def field(name: str, *choices: str, required: bool = False, many: bool = False) -> Field:
    """Return a field of a form."""
    return Field(name, required, many, choices)


def basis(typed: Typed) -> Basis:
    """Return how the writer knows, as typed."""
    return Basis(How(typed.text("how", How.SELF)), typed.text("source"))

"""What every kind of record has in common: frozen, strict, named by its `kind`."""

from __future__ import annotations

from msgspec import Struct


class Fact(Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, gc=False):
    """A record of any kind. Its fields are sealed one by one: each can be withheld alone."""


class Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A value inside a field of a record; it is sealed and withheld with the whole field."""

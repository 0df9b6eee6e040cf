"""Phones that write for the family, and what each handed over."""

from __future__ import annotations

from hearthbook.records.fact import Fact
from hearthbook.records.numbers import Count
from hearthbook.records.provenance import FromDevice


class Phone(Fact, frozen=True, tag="phone"):
    """A phone whose items are taken in, or no longer: the last entry for `device` holds.

    `device` is short for `key`, the phone's public key in base 64. `person` is who writes on
    it.
    """

    device: str
    key: str
    person: str
    allowed: bool
    recorded_by: str
    written: Count
    origin: FromDevice


class Delivery(Fact, frozen=True, tag="delivery"):
    """Items of one phone that arrived together, each as the phone signed it.

    The entries just before this one are made of them; theirs are the phone's own counters.
    `received` is the clock here and `sent` the phone's at the same time by the road `network`;
    by the road `file` the phone made the file at `sent`. Both in milliseconds since 1970, UTC.
    """

    device: str
    items: tuple[str, ...]
    received: Count
    sent: Count
    road: str
    recorded_by: str
    written: Count
    origin: FromDevice

"""The details of an act or a measurement as sentences, each as the source wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.units import Of
from hearthbook.base.units import unit_for
from hearthbook.findings.figures import Said
from hearthbook.records.detail import VOLUMES
from hearthbook.records.detail import Trait
from hearthbook.records.family import Measurement
from hearthbook.records.family import Quantity
from hearthbook.records.message import Mark
from hearthbook.records.provenance import FromFile

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.detail import Detail
    from hearthbook.records.resolution import Known

_OF: Final = {
    Quantity.WEIGHT: Of.MASS,
    Quantity.LENGTH: Of.LENGTH,
    Quantity.HEAD: Of.LENGTH,
    Quantity.TEMPERATURE: Of.TEMPERATURE,
}
# What a tracker's row shows that whoever reads the entry should know.
_DOUBTS: Final = (
    Mark.END_FIRST,
    Mark.OPEN_ENDED,
    Mark.OTHER_DURATION,
    Mark.OTHER_CLOCK,
    Mark.ROW_AGAIN,
)


def details(record: Record, known: Known) -> tuple[Said, ...]:
    """Return what the source says of `record` beyond time and child, and what to doubt."""
    held: tuple[Detail, ...] = getattr(record, "details", ())
    marks: tuple[Mark, ...] = getattr(record, "marks", ())
    said = [
        Said(f"trait-{one.what}", {"written": _written(one, record, known)}) for one in held
    ]
    return (
        *said,
        *(Said(f"mark-{mark}", {}) for mark in _DOUBTS if mark in marks),
    )


def _written(one: Detail, record: Record, known: Known) -> str | Said:
    origin = getattr(record, "origin", None)
    of = Of.VOLUME if one.what in VOLUMES else None
    if isinstance(record, Measurement) and one.what is Trait.FIGURE:
        of = _OF[record.quantity]
    if of is None or one.value is not None or not isinstance(origin, FromFile):
        return one.written
    unit = unit_for(of, known.units(origin.original))
    if unit is None:
        return Said("finding-bare", {"written": one.written})
    said = Said(f"unit-{unit}", {})
    return Said("finding-bare-said", {"written": one.written, "unit": said})

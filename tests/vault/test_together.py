"""Two programs and one vault: what one writes is no damage to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.vault import audit
from tests.vault.family import ENVELOPE
from tests.vault.family import note

if TYPE_CHECKING:
    from tests.vault.family import Household


def test_entries_of_another_program_during_an_audit_are_no_damage(family: Household) -> None:
    with family.open() as one, family.open() as other:
        checks = []
        for check in audit(one, full=True):
            checks.append(check)
            other.book("record").add([note(len(checks))] * 300, ENVELOPE)

    assert all(check.ok for check in checks)


def test_a_clock_set_back_is_counted_and_is_no_fault(family: Household) -> None:
    earlier = ENVELOPE.replace(b"17672", b"17671")
    with family.open() as vault:
        vault.book("record").add([note(1)], earlier)
        vault.book("record").add([note(2)] * 3, earlier)
        vault.book("record").add([note(3)], ENVELOPE)

        checks = list(audit(vault, full=True))

    said = [(one.where, one.of) for one in checks if one.what == "audit-clock"]
    assert said == [("books/record.db", 4)]
    assert all(one.ok for one in checks)

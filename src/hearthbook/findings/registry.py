"""All findings by name. A new one joins here, and the laws of findings are tried on it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from typing import Final
from typing import TypeAlias

from hearthbook.findings.absence import Absence
from hearthbook.findings.absence import absence
from hearthbook.findings.care import CareActs
from hearthbook.findings.care import care
from hearthbook.findings.chronology import Chronology
from hearthbook.findings.chronology import chronology
from hearthbook.findings.contact import Contact
from hearthbook.findings.contact import contact
from hearthbook.findings.counts import Counts
from hearthbook.findings.counts import counts
from hearthbook.findings.figures import Scope
from hearthbook.findings.thread import Thread
from hearthbook.findings.thread import thread
from hearthbook.records.resolution import Resolved

Result: TypeAlias = Chronology | Absence | Contact | Counts | CareActs | Thread
Finding: TypeAlias = Callable[[Iterable[Resolved], Scope], Result]

FINDINGS: Final[dict[str, Finding]] = {
    "counts": counts,
    "chronology": chronology,
    "absence": absence,
    "contact": contact,
    "care": care,
    "thread": thread,
}

"""What came of doing one kind of harm many times."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field


@dataclass
class Tally:
    """How often it was tried, how often it was noticed or did no harm, and when neither.

    `unnoticed` names each try after which something had changed and nobody was told. It must
    stay empty: that is what the tests say and what `make faults` ends with.
    """

    tried: int = 0
    noticed: int = 0
    harmless: int = 0
    unnoticed: list[str] = field(default_factory=list)

    def add(self, what: str, *, noticed: bool, harmless: bool = False) -> None:
        """Count one try."""
        self.tried += 1
        if noticed:
            self.noticed += 1
        elif harmless:
            self.harmless += 1
        else:
            self.unnoticed.append(what)

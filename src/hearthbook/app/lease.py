"""For how long a vault stays unlocked: a matter of arithmetic on clocks that nobody can set."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

if TYPE_CHECKING:
    from hearthbook.app.clock import Ticks

_ASLEEP: Final = 1000  # milliseconds between the two clocks that no scheduler explains


class Lease(NamedTuple):
    """When it began, when it was last used, and how long each may be ago, in milliseconds."""

    began: Ticks
    used: Ticks
    lasting: int
    idle: int

    def left(self, now: Ticks) -> int:
        """Return how many milliseconds are left; none once the machine has slept.

        Time asleep counts as time passed.
        """
        slept = (now.passing - now.running) - (self.began.passing - self.began.running)
        if slept > _ASLEEP:
            return 0
        whole = self.began.passing + self.lasting - now.passing
        return max(0, min(whole, self.used.passing + self.idle - now.passing))

    def renewed(self, now: Ticks) -> Lease:
        """Return the lease as used just now; its end does not move."""
        return self._replace(used=now)

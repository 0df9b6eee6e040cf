"""The one place that reads the clock. Everything else is handed its moments."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

from hearthbook.base.time import moment


def now() -> int:
    """Return the present moment in milliseconds since 1970, UTC."""
    return moment(datetime.now(UTC))

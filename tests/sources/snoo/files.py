from __future__ import annotations

from tests.sources.made_tables import tables

FILES = tables(
    ["start_time,end_time,duration,asleep,soothing"], ["14689", "0", "-5", "", "long"]
)

from __future__ import annotations

from tests.sources.made_tables import tables

FILES = tables(
    [
        "Start Time,Activity,Quantity,Extra data,Text,Child Name",
        "Start Time,End Time,Activity,Duration (min),Quantity,Extra data,Text,Child Name",
    ],
    [
        "Mia",
        "Diaper",
        "BM+Wet",
        "Bottle",
        "Nursing",
        "Expressed",
        "90",
        "ml",
        "12",
        "x (7L, 5R)",
    ],
)

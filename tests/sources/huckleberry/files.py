from __future__ import annotations

from tests.sources.made_tables import tables

FILES = tables(
    [
        "Type,Start,End,Duration,Start Condition,Start Location,End Condition,Notes,Logged By",
        "type,Start,End,Duration,Start Conditions,Start Location,End Conditions,Notes",
    ],
    [
        *("Feed", "Diaper", "Sleep", "Growth", "Meds", "Pump", "Temp", "Bath", "Bottle"),
        *("Breast", "00:13R", "09:10", "0:25", "90ml", "3 oz", "Pee:small", "Both, pee: poo:"),
        *("7 kg", "37.9\u00b0C", "Anna"),
    ],
)

from __future__ import annotations

from tests.sources.made_tables import tables

FILES = tables(
    [
        "Baby,Time,Duration(minutes),Note",
        "Baby,Time,Status,Note",
        "Baby,Time,Amount (oz.),Note",
        "Baby,Time,Start Side,Left duration (min),Right duration (min),Total Duration (min)",
        "Time,Start Side,Left duration (min),Total Duration (min),Left amount (ml),Note",
    ],
    ["Mia", "Wet", "Mixed", "12", "0", "Left", "2.5", "1,234", "-1"],
    "\r\n",
)

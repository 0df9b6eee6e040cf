from __future__ import annotations

from tests.sources.made_tables import tables

HEAD = "Start Date/time (Epoch),Type,Start Date/time,Profile Name,Time Zone,_activityKey,"
FILES = tables(
    [
        HEAD + "[Breastfeed] Begin Side,[Breastfeed] Left Duration (Seconds)",
        HEAD + "[Medical] Medication,[Medical] Dose,[Medical] Temperature",
        HEAD + "[Bottle Feed] Volume,[Bottle Feed] Volume Unit,[Sleep] Duration (Seconds)",
        HEAD + "[Growth] Weight,[Growth] Weight Unit,[Diaper] Type",
    ],
    [
        *("1761352200000", "1761352200000", "-1", "9" * 17, "Sleep", "Growth", "Medical"),
        *(
            "Bottle Feed",
            "Breastfeed",
            "Diaper",
            "Dirty Wet",
            "Europe/Berlin",
            "90",
            "ML",
            "LB",
        ),
    ],
    "\r\n",
)

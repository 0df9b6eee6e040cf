from __future__ import annotations

from tests.sources.made_tables import tables

HEAD = "id,child_id,child_first_name,child_last_name,"
FILES = tables(
    [
        HEAD + "start,end,type,method,amount,notes,tags",
        HEAD + "time,wet,solid,color,amount,notes,tags",
        HEAD + "start,end,nap,notes,tags",
        HEAD + "start,end,amount,notes,tags",
        HEAD + "amount,time",
        HEAD + "weight,date,notes,tags",
        HEAD + "name,dosage,dosage_unit,time,next_dose_interval,notes,tags",
        HEAD + "note,time,tags",
        "id,first_name,last_name,birth_date,birth_time",
    ],
    [
        "1",
        "0",
        "Mia",
        "Berg",
        "formula",
        "breast milk",
        "bottle",
        "left breast",
        "90",
        "06:00:00",
    ],
    "\r\n",
)

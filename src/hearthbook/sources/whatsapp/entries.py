"""The second pass: every entry of a run as a record, at the speed of the pattern that cuts it.

Most entries are a header and one line of typed words. What is needed for these stands in one
loop; whatever is out of the ordinary goes to `_Odd`, which takes its time.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from unicodedata import is_normalized

from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Parties
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.pieces import origin
from hearthbook.sources.whatsapp.body import LAST
from hearthbook.sources.whatsapp.body import LAST_THREE
from hearthbook.sources.whatsapp.body import ODD
from hearthbook.sources.whatsapp.body import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.whatsapp.census import Run

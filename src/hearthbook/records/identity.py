"""What a person or a rule says of entries and of names: that two are one, or that they are not.

Nothing is merged by this: the entries and the names stay as they are, and each such word can
be taken back by a further entry.
"""

from __future__ import annotations

from hearthbook.records.fact import Fact
from hearthbook.records.numbers import Count
from hearthbook.records.provenance import Origin


class Same(Fact, frozen=True, tag="same"):
    """Says that the two entries of each pair are one message or call, met in two exports.

    Both stay, and the first of a pair came in first. `rule` names what found the pairs. A
    retraction parts all pairs of this entry, a correction all that its new entry leaves out.
    """

    pairs: tuple[tuple[str, str], ...]
    rule: str
    recorded_by: str
    written: Count
    origin: Origin


class Naming(Fact, frozen=True, tag="naming"):
    """Says that names or numbers are one person's (`theirs`), or that they are not.

    `person` is a short name. A name that is another's short name joins that whole person. Of
    one name and one person holds what was said last. `why` are the reasons that were shown.
    """

    person: str
    names: tuple[str, ...]
    theirs: bool
    why: tuple[str, ...]
    recorded_by: str
    written: Count
    origin: Origin

"""Press a bundle: findings and exhibits on paper, and beside it the manifest that proves them.

1. The paper and its manifest are made in memory; both are written to temporary names and moved
   into place together at the end. A failure leaves what was there.
2. Every entry the paper cites is in the manifest: its leaf, its disclosures, its place in the
   small tree of the release. The manifest seals the paper's hash.
3. The release itself is an entry of the book, so that it is known what was handed out.
"""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.ask import Asking
from hearthbook.app.ask import read
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.time import in_utc
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.absence import absence
from hearthbook.findings.care import care
from hearthbook.findings.chronology import chronology
from hearthbook.findings.contact import contact
from hearthbook.findings.counts import counts
from hearthbook.papers import evidence
from hearthbook.papers import page
from hearthbook.papers.press import press
from hearthbook.papers.thread import cut
from hearthbook.papers.thread import transcript
from hearthbook.records.message import Message
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Snag
from hearthbook.vault.formats import release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.ask import Read
    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.records.resolution import Resolved


class Order(Struct, frozen=True):
    """What is to be pressed: for whom, about whom, of which days, with whose messages."""

    paper: str
    title: str = ""
    made_for: str = ""
    person: str | None = None
    thread: str | None = None
    since: str | None = None
    until: str | None = None
    days: int = 7
    most_messages: int = 4_000


class Bundled(Struct, frozen=True):
    """What was pressed."""

    paper: str
    manifest: str
    pages: int
    lines: int
    messages: int
    entries: int

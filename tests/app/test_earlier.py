"""A vault of the first version that was handed on: it opens, verifies and goes on."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from hearthbook.app.diary import log
from hearthbook.app.household import household
from hearthbook.app.releases import releases
from hearthbook.app.verify import verify_vault
from hearthbook.records.event import Form

EARLIER = Path(__file__).parent / "earlier/family.vault"
PASSPHRASE = "four lullabies at three"


def test_every_kind_of_entry_sealed_then_is_read_and_verified_now(tmp_path: Path) -> None:
    vault = str(copytree(EARLIER, tmp_path / "family.vault"))

    untouched = verify_vault(vault, PASSPHRASE, full=True, move=lambda _d, _t: None)
    with household(vault, PASSPHRASE) as home:
        kinds = {type(one.record).__name__ for one in home.entries("record")}
        [gone] = releases(home, book="record")
        log(home, kind="note", values={"text": ["both asleep"]}, book="record")
    later = verify_vault(vault, PASSPHRASE, full=True, move=lambda _d, _t: None)

    assert [one for one in (*untouched, *later) if not one.passed] == []
    assert {"Feed", "Sleep", "Visit", "Incident", "Payment", "Expense", "Release"} <= kinds
    assert {"Import", "Frame", "Snag", "Call", "Message", "Meeting", "Contact"} <= kinds
    assert gone.form == Form.BUNDLE

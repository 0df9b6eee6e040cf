"""Vaults that earlier versions made: they open, read and verify as they did then."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.codec import read
from hearthbook.vault import ErasedError
from hearthbook.vault import Vault
from hearthbook.vault import audit

if TYPE_CHECKING:
    from hearthbook.vault import Book

FIXTURES = Path(__file__).parent / "fixtures"
MADE = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())


def contents(book: Book) -> str:
    said = (b"%b\n%b" % (one.record, one.envelope) for one in book.entries())
    return sha256(b"\n".join(said)).hexdigest()


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("by", ["passphrase", "recovery"])
def test_a_vault_of_an_earlier_version_opens_reads_and_verifies(
    made: str, by: str, tmp_path: Path
) -> None:
    facts = json.loads((FIXTURES / made / "facts.json").read_text("utf-8"))
    folder = copytree(FIXTURES / made / "family.vault", tmp_path / "family.vault")
    typed = facts["passphrase"] if by == "passphrase" else None
    code = facts["recovery"] if by == "recovery" else None

    with Vault.open(folder, passphrase=typed, recovery=code) as vault:
        checks = list(audit(vault, full=True))
        found = {
            "sizes": {book.name: book.size for book in vault.books()},
            "roots": {book.name: book.root().hex() for book in vault.books()},
            "contents": {book.name: contents(book) for book in vault.books()},
            "refs": {book.name: [one.ref for one in book.entries()] for book in vault.books()},
        }

    assert [one for one in checks if not one.ok] == []
    assert len(checks) > 20
    assert found == {name: facts[name] for name in found}


@pytest.mark.parametrize("made", MADE)
def test_what_it_holds_is_read_and_goes_on(made: str, tmp_path: Path) -> None:
    facts = json.loads((FIXTURES / made / "facts.json").read_text("utf-8"))
    folder = copytree(FIXTURES / made / "family.vault", tmp_path / "family.vault")

    with Vault.open(folder, passphrase=facts["passphrase"]) as vault:
        book = vault.book("record")
        kinds = {type(read(one.record)).__name__ for one in book.entries() if one.record}
        with pytest.raises(ErasedError):
            book.disclosures(11)
        before = book.size
        assert book.add([book.entry(0).record], book.entry(0).envelope) == before
        assert [one for one in audit(vault, full=True) if not one.ok] == []
    assert {"Setting", "Person", "Message", "Import", "Retraction"} <= kinds

"""A book that was put back to an earlier state while something else in the vault knows more."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.app.verify import verify_vault
from hearthbook.vault import HeadMismatchError
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.sharing import said

if TYPE_CHECKING:
    from pathlib import Path


def test_an_index_that_knows_more_than_its_book_is_named_and_left_as_it_is(
    tmp_path: Path,
) -> None:
    vault = tmp_path / "family.vault"
    with new_home(tmp_path) as home:
        said(home, "note", text="asleep at last")
        before = copytree(vault, tmp_path / "before")
        said(home, "note", text="he rang twice")
        assert len(find(home, wanted=Wanted("rang"), book="record")) == 1
    for part in ("books", "heads"):  # with all heads that lie beside them
        copytree(before / part, vault / part, dirs_exist_ok=True)

    checks = verify_vault(str(vault), PASSPHRASE, full=True, move=lambda _d, _t: None)
    with same_home(tmp_path) as home, pytest.raises(HeadMismatchError) as caught:
        find(home, wanted=Wanted("rang"), book="record")

    failed = [(one.what, one.where, one.of) for one in checks if not one.passed]
    assert failed == [("audit-index-ahead", "index/record.db", 1)]
    assert (caught.value.name, caught.value.place) == ("vault-rolled-back", "index/record.db")
    again = verify_vault(str(vault), PASSPHRASE, full=False, move=lambda _d, _t: None)
    assert not all(one.passed for one in again)

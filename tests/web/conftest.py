from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.serving import furnished
from tests.web.visiting import Visitor
from tests.web.visiting import client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def household_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a vault with a little of everything, for tests that add to it and take nothing."""
    return furnished(tmp_path_factory.mktemp("screens"))


@pytest.fixture(scope="module")
def mother(household_of: Path) -> Iterator[Visitor]:
    """Return somebody who is in, at the vault with a little of everything."""
    with client(str(household_of)) as browser:
        one = Visitor(browser)
        assert one.unlock().status_code == 303
        yield one

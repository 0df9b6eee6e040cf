from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck
from hypothesis import settings

from tests.app.homes import remembered

# A slow machine is no fault of the code under test.
settings.register_profile(
    "house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

# New vaults cost the floor: hundreds are made here, and a dear one takes four times as long.
os.environ.setdefault("HEARTHBOOK_KEY_MEMORY", "64")

SHARED = Path(__file__).parents[2] / "shared"


class Golden(Protocol):
    def __call__(self, beside: Path, shown: str) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="write golden files instead of comparing"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare what a test shows with the file that sits beside its sample."""

    def check(beside: Path, shown: str) -> None:
        file = beside.with_name(beside.name + ".golden")
        if request.config.getoption("--bless"):
            file.write_text(shown, encoding="utf-8")
        assert file.read_text("utf-8") == shown, (
            f"differs from {file.name}; read the diff, then --bless"
        )

    return check


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive what a passphrase gives once for each vault: it takes a while by design.

    Copies of the same few vaults are opened thousands of times here.
    """
    monkeypatch.setattr("hearthbook.vault.opening.master", remembered)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the library beside the project; a clone without it skips what rests on it."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("no ../shared beside the project, and this is CI")
        pytest.skip("a stranger's clone has no ../shared beside it")
    return SHARED

"""Every import contract is broken once, on a copy, to see that it notices.

A gate that cannot fail guards nothing. Each line: the contract, the file that sins, the sin.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import copytree
from shutil import ignore_patterns

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
SINS = [
    ("flow", "records/message.py", "import hearthbook.papers.page"),
    ("flow", "base/text.py", "def late() -> None:\n    import hearthbook.records.message"),
    ("flow", "helpers/__init__.py", ""),
    ("acyclic", "records/draft.py", "import hearthbook.records.codec"),
    ("no-reaching-back", "findings/absence.py", "import hearthbook.vault.formats.tree"),
    (
        "readers-independent",
        "sources/sms_backup/__init__.py",
        "import hearthbook.sources.whatsapp",
    ),
    ("pure", "findings/absence.py", "import os.path"),
    ("plain", "base/text.py", "import msgspec"),
    ("keys", "index/search.py", "import hearthbook.vault.keys"),
    ("doors", "index/search.py", "import hearthbook.sources"),
    ("faces", "cli/take_in.py", "import hearthbook.records.message"),
    ("faces", "web/today.py", "import hearthbook.records.message"),
    ("pages", "app/ask.py", "import litestar"),
    ("formats", "vault/formats/tree.py", "import hearthbook.vault.keys"),
    ("press", "app/bundle.py", "import pikepdf"),
]


def broken(folder: Path) -> list[str]:
    done = subprocess.run(
        [LINT, "--config", folder / "pyproject.toml", "--no-cache"],
        cwd=folder / "src",
        env={"PYTHONPATH": str(folder / "src"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return re.findall(r"^(.+) BROKEN\b", done.stdout, re.MULTILINE)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    copytree(ROOT / "src", tmp_path / "src", ignore=ignore_patterns("__pycache__", "fonts"))
    config = (ROOT / "pyproject.toml").read_text("utf-8")
    (tmp_path / "pyproject.toml").write_text(config, "utf-8")
    return tmp_path


def contracts() -> dict[str, str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {c["id"]: c["name"] for c in config["tool"]["importlinter"]["contracts"]}


def test_as_it_stands_nothing_is_broken(house: Path) -> None:
    assert broken(house) == []


def test_every_contract_is_broken_at_least_once() -> None:
    assert {contract for contract, _, _ in SINS} == set(contracts())


@pytest.mark.parametrize(("contract", "file", "sin"), SINS)
def test_a_broken_contract_is_noticed(house: Path, contract: str, file: str, sin: str) -> None:
    sinner = house / "src/hearthbook" / file
    sinner.parent.mkdir(exist_ok=True)
    with sinner.open("a", encoding="utf-8") as more:
        more.write(f"\n{sin}\n")

    assert contracts()[contract] in broken(house)

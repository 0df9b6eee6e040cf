"""The commands of docs/verify-by-hand.md do what the page says, on a fresh bundle."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.words import catalogue
from tests.app.homes import CALLS
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

PAGE = (Path(__file__).parents[2] / "docs/verify-by-hand.md").read_text("utf-8")
STEPS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hand")
    with new_home(made) as home:
        taken(home, file_in(made, "calls.xml", CALLS))
        order = Order(paper=str(made / "b.pdf"))
        make_bundle(home, order=order, words=catalogue("en"), move=lambda _d, _t: None)
    return made


def run(step: int, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", STEPS[step]],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return f"{done.stdout}{done.stderr}"


def test_the_steps_say_yes_to_a_good_bundle(folder: Path) -> None:
    first = re.findall(r'"ref":"([^"]*)"', (folder / "b.pdf.json").read_text("utf-8"))

    assert "b.pdf: OK" in run(0, folder)
    assert "Signature Verified Successfully" in run(1, folder)
    leaf_hash = run(2, folder)
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int(leaf_hash[:15], 16)
    name = "".join(signs[number >> shift & 31] for shift in range(55, -1, -5))
    assert f"{name[:4]}-{name[4:8]}-{name[8:]}" in first
    assert run(3, folder).strip() == "1"


def test_the_steps_say_no_to_a_changed_paper_and_a_changed_head(folder: Path) -> None:
    paper, manifest = folder / "b.pdf", folder / "b.pdf.json"
    good, text = paper.read_bytes(), manifest.read_text("utf-8")
    try:
        paper.write_bytes(good[:-9] + b"x" + good[-8:])
        manifest.write_text(text.replace("/release\\n", "/release\\n1", 1), "utf-8")

        assert "FAILED" in run(0, folder)
        assert "Verified Successfully" not in run(1, folder)
    finally:
        paper.write_bytes(good)
        manifest.write_text(text, "utf-8")

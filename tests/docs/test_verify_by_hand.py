"""The commands of docs/verify-by-hand.md do what the page says, on a fresh bundle."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from msgspec import structs

from hearthbook.app import bundle
from hearthbook.app.share import Order
from hearthbook.app.share import Rules
from hearthbook.app.words import catalogue
from tests.app.homes import CALLS
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken
from tests.app.sharing import fill
from tests.app.sharing import handed

PAGE = (Path(__file__).parents[2] / "docs/verify-by-hand.md").read_text("utf-8")
STEPS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hand")
    with new_home(made) as home:
        taken(home, file_in(made, "calls.xml", CALLS))
        order = bundle.Order(paper=str(made / "b.pdf"))
        bundle.make_bundle(home, order=order, words=catalogue("en"), move=lambda _d, _t: None)
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


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a release that is sealed to the key beside it."""
    made = tmp_path_factory.mktemp("sealed")
    keys = subprocess.run(
        ["age-keygen", "-o", made / "key"], capture_output=True, check=True, encoding="utf-8"
    )
    with new_home(made) as home:
        fill(home, made)
        asked = Order(out=str(made / "release.tar.age"), to=keys.stderr.split()[-1])
        handed(home, structs.replace(asked, rules=Rules(("place", "note", "aliases"))))
    return made


def test_the_steps_say_yes_to_a_good_release(sealed: Path) -> None:
    assert run(4, sealed) == ""
    files = run(5, sealed)
    assert files.count(": OK") == 9 + 7
    assert "FAILED" not in files
    assert "Signature Verified Successfully" in run(6, sealed)
    assert "the proof leads to the signed root" in run(7, sealed)
    shown = run(8, sealed)
    assert '"name","Anna"]' in shown
    assert '"aliases"' not in shown
    assert shown.count("sealed: ") == 9
    assert "fields: 11" in shown


def test_the_steps_say_no_to_a_release_that_was_changed(sealed: Path) -> None:
    run(4, sealed)
    entries, table = sealed / "release/entries.jsonl", sealed / "release/entries.csv"
    entries.write_bytes(entries.read_bytes().replace(b"Anna", b"Olga", 1))
    table.write_bytes(table.read_bytes() + b"x")

    assert run(5, sealed).count("FAILED") >= 2
    assert "Verified Successfully" in run(6, sealed)  # the list itself was not changed
    run(7, sealed)
    shown = run(8, sealed)
    assert "Olga" not in shown
    assert shown.count("sealed: ") == 8

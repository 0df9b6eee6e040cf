"""The page's files: made from the catalogues, complete, and with nothing telling in them."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.words import LANGUAGES
from hearthbook.web.outbox import PAGE

if TYPE_CHECKING:
    from types import ModuleType

FRONTEND = Path(__file__).parents[3] / "frontend"
OWN = sorted(set(PAGE.glob("*.js")) - {PAGE / "age.js", PAGE / "files.js"})
TELLING = r"(?i)court|evidence|lawyer|judge|proof|custody|abuse|суд|адвокат|доказ"


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", FRONTEND / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_page_are_those_of_the_catalogue(language: str) -> None:
    assert (PAGE / f"words-{language}.json").read_bytes() == maker().words(language)


def test_the_list_of_files_is_of_these_very_files() -> None:
    assert (PAGE / "files.js").read_bytes() == maker().listing()


def test_every_word_the_page_asks_for_is_in_the_catalogue() -> None:
    source = "".join(module.read_text("utf-8") for module in OWN)
    asked = set(re.findall(r'say\("([a-z0-9-]+)"', source))
    said = (PAGE / "words-en.json").read_text("utf-8")

    assert len(asked) > 40
    assert {name for name in asked if f'"{name}":' not in said} == set()


def test_every_word_in_the_catalogue_is_asked_for() -> None:
    source = "".join(module.read_text("utf-8") for module in OWN)
    families = set(re.findall(r"`([a-z]+-)\$\{", source))
    names = re.findall(
        r'^"([a-z0-9-]+)":', (PAGE / "words-en.json").read_text("utf-8"), re.MULTILINE
    )

    unused = [name for name in names if f'"{name}"' not in source]
    assert [name for name in unused if not any(name.startswith(one) for one in families)] == []


def test_nothing_on_the_phone_tells_what_the_diary_may_become() -> None:
    for file in sorted(PAGE.iterdir()):
        if file.suffix in {".html", ".webmanifest", ".json", ".css", ".svg"}:
            assert not re.search(TELLING, file.read_text("utf-8")), file.name


@pytest.mark.parametrize("module", OWN, ids=lambda module: module.name)
def test_a_module_is_small_and_reaches_for_nothing_elsewhere(module: Path) -> None:
    text = module.read_text("utf-8")

    assert len(text.splitlines()) <= 250
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert not re.search(r"innerHTML|document\.write|\beval\(|localStorage|console\.", text)


def test_the_page_allows_itself_only_its_own_files() -> None:
    page = (PAGE / "index.html").read_text("utf-8")

    assert "default-src 'self'" in page
    assert "unsafe" not in page
    assert not re.search(r"\son\w+=|style=|<script(?! type=\"module\" src=\"main.js\">)", page)


def test_the_bundle_of_the_age_library_is_what_its_sources_give(tmp_path: Path) -> None:
    tool = FRONTEND / "node_modules/.bin/esbuild"
    if shutil.which("node") is None or not tool.exists():
        pytest.skip("no node here, or `npm ci` was not run in frontend/; users need neither")
    typed = (FRONTEND / "package.json").read_text("utf-8")
    found = re.search(r'"build": "esbuild (.+?) --outfile', typed)
    assert found is not None
    made = tmp_path / "age.js"

    subprocess.run([tool, *found[1].split(), f"--outfile={made}"], cwd=FRONTEND, check=True)

    assert made.read_bytes() == (PAGE / "age.js").read_bytes()

"""What templates and static files may hold: our words by name, nothing inline, nobody else."""

from __future__ import annotations

import gzip
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from hearthbook.app.finding import FINDINGS
from hearthbook.app.forms import FORMS

ROOT = Path(__file__).parents[2] / "src/hearthbook"
TEMPLATES = sorted((ROOT / "web/templates").glob("*.html"))
STATIC = sorted(
    file for file in (ROOT / "web/static").iterdir() if file.suffix in {".css", ".js"}
)


def sentences() -> set[str]:
    found: set[str] = set()
    for area in (ROOT / "words/en").glob("*.toml"):
        found |= set(tomllib.loads(area.read_text("utf-8")))
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_sentence_a_template_asks_for_exists(template: Path) -> None:
    text = template.read_text("utf-8")
    asked = set(re.findall(r"words\(\s*['\"]([a-z0-9-]+)['\"]\s*[,)]", text))
    begun = set(re.findall(r"words\(\s*['\"]([a-z0-9-]+-)['\"]\s*~", text))

    known = sentences()
    assert asked <= known
    assert all(any(one.startswith(start) for one in known) for start in begun)


def test_every_form_and_every_finding_has_its_words() -> None:
    fields = [field for form in FORMS.values() for field in form.fields]
    wanted = {f"web-kind-{kind}" for kind in FORMS}
    wanted |= {f"web-field-{field.name}" for field in fields}
    wanted |= {f"web-choice-{choice}" for field in fields for choice in field.choices}
    wanted |= {f"web-finding-{finding}" for finding in FINDINGS}

    assert wanted - sentences() == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_inline_and_nothing_escapes_unescaped(template: Path) -> None:
    text = template.read_text("utf-8")

    assert not re.search(
        r"<style|style=|\son[a-z]+=|\|\s*safe|<script(?! src=\"/static/)", text
    )
    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("file", STATIC, ids=lambda path: path.name)
def test_no_file_asks_anything_of_another_host(file: Path) -> None:
    text = file.read_text("utf-8")

    assert not re.search(r"@import|url\(", text)
    assert file.name == "htmx.min.js" or not re.search(r"https?://", text)


def test_htmx_is_the_one_we_say_it_is() -> None:
    raw = (ROOT / "web/static/htmx.min.js").read_bytes()

    assert sha256(raw).hexdigest() in (ROOT / "web/static/htmx.md").read_text("utf-8")
    assert (ROOT / "web/static/htmx.LICENSE.txt").is_file()


def test_the_first_page_is_small() -> None:
    files = ("diary.css", "diary.js", "htmx.min.js", "icons.svg", "icon.svg")
    raw = [(ROOT / "web/static" / name).read_bytes() for name in files]

    assert sum(len(gzip.compress(one)) for one in raw) < 60_000

"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.cli import COMMANDS
from hearthbook.cli import command as command_of
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OTHERS = sorted([*(ROOT / "demo").glob("*.py"), *(ROOT / "bench").glob("*.py")])
WORDS = ROOT / "src/hearthbook/words"


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES + TESTS + OTHERS, ids=short)
def test_fits_on_a_few_screens(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES + TESTS + OTHERS, ids=short)
def test_every_silenced_check_says_why(module: Path) -> None:
    silenced = re.findall(r"# (?:noqa:|type: ignore).*", module.read_text("utf-8"))

    assert all(note.count("#") >= 2 for note in silenced), silenced


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_no_float_in_sight(module: Path) -> None:
    nodes = list(ast.walk(ast.parse(module.read_text("utf-8"))))

    assert not [
        n.lineno for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, float)
    ]
    assert not [n.lineno for n in nodes if isinstance(n, ast.Name) and n.id == "float"]


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_nothing_is_left_for_later(module: Path) -> None:
    marks = r"\b(TODO|FIXME|XXX|NotImplementedError)\b"

    assert not re.search(marks, module.read_text("utf-8"))


def sentences(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for area in sorted((WORDS / language).glob("*.toml")):
        own = tomllib.loads(area.read_text("utf-8"))
        assert not set(own) & set(found), f"said twice: {set(own) & set(found)}"
        found |= own
    return found


def test_every_language_says_the_same_things_with_the_same_gaps() -> None:
    said = {
        language: {
            name: sorted(gap for _, gap, _, _ in Formatter().parse(sentence) if gap)
            for name, sentence in sentences(language).items()
        }
        for language in LANGUAGES
    }

    assert all(names == said["en"] for names in said.values())


def test_no_sentence_of_the_russian_catalogue_was_left_in_english() -> None:
    english, russian = sentences("en"), sentences("ru")
    same = {name for name in english if english[name] == russian[name]}

    assert all(not re.search(r"[A-Za-z]{4,} [A-Za-z]{2,}", english[name]) for name in same)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_can_be_said_in_every_language(language: str, reason: Reason) -> None:
    assert catalogue(language)(f"snag-{reason}")
    assert catalogue(language)(f"not-read-{reason}", file="x")


def asked_for() -> set[str]:
    """Return every sentence the program asks for by a plain name."""
    found: set[str] = set()
    for module in MODULES:
        text = module.read_text("utf-8")
        found |= set(re.findall(r'Failure\(\s*"([a-z-]+)"', text))
        found |= set(re.findall(r'\b(?:tell|caution|words|ask|bar)\(\s*"([a-z-]+)"', text))
    return found


def test_every_sentence_that_is_asked_for_exists() -> None:
    assert len(asked_for()) > 60
    assert asked_for() <= set(sentences("en"))


def test_a_failure_keeps_its_gaps_for_the_sentence() -> None:
    failure = Failure("unknown-person", Exit.WRONG_USAGE, name="v")

    assert "v" in catalogue("en")(failure.name, **failure.gaps)


@pytest.mark.parametrize("command", [command_of(name) for name in COMMANDS], ids=COMMANDS)
def test_every_command_has_a_transcript_help_example_and_page(command: object) -> None:
    name = getattr(command, "name", "")

    assert (ROOT / f"tests/transcripts/{name}.txt").exists()
    assert f"hearthbook {name}" in (ROOT / "docs/commands.md").read_text("utf-8")
    for language in LANGUAGES:
        assert catalogue(language)(f"{name}-help")
        assert f"hearthbook {name}" in catalogue(language)(f"{name}-example")


def test_no_lock_file_names_an_address() -> None:
    for lock in (ROOT / "requirements").iterdir():
        assert "://" not in lock.read_text("utf-8"), lock.name


def test_nothing_names_a_machine_or_its_paths() -> None:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    pattern = re.compile(rb"(?<![.\w])/(?:work|tmp|farm|root)/")
    texts = [f for f in files if f.suffix in {".py", ".md", ".toml", ".txt", ".sh", ".typ"}]
    assert texts or not files

    named = [f.name for f in texts if f.exists() and pattern.search(f.read_bytes())]
    assert named in ([], ["test_house.py"])


def test_every_decision_is_numbered_once() -> None:
    numbers = [f.name[:4] for f in (ROOT / "docs/decisions").glob("*.md")]

    assert numbers
    assert len(numbers) == len(set(numbers))


def test_every_change_has_a_fragment() -> None:
    assert list((ROOT / "changes.d").glob("*.md"))


@pytest.mark.parametrize("mark", Mark)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_can_be_said_in_every_language(language: str, mark: Mark) -> None:
    assert catalogue(language)(f"mark-{mark}")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=short)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:tests|src|docs|verifier|demo|bench)/[\w./-]+)`", text)

    assert [name for name in named if not (ROOT / name.rstrip("/")).exists()] == []


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_no_group_is_repeated_possessively(module: Path) -> None:
    """Python before 3.11.5, Debian 12's 3.11.2 among them, matches such groups wrongly.

    An atomic group is matched rightly: `(?>(?:...)*)` for `(?:...)*+`.
    https://github.com/python/cpython/issues/106052
    """
    assert not re.search(r"\)(?:[*+?]|\{[0-9,]+\})\+", module.read_text("utf-8"))

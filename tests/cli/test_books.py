"""What is in one book shows in no answer, export or error of another: every way in is tried.

Each book holds a word, a person, a file and entries that no other has. Each command is run
towards a book with names of what another holds; nothing of the others may show, and a name
from another book must fare just as one that nobody has. A new command must say its ways in.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING
from typing import Final

import pytest

from hearthbook.app.diary import log
from hearthbook.app.docket import OF_CASE
from hearthbook.app.household import BOOKS
from hearthbook.app.story import hear
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.cli import COMMANDS
from hearthbook.cli import command as command_of
from hearthbook.cli import main
from hearthbook.cli import unlocking
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.papers.opened import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

WORDS: Final = {"record": "Apfelbaum", "counsel": "Birnbaum", "keepsake": "Kirschbaum"}
PEOPLE: Final = {"record": "Rosalind", "counsel": "Cornelius", "keepsake": "Kassandra"}
NEXT: Final = {"record": "counsel", "counsel": "keepsake", "keepsake": "record"}
# Every book may speak of the people of `record`; of these others it has not heard.
UNHEARD: Final = {"record": "counsel", "counsel": "keepsake", "keepsake": "counsel"}
NOBODY, NOTHING = "0000-0000-0000", "Nussbaum"

# For each command, what is typed after the vault; BOOK is the book it is run towards and OWN a
# file in it; REF, WORD and WHO are those of another. Where there is no way in, it says why.
WAYS: Final[dict[str, tuple[str, ...] | str]] = {
    "init": "it begins a vault and opens none",
    "read": "it opens no vault",
    "doctor": "it opens no vault",
    "take-in": ("OWN --book BOOK",),
    "story": ("STORY",),
    "drafts": ("list", "accept REF"),
    "log": (
        "--book BOOK retraction --of REF --why x",
        "--book BOOK visit --person WHO --child Vera",
    ),
    "note": ("hello --book BOOK --person WHO",),
    "find": ("WORD --book BOOK", "garden --book BOOK", "garden --book BOOK --person WHO"),
    "show": (
        "chronology --book BOOK --format json",
        "counts --book BOOK",
        "contact --book BOOK",
        "snags --book BOOK",
        "absence --book BOOK --person WHO",
    ),
    "bundle": ("-o OUT.pdf", "-o OUT2.pdf --thread WHO"),
    "share": (
        "--to Court -o OUT --book BOOK --yes",
        "--to Court -o OUT2 --book BOOK --ref REF --yes",
        "--to Court -o OUT3 --book BOOK --person WHO --yes",
    ),
    "case": ("list --format json", "calendar -o OUT.ics --titles full"),
    "keepsakes": ("", "REF --open", "--format json"),
    "releases": ("--book BOOK --format json",),
    "erase": ("REF --book BOOK --reason x --yes",),
    "hold": ("show",),
    "seal": ("",),
    "stamp": ("--authority http://127.0.0.1:9/",),
    "verify": ("",),
    "keys": ("list",),
    "heads": ("list",),
    "phone": ("list",),
    "people": ("list", "propose"),
    "link": ("find --book BOOK",),
    "unlock": "it holds a key and shows no entry",
    "lock": "it forgets a key and shows no entry",
    "serve": "the pages have tests of their own: tests/web",
    "backup": "it copies the vault as it is, encrypted, and says how many entries",
    "restore": "it makes a vault again, and says how many entries",
}
# These speak of the vault as a whole: which books there are and how long they are, no more.
OF_THE_VAULT: Final = ("seal", "stamp", "verify", "hold", "keys", "heads", "phone")
OF_ONE: Final = {
    "bundle": "record",
    "story": "counsel",
    "drafts": "counsel",
    "people": "record",
    "keepsakes": "keepsake",
    "case": "record",  # towards `counsel`: tests/app/test_docket.py
}


class Home:
    """The vault, and what stands in each book that no other may show."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = str(folder / "family.vault")
        self.password = file_in(folder, "pass", PASSPHRASE.encode())
        self.refs: dict[str, set[str]] = {}
        self.files: dict[str, str] = {}

    def fill(self, home: Household) -> None:
        log(home, kind="child", values={"name": ["Vera"]}, book="record")
        common = {one.ref for one in home.entries("record")}
        for book in BOOKS:
            who = {"name": [PEOPLE[book]], "relation": ["neighbour"]}
            log(home, kind="person", values=who, book=book)
            text = {"text": [f"in the garden, {WORDS[book]}"], "person": [PEOPLE[book]]}
            log(home, kind="note", values=text | {"at": ["2026-02-01"]}, book=book)
            self._take(home, book)
        for book in OF_CASE:
            date = {
                "what": [f"About the {WORDS[book]}"],
                "sort": ["other"],
                "at": ["2126-02-01"],
            }
            log(home, kind="appointment", values=date, book=book)
        self.files["story"] = file_in(self.folder, "told.txt", TOLD)
        hear(home, path=self.files["story"])
        for book in BOOKS:
            self.refs[book] = {one.ref for one in home.book(book).entries()} - common

    def _take(self, home: Household, book: str) -> None:
        head = "03/02/2026, 21:14 - "
        lines = (f"{head}{PEOPLE[book]}: {WORDS[book]} in the garden", f"{head}Anna: garden")
        name = f"WhatsApp {WORDS[book]}.txt"
        path = file_in(self.folder, name, "\n".join((*lines, "")).encode())
        said = Said(zone="Europe/Berlin", me="Anna", date_order="dmy")
        take_in(home, path=path, said=said, book=book, move=lambda _d, _t: None)
        self.files[book] = path

    def never(self, book: str, typed: str) -> set[str]:
        """Return what an answer for `book` may not hold, but for what was typed itself."""
        others = [one for one in BOOKS if one != book]
        marks = {WORDS[one] for one in others} | {PEOPLE[one] for one in others}
        marks |= {ref for one in others for ref in self.refs[one]}
        return {mark for mark in marks if mark.lower() not in typed.lower()}


TOLD = b'We sat in the garden. Peter said: "The Birnbaum is mine." I am Anna.\n'


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Household]]:
    folder = tmp_path_factory.mktemp("books")
    made = Home(folder)
    with new_home(folder) as opened:
        made.fill(opened)
        yield made, opened


@pytest.fixture
def home(kept: tuple[Home, Household], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return the vault, opened once: what the passphrase costs is not the subject here."""
    made, opened = kept
    monkeypatch.setattr(unlocking, "household", lambda *_, **__: nullcontext(opened))
    return made


def typed(command: str, way: str, home: Home, book: str, out: Path) -> list[str]:
    """Return the words of one way, with what it names taken from another book."""
    other = NEXT[book]
    filled = {
        "BOOK": book,
        "REF": min(home.refs[other]),
        "WORD": WORDS[other],
        "WHO": PEOPLE[UNHEARD[book]],
        "OWN": home.files[book],
        "STORY": home.files["story"],
    }
    parts = [re.sub("^OUT", str(out / "out"), one) for one in way.split()]
    unlock = ["--passphrase-file", home.password]
    return [command, home.vault, *(filled.get(one, one) for one in parts), *unlock]


def written(out: Path) -> str:
    """Return all that lies in a folder as text, papers as what can be read on them."""
    held = []
    for path in sorted(one for one in out.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        held.append("\n".join(texts(raw)) if path.suffix == ".pdf" else raw.decode("utf-8"))
        held.append(path.name)
    return "\n".join(held)


def answer(words: list[str], out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return all that a command says and writes."""
    main(words)
    said = capsys.readouterr()
    return f"{said.out}\n{said.err}\n{written(out)}"


def towards(command: str) -> tuple[str, ...]:
    if command in OF_THE_VAULT:
        return ("record",)
    return (OF_ONE[command],) if command in OF_ONE else BOOKS


@pytest.mark.parametrize("command", [command_of(name) for name in COMMANDS], ids=COMMANDS)
def test_no_way_in_shows_anything_of_another_book(
    command: object, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(getattr(command, "name", ""))
    assert name in WAYS, f"say in WAYS by which ways {name} reaches a book"
    ways = WAYS[name]
    if isinstance(ways, str):
        return
    for book in towards(name):
        for n, way in enumerate(ways):
            out = tmp_path / f"{book}-{n}"
            out.mkdir()
            words = typed(name, way, home, book, out)

            said = answer(words, out, capsys)

            own = "" if name in OF_THE_VAULT else book
            never = home.never(own, " ".join(words))
            assert sorted(one for one in never if one.lower() in said.lower()) == [], words


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize(
    "way",
    [
        "erase REF --book BOOK --reason x --yes",
        "share --to Court -o OUT --book BOOK --ref REF --yes",
        "log --book BOOK retraction --of REF --why x",
        "find WORD --book BOOK",
        "find garden --book BOOK --person WHO",
        "log --book BOOK visit --person WHO --child Vera",
    ],
)
def test_what_another_book_holds_fares_like_what_nobody_holds(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], book: str, way: str
) -> None:
    command, _, rest = way.partition(" ")
    words = typed(command, rest, home, book, tmp_path)
    nobody = {min(home.refs[NEXT[book]]): NOBODY, WORDS[NEXT[book]]: NOTHING}
    nobody[PEOPLE[UNHEARD[book]]] = NOTHING

    of_another = answer(words, tmp_path, capsys)
    of_nobody = answer([nobody.get(one, one) for one in words], tmp_path, capsys)

    for one, none in nobody.items():
        of_another = of_another.replace(one, none)
    assert of_another == of_nobody


def test_each_book_has_an_index_and_a_database_that_hold_its_own_words_alone(
    kept: tuple[Home, Household],
) -> None:
    home = kept[1]
    for book in BOOKS:
        held = home.book(book)._db.serialize("main") + home.index(book)._db.serialize("main")
        for other in BOOKS:
            assert (WORDS[other].lower().encode() in held.lower()) == (other == book)


def test_a_file_that_another_book_has_is_new_to_this_one(kept: tuple[Home, Household]) -> None:
    made, home = kept
    found = take_in(
        home,
        path=made.files["keepsake"],
        said=Said(zone="Europe/Berlin", me="Anna", date_order="dmy"),
        book="counsel",
        move=lambda _d, _t: None,
    )

    assert (found.known, found.new) == (0, 2)

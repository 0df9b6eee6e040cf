"""One way in: files, folders and archives; what is unknown is kept, what is open is asked."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from hearthbook.app.answers import Answers
from hearthbook.app.answers import answers_in
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.failure import Failure
from hearthbook.app.gathering import Found
from hearthbook.app.gathering import LeftOut
from hearthbook.app.gathering import gathered
from hearthbook.app.preview import Preview
from hearthbook.app.questions import questions
from hearthbook.app.questions import write_questions
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.base.units import Unit
from hearthbook.cli.asking import asked
from hearthbook.cli.command import Exit
from hearthbook.cli.take_in import TakeIn
from hearthbook.records.event import Document
from hearthbook.records.provenance import Import
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.homes import taken
from tests.app.terminal import WORDS
from tests.app.terminal import Terminal
from tests.app.terminal import given


def phone(folder: Path) -> Path:
    """Write what a phone holds: a folder in a folder, an archive, a photo."""
    inner = folder / "phone" / "chats"
    inner.mkdir(parents=True)
    file_in(inner, "_chat.txt", CHAT)
    file_in(folder / "phone", "calls.xml", CALLS)
    file_in(folder / "phone", "cot.raw", b"\x00\x01 nobody knows this")
    with zipfile.ZipFile(folder / "phone" / "old.zip", "w") as archive:
        archive.writestr("_chat.txt", CHAT.replace(b"2026", b"2025"))
    return folder / "phone"


def test_a_folder_comes_in_whole_with_the_archives_in_it(tmp_path: Path) -> None:
    folder = phone(tmp_path)

    with new_home(tmp_path) as home:
        done = [taken(home, one.path) for one in gathered([str(folder)]).files]
        kinds = home.index("record").counts()

    assert [one.reader for one in done] == ["sms-backup", "document", "whatsapp", "whatsapp"]
    assert (kinds["message"], kinds["call"], kinds["document"]) == (10, 3, 1)


def test_files_go_by_their_place_in_the_folder(tmp_path: Path) -> None:
    names = [one.name for one in gathered([str(phone(tmp_path))]).files]

    assert names == [
        "phone/calls.xml",
        "phone/cot.raw",
        "phone/old.zip",
        "phone/chats/_chat.txt",
    ]


def test_what_no_reader_knows_is_kept_whole(tmp_path: Path) -> None:
    data = b"\x00\x01 nobody knows this"

    with new_home(tmp_path) as home:
        done = taken(home, file_in(tmp_path, "cot.raw", data))
        [document] = [one.record for one in home.of_kind("record", "document")]
        held = io.BytesIO()
        home.vault.originals.get(done.digest, held)

    assert isinstance(document, Document)
    assert (document.name, document.size, document.sha256) == ("cot.raw", 20, done.digest)
    assert held.getvalue() == data


def test_a_vault_its_key_a_link_and_a_pipe_are_left_out_and_said(tmp_path: Path) -> None:
    folder = phone(tmp_path)
    word = file_in(folder, "word", b"secret")
    (folder / "link.txt").symlink_to(folder / "calls.xml")
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    with new_home(folder):
        pass

    found = gathered([str(folder)], keys=[word])

    assert len(found.files) == 4
    assert sorted((one.why, one.name) for one in found.left_out) == [
        ("key", "phone/word"),
        ("link", "phone/link.txt"),
        ("link", "phone/up"),
        ("no-file", "phone/pipe"),
        ("vault", "phone/family.vault"),
    ]


def test_a_name_that_is_no_text_is_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "phone").mkdir()
    file = os.fsencode(tmp_path / "phone") + b"/caf\xe9.txt"
    with open(file, "wb") as out:  # noqa: PTH123  # a path of bytes
        out.write(CHAT)

    found = gathered([str(tmp_path / "phone")])

    assert found.left_out == (LeftOut("phone/caf\ufffd.txt", "name"),)
    assert found.files == ()


def test_a_name_in_decomposed_letters_is_kept_in_composed_ones(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Папá й.txt")

    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, name, CHAT))
        [said] = [one.record for one in home.of_kind("record", "import")]

    assert isinstance(said, Import)
    assert said.name == unicodedata.normalize("NFC", name)


def test_one_bad_file_stops_no_other_and_the_worst_is_the_outcome(tmp_path: Path) -> None:
    folder, seen = phone(tmp_path), Terminal()
    file_in(folder, "empty.txt", b"")
    with new_home(tmp_path):
        pass

    code = TakeIn().run(given(tmp_path, str(folder)), seen.console(interactive=False))

    assert code is Exit.NOT_READABLE
    assert "phone/cot.raw: no reader knows this kind of file." in "\n".join(seen.said)
    assert seen.said[-1] == (
        "In all: files 4; entries new 17; kept as documents 1; not taken in 1."
    )


def test_a_second_run_over_a_folder_adds_nothing(tmp_path: Path) -> None:
    folder, seen = phone(tmp_path), Terminal()
    with new_home(tmp_path):
        pass
    TakeIn().run(given(tmp_path, str(folder)), seen.console(interactive=False))
    with same_home(tmp_path) as home:
        size = home.book("record").size

    TakeIn().run(given(tmp_path, str(folder)), seen.console(interactive=False))

    with same_home(tmp_path) as home:
        assert home.book("record").size == size
    assert seen.said[-1] == "In all: files 4; entries new 0; known before 17."


def test_each_open_question_is_asked_once(tmp_path: Path) -> None:
    chat = Found(file_in(tmp_path, "chat.txt", CHAT), "chat.txt")
    older = Found(file_in(tmp_path, "older.txt", CHAT.replace(b"2026", b"2025")), "older.txt")
    somebody = Terminal("Europe/Berlin", "2", "Vera, Ida")

    with new_home(tmp_path) as home:
        answers = asked(home, (chat, older), Answers(), somebody.console())

    assert answers.of("chat.txt", "") == Said("Europe/Berlin", "Anna")
    assert answers.of("older.txt", "") == Said("Europe/Berlin", "Anna")
    assert answers.child == ("Vera", "Ida")
    assert somebody.typed == []


def test_what_was_said_is_not_asked_again(tmp_path: Path) -> None:
    chat = Found(file_in(tmp_path, "chat.txt", CHAT), "chat.txt")
    said = Answers(every=Said("Europe/Berlin", "Anna"), child=("Vera",))
    nobody = Terminal()

    with new_home(tmp_path) as home:
        answers = asked(home, (chat,), said, nobody.console())

    assert answers == said
    assert [line for line in nobody.warned if "?" in line] == []


TRACKED = (Path(__file__).parents[1] / "sources/huckleberry/mia.csv").read_bytes()


def test_whose_a_trackers_file_is_and_its_units_are_asked_before_anything_is_written(
    tmp_path: Path,
) -> None:
    table = Found(file_in(tmp_path, "mia.csv", TRACKED), "mia.csv")
    somebody = Terminal("Europe/Berlin", "Vera, Ida", "2", "ml, stone", "ml kg")

    with new_home(tmp_path) as home:
        size = home.book("record").size
        answers = asked(home, (table,), Answers(), somebody.console())

        assert home.book("record").size == size
    assert answers.of("mia.csv", "").child == "Ida"
    assert answers.of("mia.csv", "").units == (Unit.ML, Unit.KG)
    assert "stone is no unit that is known here." in "\n".join(somebody.warned)
    assert somebody.typed == []


def test_what_was_answered_for_an_earlier_file_is_offered_and_not_assumed(
    tmp_path: Path,
) -> None:
    first = file_in(tmp_path, "first.csv", TRACKED)
    later = Found(file_in(tmp_path, "later.csv", TRACKED + TRACKED[-1:]), "later.csv")
    same, silent = Terminal("=", "Vera", "=", "="), Terminal("", "Vera", "", "")
    said = Said("Europe/Kyiv", None, None, "Vera", (Unit.ML,))

    with new_home(tmp_path) as home:
        take_in(home, path=first, said=said, move=lambda _done, _of: None)
        again = asked(home, (later,), Answers(), same.console())
        open_still = asked(home, (later,), Answers(), silent.console())

    assert again.of("later.csv", "") == said
    assert open_still.of("later.csv", "") == Said()


def test_what_was_not_taken_in_is_kept_with_the_reason_and_shown_with_the_rest(
    tmp_path: Path,
) -> None:
    folder, seen = phone(tmp_path), Terminal()
    file_in(folder, "empty.txt", b"")
    (folder / "link.txt").symlink_to(folder / "calls.xml")
    with new_home(tmp_path):
        pass
    for _ in range(2):
        TakeIn().run(given(tmp_path, str(folder)), seen.console(interactive=False))

    with same_home(tmp_path) as home:
        found = ask(home, finding="taken", asking=Asking(), book="record", words=WORDS)

    assert isinstance(found.value, list)
    kept = [one["not_taken"] for one in found.value if "not_taken" in one]
    assert kept == ["empty-file", "left-out-link"]
    assert found.rows[-2][:2] == ("phone/empty.txt", "not taken in")
    assert found.rows[-2][3] == (
        "phone/empty.txt: the file is empty. Nothing was taken in. Export it again."
    )


def test_a_file_that_came_in_later_is_no_longer_among_those_that_did_not(
    tmp_path: Path,
) -> None:
    path, seen = file_in(tmp_path, "chat.txt", b""), Terminal()
    with new_home(tmp_path):
        pass
    TakeIn().run(given(tmp_path, path), seen.console(interactive=False))
    file_in(tmp_path, "chat.txt", CHAT)
    TakeIn().run(given(tmp_path, path), seen.console(interactive=False))

    with same_home(tmp_path) as home:
        found = ask(home, finding="taken", asking=Asking(), book="record", words=WORDS)

    assert [row[0] for row in found.rows] == ["chat.txt"]


def test_an_answer_that_is_none_is_asked_again_and_silence_leaves_it_open(
    tmp_path: Path,
) -> None:
    chat = Found(file_in(tmp_path, "chat.txt", CHAT), "chat.txt")
    somebody = Terminal("Berlin", "", "", "")

    with new_home(tmp_path) as home:
        answers = asked(home, (chat,), Answers(), somebody.console())

    assert "There is no time zone Berlin." in "\n".join(somebody.warned)
    assert answers == Answers()


def test_the_questions_written_down_are_answers_once_filled_in(tmp_path: Path) -> None:
    preview = Preview(file_in(tmp_path, 'a"b.txt', CHAT), None)
    list(preview.lines())
    written = questions([preview.look()], WORDS)
    file = str(tmp_path / "answers.toml")
    write_questions(file, written)
    assert answers_in(file) == Answers(file={'a"b.txt': Said()})
    filled = written.replace('zone = ""', 'zone = "Europe/Berlin"').replace(
        'me = ""', 'me = "Anna"'
    )
    Path(file).write_text(filled.replace("child = []", 'child = ["Vera"]'), "utf-8")

    answers = answers_in(file)

    assert answers.of('a"b.txt', "") == Said("Europe/Berlin", "Anna", child="Vera")
    assert answers.child == ("Vera",)


def test_questions_never_write_over_answers(tmp_path: Path) -> None:
    file = file_in(tmp_path, "answers.toml", b'zone = "Europe/Berlin"\n')

    with pytest.raises(Failure) as raised:
        write_questions(file, "zone = ''\n")

    assert raised.value.name == "questions-exist"
    assert answers_in(file).every == Said("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    ['{"zone":"Europe/Berlin","me":"Anna"}', 'zone = "Europe/Berlin"\nme = "Anna"\n'],
    ids=["json", "toml"],
)
def test_answers_may_be_json_or_toml(tmp_path: Path, text: str) -> None:
    answers = answers_in(file_in(tmp_path, "answers", text.encode()))

    assert answers.of("any.txt", "") == Said("Europe/Berlin", "Anna")


@pytest.mark.parametrize("text", ["zone = ", "{", 'zones = "x"', "zone = 7"])
def test_answers_that_cannot_be_read_change_nothing(tmp_path: Path, text: str) -> None:
    with pytest.raises(Failure) as raised:
        answers_in(file_in(tmp_path, "answers", text.encode()))

    assert (raised.value.name, raised.value.code) == ("no-answers", Exit.WRONG_USAGE)


DYING = """
import os, signal, sys
from hearthbook.app import take_in as taking
from hearthbook.app.household import household
from hearthbook.vault.book import Book
taking._BLOCK = 2
append, calls = Book.append, []
def dying(*words):
    done = append(*words)
    calls.append(1)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Book.append = dying
with household(sys.argv[1], sys.argv[2]) as home:
    taking.take_in(home, path=sys.argv[3], said=taking.Said(), move=lambda _d, _t: None)
"""


def test_a_run_that_was_killed_goes_on_and_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    path = file_in(tmp_path, "calls.xml", CALLS)
    with new_home(tmp_path):
        pass
    vault = str(tmp_path / "family.vault")

    killed = subprocess.run([sys.executable, "-c", DYING, vault, PASSPHRASE, path], check=False)

    with same_home(tmp_path) as home:
        rest = taken(home, path)
        again = taken(home, path)
        kinds = home.index("record").counts()
    assert killed.returncode == -signal.SIGKILL
    assert (rest.known, rest.new, again.new) == (4, 2, 0)
    assert (kinds["call"], kinds["frame"], kinds["import"]) == (3, 3, 1)

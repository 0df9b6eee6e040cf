"""The program at a real terminal: what it asks, and what it does with what is typed."""

from __future__ import annotations

import os
import pty
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.keys import wanted
from hearthbook.app.words import catalogue
from hearthbook.vault.recovery import new_code
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home

if TYPE_CHECKING:
    from collections.abc import Sequence

EN = catalogue("en")
PATIENCE = 60  # seconds
HEARTHBOOK = str(Path(sys.executable).parent / "hearthbook")


class Ended(Exception):  # noqa: N818  # how a conversation ends, not what goes wrong
    """The program has ended, or says nothing more."""


def talk(typed: Sequence[tuple[str, str]], *arguments: str) -> tuple[int, str]:
    """Run a command at a terminal; for each pair wait for the first and type the second."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": "/nonexistent"}
        os.execv(HEARTHBOOK, ["hearthbook", *arguments])  # noqa: S606  # the program under test
    said = ""
    try:
        for awaited, answer in typed:
            said += _until(terminal, awaited)
            os.write(terminal, f"{answer}\n".encode())
        said += _until(terminal, None)
    finally:
        os.close(terminal)
        _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), said


def _until(terminal: int, awaited: str | None) -> str:
    said = b""
    while awaited is None or not said.endswith(f"{awaited} ".encode()):
        if not select.select([terminal], [], [], PATIENCE)[0]:
            raise Ended(said.decode())
        try:
            more = os.read(terminal, 4096)
        except OSError:  # how Linux says that nobody is at the other end
            more = b""
        if not more:
            if awaited is None:
                break
            raise Ended(said.decode())
        said += more
    return said.decode()


ASK = EN("ask-passphrase")
GROUPS = [EN("ask-group", place=str(place), of="7") for place in range(1, 8)]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("asking")
    with new_home(folder):
        return str(folder / "family.vault")


def test_a_wrong_passphrase_may_be_typed_again_after_a_wait(vault: str) -> None:
    code, said = talk([(ASK, "wrong"), (ASK, PASSPHRASE)], "keys", vault)

    assert code == 0
    assert EN("vault-wrong-passphrase") in said
    assert EN("key-recovery") in said
    assert PASSPHRASE not in said
    assert "wrong\r" not in said


def test_the_recovery_code_is_typed_group_by_group_and_a_typo_is_named_at_once(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        code = new_code()
        known_as = home.vault.new_way_id()
        home.vault.add_way(wanted("recovery", code, ""), known_as)
    groups = code.split("-")
    typo = groups[2][:-1] + ("2" if groups[2][-1] != "2" else "3")
    answers = [ASK, *GROUPS[:3], GROUPS[2], *GROUPS[3:]]
    typed = ["", *groups[:2], typo, *(group.lower() for group in groups[2:])]

    ended, said = talk(
        list(zip(answers, typed, strict=True)), "keys", str(tmp_path / "family.vault")
    )

    assert ended == 0
    assert EN("group-typo", place="3") in said
    assert known_as in said


def test_a_whole_code_may_be_typed_at_the_first_group(vault: str) -> None:
    typed = [(ASK, ""), (GROUPS[0], new_code()), (ASK, PASSPHRASE)]

    code, said = talk(typed, "keys", vault)

    assert code == 0
    assert EN("vault-wrong-recovery") in said


def test_a_new_passphrase_is_asked_for_twice(tmp_path: Path) -> None:
    new, again = EN("ask-new-passphrase"), EN("ask-passphrase-again")
    made = str(tmp_path / "new.vault")

    code, said = talk([(new, "five green owls"), (again, "five green howls")], "init", made)
    assert (code, Path(made).exists()) == (2, False)
    assert EN("passphrases-differ") in said

    code, _ = talk([(new, "five green owls"), (again, "five green owls")], "init", made)
    assert code == 0
    assert Path(made).is_dir()

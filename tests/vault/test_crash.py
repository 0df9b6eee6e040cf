"""A killed process loses nothing that was acknowledged; power cuts: `tests/faults/power.py`."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hearthbook.vault.formats.checkpoint import read_signed
from tests.vault.family import ENVELOPE
from tests.vault.family import note

if TYPE_CHECKING:
    from tests.vault.family import Household

KILLED = """
import sys
from pathlib import Path
from hearthbook.vault import header
from hearthbook.vault.vault import Vault
from hearthbook.vault.keys import Keys
from tests.vault.family import ENVELOPE, note

folder = Path(sys.argv[1])
sealed = header.read((folder / header.NAME).read_bytes())
keys = Keys(bytes.fromhex(sys.stdin.readline()), bytes.fromhex(sealed.header.vault))
vault = Vault(folder, sealed.header, keys, 5000)
for n in range(100000):
    vault.book("record").add([note(n)] * 7, ENVELOPE)
    print(vault.book("record").size, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 30])
def test_a_killed_process_leaves_a_vault_that_opens_with_all_it_said(
    family: Household, after: int
) -> None:
    command = [sys.executable, "-c", KILLED, str(family.folder)]
    said = 0
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(family.keys._master.hex() + "\n")
        child.stdin.flush()
        for _ in range(after):
            said = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        said = max([said, *(int(line) for line in child.stdout.read().split()[:-1])])

    with family.open() as vault:
        book = vault.book("record")
        assert book.size >= said > 304
        assert (book.size - 304) % 7 == 0
        assert read_signed(book.checkpoint(), book.key).size <= book.size
        assert book.add([note(1)], ENVELOPE) == book.size - 1

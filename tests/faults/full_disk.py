"""A disk that is full at every write, a real one: a small file system in memory.

Run as a program it is in a mount namespace of its own, so that nothing stays mounted. For
each number of free pages: entries are added, a head is sealed and an original is put in. What
fails must fail in the own words of the vault; then room is made, and all that was acknowledged
must be there, in a vault that passes the whole audit and takes new entries.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from shutil import copytree
from shutil import rmtree

from hearthbook.vault import NotWrittenError
from hearthbook.vault import UnsignedError
from hearthbook.vault import VaultError
from hearthbook.vault import audit
from tests.faults.tally import Tally
from tests.vault.family import ENVELOPE
from tests.vault.family import Household
from tests.vault.family import note

PAGE = 4096
BATCH = 20
SIZE = 8 << 20


def full_disk(home: Household, folder: Path, stride: int) -> Tally | None:
    """Fill the disk to every `stride`th page; None where no file system may be mounted."""
    given = json.dumps(
        {"vault": str(home.folder), "master": home.keys._master.hex(), "stride": stride}
    )
    inside = f'mount -t tmpfs -o size={SIZE} none "{folder}" && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", inside, "sh", sys.executable, "-m", __name__]
    done = subprocess.run(
        [*command, str(folder)], input=given, capture_output=True, text=True, check=False
    )
    if done.returncode in {1, 32, 127} and not done.stdout:
        return None
    if done.returncode:
        raise AssertionError(done.stderr)
    sys.stderr.write(done.stderr)
    return Tally(**json.loads(done.stdout))


class _Small:
    """A vault on a disk of which only so much is left."""

    def __init__(self, home: Household, folder: Path) -> None:
        self._home = home
        self._copy = Household(folder / "family.vault", home.code, home.keys)
        self._filler = folder / "filler"
        self._photo = folder / "photo"
        self._folder = folder

    def tried(self, pages: int) -> tuple[bool, bool, bool]:
        """Return whether it failed, whether it said so rightly, and whether all is there."""
        rmtree(self._copy.folder, ignore_errors=True)
        copytree(self._home.folder, self._copy.folder)
        self._photo.write_bytes(bytes(9 * PAGE))
        with self._copy.open() as vault:
            wanted = vault.book("record").size
            self._fill(pages)
            failed, rightly, added = self._write(wanted)
        self._filler.unlink()
        return failed, rightly, self._sound(added)

    def _fill(self, pages: int) -> None:
        state = os.statvfs(self._folder)
        with self._filler.open("wb") as file:
            file.write(bytes(max(0, state.f_bavail - pages) * state.f_bsize))

    def _write(self, wanted: int) -> tuple[bool, bool, int]:
        try:
            with self._copy.open() as vault:
                book = vault.book("record")
                for n in range(6):
                    book.add([note(n)] * BATCH, ENVELOPE)
                    wanted = book.size
                book.seal()
                vault.originals.put(self._photo)
        except UnsignedError:
            return True, True, wanted + BATCH  # it says that they are in
        except NotWrittenError:
            return True, True, wanted
        except (VaultError, OSError) as error:
            sys.stderr.write(f"{error!r}\n")
            return True, False, wanted
        return False, True, wanted

    def _sound(self, wanted: int) -> bool:
        try:
            with self._copy.open() as vault:
                vault.book("record").add([note(1)], ENVELOPE)
                whole = all(check.ok for check in audit(vault, full=True))
                return whole and vault.book("record").size > wanted
        except VaultError as error:
            sys.stderr.write(f"{error!r}\n")
            return False


def _all(home: Household, folder: Path, stride: int) -> Tally:
    small, tally, pages, failed = _Small(home, folder), Tally(), 0, True
    while failed:
        failed, rightly, whole = small.tried(pages)
        tally.add(f"{pages} pages", noticed=failed and rightly and whole, harmless=not failed)
        pages += stride
    return tally


def _main() -> None:
    from hearthbook.vault import header  # noqa: PLC0415  # not for the parent
    from hearthbook.vault.keys import Keys  # noqa: PLC0415  # not for the parent

    given = json.loads(sys.stdin.read())
    vault = Path(given["vault"])
    held = header.read((vault / header.NAME).read_bytes()).header
    keys = Keys(bytes.fromhex(given["master"]), bytes.fromhex(held.vault))
    tally = _all(Household(vault, "", keys), Path(sys.argv[1]), given["stride"])
    print(json.dumps(asdict(tally)))


if __name__ == "__main__":
    _main()

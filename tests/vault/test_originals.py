from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from hearthbook.vault import DamagedError
from hearthbook.vault import NotWrittenError
from hearthbook.vault.keys import Keys

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vault.family import Household

CHUNKS = (0, 1, 65_535, 65_536, 65_537, 200_000)


def sealed(home: Household) -> list[Path]:
    return sorted((home.folder / "originals").iterdir())


@pytest.mark.parametrize("size", CHUNKS)
def test_a_file_comes_out_byte_for_byte(fresh: Household, tmp_path: Path, size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    (tmp_path / "file").write_bytes(content)
    out = BytesIO()

    with fresh.open() as vault:
        digest = vault.originals.put(tmp_path / "file")
        assert vault.originals.get(digest, out) == size

    assert out.getvalue() == content
    assert digest == sha256(content).hexdigest()


def test_a_file_that_is_in_already_adds_nothing(fresh: Household, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"the same")
    (tmp_path / "copy").write_bytes(b"the same")

    with fresh.open() as vault:
        first = vault.originals.put(tmp_path / "file")
        [before] = sealed(fresh)
        kept = before.read_bytes()
        assert vault.originals.put(tmp_path / "copy") == first

    assert sealed(fresh) == [before]
    assert before.read_bytes() == kept


def test_a_damaged_copy_is_mended_by_taking_the_file_in_again(
    fresh: Household, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"the same")
    with fresh.open() as vault:
        digest = vault.originals.put(tmp_path / "file")
        [path] = sealed(fresh)
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(DamagedError):
            vault.originals.get(digest, BytesIO())

        assert vault.originals.put(tmp_path / "file") == digest

        assert vault.originals.get(digest, BytesIO()) == 8


def test_the_name_of_a_file_tells_nothing_of_its_content(
    fresh: Household, tmp_path: Path
) -> None:
    with fresh.open() as vault:
        digest = vault.originals.put(_written(tmp_path, b"a chat that he has as well"))
    [path] = sealed(fresh)

    assert path.name == f"{fresh.keys.original(bytes.fromhex(digest))}.age"
    assert digest not in path.name
    others = Keys(bytes(32), bytes(16)).original(bytes.fromhex(digest))
    assert others not in path.name


def _written(folder: Path, content: bytes) -> Path:
    (folder / "x").write_bytes(content)
    return folder / "x"


def test_every_changed_byte_of_a_sealed_file_is_noticed(
    fresh: Household, tmp_path: Path
) -> None:
    with fresh.open() as vault:
        digest = vault.originals.put(_written(tmp_path, b"a short letter"))
        [path] = sealed(fresh)
        whole = path.read_bytes()

        for place in range(len(whole)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(DamagedError):
                vault.originals.get(digest, BytesIO())
        for size in range(0, len(whole), 9):
            path.write_bytes(whole[:size])
            with pytest.raises(DamagedError):
                vault.originals.get(digest, BytesIO())


def test_a_file_sealed_by_somebody_else_does_not_pass(fresh: Household, tmp_path: Path) -> None:
    with fresh.open() as vault:
        digest = vault.originals.put(_written(tmp_path, b"what she has"))
        [mine] = sealed(fresh)
        vault.originals.put(_written(tmp_path, b"what he would like"))
        [his] = set(sealed(fresh)) - {mine}
        his.replace(mine)

        with pytest.raises(DamagedError) as caught:
            vault.originals.get(digest, BytesIO())
        assert caught.value.name == "vault-damaged-original"


def test_what_is_missing_is_said_to_be_missing(fresh: Household) -> None:
    with fresh.open() as vault:
        for digest in ("ab" * 32, "", "../vault.toml", "AB" * 32):
            with pytest.raises(DamagedError) as caught:
                vault.originals.get(digest, BytesIO())
            assert caught.value.name == "vault-damaged-no-original"


class Full:
    """A disk that takes nothing."""

    def write(self, raw: bytes, /) -> int:
        raise OSError(28, "No space left on device", str(len(raw)))


def test_where_it_is_written_to_may_fail_without_blaming_the_vault(
    fresh: Household, tmp_path: Path
) -> None:
    with fresh.open() as vault:
        digest = vault.originals.put(_written(tmp_path, bytes(100_000)))

        with pytest.raises(OSError, match="No space") as caught:
            vault.originals.get(digest, Full())
        assert not isinstance(caught.value, DamagedError)


def test_a_folder_that_a_copy_left_out_is_made_again(fresh: Household, tmp_path: Path) -> None:
    (fresh.folder / "originals").rmdir()

    with fresh.open() as vault:
        assert vault.originals.names() == []
        vault.originals.put(_written(tmp_path, b"x"))
        assert len(vault.originals.names()) == 1


def test_a_file_that_cannot_be_kept_leaves_nothing_behind(
    fresh: Household, tmp_path: Path
) -> None:
    with fresh.open() as vault:
        with pytest.raises(OSError, match="missing"):
            vault.originals.put(tmp_path / "missing")
        with pytest.raises(OSError, match="directory"):
            vault.originals.put(tmp_path)
        assert sealed(fresh) == []
        (fresh.folder / "originals").rmdir()
        (fresh.folder / "originals").write_bytes(b"in the way")
        with pytest.raises(NotWrittenError):
            vault.originals.put(_written(tmp_path, b"x"))

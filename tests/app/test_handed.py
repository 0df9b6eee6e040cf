"""A folder that was handed out holds as a zip or a tar, too; a hostile one is not read."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.verify import is_release
from hearthbook.app.verify import verify_release
from tests.app.homes import new_home
from tests.app.sharing import fill
from tests.app.sharing import handed
from tests.app.sharing import order

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Files = dict[str, bytes]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return the files of a folder that was handed out, by their names."""
    folder = tmp_path_factory.mktemp("handed")
    with new_home(folder) as home:
        fill(home, folder)
        handed(home, order(folder / "out"))
    out = folder / "out"
    return {
        one.relative_to(out).as_posix(): one.read_bytes()
        for one in sorted(out.rglob("*"))
        if one.is_file()
    }


def folder(path: Path, files: Files) -> Path:
    for name, raw in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(raw)
    return path


def zipped(path: Path, files: Files, above: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(above + name, raw)
    return path


def tarred(path: Path, files: Files, above: str = "") -> Path:
    with tarfile.open(path, "w") as archive:
        for name, raw in files.items():
            one = tarfile.TarInfo(above + name)
            one.size = len(raw)
            archive.addfile(one, io.BytesIO(raw))
    return path


def tarred_and_zipped(path: Path, files: Files, above: str = "") -> Path:
    path.write_bytes(gzip.compress(tarred(path, files, above).read_bytes()))
    return path


def refused(path: Path) -> str:
    """Return why an archive was not checked."""
    with pytest.raises(Failure) as raised:
        verify_release(str(path))
    assert raised.value.code is Exit.NOT_READABLE
    return raised.value.name


def is_whole(path: Path) -> bool:
    try:
        return all(one.passed for one in verify_release(str(path)))
    except Failure:
        return False


@pytest.mark.parametrize("above", ["", "./", "for the court/"])
@pytest.mark.parametrize("packed", [zipped, tarred, tarred_and_zipped])
def test_an_archive_gives_the_answer_that_its_folder_gives(
    tmp_path: Path, files: Files, packed: Callable[[Path, Files, str], Path], above: str
) -> None:
    plain = verify_release(str(folder(tmp_path / "out", files)))
    path = packed(tmp_path / "mailed", files, above)

    assert is_release(path)
    assert verify_release(str(path)) == plain
    assert all(one.passed for one in plain)


@pytest.mark.parametrize("packed", [zipped, tarred, tarred_and_zipped])
@pytest.mark.parametrize("lost", ["entries.jsonl", "SHA256SUMS"])
def test_what_was_changed_or_lost_on_the_way_is_found_in_an_archive_too(
    tmp_path: Path, files: Files, packed: Callable[[Path, Files, str], Path], lost: str
) -> None:
    changed = files | {lost: files[lost].replace(b"a", b"b", 1)}
    fewer = {name: raw for name, raw in files.items() if name != lost}

    for some in (changed, fewer):
        plain = verify_release(str(folder(tmp_path / f"out-{len(some)}", some)))
        assert verify_release(str(packed(tmp_path / "mailed", some, "x/"))) == plain
        assert not all(one.passed for one in plain)


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_an_archive_without_a_folder_that_was_handed_out_says_so(
    tmp_path: Path, files: Files, packed: Callable[[Path, Files, str], Path]
) -> None:
    some = {f"{one}/{name}": raw for one in ("first", "second") for name, raw in files.items()}

    assert refused(packed(tmp_path / "none", {"a.txt": b"a"}, "")) == "no-release-in-archive"
    assert refused(packed(tmp_path / "two", some, "")) == "no-release-in-archive"


def test_a_name_that_comes_twice_is_no_answer(tmp_path: Path, files: Files) -> None:
    once, twice = tmp_path / "once.tar", tmp_path / "twice.tar"
    tarred(once, files)
    with tarfile.open(tarred(twice, files), "a") as archive:
        archive.addfile(tarfile.TarInfo("./entries.jsonl"))
    other = zipped(tmp_path / "twice.zip", files)
    said = pytest.warns(UserWarning, match="Duplicate name")
    with zipfile.ZipFile(other, "a") as archive, said:
        archive.writestr("entries.jsonl", b"")

    assert all(one.passed for one in verify_release(str(once)))
    assert refused(twice) == "archive-not-plain"
    assert refused(other) == "archive-not-plain"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:x"])
@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_name_that_leads_outside_is_not_read(
    tmp_path: Path, files: Files, packed: Callable[[Path, Files, str], Path], name: str
) -> None:
    assert refused(packed(tmp_path / "x", files | {name: b"x"}, "")) == "archive-not-plain"


def test_a_link_in_an_archive_is_no_file_of_it(tmp_path: Path, files: Files) -> None:
    fewer = {name: raw for name, raw in files.items() if name != "entries.jsonl"}
    (tmp_path / "entries.jsonl").write_bytes(files["entries.jsonl"])
    path = tarred(tmp_path / "x.tar", fewer)
    with tarfile.open(path, "a") as archive:
        link = tarfile.TarInfo("entries.jsonl")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "entries.jsonl")
        archive.addfile(link)

    assert [one.what for one in verify_release(str(path)) if not one.passed]


@pytest.mark.parametrize("packed", [zipped, tarred, tarred_and_zipped])
def test_an_archive_cut_off_anywhere_is_never_whole(
    tmp_path: Path, files: Files, packed: Callable[[Path, Files, str], Path]
) -> None:
    raw = packed(tmp_path / "whole", files, "").read_bytes()

    for part in range(1, 8):
        path = tmp_path / "cut"
        path.write_bytes(raw[: len(raw) * part // 8])
        assert not is_release(path) or not is_whole(path)


@pytest.mark.parametrize(("megabytes", "read"), [(1, True), (17, False)])
def test_a_header_longer_than_any_is_not_read_into_memory(
    tmp_path: Path, files: Files, megabytes: int, *, read: bool
) -> None:
    remark = {"comment": "x" * (megabytes << 20)}
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT, pax_headers=remark) as archive:
        for name, raw in files.items():
            one = tarfile.TarInfo(name)
            one.size = len(raw)
            archive.addfile(one, io.BytesIO(raw))
    packed = tmp_path / "x.tar.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))

    assert is_release(packed)
    assert is_whole(packed) is read


def test_more_than_any_release_has_is_not_unpacked(tmp_path: Path, files: Files) -> None:
    bomb = zipped(tmp_path / "x.zip", files | {"heads/x": bytes(64 << 20)})

    assert refused(bomb) == "archive-not-plain"

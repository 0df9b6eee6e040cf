"""Bits of what was handed out, turned over: a release's folder, a bundle and its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.failure import Failure
from hearthbook.app.share import Rules
from hearthbook.app.verify import verify_bundle
from hearthbook.app.verify import verify_release
from hearthbook.app.words import catalogue
from tests.app.homes import new_home
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said
from tests.faults.bits import file_flips

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.tally import Tally


def release_flips(folder: Path, stride: int) -> Tally:
    """Turn over bits in every file of a small release with a field withheld."""
    out = folder / "out"
    with new_home(folder) as home:
        said(home, "child", name="Vera")
        said(home, "incident", what="he rang", place="at the door", at="2026-02-01")
        handed(home, order(out, rules=Rules(("place",)), kinds=("incident",)))

    def sound() -> bool:
        try:
            return all(one.passed for one in verify_release(str(out)))
        except Failure:
            return False

    assert sound()
    checked = {"release.json", "entries.jsonl", "SHA256SUMS", "policy"}
    files = sorted(one for one in out.iterdir() if one.name in checked)
    assert len(files) == len(checked), sorted(one.name for one in out.iterdir())
    return file_flips(files, stride, sound)


def bundle_flips(folder: Path, stride: int) -> Tally:
    """Turn over bits in a small bundle and its manifest."""
    paper = folder / "bundle.pdf"
    with new_home(folder) as home:
        said(home, "note", text="both asleep", at="2026-02-01")
        order_ = Order(paper=str(paper))
        make_bundle(home, order=order_, words=catalogue("en"), move=lambda _d, _t: None)

    def sound() -> bool:
        try:
            return all(one.passed for one in verify_bundle(str(paper)))
        except Failure:
            return False

    assert sound()
    return file_flips([paper, folder / "bundle.pdf.json"], stride, sound)

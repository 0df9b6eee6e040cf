"""Heads that were handed out come back: they fit, or it is said in what way they do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.heads import add_witness
from hearthbook.app.heads import export_heads
from hearthbook.app.heads import import_heads
from hearthbook.app.heads import policy_of
from hearthbook.app.heads import witnesses
from hearthbook.app.verify import verify_vault
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.vault import HeadMismatchError
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.papers.opened import texts
from tests.vault.formats import vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.household import Household

WITNESS = vectors.WITNESS
NINE = 1_767_225_600


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as home:
        yield home


def files(home: Household) -> dict[str, bytes]:
    folder = home.vault.folder
    found = (path for part in ("books", "heads") for path in (folder / part).iterdir())
    return {path.name: path.read_bytes() for path in found if path.suffix != ".db-shm"}


def cosigned(home: Household, at: int = NINE, *, spoilt: bool = False) -> bytes:
    held = note.read(home.book("record").checkpoint())
    text = held.text.replace("e1", "e9") if spoilt else held.text
    sign = vectors.private(vectors.WITNESS_SEED).sign
    line = cosignature.cosigned(text, WITNESS, at, sign)
    return note.Note(held.text, (*held.signatures, line)).written()


def head_of(home: Household, size: int, root: bytes) -> bytes:
    """Return a head that the log's own key has signed, as whoever holds it can."""
    book = home.book("record")
    text = checkpoint.Checkpoint(book.key.name, size, root).text()
    return note.signed(text, book.key, book._signer.sign).written()


def kept_in(folder: Path, raw: bytes) -> str:
    path = folder / "kept.checkpoint"
    path.write_bytes(raw)
    return str(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_handed_out_is_a_text_a_picture_a_policy_and_a_page(
    home: Household, tmp_path: Path, language: str
) -> None:
    done = export_heads(home, folder=str(tmp_path / "out"), words=catalogue(language))

    assert [(one.book, one.size) for one in done] == [
        ("record", 5),
        ("counsel", 0),
        ("keepsake", 0),
    ]
    raw = Path(done[0].file).read_bytes()
    rules = policy.read((tmp_path / "out/log.policy").read_bytes())
    assert policy.vouched(raw, rules).head.size == 5
    assert Path(done[0].picture).read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "out/read-me.txt").read_text("utf-8")
    assert "record.e1.5.checkpoint, record.e1.5.png" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_head_is_on_a_leaf_to_be_signed_by_hand(
    home: Household, tmp_path: Path, language: str
) -> None:
    words = catalogue(language)

    done = export_heads(home, folder=str(tmp_path / "out"), words=words)

    leaves = texts((tmp_path / "out/heads.pdf").read_bytes())
    assert len(leaves) == len(done)
    for leaf, one in zip(leaves, done, strict=True):
        flat = "".join(leaf.replace("\u200b", "").split())
        assert "".join(Path(one.file).read_text("utf-8").split()) in flat
        for name in ("heads-leaf-not", "heads-leaf-got", "heads-leaf-signed"):
            assert "".join(words(name).split()) in flat


def test_a_head_that_somebody_kept_fits_a_log_that_grew(
    home: Household, tmp_path: Path
) -> None:
    kept = kept_in(tmp_path, home.book("record").checkpoints()[0][1])

    [first] = import_heads(home, paths=[kept])
    [again] = import_heads(home, paths=[kept])

    assert (first.book, first.size, first.of, first.new) == ("record", 0, 5, True)
    assert not again.new
    assert list((home.vault.folder / "heads").glob("record.e1.0.*.checkpoint"))


def test_who_has_seen_a_head_and_when_is_known_by_the_witnesses_key(
    home: Household, tmp_path: Path
) -> None:
    kept = kept_in(tmp_path, cosigned(home))
    [before] = import_heads(home, paths=[kept])
    add_witness(home, name="brandt", vkey=WITNESS.text())

    [after] = import_heads(home, paths=[kept])

    assert (before.seen, before.unknown) == ((), 1)
    assert [(one.witness, one.at) for one in after.seen] == [("brandt", NINE * 1000)]
    assert after.unknown == 0
    assert policy_of(home).quorum == "anyone"


def test_a_cosignature_that_does_not_verify_is_not_taken(
    home: Household, tmp_path: Path
) -> None:
    add_witness(home, name="brandt", vkey=WITNESS.text())
    before = files(home)

    with pytest.raises(Failure) as caught:
        import_heads(home, paths=[kept_in(tmp_path, cosigned(home, spoilt=True))])

    assert (caught.value.name, caught.value.code) == ("head-not-signed", Exit.NOT_READABLE)
    assert files(home) == before


def test_a_cosignature_whose_time_no_calendar_has_is_not_taken(
    home: Household, tmp_path: Path
) -> None:
    add_witness(home, name="brandt", vkey=WITNESS.text())
    in_milliseconds = kept_in(tmp_path, cosigned(home, NINE * 1000))

    with pytest.raises(Failure, match="head-not-signed"):
        import_heads(home, paths=[in_milliseconds])


@pytest.mark.parametrize(
    ("size", "name"),
    [(7, "vault-rolled-back"), (5, "vault-forked"), (3, "vault-rewritten")],
)
def test_a_head_that_does_not_fit_is_named_for_what_it_shows(
    home: Household, tmp_path: Path, size: int, name: str
) -> None:
    good = str(tmp_path / "good.checkpoint")
    Path(good).write_bytes(cosigned(home))
    kept = kept_in(tmp_path, head_of(home, size, bytes(32)))
    before = files(home)

    with pytest.raises(HeadMismatchError) as caught:
        import_heads(home, paths=[good, kept])

    assert (caught.value.name, caught.value.place) == (name, kept)
    assert files(home) == before


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"good morning", "head-not-one"),
        (vectors.signed_head().written(), "head-of-another"),
    ],
)
def test_what_is_no_head_of_this_vault_is_not_taken(
    home: Household, tmp_path: Path, raw: bytes, name: str
) -> None:
    with pytest.raises(Failure) as caught:
        import_heads(home, paths=[kept_in(tmp_path, raw)])

    assert (caught.value.name, caught.value.code) == (name, Exit.NOT_READABLE)


def test_a_witness_has_a_key_that_nobody_else_has(home: Household) -> None:
    add_witness(home, name="brandt", vkey=WITNESS.text())
    other = note.Key("court.example/x", note.COSIGNATURE, vectors.public("another witness"))

    refused = [
        ("court", WITNESS.text()),
        ("court", note.Key("x", note.COSIGNATURE, WITNESS.public).text()),
        ("court", vectors.LOG.text()),
        ("none", other.text()),
        ("two words", other.text()),
        ("court", other.text()[:-1]),
    ]
    for name, vkey in refused:
        with pytest.raises(Failure):
            add_witness(home, name=name, vkey=vkey)
    add_witness(home, name="brandt", vkey=other.text())

    assert witnesses(home) == [("brandt", other)]


def test_verify_counts_the_cosignatures_and_finds_a_false_one(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        add_witness(home, name="brandt", vkey=WITNESS.text())
        import_heads(home, paths=[kept_in(tmp_path, cosigned(home))])
        wrong = cosigned(home, spoilt=True)
    path = str(tmp_path / "family.vault")

    def cosignatures() -> list[tuple[int, bool]]:
        checks = verify_vault(path, PASSPHRASE, full=False, move=lambda _done, _of: None)
        return [(one.of, one.passed) for one in checks if one.what == "audit-cosigned"]

    assert cosignatures() == [(1, True)]
    (tmp_path / "family.vault/heads/record.e1.6.checkpoint").write_bytes(wrong)
    assert cosignatures() == [(2, False)]

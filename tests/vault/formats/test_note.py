from __future__ import annotations

from base64 import b64decode
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import note
from hearthbook.vault.formats import proof
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from tests.vault.formats import vectors

LOG, WITNESS = vectors.LOG, vectors.WITNESS
HEAD = vectors.signed_head().written()
SPECS_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
LINES = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map(lambda lines: "\n".join(lines) + "\n")
SIGN = vectors.private(vectors.LOG_SEED).sign


def seen(raw: bytes) -> tuple[note.Key, ...]:
    return note.verified(note.read(raw), [LOG])


def test_the_specifications_own_note_verifies() -> None:
    raw = (
        "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfX"
        "ppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    ).encode()
    key = note.read_key(SPECS_KEY)

    assert note.verified(note.read(raw), [key]) == (key,)
    assert key.text() == SPECS_KEY


@given(TEXTS)
def test_every_text_can_be_signed_and_read_back(text: str) -> None:
    made = note.signed(text, LOG, SIGN)

    assert note.read(made.written()) == made
    assert note.verified(made, [LOG]) == (LOG,)


@given(st.integers(0, len(HEAD) * 8 - 1))
def test_no_signed_head_survives_one_bit(place: int) -> None:
    raw = bytearray(HEAD)
    raw[place // 8] ^= 1 << place % 8

    with pytest.raises(checkpoint.NotACheckpointError):
        checkpoint.read_signed(bytes(raw), LOG)


@given(st.binary(max_size=60))
def test_noise_is_refused_with_one_error(noise: bytes) -> None:
    with pytest.raises(note.NotANoteError):
        note.read(noise)
    with pytest.raises(note.NotAKeyError):
        note.read_key(noise.decode("latin-1"))
    with pytest.raises(checkpoint.NotACheckpointError):
        checkpoint.read(noise.decode("latin-1"))
    with pytest.raises(proof.NotAProofError):
        proof.read(noise)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n\n", b"\n\r\n"),
        (b"\n\n", b"\n\n\n"),
        (b"\n\n", b"\n\t\n"),
        (b"=\n", b"=\n\n"),
        (b"\n1237\n", b"\n1237 \n"),
        ("— ".encode(), b"- "),
        ("— ".encode(), "—  ".encode()),
        ("— ".encode(), "—\u00a0".encode()),
        (b"8=\n", b"8=\r\n"),
        (b"8=\n", b"8=\x0b\n"),
        (b"8=\n", "8=\u2028\n".encode()),
        (b"8=\n", b"9=\n"),
        (b"8=\n", b"8\n"),
        (b"test-1 ", b"test+1 "),
        (b"vault.example/test-1\n", b"vault.example/test-1\xff\n"),
    ],
)
def test_a_head_in_another_form_is_refused(old: bytes, new: bytes) -> None:
    assert old in HEAD

    with pytest.raises(checkpoint.NotACheckpointError):
        checkpoint.read_signed(HEAD.replace(old, new), LOG)


@pytest.mark.parametrize(
    "size", ["01", "+1", "-1", " 1", "1_0", "1.0", "1e3", "", "٣", str(2**63), "9" * 30]
)
def test_a_size_in_another_form_is_refused(size: str) -> None:
    root = b64encode(bytes(32)).decode()
    text = f"vault.example/x\n{size}\n{root}\n"

    with pytest.raises(checkpoint.NotACheckpointError):
        checkpoint.read(text)
    assert checkpoint.read(f"vault.example/x\n{2**63 - 1}\n{root}\n").size == 2**63 - 1


@given(
    st.builds(
        checkpoint.Checkpoint,
        LINES.filter(bool),
        st.integers(0, 2**63 - 1),
        st.binary(min_size=32, max_size=32),
        st.lists(LINES.filter(bool), max_size=2).map(tuple),
    )
)
def test_a_checkpoint_is_read_back_as_it_was(head: checkpoint.Checkpoint) -> None:
    assert checkpoint.read(head.text()) == head


@pytest.mark.parametrize("sign", ["\x00", "\t", "\r", "\x0b", "\x1f"])
def test_no_control_sign_stands_in_a_note(sign: str) -> None:
    [line] = vectors.signed_head().signatures
    raw = f"text{sign}\n\n{line.line()}".encode()

    with pytest.raises(note.NotANoteError):
        note.read(raw)
    assert note.read(raw.replace(sign.encode(), b"")).text == "text\n"


@pytest.mark.parametrize(
    "text", ["QR==", "QUJ=", "QQ", "QQ=", "Q Q==", "QQ==\n", "QQ==QQ==", "QQ-=", "QQ\u00e9="]
)
def test_base_64_has_one_text_for_one_value(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bytes64(text)


@given(st.binary(max_size=40))
def test_base_64_is_read_back_as_it_was(raw: bytes) -> None:
    assert bytes64(text64(raw)) == raw


def test_a_head_of_another_log_is_refused_though_the_key_has_signed_it() -> None:
    other = checkpoint.Checkpoint("vault.example/test-2", 1237, vectors.HEAD.root)
    raw = note.signed(other.text(), LOG, SIGN).written()

    assert seen(raw) == (LOG,)
    with pytest.raises(checkpoint.NotACheckpointError):
        checkpoint.read_signed(raw, LOG)


@pytest.mark.parametrize("below", [b"", b"x", b"a\n\n", HEAD[:-1], HEAD.replace(b"1237", b"x")])
def test_a_proof_file_must_hold_a_checkpoint(below: bytes) -> None:
    with pytest.raises(proof.NotAProofError):
        proof.read(proof.Proof(0, (), below).written())


def test_lines_of_unknown_keys_are_passed_over() -> None:
    other = note.signed(vectors.HEAD.text(), note.Key("x.example/y", 1, LOG.public), SIGN)
    mixed = note.Note(other.text, (*other.signatures, *vectors.cosigned_head().signatures))

    assert seen(mixed.written()) == (LOG,)
    with pytest.raises(note.NotSignedError):
        seen(other.written())


def test_a_failing_line_of_a_known_key_sinks_the_whole_note() -> None:
    [good] = vectors.signed_head().signatures
    failing = note.Signature(LOG.name, LOG.hint, good.blob[:-1] + bytes([good.blob[-1] ^ 1]))

    for lines in ((good, failing), (failing, good), (failing,)):
        with pytest.raises(note.NotSignedError):
            note.verified(note.Note(vectors.HEAD.text(), lines), [LOG])


def test_sixteen_signatures_are_taken_and_a_flood_is_not() -> None:
    [mine] = vectors.signed_head().signatures
    others = [
        note.Signature(f"w{n}.example", bytes([0, 0, 0, n]), bytes(72)) for n in range(64)
    ]
    text = vectors.HEAD.text()

    assert seen(note.Note(text, (mine, *others[:15])).written()) == (LOG,)
    with pytest.raises(note.NotANoteError):
        note.read(note.Note(text, (mine, *others)).written())
    with pytest.raises(note.NotANoteError):
        note.read(b"x" * (1 << 20) + HEAD)


def test_the_last_empty_line_parts_text_and_signatures() -> None:
    made = note.signed("first\n\n— not.a signature\n\nlast\n", LOG, SIGN)

    assert note.read(made.written()).text == made.text
    assert seen(made.written()) == (LOG,)


@pytest.mark.parametrize("text", ["", "no line feed", "tab\there\n", "nul\x00\n", "cr\r\n"])
def test_no_note_is_signed_that_could_not_be_read(text: str) -> None:
    with pytest.raises(note.NotANoteError):
        note.signed(text, LOG, SIGN)


@pytest.mark.parametrize(
    "text",
    [
        SPECS_KEY + "\n",
        SPECS_KEY.replace("+530d903a+", "+530D903A+"),
        SPECS_KEY.replace("+530d903a+", "+530d903b+"),
        SPECS_KEY.replace("example.com/foo", "example.com/fop"),
        SPECS_KEY.replace("example.com/foo", "example.com/ foo"),
        SPECS_KEY[:-1],
        SPECS_KEY.replace("ekyeR", "ekyeS"),
        note.Key("example.com/foo", 2, bytes(32)).text(),
        note.Key("example.com/foo", 1, bytes(31)).text(),
        note.Key("", 1, bytes(32)).text(),
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    if text == SPECS_KEY:
        pytest.fail("nothing was changed")
    with pytest.raises(note.NotAKeyError):
        note.read_key(text)


def test_a_key_whose_base_64_holds_a_plus_is_read() -> None:
    plus = note.Key("a.example", 1, b64decode("A" + "+" * 42 + "8")[1:])

    assert "+" * 30 in plus.text()
    assert note.read_key(plus.text()) == plus


def test_a_witness_says_who_and_when() -> None:
    [found] = cosignature.verified(vectors.cosigned_head(), [WITNESS])

    assert found == cosignature.Cosignature(WITNESS, 1767225600)
    assert cosignature.verified(vectors.signed_head(), [WITNESS]) == ()


@given(st.integers(0, 72 * 8 - 1))
def test_no_cosignature_survives_one_bit(place: int) -> None:
    held = vectors.cosigned_head()
    log_line, line = held.signatures
    blob = bytearray(line.blob)
    blob[place // 8] ^= 1 << place % 8
    changed = note.Signature(line.name, line.hint, bytes(blob))

    with pytest.raises(note.NotSignedError):
        cosignature.verified(note.Note(held.text, (log_line, changed)), [WITNESS])


def test_a_cosignature_of_another_length_or_text_is_refused() -> None:
    held = vectors.cosigned_head()
    log_line, line = held.signatures

    for blob in (line.blob[:-1], line.blob + b"\x00", b""):
        short = note.Signature(line.name, line.hint, blob)
        with pytest.raises(note.NotSignedError):
            cosignature.verified(note.Note(held.text, (log_line, short)), [WITNESS])
    with pytest.raises(note.NotSignedError):
        cosignature.verified(note.Note(held.text + "x\n", held.signatures), [WITNESS])


def test_a_log_key_does_not_verify_as_a_witness_nor_the_reverse() -> None:
    held = vectors.cosigned_head()

    assert cosignature.verified(held, [LOG]) == ()
    with pytest.raises(note.NotSignedError):
        note.verified(held, [WITNESS])


@given(st.integers(0, len(vectors.good()["421.tlog-proof"]) * 8 - 1))
def test_no_proof_file_survives_one_bit(place: int) -> None:
    raw = bytearray(vectors.good()["421.tlog-proof"])
    raw[place // 8] ^= 1 << place % 8

    with pytest.raises(proof.NotAProofError):
        proof.proved(proof.read(bytes(raw)), vectors.HASHES[421], LOG)


def test_a_proof_proves_its_own_leaf_for_its_own_log_alone() -> None:
    held = proof.read(vectors.good()["421.tlog-proof"])

    assert proof.proved(held, vectors.HASHES[421], LOG) == vectors.HEAD
    with pytest.raises(proof.NotAProofError):
        proof.proved(held, vectors.HASHES[422], LOG)
    with pytest.raises(proof.NotAProofError):
        proof.proved(held, vectors.HASHES[421], note.read_key(SPECS_KEY))


@given(
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple),
    st.none() | st.binary(min_size=1, max_size=9),
)
def test_a_proof_file_is_read_back_as_it_was(
    index: int, hashes: tuple[bytes, ...], extra: bytes | None
) -> None:
    made = proof.Proof(index, hashes, HEAD, extra)

    assert proof.read(made.written()) == made

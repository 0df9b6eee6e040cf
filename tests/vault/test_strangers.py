"""Other people's programs check what we write: openssl, age, and Go's note and tree code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64decode
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hearthbook.vault import age
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import note as notes
from tests.vault.conftest import CHAT
from tests.vault.family import ENVELOPE
from tests.vault.family import note
from tests.vault.formats import vectors

if TYPE_CHECKING:
    from tests.vault.family import Household

# Where Debian keeps the sources of golang-golang-x-mod-dev.
GOCODE = Path("/usr/share/gocode")
GO = r"""
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type asked struct {
	Vkey, Note, Root, OldRoot, Leaf string
	Place, Size, OldSize            int64
	Inside, Growing                 []string
}

func raw(text string) []byte {
	found, err := base64.StdEncoding.DecodeString(text)
	say(err)
	return found
}

func hash(text string) (h tlog.Hash) {
	copy(h[:], raw(text))
	return
}

func say(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func main() {
	var a asked
	say(json.NewDecoder(os.Stdin).Decode(&a))
	verifier, err := note.NewVerifier(a.Vkey)
	say(err)
	opened, err := note.Open([]byte(a.Note), note.VerifierList(verifier))
	say(err)
	var inside tlog.RecordProof
	for _, one := range a.Inside {
		inside = append(inside, hash(one))
	}
	leaf := tlog.RecordHash(raw(a.Leaf))
	say(tlog.CheckRecord(inside, a.Size, hash(a.Root), a.Place, leaf))
	var growing tlog.TreeProof
	for _, one := range a.Growing {
		growing = append(growing, hash(one))
	}
	say(tlog.CheckTree(growing, a.Size, hash(a.Root), a.OldSize, hash(a.OldRoot)))
	fmt.Print("taken: ", opened.Text)
}
"""


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing, and this is CI")
        pytest.skip(f"{name} is not on this machine")
    return found


def test_openssl_verifies_our_signature(family: Household, tmp_path: Path) -> None:
    openssl = program("openssl")
    with family.open() as vault:
        book = vault.book("record")
        held = notes.read(book.checkpoint())
    pem = Ed25519PublicKey.from_public_bytes(book.key.public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "sig").write_bytes(held.signatures[0].blob)

    codes = []
    for text in (held.text, held.text.replace("304", "305")):
        (tmp_path / "text").write_text(text, "utf-8")
        command = [openssl, "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem"]
        command += ["-in", "text", "-sigfile", "sig"]
        codes.append(subprocess.run(command, cwd=tmp_path, check=False).returncode)
    assert codes == [0, 1]


def test_sha256sum_is_enough_to_open_a_disclosure(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        leaf, shown = json.loads(book.leaf(4)), book.disclosures(4)

    digests = [b64encode(sha256(one).digest(), b"-_").rstrip(b"=").decode() for one in shown]
    assert sorted(digests) == leaf["sd"]


def test_age_opens_our_originals_and_we_open_its_files(
    family: Household, tmp_path: Path
) -> None:
    program_age = program("age")
    [sealed] = (family.folder / "originals").iterdir()
    with family.open() as vault:
        header = vault._header
        secret = family.keys.unwrap(b64decode(header.identity), "identity").decode()
        recipient = vault.recipient
    (tmp_path / "identity").write_text(secret, "utf-8")

    command = [program_age, "-d", "-i", str(tmp_path / "identity"), str(sealed)]
    opened = subprocess.run(command, capture_output=True, check=True)
    theirs = subprocess.run(
        [program_age, "-r", recipient], input=b"from a phone", capture_output=True, check=True
    )
    (tmp_path / "theirs.age").write_bytes(theirs.stdout)

    assert opened.stdout == CHAT
    with (tmp_path / "theirs.age").open("rb") as raw, (tmp_path / "out").open("wb") as out:
        age.Identity(secret).opened(raw, out)
    assert (tmp_path / "out").read_bytes() == b"from a phone"


def test_go_takes_our_note_and_proofs_and_refuses_changed_ones(
    family: Household, tmp_path: Path
) -> None:
    go = program("go")
    if not (GOCODE / "src/golang.org/x/mod/sumdb/note").is_dir():
        program("golang.org/x/mod")
    with family.open() as vault:
        book = vault.book("record")
        book.add([note(1)], ENVELOPE)
        head = notes.read(book.checkpoint())
        asked: dict[str, object] = {
            "Vkey": book.key.text(),
            "Note": head.written().decode(),
            "Root": _text(book.root()),
            "OldRoot": _text(book.root(304)),
            "Leaf": _text(book.leaf(290)),
            "Place": 290,
            "Size": 305,
            "OldSize": 304,
            "Inside": [_text(one) for one in book.inclusion(290)],
            "Growing": [_text(one) for one in book.consistency(304)],
        }
    (tmp_path / "check.go").write_text(GO, "utf-8")
    env = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GOCODE),
        "GOCACHE": str(tmp_path / "c"),
    }
    subprocess.run([go, "build", "-o", "check", "check.go"], cwd=tmp_path, env=env, check=True)

    def said(question: dict[str, object]) -> str:
        asked_for = json.dumps(question).encode()
        check = tmp_path / "check"
        done = subprocess.run([check], input=asked_for, capture_output=True, check=False)
        return done.stdout.decode()

    assert said(asked) == f"taken: {head.text}"
    sign = vectors.private(vectors.WITNESS_SEED).sign
    line = cosignature.cosigned(head.text, vectors.WITNESS, 1, sign).line()
    assert said({**asked, "Note": f"{asked['Note']}{line}"}) == f"taken: {head.text}"
    changed = {
        "Leaf": _text(b"another leaf"),
        "Root": _text(bytes(32)),
        "OldRoot": _text(bytes(32)),
        "Note": str(asked["Note"]).replace("305", "306"),
        "Place": 289,
    }
    for name, value in changed.items():
        assert said({**asked, name: value}).startswith("refused:"), name


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()

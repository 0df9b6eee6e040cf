"""The published vectors: what a stranger's verifier must take, and what it must refuse.

`python -m tests.vault.formats.vectors` writes them anew; the tests compare the files with what
is made here. Seeds are SHA-256 of a name each, so that anybody can make them again.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
from hearthbook.vault.formats import proof
from hearthbook.vault.formats import release
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree

FOLDER = Path(__file__).parents[2] / "vectors"
SIZE, PLACE, SEEN = 1237, 421, 1767225600


def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def public(name: str) -> bytes:
    return private(name).public_key().public_bytes_raw()


LOG_SEED, WITNESS_SEED = "hearthbook test log key", "hearthbook test witness key"
LOG = note.Key("vault.example/test-1", note.ED25519, public(LOG_SEED))
WITNESS = note.Key("witness.example/w1", note.COSIGNATURE, public(WITNESS_SEED))
LEAVES = [f"entry {n}".encode() for n in range(SIZE)]
HASHES = [tree.leaf_hash(one) for one in LEAVES]
TREE = tree.of(HASHES)
HEAD = checkpoint.Checkpoint(LOG.name, SIZE, tree.root(SIZE, TREE))

RECORD = '{"child":"Mila","kind":"feed","ml":90,"note":"03:15, уснула"}'.encode()
ENVELOPE = b'{"sealed":1767225600000}'
SEED = sha256(b"hearthbook test entry seed").digest()


def signed_head() -> note.Note:
    return note.signed(HEAD.text(), LOG, private(LOG_SEED).sign)


def cosigned_head() -> note.Note:
    held = signed_head()
    line = cosignature.cosigned(held.text, WITNESS, SEEN, private(WITNESS_SEED).sign)
    return note.Note(held.text, (*held.signatures, line))


def the_policy() -> policy.Policy:
    other = note.Key(
        "witness.example/w2", note.COSIGNATURE, public("hearthbook test witness 2")
    )
    return policy.Policy(
        (policy.Log(LOG, "https://vault.example/"),),
        (policy.Witness("lawyer", WITNESS), policy.Witness("court", other)),
        (policy.Group("either", 1, ("lawyer", "court")),),
        "either",
    )


def sign_release(size: int, root: bytes) -> bytes:
    text = checkpoint.Checkpoint(f"{LOG.name}/release", size, root).text()
    return note.signed(text, LOG, private(LOG_SEED).sign).written()


def the_release() -> release.Release:
    entry = leaf.sealed(RECORD, ENVELOPE, "record", SEED)
    shown = leaf.disclosures(RECORD, ENVELOPE, SEED)
    return release.made(
        release.Paper("bundle.pdf", sha256(b"a paper").hexdigest(), 7),
        [release.item(entry, shown[1:])],
        {"1.1": (release.item(entry, ()).ref,)},
        [release.Source(sha256(b"a chat").hexdigest(), 6, "chat.txt")],
        LOG,
        sign_release,
    )


def good() -> dict[str, bytes]:
    """Return the good vectors by the names of their files."""
    disclosed = [one.decode() for one in leaf.disclosures(RECORD, ENVELOPE, SEED)]
    entry = {
        "book": "record",
        "record": RECORD.decode(),
        "envelope": ENVELOPE.decode(),
        "seed": SEED.hex(),
        "disclosures": disclosed,
        "leaf": leaf.sealed(RECORD, ENVELOPE, "record", SEED).decode(),
        "hash": leaf.leaf_hashes([RECORD], ENVELOPE, "record", SEED)[0].hex(),
    }
    held = proof.Proof(PLACE, tree.inclusion(PLACE, SIZE, TREE), signed_head().written())
    return {
        "log.vkey": LOG.text().encode() + b"\n",
        "witness.vkey": WITNESS.text().encode() + b"\n",
        "checkpoint": signed_head().written(),
        "checkpoint-cosigned": cosigned_head().written(),
        "421.tlog-proof": held.written(),
        "entry.json": json.dumps(entry, ensure_ascii=False, indent=1).encode() + b"\n",
        "release.json": release.written(the_release()),
        "log.policy": policy.written(the_policy()),
        "entries.p-213": tile.bundle(LEAVES[1024:]),
    }


def bad() -> dict[str, dict[str, bytes]]:
    """Return the bad vectors by their defect and the names of their files."""
    head, whole = signed_head().written(), good()
    held, manifest, entry = whole["421.tlog-proof"], whole["release.json"], _leaf()
    rules = whole["log.policy"]
    root = b64encode(HEAD.root)
    later = root[:-2] + bytes([root[-2] + 1]) + b"="  # bits that no byte is made of
    return {
        "crlf": {
            "checkpoint": head.replace(b"\n", b"\r\n"),
            "log.policy": rules.replace(b"\n", b"\r\n"),
        },
        "no-signature": {"checkpoint": head.partition("—".encode())[0]},
        "no-empty-line": {"checkpoint": head.replace(b"\n\n", b"\n")},
        "cut-off": {
            "checkpoint": head[:-1],
            "421.tlog-proof": held[:-1],
            "release.json": manifest[:-1],
            "log.policy": rules[:-1],
        },
        "leading-zero": {
            "checkpoint": head.replace(b"\n1237\n", b"\n01237\n"),
            "421.tlog-proof": held.replace(b"index 421", b"index 0421"),
        },
        "no-quorum": {"log.policy": rules.replace(b"quorum either\n", b"")},
        "quorum-twice": {"log.policy": rules + b"quorum none\n"},
        "unknown-member": {"log.policy": rules.replace(b"lawyer court", b"lawyer judge")},
        "member-twice": {"log.policy": rules.replace(b"lawyer court", b"lawyer lawyer")},
        "too-many-needed": {"log.policy": rules.replace(b"either any", b"either 3")},
        "same-key-twice": {"log.policy": _same_key_twice(rules)},
        "key-of-a-log": {"log.policy": rules.replace(WITNESS.text().encode(), _LOG_KEY)},
        "unknown-word": {"log.policy": b"cosigner x\n" + rules},
        "used-before-defined": {"log.policy": b"quorum lawyer\n" + rules[:-14]},
        "arabic-digits": {"checkpoint": head.replace(b"\n1237\n", "\n١٢٣٧\n".encode())},
        "trailing-bits": {
            "checkpoint": head.replace(root, later),
            "421.tlog-proof": held.replace(root, later),
        },
        "other-size": {"checkpoint": head.replace(b"\n1237\n", b"\n1238\n")},
        "other-origin": {"checkpoint": head.replace(b"/test-1\n1237", b"/test-2\n1237")},
        "other-place": {"421.tlog-proof": held.replace(b"index 421", b"index 420")},
        "extra-line": {"421.tlog-proof": held.replace(b"index", b"note x\nindex")},
        "digest-twice": {"leaf.json": _doubled(entry)},
        "unsorted": {"leaf.json": b'{"v":1,' + entry[1:].replace(b',"v":1', b"")},
        "spaces": {
            "leaf.json": entry.replace(b",", b", "),
            "release.json": manifest.replace(b'":', b'": ', 1),
        },
        "key-twice": {
            "leaf.json": entry.replace(b'"v":1', b'"v":1,"v":1'),
            "release.json": manifest.replace(b'{"format"', b'{"format":"x","format"', 1),
        },
        "other-paper": {"release.json": manifest.replace(b"bundle.pdf", b"bundle2.pdf")},
        "disclosure-removed": {"release.json": _without_one(manifest)},
        "value-changed": {"release.json": manifest.replace(b"90]", b"60]")},
    }  # fmt: skip


_LOG_KEY = LOG.text().encode()


def _same_key_twice(rules: bytes) -> bytes:
    again = note.Key("witness.example/other", note.COSIGNATURE, WITNESS.public)
    return f"witness again {again.text()}\n".encode() + rules


def _leaf() -> bytes:
    return leaf.sealed(RECORD, ENVELOPE, "record", SEED)


def _doubled(entry: bytes) -> bytes:
    first = leaf.read(entry).sd[0].encode()
    return entry.replace(b'"%b"' % first, b'"%b","%b"' % (first, first))


def _without_one(manifest: bytes) -> bytes:
    shown = json.loads(manifest)["items"][0]["disclosures"][0]
    return manifest.replace(json.dumps(shown, ensure_ascii=False).encode() + b",", b"")


if __name__ == "__main__":
    for folder, files in [("good", good()), *((f"bad-{k}", v) for k, v in bad().items())]:
        for name, raw in files.items():
            (FOLDER / folder).mkdir(parents=True, exist_ok=True)
            (FOLDER / folder / name).write_bytes(raw)

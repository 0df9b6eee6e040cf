#!/usr/bin/env python3
"""Check a Hearthbook bundle offline: one file, plain Python 3.9 or newer, nothing to install.

    python3 hearthbook_verify.py bundle.pdf [--key VKEY] [--original FILE ...]

It reads the paper and the manifest beside it (`bundle.pdf.json`) and says in words what it
checked and what that shows. Exit code 0: all that was checked holds. 1: something does not.
2: it was called wrongly. 4: a file could not be read.

The formats are described in `docs/formats.md`: JSON without spaces and with sorted names; a
Merkle tree as in RFC 6962; a signed note as in c2sp.org/signed-note; Ed25519 as in RFC 8032.
This program shares no line with the one that made the bundle, so that one fault does not hide
in both.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from pathlib import Path

FORMAT = "hearthbook-release/1"
LIMITS = """What this shows: the paper, its list of entries and every entry shown are exactly
what was sealed and signed with that key, and belong together.
What it does not show: that any of it is true; when it was made, beyond the dates on which
others held a copy of the key's heads; who held the key; that nothing was left out."""


class BadError(ValueError):
    """Something is not what it has to be; the text says what."""


# Ed25519, RFC 8032 section 5.1, plain and slow: one signature takes some milliseconds.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple


def _add(one: Point, two: Point) -> Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _same(one: Point, two: Point) -> bool:
    x1, y1, z1, _ = one
    x2, y2, z2, _ = two
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def _point(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        raise BadError("a point of the signature is out of range")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise BadError("a point of the signature is not on the curve")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = _point(bytes.fromhex("58" + "66" * 31))


def signed_by(key: bytes, signature: bytes, text: bytes) -> bool:
    """Tell whether `signature` (64 bytes) is that of `key` (32 bytes) over `text`."""
    if len(key) != 32 or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= L:
        return False
    try:
        commitment, public = _point(signature[:32]), _point(key)
    except BadError:
        return False
    challenge = hashlib.sha512(signature[:32] + key + text).digest()
    hashed = int.from_bytes(challenge, "little") % L
    return _same(_times(scalar, BASE), _add(commitment, _times(hashed, public)))


def compact(value: object) -> bytes:
    """Return `value` as JSON, names sorted, no spaces, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def exact(text: str, size: int | None = None) -> bytes:
    """Return the bytes of strict base64: no other text stands for the same bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise BadError("base64 is damaged") from error
    if base64.b64encode(raw).decode() != text or (size is not None and len(raw) != size):
        raise BadError("base64 is damaged")
    return raw


def tree_root(leaves: list[bytes]) -> bytes:
    """Return the root over leaf hashes (RFC 6962, 2.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = leaves
    while len(level) > 1:
        # An odd last one moves up as it is: the same tree as splitting at powers of two.
        pairs = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest()
            for at in range(0, len(level) - 1, 2)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def short_name(leaf: bytes) -> str:
    """Return the twelve signs by which a paper names the entry."""
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int.from_bytes(leaf_hash(leaf)[:8], "big") >> 4
    text = "".join(signs[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((text[:4], text[4:8], text[8:]))


def digest_of(disclosure: str) -> str:
    """Return the digest under which a leaf lists a disclosure."""
    raw = hashlib.sha256(disclosure.encode("utf-8")).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_manifest(raw: bytes) -> dict:
    """Return the manifest, refused unless it is written in the one way it can be."""
    try:
        manifest = json.loads(raw.decode("utf-8"))
    except ValueError as error:
        raise BadError("the manifest is not JSON") from error
    if not isinstance(manifest, dict) or compact(manifest) != raw:
        raise BadError("the manifest is not written as a manifest is")
    names = {"format", "paper", "items", "lists", "originals", "note", "vkey"}
    if set(manifest) != names or manifest["format"] != FORMAT:
        raise BadError("the manifest is of another format")
    return manifest


def read_key(vkey: str) -> tuple[str, bytes, bytes]:
    """Return the name, the id and the public key of a verifier key."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)", vkey)
    if not found:
        raise BadError("the key is not written as a key is")
    name, key_id, raw = found.group(1), found.group(2), exact(found.group(3), 33)
    wanted = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[0] != 1 or wanted.hex() != key_id:
        raise BadError("the key does not fit its own name")
    return name, wanted, raw[1:]


def read_note(note: str, vkey: str) -> tuple[int, bytes]:
    """Return the size and the root that the note signs, after checking the signature."""
    name, key_id, key = read_key(vkey)
    text, empty, signature = note.rpartition("\n\n")
    found = re.fullmatch("\u2014 (\\S+) (\\S+)\n", signature)
    if not empty or not found or found.group(1) != name:
        raise BadError("the signature line is damaged")
    blob = exact(found.group(2), 68)
    text += "\n"
    if blob[:4] != key_id or not signed_by(key, blob[4:], text.encode("utf-8")):
        raise BadError("the signature does not fit the key")
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != f"{name}/release" or lines[3]:
        raise BadError("the signed text is not the head of a release")
    if not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
        raise BadError("the signed size is no number")
    return int(lines[1]), exact(lines[2], 32)


def leaves_of(manifest: dict) -> list[bytes]:
    """Return the leaf hashes of the release's own tree."""
    bare = {name: value for name, value in manifest.items() if name != "note"}
    bare["items"] = [
        {"disclosures": [digest_of(one) for one in item["disclosures"]], "ref": item["ref"]}
        for item in manifest["items"]
    ]
    shown = [item["leaf"].encode("utf-8") for item in manifest["items"]]
    return [leaf_hash(raw) for raw in (compact(bare), *shown)]


def check_item(item: dict) -> None:
    """Refuse an entry whose name or whose fields are not those of its leaf."""
    leaf = json.loads(item["leaf"])
    raw = item["leaf"].encode("utf-8")
    if (
        set(leaf) != {"book", "sd", "v"}
        or compact(leaf) != raw
        or short_name(raw) != item["ref"]
    ):
        raise BadError(f"entry {item['ref']} is not what its name stands for")
    digests, names = set(leaf["sd"]), set()
    if leaf["sd"] != sorted(digests):
        raise BadError(f"entry {item['ref']} lists a field twice")
    for disclosure in item["disclosures"]:
        field = json.loads(disclosure)
        if not isinstance(field, list) or len(field) != 3 or field[1] in names:
            raise BadError(f"entry {item['ref']} shows a field twice or in no known form")
        if digest_of(disclosure) not in digests:
            raise BadError(f"entry {item['ref']} shows something that was not sealed in it")
        names.add(field[1])


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


class Report:
    """Says each check as it is made, and counts those that failed."""

    def __init__(self) -> None:
        self.made = self.failed = 0

    def check(self, what: str, *, holds: bool, why: str = "") -> None:
        """Say one check."""
        self.made += 1
        self.failed += not holds
        print(f"{'ok    ' if holds else 'FALSE '} {what}" + (f": {why}" if why else ""))


def check_items(report: Report, items: list) -> None:
    """Check every entry, and name the first that fail."""
    bad = []
    for item in items:
        try:
            check_item(item)
        except (ValueError, KeyError, TypeError) as error:
            bad.append(str(error))
    report.check(f"Each of the {len(items)} entries is as it was sealed.", holds=not bad)
    for why in bad[:20]:
        report.check("An entry", holds=False, why=why)


def check_all(paper: Path, manifest: dict, key: str | None, originals: list[Path]) -> int:
    """Make every check and return the exit code."""
    report = Report()
    same = manifest["paper"]["sha256"] == file_hash(paper)
    report.check("The paper is the one the manifest names (SHA-256).", holds=same)
    try:
        size, root = read_note(manifest["note"], manifest["vkey"])
        report.check("The manifest's head is signed by the key it names.", holds=True)
        leaves = leaves_of(manifest)
        whole = size == len(leaves) and root == tree_root(leaves)
        report.check("The signed head covers the whole manifest.", holds=whole)
    except (BadError, KeyError, TypeError) as error:
        report.check("The manifest's head is signed.", holds=False, why=str(error))
    check_items(report, manifest["items"])
    shown = {item["ref"] for item in manifest["items"]}
    listed = all(shown.issuperset(refs) for refs in manifest["lists"].values())
    report.check("Every list that the paper prints names entries shown here.", holds=listed)
    known = {one["sha256"]: one["name"] for one in manifest["originals"]}
    for path in originals:
        name = known.get(file_hash(path))
        report.check(f"{path.name} is an original of this bundle.", holds=name is not None)
    if key is not None:
        report.check("The key is the one you were given.", holds=key == manifest["vkey"])
    else:
        print(f"\nSigned with the key {manifest['vkey']}")
        print("Compare it with one you had from elsewhere.")
    print(f"\n{report.made - report.failed} of {report.made} checks hold.\n\n{LIMITS}")
    return 1 if report.failed else 0


def main() -> int:
    """Read the command line and check."""
    parser = argparse.ArgumentParser(description="Check a Hearthbook bundle offline.")
    parser.add_argument("paper", type=Path)
    parser.add_argument("--manifest", type=Path)
    parser.add_argument("--key", help="the verifier key you had from elsewhere")
    parser.add_argument("--original", type=Path, action="append", default=[])
    given = parser.parse_args()
    path = given.manifest or Path(f"{given.paper}.json")
    try:
        raw = path.read_bytes()
        given.paper.stat()
    except OSError as error:
        print(f"{error.filename}: could not be opened ({error.strerror}). Nothing was checked.")
        return 4
    try:
        manifest = read_manifest(raw)
    except BadError as error:
        print(f"FALSE  {path.name}: {error}.")
        return 1
    return check_all(given.paper, manifest, given.key, given.original)


if __name__ == "__main__":
    sys.exit(main())

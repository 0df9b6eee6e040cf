#!/usr/bin/env python3
"""Check what Hearthbook handed out, offline: plain Python 3.9 or newer, nothing to install.

    python3 hearthbook_verify.py bundle.pdf [--key VKEY] [--original FILE ...]
    python3 hearthbook_verify.py FOLDER [--key VKEY] [--witness VKEY ...]

It reads a paper with the manifest beside it (`bundle.pdf.json`), or a folder of entries (or a
tar or zip of one). Exit code 0: all that was checked holds. 1: something does not. 2: called
wrongly. 4: a file could not be read. Formats: `docs/formats.md`; sorted JSON, a tree as in RFC
6962, notes as in c2sp.org, Ed25519 as in RFC 8032. It shares no line with what made the files.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import hashlib
import json
import re
import shlex
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import IO

FORMAT, SHARE = "hearthbook-release/1", "hearthbook-share/1"
MANIFEST, ENTRIES, DATES, SUMS = "release.json", "entries.jsonl", "dates.jsonl", "SHA256SUMS"
LARGEST = 1 << 30
LIMITS = """What this shows: the list, every entry and every field shown are exactly what was
sealed and signed with that key. It does not show: that any of it is true; when it was made,
beyond the dates on which others held the key's heads; who held the key; that nothing was left
out; what a withheld field says, or that it is the one it is said to be."""
MADE: list[bool] = []


class BadError(ValueError):
    """Something is not what it has to be; the text says what."""


# Ed25519, RFC 8032 section 5.1, plain and slow: one signature takes some milliseconds.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(one: tuple, two: tuple) -> tuple:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: tuple) -> tuple:
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _point(raw: bytes) -> tuple:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        raise BadError("a point of the signature is not on the curve")
    x = P - x if x & 1 != sign else x
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
    x1, y1, z1, _ = _times(scalar, BASE)
    x2, y2, z2, _ = _add(commitment, _times(hashed, public))
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def compact(value: object) -> bytes:
    """Return `value` as JSON, names sorted, no spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_json(raw: bytes, names: str, what: str) -> dict:
    """Return an object with these names, refused unless written in the one way it can be."""
    found = json.loads(raw.decode("utf-8"))
    if not isinstance(found, dict) or compact(found) != raw or set(found) != set(names.split()):
        raise BadError(f"{what} is not written as such a thing is")
    return found


def exact(text: str, size: int | None = None) -> bytes:
    """Return the bytes of strict base64: no other text stands for the same bytes."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text or (size is not None and len(raw) != size):
        raise BadError("base64 is damaged")
    return raw


def sha(*parts: bytes) -> bytes:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """Return the root over leaf hashes (RFC 6962, 2.1); an odd last one moves up as it is."""
    level = leaves or [sha()]
    while len(level) > 1:
        pairs = range(0, len(level) - 1, 2)
        odd = level[-1:] if len(level) % 2 else []
        level = [sha(b"\x01", level[at], level[at + 1]) for at in pairs] + odd
    return level[0]


def included(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """Return the root to which a proof leads from a leaf hash (RFC 9162, 2.1.3.2)."""
    here, last, at = index, size - 1, leaf
    for step in proof:
        if here & 1 or here == last:
            at = sha(b"\x01", step, at)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            at = sha(b"\x01", at, step)
        here, last = here >> 1, last >> 1
    levels = [(index >> n, size - 1 >> n) for n in range(size.bit_length()) if size - 1 >> n]
    siblings = sum(place != end or place & 1 for place, end in levels)
    if not 0 <= index < size or len(proof) != siblings:
        raise BadError("a proof is not one of its place")
    return at


def short_name(leaf: bytes) -> str:
    """Return the twelve signs by which a paper names the entry."""
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int.from_bytes(sha(b"\x00", leaf)[:8], "big") >> 4
    text = "".join(signs[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((text[:4], text[4:8], text[8:]))


def digest_of(disclosure: str) -> str:
    """Return the digest under which a leaf lists a disclosure."""
    return base64.urlsafe_b64encode(sha(disclosure.encode("utf-8"))).decode().rstrip("=")


def read_key(vkey: str, kind: int = 1) -> tuple[str, bytes, bytes]:
    """Return name, id and public key of a verifier key; that of a witness is of kind 4."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)", vkey)
    if not found:
        raise BadError("the key is not written as a key is")
    name, key_id, raw = found.group(1), found.group(2), exact(found.group(3), 33)
    wanted = sha(name.encode(), b"\n", raw)[:4]
    if raw[0] != kind or wanted.hex() != key_id:
        raise BadError("the key does not fit its own name")
    return name, wanted, raw[1:]


def read_note(note: str, key: tuple[str, bytes, bytes]) -> tuple[str, list[bytes], int]:
    """Return the text of a note, what `key` has put below it, and how many lines there are."""
    text, empty, below = note.rpartition("\n\n")
    lines = below.split("\n")
    found = [re.fullmatch("\u2014 (\\S+) (\\S+)", line) for line in lines[:-1]]
    if not empty or lines[-1] or not all(found):
        raise BadError("the signature lines are damaged")
    blobs = [exact(one.group(2)) for one in found if one and one.group(1) == key[0]]
    return text + "\n", [blob[4:] for blob in blobs if blob[:4] == key[1]], len(found)


def read_head(note: str, vkey: str, ending: str = "/release") -> tuple[int, bytes]:
    """Return the size and the root that the key has signed; a release bears no other line."""
    key = read_key(vkey)
    text, own, count = read_note(note, key)
    signed = [signed_by(key[2], one, text.encode("utf-8")) for one in own]
    if not signed or not all(signed) or (ending and count != 1):
        raise BadError("the signature does not fit the key")
    form = re.escape(key[0] + ending) + "\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/=]{44})\n"
    found = re.fullmatch(form, text)
    if not found:
        raise BadError("the signed text is not the head of such a list")
    return int(found.group(1)), exact(found.group(2), 32)


def witnessed(note: str, vkey: str) -> int:
    """Return when, in seconds since 1970, a witness has cosigned a head; 0 if it has not."""
    key = read_key(vkey, 4)
    text, own, _ = read_note(note, key)
    times = [int.from_bytes(one[:8], "big") for one in own]
    said = [f"cosignature/v1\ntime {at}\n{text}".encode() for at in times]
    if not all(signed_by(key[2], one[8:], said[n]) for n, one in enumerate(own)):
        raise BadError("the witness's signature does not fit its key")
    return max(times, default=0)


def leaves_of(manifest: dict, items: list[dict]) -> list[bytes]:
    """Return the leaf hashes of the release's own tree."""
    bare = {name: value for name, value in manifest.items() if name != "note"}
    bare["items"] = [
        {"disclosures": [digest_of(one) for one in item["disclosures"]], "ref": item["ref"]}
        for item in items
    ]
    return [sha(b"\x00", raw) for raw in (compact(bare), *(i["leaf"].encode() for i in items))]


def check_item(item: dict) -> None:
    """Refuse an entry whose name or whose fields are not those of its leaf."""
    raw = item["leaf"].encode("utf-8")
    leaf, names = read_json(raw, "book sd v", f"entry {item['ref']}"), set()
    digests = set(leaf["sd"])
    if short_name(raw) != item["ref"] or leaf["sd"] != sorted(digests):
        raise BadError(f"entry {item['ref']} is not what its name stands for")
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
        for block in iter(lambda: file.read(1 << 20), b""):
            hashed.update(block)
    return hashed.hexdigest()


def plain(text: str) -> str:
    """Return text on one line; what a terminal would obey, or hide, is spelled out."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def check(what: str, *, holds: bool, why: str = "") -> None:
    """Say one check, and remember whether it holds."""
    MADE.append(holds)
    print(plain(f"{'ok    ' if holds else 'FALSE '} {what}" + (f": {why}" if why else "")))


def check_items(items: list[dict]) -> None:
    """Check every entry, and name those that fail."""
    before = len(MADE)
    for item in items:
        tried(check_item, item)
    check(f"Each of the {len(items)} entries is as it was sealed.", holds=all(MADE[before:]))


def check_head(manifest: dict, items: list[dict]) -> None:
    """Check the signed head of a release, and that it covers all of it."""
    size, root = read_head(manifest["note"], manifest["vkey"])
    check("The list is signed by the key it names.", holds=True)
    leaves = leaves_of(manifest, items)
    whole = size == len(leaves) and root == tree_root(leaves)
    check(f"The signed head covers the list and all {len(items)} entries.", holds=whole)


def check_bundle(given: argparse.Namespace) -> str:
    """Check a paper against the manifest beside it, and return the key."""
    raw = Path(f"{given.path}.json").read_bytes()
    manifest = read_json(raw, "format paper items lists originals note vkey", "the manifest")
    items, same = manifest.pop("items"), manifest["paper"]["sha256"] == file_hash(given.path)
    check("The manifest names this paper.", holds=same and manifest["format"] == FORMAT)
    tried(check_head, manifest, items)
    check_items(items)
    shown = {item["ref"] for item in items}
    listed = all(shown.issuperset(refs) for refs in manifest["lists"].values())
    check("Every list that the paper prints names entries shown here.", holds=listed)
    known = {one["sha256"] for one in manifest["originals"]}
    for path in given.original:
        check(f"{path.name} is an original of this bundle.", holds=file_hash(path) in known)
    return plain(manifest["vkey"])


def opened(path: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return SHA-256 and size of every file by its name, and the files that all rests on."""
    hashes: dict[str, str] = {}
    kept: dict[str, bytes] = {}
    for inner, file in walked(path):
        name = inner[8:] if inner[:8] == "release/" else inner
        if name in hashes:
            raise BadError(f"two files go by the name {name}")
        keep = "/" not in name or name.startswith("heads/")
        hashed, size, blocks = hashlib.sha256(), 0, []
        with file:
            while block := file.read(1 << 20):
                hashed.update(block)
                size += len(block)
                blocks += [block] if keep else []
                if keep and size > LARGEST:
                    raise BadError(f"the file {name} is too large to be checked")
        hashes[name] = f"{hashed.hexdigest()} {size}"
        if keep:
            kept[name] = b"".join(blocks)
    return hashes, kept


def walked(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of a folder or archive; by its name, for bytes can be a zip and a tar."""
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            if is_file(one.is_file(), one.is_dir(), one.is_symlink()):
                yield one.relative_to(path).as_posix(), one.open("rb")
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            files = [one for one in packed.infolist() if not one.is_dir()]
            yield from ((one.filename, packed.open(one)) for one in files)
    else:
        with tarfile.open(path) as archive:
            for one in archive:
                if is_file(one.isfile(), one.isdir(), one.issparse()):
                    yield one.name, archive.extractfile(one)


def is_file(file: bool, folder: bool, odd: bool) -> bool:  # noqa: FBT001
    """Tell a file from a folder; what is neither would be read here and there as another."""
    if odd or not (file or folder):
        raise BadError("there is a link in it, or something else that is no file")
    return file


def inside(raw: bytes) -> list[tuple[int, bytes]]:
    """Return the tag and content of each value that stands in a DER value's content."""
    found, at = [], 0
    while at < len(raw):
        length, start = raw[at + 1], at + 2
        if length & 128:
            start += length & 127
            length = int.from_bytes(raw[at + 2 : start], "big")
        found.append((raw[at], raw[start : start + length]))
        at = start + length
    return found


def check_stamp(name: str, stamp: str, kept: dict) -> None:
    """Check that a timestamp (RFC 3161) is over a head; whose it is, openssl can tell."""
    try:
        token = inside(inside(inside(kept[stamp])[0][1])[1][1])  # its name, then what is signed
        signed = inside(inside(inside(token[1][1])[0][1])[2][1])  # what kind, then the stamp
        told = inside(inside(inside(signed[1][1])[0][1])[0][1])
        imprint, at = inside(told[2][1])[1][1], told[4][1].decode("ascii")
        since = calendar.timegm(time.strptime(at[:14], "%Y%m%d%H%M%S"))
    except (IndexError, ValueError) as error:
        raise BadError(f"{stamp} is no timestamp") from error
    hasher = {32: hashlib.sha256, 48: hashlib.sha384, 64: hashlib.sha512}[len(imprint)]
    said = f"{stamp} reads as a stamp over {name}, of {at}; who signed it is not checked."
    check(said, holds=hasher(kept[name]).digest() == imprint)
    data, reply = shlex.quote(plain(name)), shlex.quote(plain(stamp))
    command = f"openssl ts -verify -data {data} -in {reply} -attime {since} -CAfile ROOTS"
    print(f"         Who vouches: {command}")


def not_shown(manifest: dict, item: dict) -> list[tuple[str, str]]:
    """Return the fields that an entry does not show, each with the entry's kind."""
    shown = {field[1]: field[2] for field in map(json.loads, item["disclosures"])}
    leaf, kind = json.loads(item["leaf"]), shown.get("kind")
    fields = manifest["fields"].get(kind, [])
    other = len(fields) != len(leaf["sd"]) or not set(shown) <= set(fields)
    if other or leaf["book"] != manifest["book"]:
        raise BadError(f"entry {item['ref']} has other fields than its kind")
    return [(kind, field) for field in fields if field not in shown]


def check_withheld(manifest: dict, items: list[dict]) -> None:
    """Count what is not shown, and compare with what is said to be withheld."""
    counts = Counter(gap for item in items for gap in not_shown(manifest, item))
    told = [(one["kind"], one["field"], one["entries"]) for one in manifest["withheld"]]
    same = told == [(*gap, count) for gap, count in sorted(counts.items())]
    check("What is not shown is what is said to be withheld.", holds=same)
    for kind, field, count in told:
        print(plain(f"         withheld: {field} of {kind} ({count})"))


def check_proofs(manifest: dict, items: list[dict]) -> None:
    """Check that every entry is in the signed head, by its own proof."""
    size, root = read_head(manifest["note"], manifest["vkey"])
    for place, item in enumerate(items, start=1):
        proof = [exact(one, 32) for one in item["proof"]]
        led = included(sha(b"\x00", item["leaf"].encode()), item["index"], size, proof)
        if item["index"] != place or led != root:
            raise BadError(f"the proof of entry {item['ref']} does not lead to the signed head")
    whole = manifest["entries"] == len(items) and manifest["format"] == SHARE
    check("The proof of every entry leads to the signed head.", holds=whole)


def check_files(manifest: dict, hashes: dict, kept: dict) -> None:
    """Compare the files with the list, and the sums with the files."""
    sums = {name: found.split(" ")[0] for name, found in hashes.items() if name != SUMS}
    text = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    check(f"{SUMS} names these files.", holds=kept.get(SUMS) == text.encode("utf-8"))
    listed = {one["name"]: f"{one['sha256']} {one['size']}" for one in manifest["files"]}
    found = {name: one for name, one in hashes.items() if name not in {MANIFEST, ENTRIES, SUMS}}
    for name in sorted(n for n in {*listed, *found} if listed.get(n) != found.get(n)):
        check(f"The file {name} is as it was listed.", holds=False)
    check(f"The {len(listed)} files beside it are as listed.", holds=listed == found)


def check_dates(manifest: dict, items: list[dict], kept: dict, witnesses: list[str]) -> None:
    """Check of each dated entry that it is in a head of the log, and who vouches for that."""
    lines = [json.loads(line) for line in kept.get(DATES, b"").split(b"\n")[:-1]]
    leaves = {item["ref"]: sha(b"\x00", item["leaf"].encode("utf-8")) for item in items}
    seen = dict.fromkeys(witnesses, 0)
    for name in sorted({line["head"] for line in lines}):
        own, note = [one for one in lines if one["head"] == name], kept[name].decode("utf-8")
        size, root = read_head(note, manifest["vkey"], "")
        for one in own:
            proof = [exact(step, 32) for step in one["hashes"]]
            if included(leaves[one["ref"]], one["index"], size, proof) != root:
                raise BadError(f"entry {one['ref']} is not in {name}")
        check(f"{len(own)} entries are in the signed head {name}.", holds=True)
        for vkey in witnesses:
            seen[vkey] = seen[vkey] or witnessed(note, vkey)
        for stamp in sorted(one for one in kept if one.startswith(name) and one[-4:] == ".tsr"):
            check_stamp(name, stamp, kept)
    for vkey, at in seen.items():
        name = vkey.split("+")[0]
        check(f"The witness {name} signed a head, {at} s after 1970 began.", holds=at > 0)


def tried(part: Callable[..., None], *what: object) -> None:
    """Make a part of the checks; what is too damaged to be checked is one that fails."""
    try:
        part(*what)
    except Exception as error:  # noqa: BLE001  # whatever it is, that part does not hold
        check("A part of it is damaged", holds=False, why=str(error))


def check_share(given: argparse.Namespace) -> str:
    """Check a folder of entries, or an archive of one, and return the key."""
    hashes, kept = opened(given.path)
    names = "book entries fields files format made note to vkey withheld"
    manifest = read_json(kept.get(MANIFEST, b""), names, MANIFEST)
    *lines, last = kept.get(ENTRIES, b"").split(b"\n")
    items = [read_json(one, "disclosures index leaf proof ref", "an entry") for one in lines]
    check("Every entry stands on a line of its own.", holds=not last)
    tried(check_head, manifest, items)
    tried(check_proofs, manifest, items)
    tried(check_items, items)
    tried(check_withheld, manifest, items)
    tried(check_files, manifest, hashes, kept)
    if DATES in kept or given.witness:
        tried(check_dates, manifest, items, kept, given.witness)
    return plain(manifest["vkey"])


def main() -> int:
    """Read the command line, check, and say what it comes to."""
    parser = argparse.ArgumentParser(description="Check what Hearthbook handed out, offline.")
    parser.add_argument("path", type=Path, help="a paper, or a folder or archive of entries")
    parser.add_argument("--key", help="the verifier key you had from elsewhere")
    parser.add_argument("--original", type=Path, action="append", default=[])
    parser.add_argument("--witness", action="append", default=[], help="a witness's key")
    given = parser.parse_args()
    folder = given.path.is_dir() or given.path.suffix in {".tar", ".zip", ".tgz"}
    if given.original if folder else given.witness:
        parser.error("--original goes with a paper, --witness with a folder or archive")
    try:
        vkey = check_share(given) if folder else check_bundle(given)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        print(plain(f"{given.path}: could not be read ({error}). Nothing was checked."))
        return 4
    except Exception as error:  # noqa: BLE001  # whatever it is, it is not as we make it
        print(plain(f"FALSE  {given.path.name}: {error}."))
        return 1
    if given.key is not None:
        check("The key is the one you were given.", holds=given.key == vkey)
    else:
        print(f"\nSigned with the key {vkey}\nCompare it with one you had from elsewhere.")
    print(f"\n{sum(MADE)} of {len(MADE)} checks hold.\n\n{LIMITS}")
    return 0 if all(MADE) else 1


if __name__ == "__main__":
    sys.exit(main())

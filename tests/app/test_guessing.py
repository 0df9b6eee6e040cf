"""Whoever holds a release, and everything around it, cannot guess what it does not show.

The attacker here knows the program, every other field of the entry with its salt, the entries
beside it, other releases, and all values that the field could have: a few at most. He lacks one
thing, the salt. Each attack is first shown to work on somebody who has it.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from base64 import urlsafe_b64encode
from hashlib import sha256
from hashlib import shake_256
from itertools import product
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.share import Rules
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import tree
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import new_home
from tests.app.sharing import entries
from tests.app.sharing import everything
from tests.app.sharing import fill
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

    Filled = tuple[Household, dict[str, str]]
    Line = dict[str, object]

SHARES = [
    [{"child": child, "dirty": dirty, "wet": wet}]
    for child, dirty, wet in product(("lida", "vera"), (False, True), (False, True))
]
AMOUNTS = [[{"child": "vera", "millilitres": n}] for n in range(301)]
PRICES = list(range(0, 30_001, 100))
DAYS = [
    {"as": "wall", "at": f"2026-02-{day:02}T{hour:02}:00", "precision": "min"}
    | {"zone": "Europe/Berlin"}
    for day, hour in product(range(1, 15), range(24))
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("guessing")
    with new_home(folder) as home:
        yield home, fill(home, folder)


def lines(out: Path) -> list[Line]:
    return [json.loads(one) for one in (out / "entries.jsonl").read_bytes().splitlines()]


def shown(line: Line) -> dict[str, tuple[str, object]]:
    """Return salt and value of each field that a line shows."""
    parts = map(json.loads, line["disclosures"])  # type: ignore[call-overload]  # JSON
    return {name: (salt, value) for salt, name, value in parts}


def digests(line: Line) -> set[str]:
    return set(json.loads(str(line["leaf"]))["sd"])


def written(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def found(
    line: Line, field: str, values: Iterable[object], salts: Iterable[str]
) -> list[object]:
    """Return the values that a digest of the line gives away to whoever tries these salts."""
    sealed = digests(line)
    tries = list(dict.fromkeys(salts))
    return [
        value
        for value in values
        for salt in tries
        if leaf.digest(f'["{salt}","{field}",{written(value)}]'.encode()) in sealed
    ]


def salts_at_hand(out: Path) -> list[str]:
    """Return every salt that can be had or worked out from a folder that was handed out."""
    every = [salt for line in lines(out) for salt, _ in shown(line).values()]
    texts = [
        *every,
        *(str(line[name]) for line in lines(out) for name in ("ref", "leaf")),
        *(str(one) for line in lines(out) for one in sorted(digests(line))),
        json.loads((out / "release.json").read_bytes())["vkey"],
        "",
    ]
    hashed = [sha256(one.encode()).digest() for one in texts]
    streamed = [shake_256(b"hearthbook/salts/v1\x00" + one).digest(224) for one in hashed]
    cut = [one[at : at + 16] for one in streamed for at in range(0, 224, 16)]
    made = [urlsafe_b64encode(one[:16]).decode().rstrip("=") for one in (*hashed, *cut)]
    return [*texts, *made]


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("diaper", "shares", SHARES),
        ("feed", "shares", AMOUNTS),
        ("payment", "amount", PRICES),
        ("visit", "when", DAYS),
    ],
)
def test_a_withheld_field_of_a_tiny_domain_is_not_found(
    filled: Filled, tmp_path: Path, kind: str, field: str, values: list[object]
) -> None:
    home, refs = filled
    handed(home, order(tmp_path / "open", refs=(refs[kind],)))
    handed(home, order(tmp_path / "out", rules=Rules((field,)), refs=(refs[kind],)))
    [other] = lines(tmp_path / "open")
    [line] = lines(tmp_path / "out")
    salt, true = shown(other)[field]
    assert found(line, field, values, [salt]) == [true]  # the attack works for who has the salt

    assert field not in shown(line)
    tries = salts_at_hand(tmp_path / "out")
    assert found(line, field, values, tries[: 40_000 // len(values)]) == []


def test_all_other_releases_and_entries_together_give_nothing_away(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    for field in ("performed_by", "when", "note"):
        rules = Rules((f"shares,{field}",))
        handed(home, order(tmp_path / field, rules=rules, refs=(refs["diaper"],)))
    handed(home, order(tmp_path / "rest", rules=Rules(("diaper:shares",))))

    tries = [one for out in tmp_path.iterdir() for one in salts_at_hand(out)]
    pooled = {name for out in tmp_path.iterdir() for line in lines(out) for name in shown(line)}
    [line] = lines(tmp_path / "note")

    assert {"performed_by", "when", "note"} <= pooled
    assert len(tries) > 5_000
    assert found(line, "shares", SHARES, tries) == []


def named(out: Path, tries: Iterable[bytes]) -> list[str]:
    """Return the hashes of these files of which a release holds even the first eight bytes."""
    hashes = [sha256(one).hexdigest() for one in tries]
    return [one for one in hashes if one[:16].encode() in everything(out)]


def test_the_hash_of_a_file_gives_no_withheld_word_of_it_away(
    filled: Filled, tmp_path: Path
) -> None:
    home, _ = filled
    second = home.of_kind("record", "message")[1]
    whole = sha256(CHAT).hexdigest()
    told = Rules(entries=(f"{second.ref}:text",))

    handed(home, order(tmp_path / "open", kinds=("message",)))
    handed(home, order(tmp_path / "out", kinds=("message",), rules=told))
    both = ("message", "call")
    handed(home, order(tmp_path / "safe", kinds=both, rules=Rules(safety=True)))

    # He knows the rest of the chat, and tries what the message may have said.
    tries = [CHAT, CHAT.replace(b"not coming", b"coming")]
    assert named(tmp_path / "open", tries) == [whole]
    assert named(tmp_path / "out", tries) == []
    assert b"They waited for you" in everything(tmp_path / "out")
    assert named(tmp_path / "safe", [CALLS]) == []
    imports = [one for one in entries(tmp_path / "out") if one["kind"] == "import"]
    assert imports
    assert all({"original", "size"}.isdisjoint(one) for one in imports)
    assert all("origin" not in one for one in entries(tmp_path / "out"))


def test_the_hash_of_a_neighbour_in_a_proof_gives_nothing_of_it_away(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    rules = Rules(("diaper:shares",))
    handed(home, order(tmp_path / "out", rules=rules, refs=(refs["feed"], refs["diaper"])))
    feed, diaper = lines(tmp_path / "out")
    [n] = [one.n for one in home.book("record").entries() if one.ref == refs["diaper"]]
    full = [json.loads(one) for one in home.book("record").disclosures(n)]
    values = {name: value for _, name, value in full}

    def guessed(salts: dict[str, str], value: object) -> str:
        """Return the leaf hash of the diaper, were these its salts and this what it held."""
        each = [
            leaf.digest(f'["{salts[name]}","{name}",{written(one)}]'.encode())
            for name, one in (values | {"shares": value}).items()
        ]
        whole = {"book": "record", "sd": sorted(each), "v": 1}
        return b64encode(tree.leaf_hash(written(whole).encode())).decode()

    # The feed is the second of three leaves, so its proof begins with the list of the release
    # and ends with the hash of its neighbour.
    sibling = list(feed["proof"])[-1]  # type: ignore[call-overload]  # JSON
    true = {name: salt for salt, name, _ in full}
    assert [one for one in SHARES if guessed(true, one) == sibling] == [values["shares"]]

    without = {name: salt for name, (salt, _) in shown(diaper).items()}
    for salt in salts_at_hand(tmp_path / "out")[:100]:
        tried = {name: without.get(name, salt) for name in values}
        assert all(guessed(tried, one) != sibling for one in SHARES)
        assert all(guessed(dict.fromkeys(values, salt), one) != sibling for one in SHARES)


def test_a_withheld_value_does_not_show_in_the_size_of_anything(tmp_path: Path) -> None:
    sizes = []
    for name, place in (("near", "x"), ("far", "x" * 400)):
        (tmp_path / name).mkdir()
        with new_home(tmp_path / name) as home:
            said(home, "child", name="Vera")
            said(home, "incident", what="he rang", place=place, at="2026-02-01")
            out = tmp_path / name / "out"
            handed(home, order(out, rules=Rules(("place",)), kinds=("incident",)))
        sizes.append({one.name: one.stat().st_size for one in out.iterdir()})

    assert sizes[0] == sizes[1]


def test_a_release_does_not_tell_how_much_else_the_vault_holds(tmp_path: Path) -> None:
    shapes = []
    for name, more in (("small", 0), ("large", 70)):
        (tmp_path / name).mkdir()
        with new_home(tmp_path / name) as home:
            said(home, "child", name="Vera")
            for n in range(more):
                said(home, "note", text=f"nothing new {n}", at="2026-01-01")
            ref = said(home, "feed", child="Vera", ml="90", at="2026-02-04T03:15")
            out = tmp_path / name / "out"
            handed(home, order(out, refs=(ref,)))
        files = {one.name: one.stat().st_size for one in out.iterdir()}
        head = json.loads((out / "release.json").read_bytes())["note"].split("\n")[1]
        shapes.append((files, head, [len(str(one)) for one in lines(out)]))

    assert shapes[0] == shapes[1]
    assert shapes[0][1] == "2"


def tokens(out: Path) -> set[str]:
    """Return all that could tie two releases together: every long run of signs in them."""
    texts = [(out / name).read_text("utf-8") for name in ("release.json", "entries.jsonl")]
    return {one for text in texts for one in re.findall(r"[A-Za-z0-9+/_-]{20,}", text)}


def test_two_releases_of_one_entry_share_its_seal_and_what_both_show_and_nothing_else(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    ref = (refs["feed"],)
    handed(home, order(tmp_path / "one", rules=Rules(("when,shares,note",)), refs=ref))
    handed(home, order(tmp_path / "two", rules=Rules(("way,until,written",)), refs=ref))
    one, two = (lines(tmp_path / name)[0] for name in ("one", "two"))
    both = set(shown(one)) & set(shown(two))

    shared = tokens(tmp_path / "one") & tokens(tmp_path / "two")

    key = json.loads((tmp_path / "one/release.json").read_bytes())["vkey"]
    allowed = digests(one) | {shown(one)[name][0] for name in both}
    program = {
        entry["sha256"]
        for entry in json.loads((tmp_path / "one/release.json").read_bytes())["files"]
        if entry["name"] in {"hearthbook_verify.py", "policy"}
    }
    rest = {
        token
        for token in shared - allowed - program
        if token.removesuffix("/release") not in key
    }
    assert rest == set()
    assert not {"when", "shares", "way", "until"} & both


def test_releases_of_different_entries_share_the_key_alone(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    handed(home, order(tmp_path / "one", refs=(refs["feed"],)))
    handed(home, order(tmp_path / "two", refs=(refs["diaper"],)))
    one, two = (lines(tmp_path / name)[0] for name in ("one", "two"))

    assert digests(one).isdisjoint(digests(two))
    assert {salt for salt, _ in shown(one).values()}.isdisjoint(
        salt for salt, _ in shown(two).values()
    )

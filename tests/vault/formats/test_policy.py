from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault.formats import cosignature
from hearthbook.vault.formats import note
from hearthbook.vault.formats import policy
from tests.vault.formats import vectors

WITNESSES = [f"witness {n}" for n in range(6)]
NAMES = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8
).filter(lambda name: name != "none" and name.encode("utf-8"))

NESTED = ["group x 2 w0 w1 w2", "group y any w3 w4", "group g all x y", "quorum g"]


def key(name: str) -> note.Key:
    return note.Key(f"witness.example/{name[-1]}", note.COSIGNATURE, vectors.public(name))


def cosigned(*names: str) -> bytes:
    held = vectors.signed_head()
    lines = [
        cosignature.cosigned(held.text, key(name), vectors.SEEN, vectors.private(name).sign)
        for name in names
    ]
    return note.Note(held.text, (*held.signatures, *lines)).written()


def lines(*more: str) -> bytes:
    witnesses = [f"witness w{name[-1]} {key(name).text()}" for name in WITNESSES]
    return "\n".join([f"log {vectors.LOG.text()}", *witnesses, *more, ""]).encode()


@st.composite
def policies(draw: st.DrawFn) -> policy.Policy:
    names = draw(st.lists(NAMES, min_size=1, max_size=9, unique=True))
    count = draw(st.integers(1, len(names)))
    seen = [
        policy.Witness(
            name, key(f"witness {n}"), draw(st.sampled_from(["", "https://w.example/"]))
        )
        for n, name in enumerate(names[:count])
    ]
    free, groups = list(names[:count]), []
    for name in names[count:]:
        cut = draw(st.integers(0, len(free) - 1))
        members, free = tuple(free[cut:]), free[:cut]
        groups.append(policy.Group(name, draw(st.integers(1, len(members))), members))
        free.append(name)
    logs = draw(st.sampled_from([(), (policy.Log(vectors.LOG),)]))
    quorum = draw(st.sampled_from(["none", *names]))
    return policy.Policy(logs, tuple(seen), tuple(groups), quorum)


@given(policies())
def test_every_policy_is_read_back_as_it_was(held: policy.Policy) -> None:
    assert policy.read(policy.written(held)) == held


@given(st.binary(max_size=80) | st.text("logwitnesquorum #\t\n+", max_size=60).map(str.encode))
def test_noise_is_refused_with_one_error(noise: bytes) -> None:
    with pytest.raises(policy.NotAPolicyError):
        policy.read(noise + b"\nquorum x\n")


@given(st.integers(0, len(vectors.good()["log.policy"]) - 1), st.integers(0, 7))
def test_a_changed_bit_is_refused_or_is_another_policy(place: int, bit: int) -> None:
    raw = bytearray(vectors.good()["log.policy"])
    raw[place] ^= 1 << bit

    try:
        found = policy.read(bytes(raw))
    except policy.NotAPolicyError:
        return
    assert found != vectors.the_policy()


def test_comments_tabs_and_empty_lines_say_nothing() -> None:
    plain = lines("quorum w0")
    loose = b"# who vouches\n\n \t\n" + plain.replace(b" ", b" \t ").replace(b"\n", b"\t\n")

    assert policy.read(loose + b"  # and no more\n") == policy.read(plain)


def test_a_name_may_hold_bytes_that_are_no_text() -> None:
    raw = lines("quorum w0").replace(b"w0", b"\xff\xfe")

    held = policy.read(raw)

    assert policy.written(held) == raw


@pytest.mark.parametrize(
    ("groups", "cosigners", "enough"),
    [
        (["quorum none"], [], True),
        (["quorum w0"], [], False),
        (["quorum w0"], [1], False),
        (["quorum w0"], [0], True),
        (["group g any w0 w1", "quorum g"], [1], True),
        (["group g all w0 w1", "quorum g"], [1], False),
        (["group g all w0 w1", "quorum g"], [0, 1], True),
        (["group g 2 w0 w1 w2", "quorum g"], [2], False),
        (["group g 2 w0 w1 w2", "quorum g"], [0, 2], True),
        (NESTED, [0, 1], False),
        (NESTED, [0, 1, 4], True),
        (NESTED, [0, 3, 4], False),
    ],
)
def test_a_head_is_taken_when_enough_have_seen_it(
    groups: list[str], cosigners: list[int], *, enough: bool
) -> None:
    held = policy.read(lines(*groups))
    raw = cosigned(*(WITNESSES[n] for n in cosigners))

    if enough:
        found = policy.vouched(raw, held)
        assert found.head == vectors.HEAD
        assert [one.witness for one in found.cosigned] == [key(WITNESSES[n]) for n in cosigners]
    else:
        with pytest.raises(policy.NotVouchedError):
            policy.vouched(raw, held)


@pytest.mark.parametrize(
    "more",
    [
        ["quorum w9"],
        ["group g any", "quorum g"],
        ["group g 0 w0", "quorum g"],
        ["group g 01 w0", "quorum g"],
        ["group g +1 w0", "quorum g"],
        ["group g \u0661 w0", "quorum g"],
        ["group g any none", "quorum g"],
        ["group g any g", "quorum g"],
        ["group none any w0", "quorum w1"],
        ["group w1 any w0", "quorum w1"],
        ["group g any w0", "group h any w0", "quorum h"],
        ["group g any h", "group h any w0", "quorum g"],
        ["quorum"],
        ["quorum w0 w1"],
        ["Quorum w0"],
        ["log", "quorum w0"],
        [f"log {key('witness 0').text()}", "quorum w0"],
        [f"log {vectors.LOG.text()} https://a https://b", "quorum w0"],
        [f"log {vectors.LOG.text()}", "quorum w0"],
        ["quorum w0\x0b"],
        ["quorum\u00a0w0"],
    ],
)
def test_what_cannot_be_is_refused(more: list[str]) -> None:
    assert policy.read(lines("quorum w0")).quorum == "w0"

    with pytest.raises(policy.NotAPolicyError):
        policy.read(lines(*more))


def test_a_policy_as_large_as_the_specification_asks_is_taken() -> None:
    made = []
    for n in range(32):
        vkey = note.Key(f"w.example/{n}", note.COSIGNATURE, sha256(bytes([n])).digest()).text()
        made += [f"witness w{n} {vkey}", f"group g{n} any w{n}"]
        made.append(
            f"log {note.Key(f'l{n}', note.ED25519, sha256(bytes([n])).digest()).text()}"
        )

    held = policy.read("\n".join([*made, "quorum g31", ""]).encode())

    assert (len(held.logs), len(held.witnesses), len(held.groups)) == (32, 32, 32)


def test_a_failing_line_of_a_witness_sinks_the_head_though_others_are_enough() -> None:
    raw = cosigned("witness 0", "witness 1")
    start = raw.rindex(b" ") + 40
    broken = raw[:start] + bytes([raw[start] ^ 1]) + raw[start + 1 :]
    held = policy.read(lines("group g any w0 w1", "quorum g"))

    assert len(policy.vouched(raw, held).cosigned) == 2
    with pytest.raises(policy.NotVouchedError):
        policy.vouched(broken, held)


def test_a_log_of_another_name_does_not_vouch() -> None:
    other = note.Key("vault.example/test-2", note.ED25519, vectors.LOG.public)
    held = policy.Policy((policy.Log(other),), (), (), "none")

    with pytest.raises(policy.NotVouchedError):
        policy.vouched(cosigned(), held)
    assert policy.vouched(cosigned(), held, [vectors.LOG]).head == vectors.HEAD


def test_without_a_quorum_it_is_enough_that_the_log_has_signed() -> None:
    held = policy.read(lines("quorum w0"))

    assert policy.vouched(cosigned(), held, quorum=False).cosigned == ()


def test_what_cannot_be_read_back_is_not_written() -> None:
    for name in ("two words", "none", "", "a\nquorum none", "\ud800"):
        held = policy.Policy((), (policy.Witness(name, vectors.WITNESS),), (), "none")
        with pytest.raises(policy.NotAPolicyError):
            policy.written(held)


def test_the_simple_policy_asks_for_one_of_the_witnesses_known() -> None:
    alone = policy.simple([vectors.LOG], [])
    held = policy.simple([vectors.LOG], [("anyone", key("witness 1")), ("b", key("witness 2"))])

    assert alone.quorum == "none"
    assert policy.read(policy.written(held)) == held
    assert len(policy.vouched(cosigned("witness 2"), held).cosigned) == 1
    with pytest.raises(policy.NotVouchedError):
        policy.vouched(cosigned("witness 3"), held)

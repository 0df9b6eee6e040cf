from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault import LockedError
from hearthbook.vault.recovery import GROUPS
from hearthbook.vault.recovery import SIGNS
from hearthbook.vault.recovery import new_code
from hearthbook.vault.recovery import read_code
from hearthbook.vault.recovery import read_group

# Made by the first version; its check is over the whole code.
FIRST_FORMAT = "BBGT-P0FF-ERBC-QPR1-25FG-5A1H-K17Z-1FNZ"
# Worked out by hand from the rule in docs/formats.md.
KNOWN = "0123P-4567M-89ABR-CDEFG-GHJKA-MNPQ8-RSTV4"


def fault(typed: str) -> tuple[str, str]:
    with pytest.raises(LockedError) as caught:
        read_code(typed)
    return caught.value.name, caught.value.place


@given(st.integers(0, 34), st.sampled_from(SIGNS))
def test_one_mistaken_sign_is_always_noticed_and_its_group_named(place: int, sign: str) -> None:
    plain = new_code().replace("-", "")
    typed = plain[:place] + sign + plain[place + 1 :]

    if typed == plain:
        assert read_code(typed).replace("-", "") == plain
        return
    assert fault(typed) == ("vault-code-group", str(place // 5 + 1))


@given(st.integers(0, 33))
def test_two_neighbours_exchanged_are_always_noticed(place: int) -> None:
    plain = new_code().replace("-", "")
    typed = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]

    if typed == plain:
        assert read_code(typed).replace("-", "") == plain
        return
    assert fault(typed)[0] == "vault-code-group"


@given(st.integers(0, 6), st.integers(0, 6))
def test_two_groups_exchanged_are_always_noticed(one: int, other: int) -> None:
    groups = new_code().split("-")
    groups[one], groups[other] = groups[other], groups[one]

    if one == other:
        assert read_code("-".join(groups)) == "-".join(groups)
        return
    places = ", ".join(str(place + 1) for place in sorted((one, other)))
    assert fault("-".join(groups)) == ("vault-code-group", places)


def test_every_group_with_a_mistake_is_named() -> None:
    groups = KNOWN.split("-")
    groups[1] = groups[1][:-1] + ("2" if groups[1][-1] != "2" else "3")
    groups[4] = groups[4][:-1]
    groups[6] += "7"

    assert fault(" ".join(groups)) == ("vault-code-group", "2, 5, 7")


@pytest.mark.parametrize(
    ("typed", "signs"), [("", 0), ("ABCD", 4), ("я" * 3, 3), ("0" * 34, 34), ("0" * 36, 36)]
)
def test_a_code_with_too_few_or_too_many_signs_is_counted(typed: str, signs: int) -> None:
    assert fault(typed) == ("vault-code-length", str(signs))


def test_a_sign_that_no_code_has_is_a_mistake_in_its_group() -> None:
    typed = KNOWN.replace("4567M", "4567U")

    assert fault(typed) == ("vault-code-group", "2")


def test_a_code_may_be_typed_as_it_looks() -> None:
    code = new_code()
    looks = code.translate(str.maketrans("01ABCEHKMPTXY", "OlАВСЕНКМРТХУ"))

    assert read_code(looks) == code
    assert read_code(f" {code.lower().replace('-', ' ')}\n") == code
    assert read_code(code.replace("-", "")) == code


def test_a_group_can_be_checked_while_the_rest_is_still_to_be_typed() -> None:
    groups = KNOWN.split("-")

    assert all(read_group(group.lower(), place) for place, group in enumerate(groups, 1))
    assert not read_group(groups[0], 2)
    assert not read_group(groups[0][:4], 1)


def test_the_check_is_the_one_that_is_written_down() -> None:
    assert read_code(KNOWN) == KNOWN


def test_a_code_holds_140_bits_and_no_two_are_alike() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(f"[{SIGNS}]{{5}}(-[{SIGNS}]{{5}}){{6}}", code) for code in codes)
    assert (GROUPS * 4) * 5 == 140


def test_a_code_of_the_first_format_is_still_read() -> None:
    assert read_code(FIRST_FORMAT.lower().replace("-", " ")) == FIRST_FORMAT
    assert fault("7" + FIRST_FORMAT[1:]) == ("vault-code-typo", "")

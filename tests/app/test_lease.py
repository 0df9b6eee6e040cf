from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hearthbook.app.clock import Ticks
from hearthbook.app.clock import ticks
from hearthbook.app.lease import Lease

MINUTE = 60_000
START = Ticks(1_000_000, 9_000_000)
LEASE = Lease(START, START, 15 * MINUTE, 5 * MINUTE)


def later(awake: int, asleep: int = 0) -> Ticks:
    return Ticks(START.running + awake, START.passing + awake + asleep)


def test_it_ends_when_nobody_used_it_for_a_while() -> None:
    assert LEASE.left(later(5 * MINUTE - 1)) == 1
    assert LEASE.left(later(5 * MINUTE)) == 0


def test_using_it_moves_the_wait_and_never_the_end() -> None:
    lease = LEASE
    for minute in range(4, 15, 4):
        lease = lease.renewed(later(minute * MINUTE))

    assert lease.left(later(14 * MINUTE)) == MINUTE
    assert lease.left(later(15 * MINUTE)) == 0


def test_it_ends_as_soon_as_the_machine_has_slept() -> None:
    assert LEASE.left(later(MINUTE, asleep=900)) > 0
    assert LEASE.left(later(MINUTE, asleep=1100)) == 0
    assert LEASE.renewed(later(MINUTE, asleep=1100)).left(later(MINUTE, asleep=1100)) == 0


@given(st.integers(0, 30 * MINUTE), st.integers(0, 30 * MINUTE))
def test_what_is_left_never_grows_by_waiting(one: int, other: int) -> None:
    sooner, after = sorted((one, other))

    assert LEASE.left(later(sooner)) >= LEASE.left(later(after))


def test_the_clocks_only_go_forward() -> None:
    first, second = ticks(), ticks()

    assert second.running >= first.running
    assert second.passing >= first.passing
    assert second.passing >= second.running

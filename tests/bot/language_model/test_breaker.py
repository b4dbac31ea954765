from __future__ import annotations

import pytest

from bot.language_model.breaker import FAULTS, LONGEST_REST, REST, Breaker, BreakerOpen


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def is_fault(error: Exception) -> bool:
    return isinstance(error, OSError)


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(OSError), breaker.attempt(is_fault):
            raise OSError


def succeed(breaker: Breaker) -> None:
    with breaker.attempt(is_fault):
        pass


def is_open(breaker: Breaker) -> bool:
    try:
        breaker.check()
    except BreakerOpen:
        return True
    return False


def test_it_opens_after_faults_in_a_row(breaker: Breaker) -> None:
    fail(breaker, FAULTS - 1)
    assert not is_open(breaker)
    fail(breaker)
    with pytest.raises(BreakerOpen) as raised, breaker.attempt(is_fault):
        raise AssertionError("let through")
    assert raised.value.seconds == REST


def test_a_success_between_faults_keeps_it_closed(breaker: Breaker) -> None:
    for _ in range(3):
        fail(breaker, FAULTS - 1)
        succeed(breaker)
    assert not is_open(breaker)


def test_after_its_rest_one_call_probes_while_the_others_are_turned_away(
    breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, FAULTS)
    clock.now += REST
    with breaker.attempt(is_fault):
        assert is_open(breaker)
        with pytest.raises(BreakerOpen), breaker.attempt(is_fault):
            raise AssertionError("let through")
    assert not is_open(breaker)


def test_a_probe_that_succeeds_closes_it_for_good(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, FAULTS)
    clock.now += REST
    succeed(breaker)
    fail(breaker, FAULTS - 1)
    assert not is_open(breaker)


def test_each_probe_that_fails_doubles_the_rest_up_to_a_bound(
    breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, FAULTS)
    rests = []
    for _ in range(6):
        with pytest.raises(BreakerOpen) as raised:
            breaker.check()
        rests.append(raised.value.seconds)
        clock.now += raised.value.seconds
        fail(breaker)
    assert rests == [REST, 2 * REST, 4 * REST, 8 * REST, LONGEST_REST, LONGEST_REST]


def test_a_call_that_began_before_it_opened_does_not_count_as_the_probe(
    breaker: Breaker, clock: Clock
) -> None:
    with pytest.raises(OSError), breaker.attempt(is_fault):
        fail(breaker, FAULTS)
        clock.now += REST - 1
        raise OSError
    clock.now += 1
    assert not is_open(breaker)


def test_a_probe_that_is_stopped_leaves_the_next_call_to_probe(
    breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, FAULTS)
    clock.now += REST
    with pytest.raises(KeyboardInterrupt), breaker.attempt(is_fault):
        raise KeyboardInterrupt
    succeed(breaker)
    assert not is_open(breaker)


def test_a_request_that_is_itself_at_fault_shows_that_the_endpoint_works(breaker: Breaker) -> None:
    for _ in range(3):
        fail(breaker, FAULTS - 1)
        with pytest.raises(ValueError), breaker.attempt(is_fault):
            raise ValueError
    assert not is_open(breaker)

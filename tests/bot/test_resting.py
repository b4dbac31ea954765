"""What takes long rests before it is done again."""

from __future__ import annotations

from bot.resting import rest_after


def test_it_takes_a_tenth_of_a_processor_at_most() -> None:
    assert rest_after(0.1) == 0
    assert rest_after(2.0) == 20
    assert rest_after(100.0) == 60

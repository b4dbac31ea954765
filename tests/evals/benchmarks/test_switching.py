"""How the measurement of a switch counts what its processes say."""

from __future__ import annotations

from evals.benchmarks.switching import Tally


def tally(*said: dict[str, object], chunks: int = 100) -> Tally:
    made = Tally()
    for one in said:
        made.note(one, chunks)
    return made


def test_answers_are_counted_by_what_was_wrong_with_them() -> None:
    counted = tally(
        {"answer": "right", "ms": 10.0},
        {"answer": "right", "ms": 30.0},
        {"answer": "without vectors", "ms": 20.0},
    ).as_json(seconds=1.0)
    assert counted["questions"] == 3
    assert counted["answered"] == {"right": 2, "without vectors": 1}
    assert counted["max_ms"] == 30.0


def test_a_switch_needs_every_text_once_and_turns_round() -> None:
    counted = tally({"read": 1}, {"published": 0}, {"read": 64}, {"read": 37}, {"switched": "b"})
    assert (counted.switches, counted.wanted) == (1, 0)
    assert (counted.read, counted.needed) == (102, 1 + 101)

"""Nothing that is no vector gets into the knowledge, and nobody waits for a failure twice."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.embedding import Guarded, Vectors
from knowledge.embedding import guarded as guarded_module
from knowledge.errors import ModelUnavailable


class Scripted:
    """An embedder that answers with what it is given, or fails."""

    name = "scripted"

    def __init__(self, *answers: Vectors | str) -> None:
        self._answers = list(answers)
        self.asked = 0

    def passages(self, texts: list[str]) -> Vectors:
        self.asked += 1
        answer = self._answers.pop(0)
        if isinstance(answer, str):
            raise ModelUnavailable(answer)
        return answer

    def query(self, text: str) -> Vectors:
        return np.asarray(self.passages([text])[0])


def ones(*shape: int) -> Vectors:
    return np.ones(shape, dtype=np.float32)


def test_what_is_well_passes_through() -> None:
    checked = Guarded(Scripted(ones(2, 3), ones(1, 3)))
    assert checked.name == "scripted"
    assert checked.passages(["a", "b"]).shape == (2, 3)
    assert checked.query("a").shape == (3,)


def test_no_texts_are_no_question_to_the_model() -> None:
    scripted = Scripted()
    assert Guarded(scripted, 3).passages([]).shape == (0, 3)
    assert scripted.asked == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ones(1, 3), r"shape \(1, 3\) of 2 texts"),
        (ones(6), r"shape \(6,\) of 2 texts"),
        (ones(2, 3) * np.float32("nan"), "no numbers or only zeros"),
        (ones(2, 3) * np.float32("inf"), "no numbers or only zeros"),
        (ones(2, 3) * 0, "no numbers or only zeros"),
        (ones(2, 4), "of 4 dimensions, but made those of 3 before"),
    ],
)
def test_what_is_no_vector_is_refused(answer: Vectors, said: str) -> None:
    with pytest.raises(ModelUnavailable, match=said):
        Guarded(Scripted(answer), dimensions=3).passages(["a", "b"])


def test_dimensions_are_learned_from_the_first_vectors() -> None:
    checked = Guarded(Scripted(ones(1, 3), ones(1, 4)))
    checked.passages(["a"])
    with pytest.raises(ModelUnavailable, match="of 4 dimensions, but made those of 3"):
        checked.query("a")


def test_what_failed_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(guarded_module.time, "monotonic", lambda: now)
    scripted = Scripted("it is down", ones(1, 3), ones(1, 3))
    checked = Guarded(scripted)
    for _ in range(3):
        with pytest.raises(ModelUnavailable, match="it is down"):
            checked.query("a")
    assert scripted.asked == 1

    now += 16
    assert checked.query("a").shape == (3,)
    assert checked.query("a").shape == (3,)


def test_an_odd_text_does_not_keep_others_waiting() -> None:
    checked = Guarded(Scripted(ones(1, 3) * 0, ones(1, 3)))
    with pytest.raises(ModelUnavailable, match="only zeros"):
        checked.query("\u200b")
    assert checked.query("a").shape == (3,)

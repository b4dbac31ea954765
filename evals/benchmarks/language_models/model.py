"""A model that reads well, writes politely, and is wrong in half of what it writes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.model_check import cases
from evals.benchmarks.language_models import invention, wording
from evals.benchmarks.language_models.errors import Plant, Said, errors
from evals.benchmarks.language_models.gold import Line, gold_lines, others
from evals.cases import EvalCase
from evals.loopback.prompts import Prompt
from evals.matching import says

#: Sentences of a draft, and of those the ones that say what was not asked.
_MOST, _MOST_BESIDE = 4, 2
#: Half of the drafts have an error, a third of those in the first sentence.
_BEGINS_WRONG = 1 / 6
_ANSWERS = {case.question: case.answers for case in cases()}


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A draft, and what is wrong in it."""

    answers: bool
    right: tuple[Said, ...]
    plant: Plant | None = None
    #: Whether the error is in the first sentence, which is the answer itself.
    begins_wrong: bool = False


class ErringModel:
    """Writes drafts for the case that it is told about, and remembers them.

    Errors are chosen by what was planted least so far, so that all kinds come to be planted.
    """

    def __init__(self) -> None:
        self.planted: Counter[str] = Counter()
        self.drafts: list[Drafted] = []
        self._case: EvalCase | None = None
        self._seed = 0

    def turn_to(self, case: EvalCase | None, seed: int) -> None:
        """Write for a case from now on; for none, as it does for the cases of `model check`."""
        self._case, self._seed = case, seed
        self.drafts = []

    def reply(self, prompt: Prompt) -> dict[str, Any] | None:
        """A draft for a prompt; None where it shows no passages."""
        if prompt.shape == "Rewrite":
            return {"clear": False, "question": ""}
        if not prompt.passages:
            return None
        case = self._case
        rng = random.Random(f"{self._seed} {case.id if case else ''} {prompt.question}")
        draft, order = self._draft(case, prompt, rng) if case else _unprepared(prompt, rng)
        self.drafts.append(draft)
        if draft.plant and case:
            self.planted[draft.plant.kind] += 1
        return _json(draft.answers, order)

    def _draft(
        self, case: EvalCase, prompt: Prompt, rng: random.Random
    ) -> tuple[Drafted, list[Said]]:
        """A draft, and its sentences in order."""
        lines = gold_lines(case, prompt)
        if not lines:
            return _without_gold(prompt, rng)
        rights = _sentences(lines, others(lines, case), case, rng)
        plant = self._plant(rights, prompt, rng) if rng.random() < 0.5 else None
        if plant is None:
            return Drafted(answers=True, right=tuple(rights)), rights
        order = [plant.said if said.text == plant.right else said for said in rights]
        right = tuple(said for said in rights if said.text != plant.right)
        begins_wrong = rights[0].text == plant.right
        return Drafted(answers=True, right=right, plant=plant, begins_wrong=begins_wrong), order

    def _plant(self, rights: Sequence[Said], prompt: Prompt, rng: random.Random) -> Plant | None:
        shown = {passage.number: passage for passage in prompt.passages}
        told = "\n".join(said.text for said in rights)
        everything = "\n".join([*(f"{s.heading}\n{s.text}" for s in prompt.passages), told])
        found = [
            plant
            for said in rights
            for plant in errors(said, shown[said.passage], everything, rng.randrange(10**6))
        ]
        rng.shuffle(found)
        return min(found, key=lambda plant: self.planted[plant.kind], default=None)


def _unprepared(prompt: Prompt, rng: random.Random) -> tuple[Drafted, list[Said]]:
    """A draft by what is known of the cases of `model check`; word for word where they answer."""
    if not _ANSWERS.get(prompt.question, True):
        return _without_gold(prompt, rng)
    said = invention.beside(prompt)
    if rng.random() < _BEGINS_WRONG:
        plant = invention.invented(prompt, rng)
        return Drafted(answers=True, right=(), plant=plant, begins_wrong=True), [plant.said]
    return Drafted(answers=True, right=(said,)), [said]


def _without_gold(prompt: Prompt, rng: random.Random) -> tuple[Drafted, list[Said]]:
    """Honest half of the time, and bold otherwise."""
    if rng.random() < 0.5:
        return Drafted(answers=False, right=()), []
    if rng.random() < 0.2:
        said = invention.beside(prompt)
        return Drafted(answers=True, right=(said,)), [said]
    plant = invention.invented(prompt, rng)
    return Drafted(answers=True, right=(), plant=plant, begins_wrong=True), [plant.said]


def _sentences(
    gold: Sequence[Line], rest: Sequence[Line], case: EvalCase, rng: random.Random
) -> list[Said]:
    """Of the gold lines what the facts are in, or their first; then a little of the rest."""
    said = [one for line in gold for one in _of_gold(line, case, rng)][:_MOST]
    room = min(_MOST_BESIDE, _MOST - len(said))
    beside = [one for line in rest for one in _of(line, rng)]
    taken = rng.sample(range(len(beside)), min(room, len(beside)))
    forbidden = [one for one in beside if any(says(one.text, text) for text in case.must_not)]
    said += [beside[n] for n in sorted(taken) if beside[n] not in forbidden]
    return list({one.text: one for one in said}.values())


def _of_gold(line: Line, case: EvalCase, rng: random.Random) -> list[Said]:
    found = _of(line, rng)
    stating = [said for said in found if any(says(said.quote, fact) for fact in case.facts)]
    return stating or found[:1]


def _of(line: Line, rng: random.Random) -> list[Said]:
    return [
        Said(text=text, quote=quote, passage=line.shown.number)
        for text, quote in wording.told(line.text, rng)
    ]


def _json(answers: bool, said: Sequence[Said]) -> dict[str, Any]:
    written = [{"text": s.text, "passage": s.passage, "quote": s.quote} for s in said]
    return {"answers": answers, "sentences": written}

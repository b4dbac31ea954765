"""What becomes of sentences that are right and of sentences with planted errors."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.grounding.checking import objections
from bot.grounding.source import source
from evals.benchmarks.grounding import paraphrasing
from evals.benchmarks.grounding.material import Stated
from evals.benchmarks.grounding.planting import plants
from evals.benchmarks.grounding.written import Written
from knowledge import japanese


@dataclass
class Score:
    """Of plants and of right sentences, by kind: how many there were and were objected to."""

    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    objected: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    #: CPU seconds spent on reading passages, each once, and on the sentences about them.
    reading: float = 0.0
    seconds: float = 0.0

    def plant(self, kind: str, one: Stated, text: str, quote: str) -> None:
        self.planted[kind] += 1
        if self._objections(one, text, quote):
            self.caught[kind] += 1
        else:
            self.errors.append(f"missed, {kind}: {text} | {quote}")

    def state(self, kind: str, one: Stated, text: str, quote: str) -> None:
        self.right[kind] += 1
        if found := self._objections(one, text, quote):
            self.objected[kind] += 1
            self.errors.append(f"objected, {kind}: {text} | {quote} | {found[0]}")

    @property
    def ms_per_sentence(self) -> float:
        return 1000 * self.seconds / self._checked()

    @property
    def ms_per_passage(self) -> float:
        return 1000 * self.reading / self._checked()

    def report(self) -> dict[str, object]:
        return {
            "planted": dict(self.planted),
            "caught": dict(self.caught),
            "right": dict(self.right),
            "objected": dict(self.objected),
            "ms_per_sentence": round(self.ms_per_sentence, 3),
        }

    def _checked(self) -> int:
        return max(1, self.planted.total() + self.right.total())

    def _objections(self, one: Stated, text: str, quote: str) -> list[str]:
        began = time.process_time()
        source(one.heading, one.section)
        between = time.process_time()
        found = [o.english for o in objections(text, quote, one.heading, one.section)]
        self.reading += between - began
        self.seconds += time.process_time() - between
        return found


def by_machine(score: Score, material: Iterable[Stated], seed: int) -> None:
    """Right sentences and plants made of sentences of manuals."""
    for one in material:
        spelt = paraphrasing.spelt_otherwise(one.text)
        polite = paraphrasing.polite(one.text)
        shorter = paraphrasing.polite(paraphrasing.shortened(one.text))
        for kind, text in (("spelt otherwise", spelt), ("polite", polite), ("shortened", shorter)):
            if text != one.text:
                score.state(kind, one, text, one.text)
        if not one.is_row:
            score.state("verbatim", one, one.text, one.text)
        for plant in plants(one, polite, seed):
            score.plant(plant.kind, one, plant.text, plant.quote)


def by_hand(score: Score, cases: Iterable[Written], found: Mapping[str, Sequence[Stated]]) -> None:
    """Sentences written by hand about sections of the manuals."""
    for case in cases:
        one = _place(case, found[case.company])
        for text in case.right:
            language = "by hand" if japanese.is_japanese(text) else "by hand, English"
            score.state(language, one, text, case.quote)
        for wrong in case.wrong:
            score.plant(f"by hand: {wrong.kind}", one, wrong.text, case.quote)


def _place(case: Written, found: Sequence[Stated]) -> Stated:
    """Where the quote stands; ValueError where it does not."""
    quote = _bare(case.quote)
    for one in found:
        if quote == _bare(one.text):
            return one
    for one in found:
        if quote in _bare(one.section):
            return one
    raise ValueError(f"{case.company}: {case.quote}")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))

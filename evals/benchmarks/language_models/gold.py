"""Finds in what a model is shown the lines that answer a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.cases import EvalCase, Gold
from evals.loopback.prompts import Prompt, Shown
from evals.matching import plain, same_heading, says


@dataclass(frozen=True)
class Line:
    """A line of a passage that was shown."""

    shown: Shown
    text: str


def gold_lines(case: EvalCase, prompt: Prompt) -> list[Line]:
    """The lines that state the answer; none when not all of it is among the passages."""
    held = [_lines_of(gold, prompt) for gold in case.places if gold.quote]
    if not held or not (any(held) if case.gold_mode == "any" else all(held)):
        return []
    wanted = [next(filter(None, held))] if case.gold_mode == "any" else held
    found = [line for lines in wanted for line in lines]
    found += [line for fact in case.facts for line in _of_fact(fact, found)]
    return list(dict.fromkeys(found))


def others(lines: Sequence[Line], case: EvalCase) -> list[Line]:
    """The other lines of the passages of some, but for what must not be told."""
    passages = dict.fromkeys(line.shown for line in lines)
    rest = [Line(shown, text) for shown in passages for text in shown.text.splitlines()]
    return [
        line
        for line in rest
        if line not in lines and not any(says(line.text, said) for said in case.must_not)
    ]


def _lines_of(gold: Gold, prompt: Prompt) -> list[Line]:
    """Of the first passage that holds the quote, those under the right heading first."""
    ordered = sorted(
        prompt.passages, key=lambda shown: not same_heading(shown.heading, gold.heading)
    )
    return next(filter(None, (list(_holding(gold.quote, shown)) for shown in ordered)), [])


def _holding(quote: str, shown: Shown) -> Iterator[Line]:
    """The line that holds a quote; of one that joins cells, the line that holds all of them."""
    cells = [plain(cell) for cell in quote.split() if plain(cell)]
    for text in shown.text.splitlines():
        said = plain(text)
        if said and (plain(quote) in said or (len(cells) > 1 and all(c in said for c in cells))):
            yield Line(shown, text)
            return
    yield from _spread(quote, shown)


def _spread(quote: str, shown: Shown) -> Iterator[Line]:
    """The lines that a quote goes over."""
    if plain(quote) in plain(shown.text):
        for text in shown.text.splitlines():
            if len(plain(text)) > 5 and plain(text) in plain(quote):
                yield Line(shown, text)


def _of_fact(fact: str, lines: Sequence[Line]) -> list[Line]:
    """A line of the same passages that states a fact, where none of the lines does."""
    if any(says(line.text, fact) for line in lines):
        return []
    passages = dict.fromkeys(line.shown for line in lines)
    rest = [Line(shown, text) for shown in passages for text in shown.text.splitlines()]
    return [line for line in rest if says(line.text, fact)][:1]

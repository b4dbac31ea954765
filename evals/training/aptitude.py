"""Writes the cases by which language models are checked:

    python -m evals.training.aptitude

Half are questions that the passages answer; half are near misses: the article speaks of the matter
and does not state what is asked. All are of the invented companies that may be learned from, so no
figure that is measured on the others rests on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answering.deciding.evidence import best_of
from bot.model_check import CASES
from bot.settings import Settings
from bot.wiring import Zeroji
from evals.cases import EvalCase, load_cases
from evals.rehearsal import empty_home
from evals.training.companies import companies_to_learn_from
from evals.training.pools import gold_sections
from knowledge.model import SearchRequest

#: Of a company, cases of each half; only those with near misses have cases of the second.
_EACH = 8
#: Passages of a case, and characters of one.
_PASSAGES, _LONGEST = 3, 900


def main() -> None:
    """Write the cases of the companies that ask near misses."""
    found = [case for folder in companies_to_learn_from() for case in _of_company(folder)]
    CASES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    answered = sum(case["answers"] for case in found)
    print(f"{CASES.name}: {answered} that are answered, {len(found) - answered} that are not")


def _of_company(folder: Path) -> list[dict[str, Any]]:
    asked = load_cases([folder / "questions.jsonl"])
    near = [case for case in asked if case.kind == "unanswerable" and case.difficulty == "near"]
    if len(near) < _EACH:
        return []
    answerable = [case for case in asked if case.kind == "answerable" and len(case.gold) == 1]
    chosen: dict[str, Any] = {"_env_file": None}
    with empty_home(Settings(**chosen)) as zeroji:
        zeroji.ingest([folder / "documents"])
        return [
            *_spread(_cases(zeroji, answerable, answers=True)),
            *_spread(_cases(zeroji, near, answers=False)),
        ]


def _cases(zeroji: Zeroji, asked: list[EvalCase], *, answers: bool) -> Iterator[dict[str, Any]]:
    """Cases whose passages state what is asked, or come close to it and do not."""
    for case in asked:
        found = best_of(zeroji.searcher.search(SearchRequest(query=case.asked[0], top=20)).passages)
        shown = found[:_PASSAGES]
        gold = gold_sections(case, zeroji.searcher.index.snapshot())
        if answers and not any(passage.section.hash in gold for passage in shown):
            continue
        texts = [
            {
                "manual": passage.manual.title,
                "heading": passage.chunk.heading,
                "text": passage.section.text,
            }
            for passage in shown
        ]
        if all(len(text["text"]) <= _LONGEST for text in texts):
            yield {"question": case.asked[0], "answers": answers, "passages": texts}


def _spread(cases: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """So many of them, from all over the list."""
    every = list(cases)
    step = max(len(every) / _EACH, 1.0)
    return [every[int(n * step)] for n in range(min(_EACH, len(every)))]


if __name__ == "__main__":
    main()

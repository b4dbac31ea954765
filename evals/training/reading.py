"""Learns which lines of a section answer:

    python -m evals.training.ranking --public DATA --homes DIR --folds FOLDER
    python -m evals.training.reading FOLDER
    python -m evals.training.deciding FOLDER

Learns from the invented companies of ``evals/companies`` (never from those held out), and prints
what is quoted of the right sections of a company that was left out. FOLDER then holds a model for
each company that was fitted without it too, which the decision is learned with.

Articles of real companies are long. So each question is also learned from its article with those
that search found beside it, as if they were one.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from bot.answering.reading import FILE, Reading, read, read_by
from bot.answering.reading.asked import Asked
from bot.answering.reading.quoting import Quoted, quote
from bot.answering.weights import Logistic, logistic
from evals.cases import ANSWERED_KINDS, EvalCase
from evals.matching import says
from evals.training.answering_lines import answering
from evals.training.examples import Example
from evals.training.logistic import Floats, fit_matrix
from evals.training.sources import ranked_examples
from knowledge.errors import InvalidInput
from knowledge.model import Section

#: What a section's lines count: of the right one, of the same with others, of others, and where
#: nothing answers.
_RIGHT, _JOINED, _OTHER, _NOTHING = 1.0, 0.5, 0.3, 0.6
#: Sections of others that are learned from, by whether anything answers.
_OTHERS, _NEAR_MISSES = 3, 5
#: Sections that an article is joined with, at least and at most.
_FEWEST, _MOST = 3, 7
_PENALTY = 30.0
#: Characters from which a section is long.
_LONG = 600
#: Signals that may speak for or against a line; of the others those that speak against it are
#: named, and all that are left speak for it.
_FREE = frozenset(
    {
        *("left to lines", "first", "place", "length", "lines", "item", "row", "row resolved"),
        "proviso",
    }
)
_FALLING = frozenset(
    {
        *("figure not given", "states nothing", "value of others", "attributes missing"),
        *("employment of others", "relative of others", "heaviest missing", "left open"),
        *("heaviest name missing", "row unresolved", "heaviest known name missing"),
    }
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Read:
    """A section as it was read for a question."""

    company: str
    case: EvalCase
    asked: Asked
    #: Title of its manual.
    title: str
    section: Section
    reading: Reading
    #: Whether each of its lines and rows answers, shape (pieces,).
    right: Sequence[bool]
    weight: float
    #: Whether the section answers, by itself or joined with others.
    answers: bool
    joined: bool = False


def sections_read(example: Example) -> Iterator[Read]:
    """The sections of a question that are learned from."""
    case = example.case
    if example.removed or not example.examined.asked.matters:
        return
    weighed = example.examined.weighed
    gold = [
        e.passage for e, right in zip(example.examined.weighed, example.gold, strict=True) if right
    ]
    others = [e.passage for e, right in zip(weighed, example.gold, strict=True) if not right]

    def reading(title: str, section: Section, weight: float, answers: bool, joined: bool) -> Read:
        done = read(example.examined.asked, title, section)
        texts = [piece.text for piece in done.pieces]
        return Read(
            company=example.company,
            case=case,
            asked=example.examined.asked,
            title=title,
            section=section,
            reading=done,
            right=answering(case, texts) if answers else [False] * len(texts),
            weight=weight,
            answers=answers,
            joined=joined,
        )

    if case.kind == "unanswerable":
        for other in others[:_NEAR_MISSES]:
            yield reading(other.manual.title, other.section, _NOTHING, False, False)
    if case.kind not in ANSWERED_KINDS:
        return
    for passage in gold:
        yield reading(passage.manual.title, passage.section, _RIGHT, True, False)
        whole = _joined(passage.section, [other.section for other in others])
        if whole is not None:
            yield reading(passage.manual.title, whole, _JOINED, True, True)
    for other in others[:_OTHERS]:
        yield reading(other.manual.title, other.section, _OTHER, False, False)


def _joined(section: Section, others: Sequence[Section]) -> Section | None:
    """A section with others before and after it, in a fixed order; None for entries of a FAQ."""
    found = [other for other in others if other.question is None][:_MOST]
    if section.question is not None or len(found) < _FEWEST:
        return None
    parts = sorted([section, *found], key=lambda part: part.hash)
    return replace(section, blocks=tuple(block for part in parts for block in part.blocks))


def learn(sections: Sequence[Read]) -> Logistic:
    """Weights of the lines' signals."""
    chosen = [one for one in sections if one.reading.pieces]
    names = sorted({name for one in chosen for name in one.reading.signals})
    return fit_matrix(
        names,
        np.concatenate([_matrix(one.reading, names) for one in chosen]),
        [right for one in chosen for right in one.right],
        [one.weight for one in chosen for _ in one.right],
        penalty=_PENALTY,
        rising=set(names) - _FREE - _FALLING,
        falling=_FALLING,
        lists=[len(one.right) for one in chosen],
    )


def _matrix(reading: Reading, names: Sequence[str]) -> Floats:
    none = np.zeros(len(reading.pieces))
    return np.stack([reading.signals.get(name, none) for name in names], axis=1)


def left_out(sections: Sequence[Read]) -> dict[str, Logistic]:
    """For each company the weights learned from all others."""
    names = sorted({one.company for one in sections})
    return {name: learn([one for one in sections if one.company != name]) for name in names}


def report(sections: Sequence[Read], without: Mapping[str, Logistic]) -> list[str]:
    """What is quoted of the right sections of companies that were left out, line by line."""
    right = [one for one in sections if one.answers and one.case.facts]
    parts: dict[str, list[Read]] = {
        name: [one for one in right if one.company == name and not one.joined] for name in without
    }
    parts["all"] = [one for one in right if not one.joined]
    parts[f"over {_LONG} characters"] = [one for one in parts["all"] if _length(one) > _LONG]
    parts["joined"] = [one for one in right if one.joined]
    return [f"{name}: {_told(some, without)}" for name, some in parts.items() if some]


def _length(one: Read) -> int:
    return len(one.section.text)


def _told(sections: Sequence[Read], without: Mapping[str, Logistic]) -> str:
    held, stated, lengths, precise = 0, 0, [], []
    for one in sections:
        with read_by(without[one.company]):
            quoted = quote(one.asked, one.title, one.section)
        facts = [fact for fact in one.case.facts if says(one.section.text, fact)]
        stated += len(facts)
        held += sum(says(f"{quoted.told}\n{quoted.quote}", fact) for fact in facts)
        lengths.append(len(quoted.told))
        precise.append(_precision(one, quoted))
    lengths.sort()
    return (
        f"{len(sections)} sections, {held / max(1, stated):.1%} of their facts told in a median of "
        f"{statistics.median(lengths):.0f} characters (90 %: {lengths[int(0.9 * len(lengths))]}), "
        f"{statistics.mean(precise):.1%} of which answer"
    )


def _precision(one: Read, quoted: Quoted) -> float:
    """The share of the quoted characters that are of lines that answer."""
    pieces = zip(one.reading.pieces, one.right, strict=True)
    right = {piece.text for piece, answers in pieces if answers}
    texts = [*quoted.lines, *quoted.rows]
    return sum(len(text) for text in texts if text in right) / max(1, sum(map(len, texts)))


def fold_file(folds: Path, company: str) -> Path:
    """Where the model that was fitted without a company is kept."""
    return folds / f"reading_without_{company}.json"


def read_without(folds: Path, company: str) -> Logistic:
    """The model that was fitted without a company. Raises InvalidInput where there is none."""
    file = fold_file(folds, company)
    if not file.is_file():
        raise InvalidInput(
            f"{file} is missing. Write the models without each company first: "
            f"`python -m evals.training.reading {folds}`.",
            f"{file} がありません。先に `python -m evals.training.reading {folds}` を実行し、"
            "各社を除いて学習したモデルを書き出してください。",
        )
    return logistic(json.loads(file.read_text(encoding="utf-8"))["line"])


def main(
    folds: Annotated[
        Path, typer.Argument(help="Folder of the ranking's models without each company.")
    ],
    target: Annotated[Path, typer.Option(help="The file to write.")] = FILE,
) -> None:
    sections = [one for e in ranked_examples(folds) for one in sections_read(e)]
    without = left_out(sections)
    print("\n".join(report(sections, without)))
    names = sorted(without)
    for name, model in without.items():
        others = [other for other in names if other != name]
        _write(fold_file(folds, name), model, others)
    _write(target, learn(sections), names)
    print(f"written to {target}")


def _write(file: Path, model: Logistic, data: Sequence[str]) -> None:
    stored: dict[str, Any] = {
        "about": "Written by python -m evals.training.reading.",
        "data": list(data),
        "date": date.today().isoformat(),
        "line": {"bias": model.bias, "signals": {n: list(s) for n, s in model.signals.items()}},
    }
    file.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)

"""How surely sensitive messages are noticed, and ordinary questions that resemble them answered.

Messages were written by hand, with invented persons. Sets that are learned from flatter. Blind sets
are not learned from and their errors are not shown: the second set of plain messages, the third of
messages in words that nobody expects. One person wrote all of them; only what tells of danger was
mended with the third set in mind. Patterns alone, without learned weights, gave a recall of 0.14 at
4.8 % false on the first unseen set; ``python -m evals.training.care`` prints what messages of all
sets give when left out.

Run it as ``python -m evals.benchmarks.care [--errors] [--json]``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.answering.understanding.sensitivity import topic
from evals.training.companies import companies_to_learn_from
from knowledge import japanese

SET = Path(__file__).with_name("care_set")
#: Name of a set → its file of sensitive messages and its file of look-alikes.
SETS = {
    "learned from 1": ("sensitive.txt", "ordinary.txt"),
    "learned from 2": ("sensitive_2.txt", "ordinary_2.txt"),
    "learned from 3": ("sensitive_3.txt", "ordinary_3.txt"),
    "learned from 4": ("sensitive_4.txt", "ordinary_4.txt"),
    "unseen 1, since learned from": ("unseen_sensitive_1.txt", "unseen_ordinary_1.txt"),
    "unseen 2": ("unseen_sensitive_2.txt", "unseen_ordinary_2.txt"),
    "unseen 3": ("unseen_sensitive_3.txt", "unseen_ordinary_3.txt"),
}
BLIND = ("unseen 2", "unseen 3")


@dataclass(kw_only=True)
class Score:
    """What noticing came to in a set."""

    told: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    #: Noticed, and named as what it is.
    named: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    #: Ordinary questions that were taken for sensitive.
    false: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def recall(self) -> float:
        return self.noticed.total() / max(1, self.told.total())

    def false_rate(self) -> float:
        return self.false.total() / max(1, self.asked.total())


def load(path: Path) -> Iterator[tuple[str, str]]:
    """(topic, message) of a file: one a line, below the heading of its topic."""
    heading = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.strip():
            yield heading, line.strip()


def learnable() -> tuple[list[str], list[str]]:
    """Sensitive messages, and ordinary questions with those of companies and conversations."""
    pairs = [files for name, files in SETS.items() if name not in BLIND]
    told = [text for files in pairs for _, text in load(SET / files[0])]
    asked = [text for files in pairs for _, text in load(SET / files[1])]
    return told, [*asked, *companies_questions(), *follow_ups()]


def companies_questions() -> Iterator[str]:
    """What employees of the learning companies ask, none of it sensitive."""
    for folder in companies_to_learn_from():
        for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield from [case["question"]] if case.get("question") else case["turns"]


def follow_ups() -> Iterator[str]:
    """What is asked in the conversations of the benchmark of follow-ups, without the blind ones."""
    for name in ("learned_from", "unseen", "unseen_later", "unseen_last"):
        text = (SET.parent / "followups" / f"{name}.txt").read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                yield from (asked.strip(" +") for asked in line.split("=>")[0].split(" / "))


def score(sensitive: Path, ordinary: Path) -> Score:
    result = Score()
    for heading, text in load(sensitive):
        found = topic(japanese.normalize(text))
        result.told[heading] += 1
        result.noticed[heading] += found is not None
        result.named[heading] += found == heading
        if found is None:
            result.errors.append(f"missed {heading}: {text}")
    for heading, text in load(ordinary):
        found = topic(japanese.normalize(text))
        result.asked[heading] += 1
        if found is not None:
            result.false[heading] += 1
            result.errors.append(f"false {found}: {text}")
    return result


def main(
    errors: Annotated[
        bool, typer.Option("--errors", help="List what goes wrong in the sets learned from.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print recall and false alarms, set by set, and by topic of the blind sets."""
    scores = {name: score(SET / told, SET / asked) for name, (told, asked) in SETS.items()}
    questions = list(companies_questions())
    refused = [text for text in questions if topic(japanese.normalize(text)) is not None]
    if as_json:
        figures = {name: _figures(s) for name, s in scores.items()}
        companies = {"questions": len(questions), "false": len(refused)}
        print(json.dumps(figures | {"companies": companies}, ensure_ascii=False))
        return
    console = Console(width=110, highlight=False)
    sets = Table("Set", "Sensitive", "Recall", "Named right", "Ordinary", "False")
    for name, result in scores.items():
        sets.add_row(name, *_row(result))
    console.print(sets, f"Companies' questions: {len(refused)} of {len(questions)} false.")
    console.print(_by_topic([scores[name] for name in BLIND]))
    if errors:
        seen = (error for name, s in scores.items() if name not in BLIND for error in s.errors)
        console.print(*seen, *(f"company: {text}" for text in refused), sep="\n", markup=False)


def _by_topic(scores: Sequence[Score]) -> Table:
    """What the blind sets come to, together."""
    table = Table("Topic", "Sensitive", "Recall", "Ordinary", "False", title="Blind sets, by topic")
    told, noticed, asked, false = (
        sum((getattr(one, name) for one in scores), Counter[str]())
        for name in ("told", "noticed", "asked", "false")
    )
    for name, count in told.items():
        recall = f"{noticed[name] / count:.2f}"
        table.add_row(name, str(count), recall, str(asked[name]), str(false[name]))
    return table


def _row(result: Score) -> tuple[str, ...]:
    return (
        str(result.told.total()),
        f"{result.recall():.3f}",
        str(result.named.total()),
        str(result.asked.total()),
        f"{result.false_rate():.1%}",
    )


def _figures(result: Score) -> dict[str, object]:
    shown = asdict(result)
    del shown["errors"]
    return shown | {"recall": result.recall(), "false_rate": result.false_rate()}


if __name__ == "__main__":
    typer.run(main)

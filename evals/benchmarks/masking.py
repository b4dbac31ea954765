"""How surely personal data is masked, and look-alikes are left.

Messages were written by hand, with invented persons. Those called fitted were looked at while the
first rules were made. Each set called unseen was written when what masks stood, measured once, and
learned from afterwards; the errors of the fifth are not shown and nothing was learned from it. At
first contact they gave, as recall and share of look-alikes masked:

- sets 1 to 5, by rules: 0.866 and 0.9 %, 0.980 and 3.7 %, 0.904 and 1.2 %, 0.973 and 2.8 %, 0.939
  and 1.4 %;
- sets 6 to 10, by wider rules: 0.892 and 1.7 %, 0.899 and 0 %, 0.903 and 0 %, 0.944 and 0.7 %,
  0.942 and 1.7 %;
- sets 11 to 13, by rules and learned odds: 0.942 and 0 %, 0.979 and 0 %, 0.971 and 0 %.

That is what to expect of other messages, not what is printed of sets learned from.

Run it as ``python -m evals.benchmarks.masking [--errors] [--json]``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.masking.finding import Finding, findings
from bot.masking.kinds import Kind

#: Where the messages are.
FOLDER = Path(__file__).with_name("masking_set")
#: The set whose errors nobody has looked at, and from which nothing is learned.
_BLIND, BLIND = "unseen 5", "unseen_5.txt"
_LEARNED_FROM = (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13)
#: Name of a set → its files.
SETS: Mapping[str, tuple[str, ...]] = {
    "fitted": ("positives.txt", "lookalikes.txt"),
    **{f"unseen {n}, since learned from": (f"unseen_{n}.txt",) for n in _LEARNED_FROM},
    _BLIND: (BLIND,),
}
_MARK = re.compile(r"\{(?P<kind>[^|{}]+)\|(?P<value>[^|{}]+)\}")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What an employee wrote, and what of it is personal."""

    text: str
    marks: tuple[Finding, ...]
    #: The heading that it stands under.
    section: str


@dataclass(kw_only=True)
class Score:
    """What masking a set of messages came to."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    #: Found, and named as what it is.
    named: Counter[str] = field(default_factory=Counter)
    #: Messages in which more was masked than is marked, of those with marks and of those without.
    too_wide: int = 0
    lookalikes: int = 0
    masked_lookalikes: int = 0
    errors: list[str] = field(default_factory=list)

    def recall(self) -> float:
        return self.found.total() / max(1, self.marked.total())

    def false_rate(self) -> float:
        return self.masked_lookalikes / max(1, self.lookalikes)


def load(path: Path) -> Iterator[Message]:
    """The messages of a file: one a line, ``{kind|value}`` around what is personal."""
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            section = line.lstrip("# ")
        elif line.strip():
            yield _message(
                line.replace("\\n", "\n").replace("\\t", "\t").replace("\\u3000", "\u3000"), section
            )


def _message(line: str, section: str) -> Message:
    text, marks, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        kind, value = Kind(mark["kind"]), mark["value"]
        marks.append(Finding(kind=kind, start=len(text), end=len(text) + len(value)))
        text, at = text + value, mark.end()
    return Message(text=text + line[at:], marks=tuple(marks), section=section)


def score(messages: Sequence[Message]) -> Score:
    """Mask messages and compare: letters and figures count, spaces and brackets do not."""
    result = Score()
    for message in messages:
        masked = list(findings(message.text))
        covered = {at: found.kind for found in masked for at in range(found.start, found.end)}
        told = _told(message, covered, result)
        if told:
            result.errors.append(f"{message.section}: {message.text!r}: {', '.join(told)}")
    return result


def _told(message: Message, covered: Mapping[int, Kind], result: Score) -> list[str]:
    """What went wrong with a message; counts it."""
    wrong: list[str] = []
    meant: set[int] = set()
    for mark in message.marks:
        places = [at for at in range(mark.start, mark.end) if message.text[at].isalnum()]
        meant.update(places)
        result.marked[mark.kind] += 1
        if all(at in covered for at in places):
            result.found[mark.kind] += 1
            result.named[mark.kind] += all(covered[at] == mark.kind for at in places)
        else:
            wrong.append(f"missed {message.text[mark.start : mark.end]}")
    spare = [at for at in sorted(covered) if at not in meant and message.text[at].isalnum()]
    if spare:
        wrong.append(f"too much: {''.join(message.text[at] for at in spare)}")
    if message.marks:
        result.too_wide += bool(spare)
    else:
        result.lookalikes += 1
        result.masked_lookalikes += bool(spare)
    return wrong


def main(
    errors: Annotated[
        bool, typer.Option("--errors", help="List what goes wrong in the sets looked at.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print recall by kind and the share of look-alikes masked, set by set."""
    scores = {
        name: score([message for file in files for message in load(FOLDER / file)])
        for name, files in SETS.items()
    }
    if as_json:
        print(json.dumps({name: _figures(s) for name, s in scores.items()}, ensure_ascii=False))
    else:
        _print(scores, errors)


def _figures(result: Score) -> dict[str, object]:
    shown = asdict(result)
    del shown["errors"]
    return shown | {"recall": result.recall(), "false_rate": result.false_rate()}


def _print(scores: Mapping[str, Score], with_errors: bool) -> None:
    console = Console(width=120, highlight=False)
    kinds = Table("Kind", "Marked", "Found", "Recall", title="All sets, by kind")
    for kind in Kind:
        kinds.add_row(kind, *_row(scores.values(), kind))
    console.print(kinds)
    sets = Table("Set", "Marked", "Recall", "Named right", "Look-alikes", "Masked", "Too wide")
    for name, result in scores.items():
        sets.add_row(
            name,
            str(result.marked.total()),
            f"{result.recall():.3f}",
            str(result.named.total()),
            str(result.lookalikes),
            f"{result.false_rate():.1%}",
            str(result.too_wide),
        )
    console.print(sets)
    if with_errors:
        seen = ((name, s) for name, s in scores.items() if name != _BLIND)
        wrong = [f"{name}: {error}" for name, s in seen for error in s.errors]
        console.print(*wrong, sep="\n", markup=False)


def _row(scores: Iterable[Score], kind: Kind) -> tuple[str, ...]:
    counted = [(result.marked[kind], result.found[kind]) for result in scores]
    marked, found = (sum(column) for column in zip(*counted, strict=True))
    return str(marked), str(found), f"{found / max(1, marked):.3f}"


if __name__ == "__main__":
    typer.run(main)

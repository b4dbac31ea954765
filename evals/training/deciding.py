"""Learns when to answer, to ask back, and to hand over:

    python -m evals.training.ranking --public DATA --homes DIR --folds FOLDER
    python -m evals.training.reading FOLDER
    python -m evals.training.deciding FOLDER --public DATA

Learns from the invented companies of ``evals/companies`` (never from those held out) and reports
what the weights do on a company that was left out of learning. Each company is ranked, and its
sections are read, by the models in FOLDER that were fitted without it: those that come with Zeroji
have learned their answers, and their scores there are better than any on a new company.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.answering.deciding.decision import decide, places, threshold
from bot.answering.deciding.judging import judge, situation
from bot.answering.reading import read_by
from bot.answering.weights import FILE, Logistic, Weights
from evals.ranking import auroc, false_rate_at_coverage
from evals.training.companies import companies_to_learn_from
from evals.training.examples import Example, company_examples, public_examples
from evals.training.logistic import fit
from evals.training.reading import read_without
from evals.training.sources import ranked_without

#: Public retrieval sets that are measured too, but not learned from: what tells an answer there
#: makes the decision worse where employees ask.
PUBLIC = ("gitlab_ja", "jaquad_dev", "nta")
#: What speaks for a section, or an answer, and what against it.
_RISING = frozenset(
    {
        *("ranking section_share", "ranking answerable", "ranking answerable ahead"),
        *("score", "similarity", "bm25", "dense first", "lexical first", "supported", "best"),
        *("covered", "names covered", "covered by section", "covered by heading"),
        *("covered by headings", "covered by a line", "covered by a line and headings"),
        *("words covered", "states", "states where covered", "figure given", "ahead"),
        *("figure given where covered", "figure given in a line that covers", "focus stated"),
        *("focus covered", "focus covered with headings", "rows resolved", "value met"),
        *("employment met", "employment named", "relative met"),
        *("score ahead", "covered ahead", "similarity ahead", "bm25 ahead"),
        *("states where covered ahead", "nearly covered ahead", "nearly covered"),
        *("names nearly covered", "nearly covered by heading", "nearly covered by a line"),
        *("nearly covered by a line and headings", "nearly covered where given"),
        *("nearly covered where given and headings", "focus nearly covered"),
        *("focus nearly covered where given", "line", "line ahead", "line before the next"),
        *("line nearly with headings", "line residual nearly in context", "line precision"),
    }
)
_FALLING = frozenset(
    {
        *("heaviest name missing", "heaviest verb missing", "unknown name missing"),
        *("states nothing", "figure not given", "figure left open", "sum asked"),
        *("best line left open", "value not met", "employment missing", "others' employment"),
        *("others' employment only", "relative missing", "boilerplate", "rivals", "second"),
        *("heaviest name nearly missing", "heaviest nearly missing"),
        *("third", "fourth", "entropy", "rows unresolved", "line heaviest missing"),
        *("line heaviest name missing", "line attributes missing", "line figure not given"),
        *("line states nothing", "line value of others"),
    }
)
#: Ridge penalties, and what a question counts whose answer was taken out.
_PENALTY = {"section": 20.0, "answer": 15.0, "ambiguous": 3.0}
_REMOVED = 0.25
#: Queries of each public set.
_SAMPLE = 250
CAUTIONS = (0.1, 0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """An example with the odds that weights which never saw its company give."""

    example: Example
    weights: Weights


def learn(examples: Sequence[Example]) -> Weights:
    """Weights from all examples; what the sections' odds tell is learned across companies."""
    seen = []
    for company in sorted({e.company for e in examples}):
        others = [e for e in examples if e.company != company]
        section = _section(others or examples)
        for example in (e for e in examples if e.company == company):
            if example.examined.weighed:
                seen.append((example, section))
    return Weights(section=_section(examples), answer=_answer(seen), ambiguous=_ambiguous(seen))


def left_out(examples: Sequence[Example]) -> list[Tried]:
    """Each example with weights learned from the other companies; none from public sets."""
    tried = []
    companies = [e for e in examples if not e.public]
    for company in sorted({e.company for e in examples}):
        weights = learn([e for e in companies if e.company != company])
        tried += [Tried(example=e, weights=weights) for e in examples if e.company == company]
    return tried


def _section(examples: Sequence[Example]) -> Logistic:
    rows, labels, weights = [], [], []
    for example in examples:
        if example.case.kind in ("ambiguous", "conflict"):
            continue
        for evidence, gold in zip(example.examined.weighed, example.gold, strict=True):
            rows.append(evidence.signals)
            labels.append(gold)
            weights.append(_weight(example))
    return fit(rows, labels, weights, penalty=_PENALTY["section"], rising=_RISING, falling=_FALLING)


def _weight(example: Example) -> float:
    return _REMOVED if example.removed else 1.0


def _answer(seen: Sequence[tuple[Example, Logistic]]) -> Logistic:
    rows, labels, weights = [], [], []
    for example, section in seen:
        if example.case.kind == "ambiguous":  # judged by a model of its own
            continue
        judged = judge(example.examined.weighed, section)
        rows.append(situation(example.examined.asked, judged))
        chosen = places(example.examined.asked, judged)
        labels.append(example.is_right(chosen))
        weights.append(_weight(example))
    return fit(rows, labels, weights, penalty=_PENALTY["answer"], rising=_RISING, falling=_FALLING)


def _ambiguous(seen: Sequence[tuple[Example, Logistic]]) -> Logistic:
    rows, labels = [], []
    for example, section in seen:
        if not example.removed:
            judged = judge(example.examined.weighed, section)
            rows.append(situation(example.examined.asked, judged))
            labels.append(example.case.kind == "ambiguous")
    return fit(rows, labels, [1.0] * len(rows), penalty=_PENALTY["ambiguous"])


def outcomes(tried: Sequence[Tried], caution: float) -> list[tuple[Example, str, bool, bool]]:
    """For each example what is decided, whether that is right, and whether it is wrong."""
    found: list[tuple[Example, str, bool, bool]] = []
    for one in tried:
        example = one.example
        decided = decide(example.examined.asked, example.examined.weighed, caution, one.weights)
        right = wrong = False
        if decided.action == "answer":
            scored = example.answering(decided.chosen)
            right = scored.correct and not example.removed
            wrong = scored.wrong or example.removed
        elif decided.action == "ask_back":
            right = example.asking_back(decided.chosen).correct and example.case.kind == "ambiguous"
        else:
            right = example.case.kind == "unanswerable" or example.removed
        found.append((example, decided.action, right, wrong))
    return found


def report(tried: Sequence[Tried]) -> list[str]:
    """What the weights do on companies and public sets left out, line by line."""
    lines = []
    companies = [t for t in tried if not t.example.public]
    for name in sorted({t.example.company for t in tried}):
        part = [t for t in tried if t.example.company == name]
        lines.append(f"{name}: {_separation(part)}")
        if not part[0].example.public:
            lines += [f"  {_shares(part, caution)}" for caution in CAUTIONS]
    lines += [f"all companies: {_separation(companies)}"]
    lines += [f"  {_shares(companies, caution)}" for caution in CAUTIONS]
    lines.append(f"expected calibration error: {calibration_error(companies):.3f}")
    return lines


def calibration_error(tried: Sequence[Tried], bins: int = 10) -> float:
    """Mean distance of confidence from the share that is right, in bins of equally many."""
    points = sorted(
        (_confidence(t), float(t.example.answering(_places(t)).correct))
        for t in tried
        if not t.example.removed and t.example.examined.weighed
    )
    error = 0.0
    for n in range(bins):
        part = points[n * len(points) // bins : (n + 1) * len(points) // bins]
        if part:
            said, right = (sum(column) / len(part) for column in zip(*part, strict=True))
            error += abs(said - right) * len(part) / len(points)
    return error


def _places(tried: Tried) -> Any:
    judged = judge(tried.example.examined.weighed, tried.weights.section)
    return places(tried.example.examined.asked, judged)


def _confidence(tried: Tried) -> float:
    examined = tried.example.examined
    return decide(examined.asked, examined.weighed, 0.5, tried.weights).confidence


def _separation(tried: Sequence[Tried]) -> str:
    answerable = [t for t in tried if t.example.case.kind == "answerable"]
    kept = [_confidence(t) for t in answerable if not t.example.removed]
    gone = [_confidence(t) for t in answerable if t.example.removed]
    none = [_confidence(t) for t in tried if t.example.case.kind == "unanswerable"]
    return (
        f"AUROC of confidence: answerable against the same without its section "
        f"{auroc(kept, gone):.3f} (false answers at 90 % coverage "
        f"{false_rate_at_coverage(0.9, kept, gone):.2f}), against unanswerable "
        f"{auroc(kept, none):.3f}"
    )


def _shares(tried: Sequence[Tried], caution: float) -> str:
    found = [f for f in outcomes(tried, caution) if not f[0].removed]

    def share(kind: str, which: int, of: Any = None) -> float:
        part = [f for f in found if f[0].case.kind == kind]
        return sum(bool(f[which]) for f in part) / max(1, len(part))

    unanswered = [f for f in found if f[0].case.kind == "unanswerable"]
    answered = sum(f[1] == "answer" for f in unanswered) / max(1, len(unanswered))
    gone = [f for f in outcomes(tried, caution) if f[0].removed]
    gone_answered = sum(f[1] == "answer" for f in gone) / max(1, len(gone))
    return (
        f"caution {caution:.1f} (from {threshold(caution):.2f}): answerable right "
        f"{share('answerable', 2):.3f} wrong {share('answerable', 3):.3f}; unanswerable answered "
        f"{answered:.3f}; ambiguous right {share('ambiguous', 2):.3f}; follow-ups right "
        f"{share('followup', 2):.3f} wrong {share('followup', 3):.3f}; all wrong "
        f"{sum(f[3] for f in found) / len(found):.3f}; without its section answered "
        f"{gone_answered:.3f}"
    )


def stored(weights: Weights, sources: Sequence[str]) -> Mapping[str, Any]:
    return {
        "data": list(sources),
        "date": date.today().isoformat(),
        "section": _as_json(weights.section),
        "answer": _as_json(weights.answer),
        "ambiguous": _as_json(weights.ambiguous),
    }


def _as_json(model: Logistic) -> Mapping[str, Any]:
    return {"bias": model.bias, "signals": {n: list(s) for n, s in model.signals.items()}}


def main(
    folds: Annotated[
        Path, typer.Argument(help="Folder of the ranking's models without each company.")
    ],
    public: Annotated[
        Path | None, typer.Option(help="Folder of the public retrieval sets.")
    ] = None,
) -> None:
    examples = []
    for folder in companies_to_learn_from():
        ranking, reading = ranked_without(folds, folder.name), read_without(folds, folder.name)
        with read_by(reading):
            examples += company_examples(folder, ranked_by=ranking)
    measured = list(examples)
    if public is not None:
        measured += [e for name in PUBLIC for e in public_examples(public / name, _SAMPLE)]
    print("\n".join(report(left_out(measured))))
    sources = sorted({example.company for example in examples})
    text = json.dumps(stored(learn(examples), sources), ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")
    print(f"written to {FILE}")


if __name__ == "__main__":
    typer.run(main)

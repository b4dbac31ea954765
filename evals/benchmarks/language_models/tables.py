"""Tallies as tables in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from evals.benchmarks.language_models.scoring import Tally
from evals.summary import percentiles

_HEADINGS = (
    "model",
    "asked",
    "answered",
    "by the model",
    "right",
    "wrong",
    "figures unproved",
    "figures forbidden",
    "false quotes",
    "asked back",
    "handed over",
    "refused",
    "errors",
)


def markdown(tallies: Mapping[str, Tally]) -> str:
    """The outcomes of each mode; below, of a model that errs, its errors and right sentences."""
    parts = [_table(_HEADINGS, [_outcomes(mode, tally) for mode, tally in tallies.items()])]
    for mode, tally in tallies.items():
        if tally.calls:
            parts.append(f"**{mode}**: {_calls(tally)}")
        if tally.wrong:
            parts.append(f"**{mode}**, wrong by: {_counts(tally.wrong)}")
        if tally.planted:
            parts += [_plants(tally), _sentences(tally)]
    return "\n\n".join(parts)


def _outcomes(mode: str, tally: Tally) -> list[str]:
    answered = tally.outcomes["answer"]
    figures = [tally.unproved_figures, tally.forbidden_figures, tally.false_quotes]
    others = [tally.outcomes[kind] for kind in ("clarification", "escalation", "refusal", "error")]
    shares = [answered, tally.by_model, tally.right, tally.wrong.total()]
    return [
        mode,
        str(tally.asked),
        *(_of(count, tally.asked) for count in shares),
        *map(str, figures),
        *(_of(count, tally.asked) for count in others),
    ]


def _calls(tally: Tally) -> str:
    took = percentiles(tally.milliseconds)
    most = max(tokens for tokens, _out in tally.tokens)
    told = (
        f"calls: {_counts(tally.calls)}; {took['p50_ms']:.0f} / {took['p95_ms']:.0f} ms (p50 / p95)"
    )
    told += f"; at most {most} tokens in"
    if found := tally.aptitude:
        told += (
            f"; checked: proved an answer in {found['said_to_answer']} of {found['answering']}"
            f" that answer, claimed one in {found['wrongly_said_to_answer']}"
            f" of {found['not_answering']} that do not"
        )
    return told


def _plants(tally: Tally) -> str:
    rows = [
        [kind, str(number), str(number - tally.told[kind]), str(tally.told[kind])]
        for kind, number in sorted(tally.planted.items())
    ]
    planted, told = tally.planted.total(), tally.told.total()
    rows.append(["**all**", str(planted), _of(planted - told, planted), str(told)])
    return _table(("planted error", "number", "not told", "told"), rows)


def _sentences(tally: Tally) -> str:
    number = tally.sentences.total()
    rows = [[fate, _of(count, number)] for fate, count in tally.sentences.most_common()]
    rows.append(["all", str(number)])
    return _table(("right sentences of drafts", "number"), rows)


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.most_common())


def _of(count: int, whole: int) -> str:
    return f"{count} ({100 * count / max(whole, 1):.1f} %)"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruled = ["---"] + ["---:"] * (len(headings) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, ruled, *rows))

"""Fits ``knowledge/ranking/weights.json`` and tells how good the ranking is on data left out.

    python -m evals.training.ranking --public DATA --homes DIR

Companies are left out one at a time, public sets a quarter of their documents at a time; what is
held out (evals/companies/HELD_OUT) is not read. ``--homes`` keeps what is indexed for the next
time. ``--folds`` keeps a model for each company that was fitted without it: what is learned from
scores (``evals.training.deciding``) needs scores as good as on a company never seen, not better.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from evals.ranking import auroc
from evals.training.companies import COMPANIES, companies_to_learn_from
from evals.training.fitting import Strength, fit, fit_answered, signals_of
from evals.training.pools import Pool, case_pools, parted_pools, public_pools
from knowledge.ranking.model import Model, shares

_SAMPLE = ("sample_company", COMPANIES.parents[1] / "knowledge" / "sample_company")
_SAMPLE_CASES = COMPANIES.parent / "cases" / "sample_company.jsonl"
_TARGET = COMPANIES.parents[1] / "knowledge" / "ranking" / "weights.json"
_PUBLIC: Mapping[str, Callable[[Path, int, Path], list[Pool]]] = {
    "nta": public_pools,
    "gitlab_ja": public_pools,
    "jaquad_dev": public_pools,
    "policyqa": parted_pools,
}
#: Questions of a public set that are learned from, so that none outweighs the companies.
_LEARNED = 800
#: Parts of a public set that are left out in turn.
_PARTS = 4
#: How much a question of a company counts, and one of a public set; English ones are many and
#: much alike.
COMPANY_WEIGHT = 3.0
_WEIGHTS = {"nta": 1.0, "gitlab_ja": 1.0, "jaquad_dev": 1.0, "policyqa": 0.5}


def main(
    public: Annotated[Path, typer.Option(help="Folder of the public retrieval sets.")],
    homes: Annotated[Path, typer.Option(help="Folder that keeps what is indexed.")],
    sample: Annotated[int, typer.Option(help="Queries of each public set.")] = 2000,
    target: Annotated[Path, typer.Option(help="The file to write.")] = _TARGET,
    made: Annotated[str, typer.Option(help="The date to write into it.")] = "",
    folds: Annotated[
        Path | None, typer.Option(help="Folder to write a model without each company into.")
    ] = None,
) -> None:
    companies = {
        folder.name: case_pools(
            folder.name, folder / "documents", folder / "questions.jsonl", homes
        )
        for folder in companies_to_learn_from()
    }
    sets = {name: read(public / name, sample, homes) for name, read in _PUBLIC.items()}
    validation = case_pools(_SAMPLE[0], _SAMPLE[1], _SAMPLE_CASES, homes)
    pools = [pool for named in (companies, sets) for some in named.values() for pool in some]
    print(_HEADER)
    left_out: list[tuple[Model, Pool]] = []
    for held, test in _splits(pools, set(companies)):
        learned = _fit([pool for pool in pools if id(pool) not in held])
        left_out += [(learned, pool) for pool in test]
    learned = _with_answered(_fit(pools), left_out)
    _report(left_out, learned, [*companies, *sets])
    _report([(learned, pool) for pool in validation], learned, [_SAMPLE[0]])
    about = {
        "about": "Written by python -m evals.training.ranking.",
        "data": {name: len(some) for name, some in {**companies, **sets}.items()},
        "date": made or date.today().isoformat(),
    }
    target.write_text(learned.as_json(about), encoding="utf-8")
    if folds is not None:
        _write_folds(folds, left_out, list(companies), about)


def fold_file(folds: Path, company: str) -> Path:
    """Where ``--folds`` keeps the model that was fitted without a company."""
    return folds / f"without_{company}.json"


def _write_folds(
    folds: Path,
    left_out: Sequence[tuple[Model, Pool]],
    companies: Sequence[str],
    about: Mapping[str, Any],
) -> None:
    folds.mkdir(parents=True, exist_ok=True)
    for company in companies:
        learned = without(company, left_out)
        text = learned.as_json({**about, "without": company})
        fold_file(folds, company).write_text(text, encoding="utf-8")


def without(source: str, left_out: Sequence[tuple[Model, Pool]]) -> Model:
    """The model that learned nothing from a source's questions, of pools with theirs left out."""
    learned = next(model for model, pool in left_out if pool.source == source)
    return _with_answered(learned, [one for one in left_out if one[1].source != source])


def _fit(pools: Sequence[Pool]) -> Model:
    by_source: dict[str, list[Pool]] = defaultdict(list)
    for pool in pools:
        if pool.found:
            by_source[pool.source].append(pool)
    learned = [pool for source in sorted(by_source) for pool in _spread(by_source[source])]
    return fit(learned, [_weight(pool) for pool in learned], Strength())


def _spread(pools: Sequence[Pool]) -> list[Pool]:
    """So many of them from first to last."""
    chosen = np.linspace(0, len(pools) - 1, min(len(pools), _LEARNED)).round().astype(int)
    return [pools[n] for n in chosen.tolist()]


def _weight(pool: Pool) -> float:
    return _WEIGHTS.get(pool.source, COMPANY_WEIGHT)


def _with_answered(learned: Model, left_out: Sequence[tuple[Model, Pool]]) -> Model:
    """What tells whether any candidate answers is learned of pools that were left out."""
    rows = [
        (*signals_of(model, pool), _weight(pool))
        for model, whole in left_out
        for pool in (whole, whole.without_gold)
        if pool is not None
    ]
    signals, right, weights = zip(*rows, strict=True)
    return fit_answered(
        learned, np.stack(signals), np.array(right), np.array(weights), Strength().answered
    )


def _splits(pools: Sequence[Pool], companies: set[str]) -> Iterator[tuple[set[int], list[Pool]]]:
    """Ids of the pools that are left out, and those that are tested then."""
    parts: dict[str, list[Pool]] = defaultdict(list)
    for pool in pools:
        is_company = pool.source in companies
        parts[pool.source if is_company else f"part {_part(pool.group)}"].append(pool)
    for _, test in sorted(parts.items()):
        yield {id(pool) for pool in test}, test


def _part(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % _PARTS


_HEADER = (
    f"{'':14s}{'n':>6s}{'in pool':>9s}{'R@1':>7s}{'R@5':>7s}{'MRR@10':>8s}"
    f"{'AUROC unanswerable':>20s}{'gold removed':>14s}"
)


def _report(scored: Sequence[tuple[Model, Pool]], answered: Model, sources: Sequence[str]) -> None:
    """Recall of sections, and how well confidence tells what is not answered."""
    for source in sources:
        mine = [(model, pool) for model, pool in scored if pool.source == source]
        asked = [(model, pool) for model, pool in mine if pool.kind == "answerable"]
        ranks = np.array([_rank(model, pool) for model, pool in asked])

        def confidences(chosen: Sequence[tuple[Model, Pool | None]]) -> list[float]:
            return [
                float(answered.answered @ signals_of(model, pool)[0])
                for model, pool in chosen
                if pool is not None
            ]

        known = confidences(asked)
        without = confidences(
            [(model, pool) for model, pool in mine if pool.kind == "unanswerable"]
        )
        removed = confidences([(model, pool.without_gold) for model, pool in asked])
        found = np.mean([pool.found for _, pool in asked])
        print(
            f"{source:14s}{len(asked):6d}{found:9.1%}{np.mean(ranks < 1):7.1%}"
            f"{np.mean(ranks < 5):7.1%}{np.mean(np.where(ranks < 10, 1 / (ranks + 1), 0)):8.1%}"
            f"{auroc(known, without):20.3f}{auroc(known, removed):14.3f}",
            flush=True,
        )


def _rank(model: Model, pool: Pool) -> float:
    """Place of the first section that answers, from 0; infinite where none is found."""
    logits = model.logits(pool.features)
    order = np.lexsort((-logits, -shares(logits, pool.sections)))
    in_order = list(dict.fromkeys(pool.sections[order].tolist()))
    gold = set(pool.sections[pool.gold].tolist())
    return next((n for n, section in enumerate(in_order) if section in gold), float("inf"))


if __name__ == "__main__":
    typer.run(main)

"""The companies that may be learned from, each ranked by a model that never saw its questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evals.training.companies import companies_to_learn_from
from evals.training.examples import Example, company_examples
from evals.training.ranking import fold_file
from knowledge.errors import InvalidInput
from knowledge.ranking import Model


def ranked_examples(folds: Path) -> Iterator[Example]:
    """The examples of all companies. Raises InvalidInput where a model is missing in ``folds``."""
    rankings = {folder: ranked_without(folds, folder.name) for folder in companies_to_learn_from()}
    for folder, ranking in rankings.items():
        yield from company_examples(folder, ranked_by=ranking)


def ranked_without(folds: Path, company: str) -> Model:
    """The ranking that was fitted without a company. Raises InvalidInput where there is none."""
    file = fold_file(folds, company)
    if not file.is_file():
        raise InvalidInput(
            f"{file} is missing. Write the models without each company first: "
            f"`python -m evals.training.ranking --public DATA --homes DIR --folds {folds}`.",
            f"{file} がありません。先に `python -m evals.training.ranking` を `--folds {folds}` "
            "を付けて実行し、各社を除いて学習したモデルを書き出してください。",
        )
    return Model.from_json(file.read_text(encoding="utf-8"))

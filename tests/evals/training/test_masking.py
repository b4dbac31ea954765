"""Odds that a number is personal are learned from messages that mark what is."""

from __future__ import annotations

import json
from pathlib import Path

from bot.masking.learned import FILE
from evals.benchmarks.masking import load
from evals.training.companies import companies_to_learn_from
from evals.training.masking import fit, of_company, of_messages


def rows_of(folder: Path, *lines: str) -> list[bool]:
    file = folder / "messages.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return [row.personal for row in of_messages(list(load(file)))]


def test_numbers_are_personal_where_they_are_marked(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "口座{口座|1234567}と伝票1234567", "在庫 12 個") == [
        True,
        False,
        False,
    ]


def test_numbers_of_addresses_and_single_digits_are_not_learned_from(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "{住所|渋谷区神南1-19-11}に3日から住む") == []


def test_what_only_personal_numbers_stand_beside_speaks_for_them(tmp_path: Path) -> None:
    file = tmp_path / "messages.txt"
    lines = ["振込は{口座|1234567}です", "在庫は1234567です"] * 6
    file.write_text("\n".join(lines), encoding="utf-8")
    weights = fit(list(of_messages(list(load(file))))).weights
    assert weights["before 振込"] > 0 > weights["before 在庫"]
    assert "after です" not in weights or abs(weights["after です"]) < weights["before 振込"]


def test_manuals_have_numbers_of_nobody() -> None:
    folder = companies_to_learn_from()[0]
    rows = of_company(folder)
    assert len(rows) > 100
    assert not any(row.personal for row in rows)


def test_the_model_in_use_is_of_a_size_that_is_loaded_at_once() -> None:
    assert 1_000 < len(json.loads(FILE.read_text(encoding="utf-8"))["weights"]) < 30_000

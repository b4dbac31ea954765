from __future__ import annotations

from pathlib import Path

from evals.benchmarks import care


def test_messages_stand_below_their_topic(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_text("# health\n眠れません\n\n# legal\nこれって違法ですか\n", encoding="utf-8")

    assert list(care.load(path)) == [("health", "眠れません"), ("legal", "これって違法ですか")]


def test_a_score_counts_what_was_noticed_named_and_taken_for_what_it_is_not(
    tmp_path: Path,
) -> None:
    told, asked = tmp_path / "told.txt", tmp_path / "asked.txt"
    told.write_text("# legal\nこれって違法ですか\n有給は何日ですか\n", encoding="utf-8")
    asked.write_text("# legal\n会社を訴えたいです\n賞与はいつですか\n", encoding="utf-8")

    result = care.score(told, asked)

    assert (result.recall(), result.false_rate(), result.named["legal"]) == (0.5, 0.5, 1)
    assert len(result.errors) == 2


def test_what_is_learned_from_is_kept_well() -> None:
    for name, (told, asked) in care.SETS.items():
        result = care.score(care.SET / told, care.SET / asked)
        assert name in care.BLIND or result.recall() > 0.85
        assert result.false_rate() < 0.04


def test_blind_messages_are_not_learned_from() -> None:
    told, asked = map(set, care.learnable())
    for name in care.BLIND:
        for file, learned in zip(care.SETS[name], (told, asked), strict=True):
            assert learned.isdisjoint(text for _, text in care.load(care.SET / file))

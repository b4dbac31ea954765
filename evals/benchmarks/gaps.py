"""How well questions are grouped into needs, and how long it takes.

``python -m evals.benchmarks.gaps [--questions 5000]`` prints precision and recall of the pairs that
are put into one group, on the needs by which the thresholds were chosen and on others, and the
seconds of one core that many different questions take the first time and again.
"""

from __future__ import annotations

import argparse
import itertools
import time
from pathlib import Path

from bot.gaps.clustering import Needs
from bot.gaps.embedding import embedding
from knowledge.dense import Dense
from knowledge.embedding import Access, embedder

_SETS = Path(__file__).with_name("gaps_set")
#: What makes different questions of the same needs, for the times.
_BEFORE = ("", "お世話になっております。", "すみません、", "新人です。", "至急です。", "念のため、")
_AFTER = ("", "よろしくお願いします。", "来週までに知りたいです。", "急ぎません。")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=0)
    wanted = parser.parse_args().questions
    for name in ("tuned", "unseen", "later"):
        precision, recall, pairs = measure(read_needs(_SETS / f"{name}.txt"))
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f} of {pairs} pairs")
    if wanted:
        first, again, groups = _seconds(wanted)
        print(f"{wanted} questions, {groups} groups: {first:.1f} s, again {again:.1f} s")


def read_needs(file: Path) -> list[list[str]]:
    """The questions of each need; needs are parted by empty lines."""
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    lines = ([line for line in block.splitlines() if line[:1] != "#"] for block in blocks)
    return [block for block in lines if block]


def measure(needs: list[list[str]]) -> tuple[float, float, int]:
    """Precision and recall of pairs of questions in one group, and how many pairs there are."""
    texts = [text for need in needs for text in need]
    right = _pairs([[texts.index(text) for text in need] for need in needs])
    found = _pairs(built_in().group(texts, [1] * len(texts)))
    return len(right & found) / len(found), len(right & found) / len(right), len(right)


def built_in() -> Needs:
    model = embedder("builtin", Access())
    # Only the embedder of a pair is used here.
    return Needs(embedding(lambda: Dense(embedder=model, vectors=None)))  # type: ignore[arg-type]


def _pairs(groups: list[list[int]]) -> set[tuple[int, int]]:
    return {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}


def _seconds(count: int) -> tuple[float, float, int]:
    files = [_SETS / "tuned.txt", _SETS / "unseen.txt"]
    texts = [text for file in files for need in read_needs(file) for text in need]
    made = (
        f"{before}{text}{after}{n}番の窓口の者です。"
        for n in itertools.count(1)
        for before in _BEFORE
        for after in _AFTER
        for text in texts
    )
    questions = list(itertools.islice(made, count))
    needs = built_in()
    begins = time.process_time()
    groups = needs.group(questions, [1] * count)
    between = time.process_time()
    needs.group(questions, [1] * count)
    return between - begins, time.process_time() - between, len(groups)


if __name__ == "__main__":
    main()

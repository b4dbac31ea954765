"""How often a reply's right place is suggested first, and among the first three.

``python -m evals.benchmarks.places [--misses]`` asks for places of the replies in
``places_set.yaml``, over the sample company in a temporary home.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.desk.places import Place
from bot.desk.suggesting import suggest
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji

_SET = Path(__file__).with_name("places_set.yaml")
_COMPANY = Path(__file__).parents[2] / "knowledge" / "sample_company"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    shown = parser.parse_args().misses
    cases = yaml.safe_load(_SET.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        company = shutil.copytree(_COMPANY, Path(folder) / "company")
        with open_zeroji(Settings(home=Path(folder) / "home")) as zeroji:
            zeroji.ingest([company])
            ranks, seconds, sure = measure(zeroji, cases, shown)
    first, three = (sum(rank <= most for rank in ranks) for most in (1, 3))
    slowest = sorted(seconds)[int(len(seconds) * 0.95)]
    print(
        f"{len(ranks)} replies: right place first {first} ({first / len(ranks):.0%}), "
        f"among three {three} ({three / len(ranks):.0%}); 95 % within {slowest * 1000:.0f} ms"
    )
    print(f"called the best: {len(sure)}, of these right {sum(sure)}")


def measure(
    zeroji: Zeroji, cases: Sequence[dict[str, Any]], shown: bool = False
) -> tuple[list[float], list[float], list[bool]]:
    """The rank of each reply's right place from 1 (infinite where it is missing), seconds, and of
    each place that was called the best whether it was right."""
    ranks, seconds, sure = [], [], []
    for case in cases:
        started = time.perf_counter()
        found = suggest(
            zeroji.library, zeroji.searcher, question=case["question"], reply=case["reply"]
        )
        seconds.append(time.perf_counter() - started)
        right = [n for n, place in enumerate(found, 1) if is_right(place, case["right"])]
        ranks.append(float(right[0]) if right else float("inf"))
        if found and found[0].is_sure:
            sure.append(ranks[-1] == 1)
        if shown and ranks[-1] > 1:
            print(f"{ranks[-1]:.0f} {case['question']}")
            print("".join(f"    {p.manual} | {p.heading}\n" for p in found[:3]), end="")
    return ranks, seconds, sure


def is_right(place: Place, right: Sequence[str]) -> bool:
    for wanted in right:
        manual, heading = map(_bare, wanted.split(" | "))
        is_new = heading == "+" and place.section_hash is None
        is_section = heading != "+" and heading in _bare(place.heading)
        if _bare(place.manual).startswith(manual) and (is_new or is_section):
            return True
    return False


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    main()

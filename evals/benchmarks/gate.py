"""``python -m evals.benchmarks.gate``: does the gate stop what harms and let pass what does not?

Tries changes of the sample company's manuals out, as proposals are, with its cases: how many that
harm come to red, how many good ones do not, and how long it takes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import knowledge
from bot.desk import versions
from bot.gating.process import ask_gate
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from ingest import patching

_SET = Path(__file__).with_name("gate_set") / "changes.yaml"
_SAMPLE = Path(knowledge.__file__).parent / "sample_company"
_CASES = Path(__file__).parents[1] / "cases" / "sample_company.jsonl"
_SECONDS = 300.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write each change's result there")
    parser.add_argument("--only", default="", help="only changes of this kind")
    parser.add_argument("--without-cases", action="store_true", help="as in a company with none")
    given = parser.parse_args()
    changes: dict[str, list[dict[str, str]]] = yaml.safe_load(_SET.read_text(encoding="utf-8"))
    rows = []
    with _company(with_cases=not given.without_cases) as zeroji:
        for side, listed in changes.items():
            for change in listed:
                if given.only in ("", change["why"]):
                    rows.append({"side": side, **change, **_tried(zeroji, change)})
                    _tell(rows[-1])
    if given.json:
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    print(json.dumps(_measures(rows)))


@contextmanager
def _company(*, with_cases: bool) -> Iterator[Zeroji]:
    with tempfile.TemporaryDirectory(prefix="zeroji-gate-") as folder:
        manuals = Path(folder) / "manuals"
        shutil.copytree(_SAMPLE, manuals)
        cases = (_CASES,) if with_cases else ()
        with open_zeroji(Settings(home=Path(folder) / "home", eval_cases=cases)) as zeroji:
            assert not zeroji.ingest([manuals])["manuals"]["failed"]
            yield zeroji


def _tried(zeroji: Zeroji, change: dict[str, str]) -> dict[str, Any]:
    """What the gate says to a proposal of the change, made of a ticket that asked the question."""
    manual = next(m for m in zeroji.library.manuals() if Path(m.source).name == change["file"])
    place, before = None, ""
    if "heading" in change:
        sections = versions.sections_of(zeroji.library, manual.id)
        section = next(s for s in sections if s.heading_path[-1].startswith(change["heading"]))
        place = section.hash
        at = patching.Place(heading_path=section.heading_path)
        before = patching.text_at(Path(manual.source), at)
    proposal = zeroji.proposals.create(
        None, (manual.id, place), _text(change, before), "sato", question=change.get("entry")
    )
    asked = {"text": change["question"], "kind": "asked", "audiences": ["all"], "profile": {}}
    folder = zeroji.home.path / "tried"
    request = zeroji.gating.request(proposal.id, folder) | {"questions": [asked]}
    reply = ask_gate(request, _SECONDS)
    zeroji.proposals.reject(proposal.id, "mori", "tried out")
    result = reply["result"]
    return {
        "status": reply["status"],
        "seconds": result["seconds"],
        "reasons": [reason["ja"] for reason in result["reasons"]],
        "regressed": [case["id"] for case in result["cases"] if case["regressed"]],
    }


def _text(change: dict[str, str], before: str) -> str:
    if "text" in change:
        return change["text"]
    assert change["replace"] in before, change
    return before.replace(change["replace"], change["by"])


def _tell(row: dict[str, Any]) -> None:
    where = row.get("heading") or row["entry"]
    print(f"{row['side']}\t{row['why']}\t{row['status']}\t{row['seconds']}\t{where}", flush=True)
    for reason in row["reasons"]:
        print(f"\t{reason} {' '.join(row['regressed'])}")


def _measures(rows: list[dict[str, Any]]) -> dict[str, Any]:
    harmful = [row for row in rows if row["side"] == "harmful"]
    good = [row for row in rows if row["side"] == "good"]
    seconds = [row["seconds"] for row in rows]
    return {
        "harmful": len(harmful),
        "red": sum(row["status"] == "red" for row in harmful),
        "stopped_or_noted": sum(row["status"] != "green" for row in harmful),
        "good": len(good),
        "not_red": sum(row["status"] != "red" for row in good),
        "green": sum(row["status"] == "green" for row in good),
        "seconds_p50": round(float(np.percentile(seconds, 50)), 1),
        "seconds_p95": round(float(np.percentile(seconds, 95)), 1),
    }


if __name__ == "__main__":
    main()

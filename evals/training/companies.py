"""The invented companies that may be learned from."""

from __future__ import annotations

from pathlib import Path

COMPANIES = Path(__file__).parents[1] / "companies"


def companies_to_learn_from() -> list[Path]:
    """Their folders: all that have questions and are not held out."""
    held_out = set((COMPANIES / "HELD_OUT").read_text(encoding="utf-8").split())
    ready = (path.parent for path in COMPANIES.glob("*/questions.jsonl"))
    return sorted(folder for folder in ready if folder.name not in held_out)

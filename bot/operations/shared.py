"""What operations have in common: their parameters, and results as plain JSON values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.runs.run import day
from bot.wiring import Zeroji
from knowledge.errors import ZerojiError

Json = Any
Params = dict[str, Any]
#: Told about each step of long work.
Report = Callable[[dict[str, Any]], None]
Operation = Callable[[Zeroji, Params, Report], Json]


def day_of(text: str | date | None) -> date | None:
    return None if text is None else day(text)


def caller(params: Params) -> str:
    """Who is at the command line, as the log names them."""
    return f"cli:{params['by']}" if params.get("by") else "cli"


def steps(report: Report) -> Callable[[int, int], None]:
    return lambda done, total: report({"done": done, "total": total})


def plain(value: Any) -> Json:
    """Dataclasses, dates and sets as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path | ZerojiError) else value

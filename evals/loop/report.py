"""Tells how a simulated quarter went: a page, JSON, and a table on the terminal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.table import Table

from evals.loop.figures import Week
from evals.loop.misses import MISSES, Miss
from evals.loop.plan import Quarter
from evals.plots import HEIGHT, WIDTH, weekly_plot

_TEMPLATES = Path(__file__).parents[1] / "templates"
_MISS_NAMES = dict(
    zip(
        MISSES,
        (
            "誤った回答：正しい項目を引用したが、必要な事実を述べていない",
            "誤った回答：別の箇所を引用した",
            "聞き返した",
            "引き継いだ：はじめからマニュアルにある内容",
            "引き継いだ：公開した項目で、前にも同じ言葉で聞かれた",
            "引き継いだ：公開した項目で、初めての言い方",
            "相談窓口を案内した",
        ),
        strict=True,
    )
)
#: Shares of wrong answers are drawn up to this; more is drawn at the edge.
_MOST_WRONG = 0.1
_COLUMNS = {
    "week": "number",
    "questions": "questions",
    "right": "right",
    "wrong": "wrong",
    "asked back": "asked_back",
    "escalated": "escalated",
    "again": "again",
    "answerable": "answerable",
}


def as_json(quarter: Quarter, weeks: list[Week], missed: list[Miss]) -> dict[str, Any]:
    plan = quarter.plan
    return {
        "plan": {
            "needs": len(plan.needs),
            "missing": sum(not need.known for need in plan.needs),
            "weeks": plan.weeks,
            "seed": plan.seed,
            "days_to_reply": plan.days_to_reply,
            "wordings": plan.wordings,
        },
        "weeks": [week.as_json() for week in weeks],
        "misses": [asdict(miss) for miss in missed],
        "lost": quarter.lost.as_json(),
        "tickets": len(quarter.tickets),
        "gates": quarter.gates,
        "published": quarter.published,
        "misjoined": quarter.misjoined,
        "refused": quarter.refused,
        "asked": [asdict(asked) | {"at": asked.at.isoformat()} for asked in quarter.asked],
    }


def page(quarter: Quarter, weeks: list[Week], missed: list[Miss]) -> str:
    """One page without scripts or references to elsewhere."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("loop.html").render(
        quarter=quarter,
        weeks=weeks,
        misses=[miss for miss in missed if miss.count],
        miss_names=_MISS_NAMES,
        missing=sum(not need.known for need in quarter.plan.needs),
        wrong=sum(week.wrong for week in weeks),
        plots=_plots(weeks),
        width=WIDTH,
        height=HEIGHT,
        made_at=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
    )


def table(weeks: list[Week]) -> Table:
    made = Table(title="Week by week", title_justify="left")
    for name in (*_COLUMNS, "zero-tier", "new words", "tickets", "days"):
        made.add_column(name, justify="right")
    for week in weeks:
        made.add_row(
            *(str(getattr(week, field)) for field in _COLUMNS.values()),
            f"{week.zero_tier_share:.1%}",
            f"{week.zero_tier_new_share:.1%}",
            str(week.tickets),
            "–" if week.days_to_reply is None else f"{week.days_to_reply:g}",
        )
    return made


def _plots(weeks: list[Week]) -> list[Any]:
    return [
        weekly_plot(
            "自動で正しく答えた割合", "答えがある質問のうち", [w.zero_tier_share for w in weeks]
        ),
        weekly_plot(
            "初めての言い方で聞かれたとき",
            "自動で答えた割合",
            [w.zero_tier_new_share for w in weeks],
        ),
        weekly_plot("誤った回答", "質問のうち", [w.wrong_share for w in weeks], most=_MOST_WRONG),
        weekly_plot(
            "担当者への引き継ぎ",
            "質問のうち",
            [w.escalated / w.questions if w.questions else 0.0 for w in weeks],
        ),
    ]

"""``python -m evals.benchmarks.killed_loop.company HOME``: a small company that asks and answers.

Three manuals, changed in place (CSV, Markdown) and by an addendum (HTML), and people who are
signed in. It prints their session cookies by name, as JSON. In a process of its own: who has used
Chroma must not fork.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import knowledge
from bot import sessions
from bot.permissions import Role
from bot.settings import Settings
from bot.wiring import open_zeroji
from knowledge.database import writing

_SAMPLE = Path(knowledge.__file__).parent / "sample_company"
_FILES = (
    "経費FAQ.csv",
    "経費FAQ.meta.yaml",
    "在宅勤務規程.md",
    "申請手順.html",
    "申請手順.meta.yaml",
)

STAFF = ("sato", "kato", "ito")
DECIDERS = ("suzuki", "tanaka", "mori")
ASKERS = tuple(f"employee{number}" for number in range(1, 11))
_ROLES: dict[str, tuple[Role, ...]] = {
    "sato": ("staff",),
    "kato": ("staff",),
    "ito": ("staff", "lead"),
    "suzuki": ("approver",),
    "tanaka": ("owner", "approver"),
    "mori": ("approver",),
}

#: What no manual says anything about.
_THINGS = (
    "社員寮 駐輪場 社員食堂 社用車 ロッカー 保養所 スポーツジム 図書室 シャワー室 託児室 防災用品"
    " 社内報 クラブ活動 カフェ 屋上庭園 自動販売機 加湿器 制服 社章 記念品"
).split()
_MATTERS = (
    "利用料はいくらですか",
    "申込先はどこですか",
    "受付時間を教えてください",
    "定員は何人ですか",
)
#: What is asked of them; the first is answered by a section that is changed again and again.
QUESTIONS = (
    "在宅勤務は週に何日までできますか。",
    *(f"{thing}の{matter}。" for matter in _MATTERS for thing in _THINGS),
)
#: The heading of that section, and what its figure is.
CHANGED = "日数の上限"


def found(home: Path) -> dict[str, str]:
    """Make the company; the session cookies of its people."""
    manuals = manuals_of(home)
    manuals.mkdir(parents=True)
    for name in _FILES:
        shutil.copy(_SAMPLE / name, manuals / name)
    with open_zeroji(Settings(home=home)) as zeroji:
        report = zeroji.ingest([manuals], author="found")
        assert not report["manuals"]["failed"], report
        zeroji.accounts.add("admin", "管理者", ("staff", "admin"))
        cookies = {}
        for name in (*STAFF, *DECIDERS, *ASKERS):
            zeroji.accounts.add(name, name, _ROLES.get(name, ("employee",)))
            with writing(zeroji.database) as tx:
                cookies[name] = sessions.begin(tx, name, "link")
    return cookies


def manuals_of(home: Path) -> Path:
    return home.parent / "manuals"


if __name__ == "__main__":
    print(json.dumps(found(Path(sys.argv[1]))))

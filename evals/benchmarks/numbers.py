"""How long the numbers take with many questions.

``python -m evals.benchmarks.numbers [--exchanges 100000]`` fills a database with questions and
tickets of twelve weeks and prints milliseconds, of the clock and of a processor: of the very first
look, which reads all questions, of the first one of a process after that, and of another one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from bot import schema
from bot.business_days import BusinessHours, Calendar
from bot.migrations import migrate
from bot.numbers.counting import Numbers
from bot.numbers.weeks import Weeks
from knowledge.database import connect, now, sqlite_url, writing

_KINDS = ("answer", "answer", "answer", "escalation", "clarification")
_TOPICS = {n: f"topic {n % 12}" for n in range(60)}
#: About what an answer with three citations and its parts is.
_TEXT = "年次有給休暇は、取得希望日の3営業日前までに申請するものとする。" * 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exchanges", type=int, default=100_000)
    count = parser.parse_args().exchanges
    with tempfile.TemporaryDirectory() as folder:
        database = connect(sqlite_url(Path(folder) / "numbers.sqlite3"))
        migrate(database)
        fill(database, count)
        weeks = Weeks.until(now().astimezone().date(), 12)
        for look in ("very first", "first after a start", "next"):
            if look != "next":
                numbers = Numbers(database, Calendar(), BusinessHours())
            begins, worked = time.perf_counter(), time.process_time()
            found = numbers.of(weeks, _TOPICS)
            took = 1000 * (time.perf_counter() - begins)
            print(
                f"{look}: {took:.0f} ms, {1000 * (time.process_time() - worked):.0f} of a processor"
            )
        asked = sum(t.counts["asked"] for t in found.by_week().values())
        print(f"{count} questions ({asked} in these weeks), {count // 5} tickets")
        database.dispose()


def fill(database: Engine, count: int) -> None:
    """Questions spread over twelve weeks, one in five with a ticket."""
    first, step = now() - timedelta(weeks=12), timedelta(weeks=12) / count
    with writing(database) as tx:
        talks = [
            {"id": f"c{n}", "asker": f"p{n % 3000}", "created_at": first} for n in range(count)
        ]
        tx.execute(insert(schema.conversations), talks)
        for start in range(0, count, 10_000):
            numbers = range(start, min(start + 10_000, count))
            tx.execute(insert(schema.exchanges), [_exchange(n, first + n * step) for n in numbers])
        tickets = [_ticket(n, first + 5 * n * step) for n in range(count // 5)]
        tx.execute(insert(schema.tickets), tickets)


def _exchange(n: int, at: datetime) -> dict[str, Any]:
    question = f"{_TOPICS[n % 60]}の{n % 977}番の手続きについて、期限はいつまでですか"
    return {
        "conversation": f"c{n}",
        "asker": f"p{n % 3000}",
        "question": question,
        "on_date": at.date(),
        "kind": _KINDS[n % 5],
        "outcome": {"text": _TEXT, "standalone": question, "reason": None, "options": []},
        "chunk_ids": [f"{n % 60}-{n % 977:032d}"],
        "confidence": 0.5,
        "checks": [],
        "examined": {},
        "asked_at": at,
    }


def _ticket(n: int, at: datetime) -> dict[str, Any]:
    replied = at + timedelta(hours=n % 90) if n % 4 else None
    return {
        "question": f"質問{n}",
        "status": "answered" if replied else "open",
        "reason": "not_in_manuals",
        "private": False,
        "topic": _TOPICS[n % 60],
        "nearest": [{"text": _TEXT}],
        "citations": [],
        "opened_at": at,
        "due_at": at + timedelta(days=2),
        "answered_at": replied,
        "closed_at": replied if n % 3 == 0 else None,
    }


if __name__ == "__main__":
    main()

"""How long it takes to join a ticket, to find earlier ones like it, and to search, among many.

Run it as ``python -m evals.benchmarks.desk_speed [--tickets 50000]``. The tickets ask the questions
of the eval cases, each of many things, so that common words are in thousands of them. Two of five
wait, the others were replied to. Times are of the processor, for the database's work and for
reading the questions; each question is asked once.
"""

from __future__ import annotations

import itertools
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine, insert

from bot import schema
from bot.desk.deadlines import Deadlines
from bot.desk.joining import terms_of, ticket_to_join
from bot.desk.listing import Listing, Wanted
from bot.desk.searching import Questions
from bot.desk.tickets import Desk
from bot.migrations import migrate
from bot.outcomes import Question
from evals.summary import percentiles
from knowledge.database import connect, now, sqlite_url, writing

_EVALS = Path(__file__).parents[1]
_THINGS = (
    "東京本社 大阪支社 名古屋支店 福岡営業所 札幌工場 仙台センター 横浜店 広島倉庫 新人 管理職"
    " 契約社員 パート 嘱託 役員 秘書 営業 開発 製造 物流 経理"
).split()
_ASKED = 300
_WORDS = ("鍵", "申請", "有給休暇", "札幌工場 期限", "見当たらない言葉")


def main(tickets: Annotated[int, typer.Option(min=100)] = 50_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = connect(sqlite_url(Path(folder) / "zeroji.sqlite3"))
        migrate(database)
        questions = list(itertools.islice(_questions(), tickets + _ASKED))
        _fill(database, questions[:tickets])
        asked = questions[tickets:]
        _show("joining, nothing to join", [_joining(database, one) for one in asked])
        known = random.Random(1).sample(questions[:tickets], _ASKED)
        _show("joining, something to join", [_joining(database, one) for one in known])
        desk = Desk(database, Deadlines(days=2))
        _show("earlier tickets alike", [_similar(desk, one) for one in asked])
        _search(database)
        database.dispose()


def _questions() -> Iterator[str]:
    files = sorted((_EVALS / "companies").glob("*/questions.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    asked = [case["question"] for case in map(json.loads, lines) if "question" in case]
    pairs = list(itertools.product(dict.fromkeys(asked), _THINGS, range(1, 4)))
    random.Random(0).shuffle(pairs)
    return (f"{thing}の第{number}係です。{question}" for question, thing, number in pairs)


def _fill(database: Engine, questions: list[str]) -> None:
    opened = now()
    rows: list[dict[str, Any]] = [
        {
            "question": question,
            "status": "open" if n % 5 < 2 else "answered",
            "reason": "not_in_manuals",
            "private": False,
            "topic": "",
            "nearest": [],
            "citations": [],
            "reply": None if n % 5 < 2 else "はい。",
            "opened_at": opened - timedelta(minutes=n),
            "due_at": opened,
        }
        for n, question in enumerate(questions)
    ]
    terms = [
        {"term": term, "ticket_id": n}
        for n, question in enumerate(questions, start=1)
        for term in terms_of(question)
    ]
    exchanges = [
        {
            "conversation": "c",
            "asker": "asker",
            "question": question,
            "on_date": opened.astimezone().date(),
            "kind": "escalation",
            "outcome": {},
            "chunk_ids": [],
            "confidence": 0.0,
            "checks": [],
            "examined": {},
            "asked_at": opened,
        }
        for question in questions
    ]
    askers = [
        {
            "ticket_id": n,
            "exchange_id": n,
            "asker": "asker",
            "conversation": "c",
            "question": question,
            "joined": "first",
        }
        for n, question in enumerate(questions, start=1)
    ]
    talk = {"id": "c", "asker": "asker", "created_at": opened}
    with writing(database) as tx:
        tx.execute(insert(schema.conversations), [talk])
        tx.execute(insert(schema.exchanges), exchanges)
        tx.execute(insert(schema.tickets), rows)
        tx.execute(insert(schema.ticket_askers), askers)
        tx.execute(insert(schema.ticket_terms), terms)
    print(f"{len(rows):,} tickets with {len(terms):,} words")


def _joining(database: Engine, question: str) -> float:
    asked = Question(text=question, asker="shain")
    start = time.process_time()
    with database.connect() as tx:
        ticket_to_join(tx, 1, asked, question, "not_in_manuals")
    return 1000 * (time.process_time() - start)


def _similar(desk: Desk, question: str) -> float:
    start = time.process_time()
    desk.similar(question)
    return 1000 * (time.process_time() - start)


def _search(database: Engine) -> None:
    """The queue, searched for words of one to eight characters."""
    kept = Questions()
    _searching(database, kept, "申請")  # reads all questions
    for status in ("waiting", "all"):
        took = [_searching(database, kept, word, status) for word in _WORDS for _ in range(5)]
        _show(f"searching, {status}", took)


def _searching(database: Engine, kept: Questions, text: str, status: str = "all") -> float:
    start = time.process_time()
    Listing(database, questions=kept).look(Wanted(status=status, text=text), 50)
    return 1000 * (time.process_time() - start)


def _show(what: str, ms: list[float]) -> None:
    print(f"{what}: {percentiles(ms)}, longest {max(ms):.1f} ms")


typer.run(main)

"""How questions were answered, in the console."""

from __future__ import annotations

import pytest

from bot.answering.timing import Clock, Lap
from bot.outcomes import Question
from bot.tracing import open_tracing
from bot.tracing.kept import KeptTrace, Span
from bot.web.console.traces import bars
from bot.wiring import Zeroji
from knowledge.database import now
from tests.bot.web.browsing import ANSWERED, Visit, words


def _traced(zeroji: Zeroji, text: str) -> int:
    exchange = zeroji.engine.ask(Question(text=text, asker="shain"))
    clock = Clock()
    for step in ("understand", "search", "decide", "compose"):
        clock.lap(step)
    tracing = open_tracing(zeroji.database, keep_days=30, otlp_endpoint="")
    tracing(exchange, clock.laps)
    tracing.close()
    return exchange.id


def test_a_trace_is_read_without_leaving_the_console(visit: Visit, zeroji: Zeroji) -> None:
    exchange = _traced(zeroji, ANSWERED)
    evaluator = visit("kanri")

    assert ANSWERED in words(evaluator.get("/console/traces"))
    page = evaluator.get(f"/console/traces/{exchange}")

    said = words(page)
    assert page.status_code == 200
    assert "原文" not in said  # nothing was written by a model
    assert all(step in said for step in ("質問を読む", "探す", "判断する", "文にする"))
    assert "経費FAQ.csv" in said
    assert page.text.count("<rect") == 4
    assert "style=" not in page.text


def test_a_confidential_question_shows_its_times_alone(visit: Visit, zeroji: Zeroji) -> None:
    exchange = _traced(zeroji, "上司に毎日怒鳴られてつらいです")
    said = words(visit("kanri").get(f"/console/traces/{exchange}"))
    assert "秘密を守るため" in said and "怒鳴" not in said


def test_only_evaluators_see_traces(visit: Visit, zeroji: Zeroji) -> None:
    exchange = _traced(zeroji, ANSWERED)
    for name in ("sato", "mori", "suzuki"):
        assert visit(name).get("/console/traces").status_code == 403
        assert visit(name).get(f"/console/traces/{exchange}").status_code == 403
        assert "/console/traces" not in visit(name).get("/console").text


def test_what_was_not_traced_is_not_found(visit: Visit) -> None:
    assert visit("kanri").get("/console/traces/999999").status_code == 404


def test_bars_stand_where_their_steps_were_and_can_be_seen() -> None:
    def span(begins: float, ms: float) -> Span:
        return Span(name="zeroji.search", begins=begins, ms=ms, attributes={})

    steps = (span(0, 50), span(50, 150), span(200, 0))
    found = bars(KeptTrace(exchange=1, at=now(), whole=span(0, 200), steps=steps))
    assert [(bar.x, bar.width) for bar in found] == [(0, 25), (25, 75), (100, 0.5)]


def test_a_clock_remembers_each_lap() -> None:
    clock = Clock()
    for step in ("search", "decide", "search"):
        clock.lap(step)
    laps: list[Lap] = clock.laps
    assert [lap.step for lap in laps] == ["search", "decide", "search"]
    assert sum(lap.ms for lap in laps) == pytest.approx(clock.timings["total"], abs=0.02)

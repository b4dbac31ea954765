"""The console's eval cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from bot import schema
from bot.desk.cases import Cases
from bot.wiring import Zeroji
from knowledge.database import now, writing
from tests.bot.web.browsing import Visit, words

ASKED = "在宅勤務の上限は<週>に何日ですか"


@pytest.fixture
def case_of(zeroji: Zeroji) -> Iterator[Any]:
    """Makes a case of a manual."""

    def make(title: str = "在宅勤務規程", **changes: Any) -> int:
        manual = next(m for m in zeroji.library.manuals() if m.title == title)
        values = {
            "manual_id": manual.id,
            "question": ASKED,
            "paraphrases": ["テレワークは何日まで"],
            "gold": [{"file": "在宅勤務規程.md", "heading": "第5条（日数）", "quote": "3日まで"}],
            "facts": ["3日"],
            "status": "draft",
            "created_at": now(),
        }
        table = schema.eval_cases
        with writing(zeroji.database) as tx:
            made = tx.execute(insert(table).values(values | changes).returning(table.c.id))
            return int(made.scalar_one())

    yield make
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.eval_cases))


def test_cases_are_listed_with_where_their_answer_is(visit: Visit, case_of: Any) -> None:
    number = case_of()
    page = visit("suzuki").get("/console/cases")

    assert "在宅勤務規程 ＞ 第5条（日数）" in words(page)
    assert f'href="/console/cases/{number}"' in page.text
    assert "&lt;週&gt;" in page.text
    assert "下書き" in words(page)


def test_an_owner_puts_a_case_right_and_accepts_it(
    zeroji: Zeroji, visit: Visit, case_of: Any
) -> None:
    number = case_of()
    page = visit("mori").post(
        f"/console/cases/{number}/review",
        question=ASKED,
        paraphrases="週に何日？\r\n\r\n何日まで？",
        facts="3日|三日",
    )

    assert "評価ケースを保存しました" in words(page)
    case = Cases(zeroji.database).case(number)
    assert (case.status, case.reviewed_by) == ("reviewed", "mori")
    assert case.paraphrases == ("週に何日？", "何日まで？")
    assert case.facts == ("3日|三日",)


def test_a_withdrawn_case_is_listed_apart(zeroji: Zeroji, visit: Visit, case_of: Any) -> None:
    number = case_of()
    visit("mori").post(f"/console/cases/{number}/withdraw")

    assert "評価ケースはまだありません" in words(visit("mori").get("/console/cases"))
    assert "取り下げ" in words(visit("mori").get("/console/cases?status=withdrawn"))
    again = visit("mori").post(f"/console/cases/{number}/review", question="何日？")
    assert again.status_code == 409


def test_an_approver_reads_cases_and_does_not_change_them(visit: Visit, case_of: Any) -> None:
    number = case_of()
    page = visit("suzuki").get(f"/console/cases/{number}")

    assert "/review" not in page.text
    assert visit("suzuki").post(f"/console/cases/{number}/withdraw").status_code == 403


def test_cases_of_manuals_for_others_are_not_found(visit: Visit, case_of: Any) -> None:
    number = case_of("管理職向け通達")

    assert visit("mori").get(f"/console/cases/{number}").status_code == 404
    assert "評価ケースはまだありません" in words(visit("mori").get("/console/cases"))
    assert visit("mori").get("/console/cases/export").text == ""
    assert visit("kanri").get(f"/console/cases/{number}").status_code == 200


def test_the_cases_in_use_are_exported_one_a_line(visit: Visit, case_of: Any) -> None:
    number = case_of()
    case_of(status="withdrawn")
    exported = visit("suzuki").get("/console/cases/export")

    lines = [json.loads(line) for line in exported.text.splitlines()]
    assert [line["id"] for line in lines] == [f"case-{number}", f"case-{number}~2"]
    assert exported.headers["content-disposition"].endswith('"zeroji-cases.jsonl"')


def test_who_reviewed_it_is_in_the_log(zeroji: Zeroji, visit: Visit, case_of: Any) -> None:
    number = case_of()
    visit("mori").post(f"/console/cases/{number}/review", question=ASKED)

    table = schema.events.c
    query = select(table.actor, table.action).where(table.subject == f"case:{number}")
    with zeroji.database.connect() as tx:
        assert [*tx.execute(query)][-1] == ("mori", "case.reviewed")

"""The pages of gaps and of what owners have to do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

import pytest
from httpx2 import Response
from sqlalchemy import insert

from bot import schema
from bot.wiring import Zeroji
from knowledge.database import now, writing
from tests.bot.gaps.asking import Asking
from tests.bot.web.browsing import Visit, words

CARDS = "名刺の発注方法は？"


@pytest.fixture
def asking(zeroji: Zeroji) -> Asking:
    return Asking(zeroji.database)


@pytest.fixture(autouse=True)
def without_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found is not older than the question that a test has just asked."""
    monkeypatch.setattr("bot.gaps.gaps.rest_after", lambda worked: 0.0)


@pytest.fixture
def settled(visit: Visit) -> Callable[[str, str], Response]:
    """A page as somebody sees it once all is known."""

    def get(name: str, path: str) -> Response:
        browser = visit(name)
        until = time.monotonic() + 60
        while (
            'hx-trigger="every 2s"' in (page := browser.get(path)).text and time.monotonic() < until
        ):
            time.sleep(0.2)
        return page

    return get


def test_a_gap_shows_its_factors_its_tickets_and_what_to_do(
    settled: Callable[[str, str], Response], asking: Asking
) -> None:
    asking.handed_over(CARDS, "a")
    number = asking.handed_over("名刺の追加を注文する方法は？", "b")

    page = settled("sato", "/console/gaps")
    assert "優先度 ＝ 影響度 × 頻度 × 改善余地" in words(page)
    assert CARDS in words(page) or "名刺の追加" in words(page)
    assert f'href="/console/tickets/{number}"' in page.text

    link = re.search(r'<h2>.*?href="(/console/gaps/\d+\?days=90)"', page.text, re.DOTALL)
    assert link
    one = settled("sato", link[1])
    assert one.status_code == 200
    assert "優先度の内訳" in words(one)


def test_personal_data_in_questions_are_masked(
    settled: Callable[[str, str], Response], asking: Asking
) -> None:
    asking.handed_over("090-1234-5678 に電話してほしいときの窓口は？")

    page = settled("sato", "/console/gaps?action=add")

    assert "090-1234-5678" not in page.text
    assert "［電話1］" in page.text


def test_who_may_not_read_the_manual_is_not_told_of_it(
    settled: Callable[[str, str], Response], asking: Asking, zeroji: Zeroji
) -> None:
    (secret,) = [m for m in zeroji.library.manuals() if m.title == "管理職向け通達"]
    question = "ストックオプションの行使価額はどう決まりますか"
    near = [{"path": secret.path, "section": "評価", "score": 0.5, "confidence": 0.5}]
    for n in range(20):  # at the top, whatever else was asked
        asking.ticket(asking.ask(question, f"shain{n}", examined=near), question)

    for name, sees in (("sato", False), ("kanri", True)):
        gaps = settled(name, "/console/gaps")
        assert question in words(gaps)
        assert (secret.title in words(gaps)) is sees
        assert (secret.title in words(settled(name, "/console/owners?owner="))) is sees


def test_a_gap_that_is_gone_says_so(settled: Callable[[str, str], Response]) -> None:
    page = settled("sato", "/console/gaps/999999")

    assert page.status_code == 404
    assert "もうありません" in words(page)


def test_an_owner_sees_what_to_do_first(
    settled: Callable[[str, str], Response], asking: Asking, zeroji: Zeroji
) -> None:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == "在宅勤務規程"]
    assert manual.review_date is not None and manual.review_date < date.today()
    wrong = asking.ask(
        "在宅勤務は週に何日までですか",
        kind="answer",
        citations=[{"manual_id": manual.id, "manual": manual.title, "section": "第5条（日数）"}],
    )
    asking.complain(wrong)

    page = words(settled("mori", "/console/owners?owner=人事部"))

    assert page.index("この箇所による回答1件") < page.index("見直し日を過ぎています")


def test_an_addendum_waits_to_be_folded_in(
    settled: Callable[[str, str], Response], zeroji: Zeroji
) -> None:
    number = _addendum(zeroji)

    page = settled("mori", "/console/owners?owner=人事部")

    assert f'action="/console/owners/addenda/{number}/fold"' in page.text
    assert "/fold" not in settled("sato", "/console/owners?owner=人事部").text


def test_only_owners_fold_and_only_what_waits(visit: Visit) -> None:
    assert visit("sato").post("/console/owners/addenda/1/fold").status_code == 403
    assert visit("mori").post("/console/owners/addenda/999999/fold").status_code == 404


def test_employees_see_neither(visit: Visit) -> None:
    for path in ("/console/gaps", "/console/owners"):
        assert visit("shain").get(path).status_code == 403


def _addendum(zeroji: Zeroji) -> int:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == "在宅勤務規程"]
    proposal = {
        "manual_id": manual.id,
        "how": "addendum",
        "base_hash": "",
        "heading_path": ["第5条（日数）"],
        "before": "",
        "after": "補足",
        "author": "sato",
        "status": "published",
        "gate_status": "green",
        "withheld": [],
        "created_at": now(),
    }
    with writing(zeroji.database) as tx:
        made = insert(schema.proposals).values(proposal).returning(schema.proposals.c.id)
        row = {
            "master_id": manual.id,
            "addendum_id": manual.id,
            "proposal_id": tx.execute(made).scalar_one(),
            "master_heading": ["第5条（日数）"],
            "heading_path": ["補足：第5条（日数）"],
            "created_at": now(),
        }
        return int(
            tx.execute(
                insert(schema.addenda).values(row).returning(schema.addenda.c.id)
            ).scalar_one()
        )

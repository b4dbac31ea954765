"""What the gate found, on the page of a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot import schema
from bot.desk.proposal import Proposal
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import HTMX, Visit, words

NOTHING: dict[str, Any] = {
    "seconds": 6.1,
    "cases": [],
    "ticket": [],
    "contradictions": [],
    "impact": [],
    "reasons": [],
}
CASE = {
    "id": "H1",
    "question": "在宅勤務は週に何日までですか。",
    "before": "right",
    "after": "wrong",
    "regressed": True,
    "text_before": "週3日まで",
    "text_after": "週2日まで<b>",
    "audiences": [],
}
FINDING = {
    "kind": "contradiction",
    "text": {"ja": "日数が食い違っています。", "en": "The days differ."},
    "places": [
        {"manual_id": 1, "manual": "規程", "audience": "all", "section": "第5条", "quote": "3日"},
        {"manual_id": 2, "manual": "通達", "audience": "managers", "section": "", "quote": "極秘"},
    ],
}
RED = {"level": "red", "ja": "答えが悪くなります。", "en": "It gets worse."}


@pytest.fixture
def proposal(zeroji: Zeroji) -> Iterator[Proposal]:
    manual = next(m for m in zeroji.library.manuals() if m.title == "経費FAQ")
    asked = "駐輪場代は出ますか。"
    made = zeroji.proposals.create(None, (manual.id, None), "出ます。", "sato", question=asked)
    yield made
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.staff_notices))
        tx.execute(delete(schema.proposals).where(schema.proposals.c.id == made.id))


def came_to(zeroji: Zeroji, proposal: Proposal, status: str, **found: Any) -> str:
    """The path of the gate once it came to this."""
    table = schema.proposals
    values = {"gate_status": status, "gate": NOTHING | found if status != "running" else None}
    with writing(zeroji.database) as tx:
        tx.execute(update(table).where(table.c.id == proposal.id).values(values))
    return f"/console/proposals/{proposal.id}/gate"


def test_it_looks_again_while_the_gate_runs(
    zeroji: Zeroji, visit: Visit, proposal: Proposal
) -> None:
    path = came_to(zeroji, proposal, "running")
    part = visit("suzuki").get(f"{path}?seen={proposal.digest}", **HTMX)

    assert f'hx-get="{path}?seen={proposal.digest}" hx-trigger="every 2s"' in part.text
    assert "確認中" in words(part)
    assert "終わるまで承認できません" in words(part)
    assert "hx-refresh" not in part.headers


def test_once_it_has_finished_the_buttons_come_with_it(
    zeroji: Zeroji, visit: Visit, proposal: Proposal
) -> None:
    path = came_to(zeroji, proposal, "green")
    part = visit("mori").get(f"{path}?seen={proposal.digest}", **HTMX)

    assert "hx-refresh" not in part.headers
    assert f'hx-get="{path}' not in part.text
    assert "問題なし" in words(part)
    assert "答えが悪くなるところは見つかりませんでした" in words(part)
    assert 'id="decision" hx-swap-oob="true"' in part.text
    assert "承認して公開" in words(part)
    assert 'id="reason"' not in part.text  # what is typed there is left alone


def test_who_reads_an_older_text_is_not_given_its_buttons(
    zeroji: Zeroji, visit: Visit, proposal: Proposal
) -> None:
    path = came_to(zeroji, proposal, "green")
    part = visit("mori").get(f"{path}?seen=0123456789abcdef", **HTMX)

    assert "承認して公開" not in words(part)
    assert "画面を開いた後に変わりました" in words(part)


def test_who_wrote_it_is_given_no_buttons(zeroji: Zeroji, visit: Visit, proposal: Proposal) -> None:
    path = came_to(zeroji, proposal, "green")
    part = visit("sato").get(f"{path}?seen={proposal.digest}", **HTMX)
    assert 'id="decision"' not in part.text


def test_reasons_come_first_then_the_details(
    zeroji: Zeroji, visit: Visit, proposal: Proposal
) -> None:
    asked = {
        "question": "何日まで？",
        "kind": "asked",
        "outcome": "answer",
        "cites_change": True,
        "text": "2日まで",
        "audiences": [],
    }
    path = came_to(zeroji, proposal, "red", cases=[CASE], ticket=[asked], reasons=[RED])
    part = visit("suzuki").get(path, **HTMX)
    said = words(part)

    assert said.index("答えが悪くなります。") < said.index(
        "同じ質問への答え（1通りの聞き方のうち 1通り"
    )
    assert "（1件のうち 1件が悪化）" in said
    assert "誤った答えになる 在宅勤務は週に何日までですか。 H1" in said
    assert "週2日まで&lt;b&gt;" in part.text


def test_what_a_visitor_may_not_read_is_not_quoted(
    zeroji: Zeroji, visit: Visit, proposal: Proposal
) -> None:
    hidden = CASE | {"audiences": ["managers"], "text_after": "2.5パーセント"}
    path = came_to(zeroji, proposal, "red", cases=[hidden], contradictions=[FINDING])

    seen = words(visit("suzuki").get(path, **HTMX))
    assert "2.5パーセント" not in seen
    assert "極秘" not in seen
    assert "閲覧できない文書が引用されている" in seen
    assert "極秘" in words(visit("kanri").get(path, **HTMX))


def test_it_can_be_checked_again(zeroji: Zeroji, visit: Visit, proposal: Proposal) -> None:
    path = came_to(zeroji, proposal, "failed", reasons=[RED])
    page = visit("suzuki").post(path)

    assert page.status_code == 200
    assert proposal.id in zeroji.gating.waiting()


def test_who_may_not_see_proposals_does_not_see_their_gates(
    zeroji: Zeroji, visit: Visit, proposal: Proposal
) -> None:
    assert visit("shain").get(came_to(zeroji, proposal, "green"), **HTMX).status_code == 403

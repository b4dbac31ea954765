"""Pages of the console that renew themselves while somebody looks at them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from bot import schema
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.chromium import CHROMIUM
from tests.bot.web.console_pages import SignIn

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


def test_the_bell_counts_by_itself(sign_in: SignIn, number: int, zeroji: Zeroji) -> None:
    zeroji.desk.hand_over(number, "sato", "mori", "")

    page = sign_in("mori")

    expect(page.locator("#bell .count")).to_contain_text(re.compile(r"^\d+"))
    page.locator("#bell").click()
    expect(page.locator("main")).to_contain_text(f"引き継がれました（受付番号 {number}）")


def test_what_is_typed_while_the_gate_runs_stays_when_it_has_finished(
    sign_in: SignIn, zeroji: Zeroji
) -> None:
    manual = next(m for m in zeroji.library.manuals() if m.title == "経費FAQ")
    asked = "噴水の水は誰が替えますか"
    made = zeroji.proposals.create(None, (manual.id, None), "施設課です。", "sato", question=asked)
    _gate(zeroji, made.id, "running", None)
    page = sign_in("mori")
    page.goto(f"/console/proposals/{made.id}")
    expect(page.locator("#decision")).to_contain_text("確認が終わると")
    page.locator("#decide summary").click()
    page.fill("#reason", "噴水はもうありません。")

    found = {"seconds": 1.0, "impact": [], "cases": [], "ticket": [], "contradictions": []}
    _gate(zeroji, made.id, "green", found | {"reasons": []})
    expect(page.locator("#decision button.primary")).to_be_visible(timeout=10_000)
    expect(page.locator("#gate")).to_contain_text("問題なし")
    expect(page.locator("#reason")).to_have_value("噴水はもうありません。")
    page.locator("#decide details button").click()
    expect(page.locator("main")).to_contain_text("噴水はもうありません。")
    assert zeroji.proposals.proposal(made.id).status == "rejected"


def _gate(zeroji: Zeroji, proposal: int, status: str, found: dict[str, object] | None) -> None:
    table = schema.proposals
    with writing(zeroji.database) as tx:
        values = {"gate_status": status, "gate": found}
        tx.execute(update(table).where(table.c.id == proposal).values(values))

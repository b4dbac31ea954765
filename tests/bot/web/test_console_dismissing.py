"""Contradictions that are none, on the console: put aside, listed with who and why, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot import schema
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.browsing import HTMX, Browser, Visit, words
from tests.bot.web.chromium import CHROMIUM, serving, visitor
from tests.bot.web.conftest import PEOPLE

RULES = """---
title: 出張旅費規程
kind: rule
owner: 経理部
effective_from: 2024-04-01
---
## 第4条（日当）

国内出張の日当は、1日につき2,500円とする。
"""
GUIDE = """---
title: 出張の手引き
kind: manual
owner: 総務部
effective_from: 2024-04-01
---
## 国内出張の日当

国内出張の日当は、1日につき2,200円です。
"""
SECRET_RULES = """---
title: 役員規程
kind: rule
audience: managers
effective_from: 2024-04-01
---
## 第2条（役員の車両手当）

役員の車両手当は、1か月につき80,000円とする。
"""
SECRET_GUIDE = """---
title: 役員の手引き
kind: manual
audience: managers
effective_from: 2024-04-01
---
## 役員の車両手当

役員の車両手当は、1か月につき90,000円です。
"""
DOUBTFUL_RULES = """---
title: 就業規則
kind: rule
owner: 人事部
effective_from: 2024-04-01
---
## 第10条（復職）

復職の後3か月間は、時間外労働、夜勤及び出張を命じない。
"""
DOUBTFUL_GUIDE = """---
title: 復職の手引き
kind: manual
owner: 人事部
effective_from: 2024-04-01
---
## 育児休業から戻る方へ

復職の日から2か月間は、本人が申し出たときは、時間外労働をさせません。
"""
PAGE, LIST = "/console/checking", "/console/checking/dismissed"
ALLOWANCE = "2,200円 と 2,500円"
HOSTILE = """<img src=x onerror="alert(1)">'"></textarea><script>alert(2)</script>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    for number, text in enumerate((RULES, GUIDE, SECRET_RULES, SECRET_GUIDE)):
        (made / f"{number}.md").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def zeroji(tmp_path: Path, folder: Path) -> Iterator[Zeroji]:
    with open_zeroji(Settings(home=tmp_path / "home")) as opened:
        assert opened.ingest([folder])["manuals"]["failed"] == []
        for name, display_name, role, audiences in PEOPLE:
            opened.accounts.add(name, display_name, [role], audiences)
        yield opened


@pytest.fixture
def app(zeroji: Zeroji) -> FastAPI:
    made = create_app(zeroji)
    made.state.checkups.on(date.today()).result(60)
    return made


def _digest(page: str, said: str) -> str:
    """Of the finding that says this."""
    article = next(a for a in re.findall(r"<article.*?</article>", page, re.S) if said in a)
    found = re.search(PAGE + r"/(\w+)/dismiss", article)
    assert found
    return found[1]


def _put_aside(browser: Browser, reason: str = "case", note: str = "") -> str:
    """Put the allowance aside; the number of the dismissal."""
    digest = _digest(browser.get(PAGE).text, ALLOWANCE)
    answer = browser.post(f"{PAGE}/{digest}/dismiss", reason=reason, note=note)
    assert answer.status_code == 200, words(answer)
    return answer.url.params["dismissed"]


def _events(zeroji: Zeroji) -> list[tuple[str, str]]:
    table = schema.events.c
    query = select(table.actor, table.action).where(table.action.like("finding.%"))
    with zeroji.database.connect() as tx:
        return [(row.actor, row.action) for row in tx.execute(query.order_by(table.id))]


def test_an_approver_puts_one_aside_and_takes_it_back(visit: Visit, zeroji: Zeroji) -> None:
    approver = visit("suzuki")
    assert ALLOWANCE in words(approver.get("/console/owners?owner=総務部"))
    number = _put_aside(approver, "case", "手引きは日帰りの額。")

    page = words(approver.get(PAGE))
    assert ALLOWANCE not in page
    assert "矛盾ではないとした点（1件）" in page
    assert ALLOWANCE not in words(approver.get("/console/owners?owner=総務部"))
    assert "「矛盾ではない」として外しました" in words(approver.get(f"{PAGE}?dismissed={number}"))
    listed = words(approver.get(LIST))
    assert "国内出張の日当は、1日につき2,200円です。" in listed
    assert "条件や場合が違う（原則と例外など） 補足 手引きは日帰りの額。" in listed
    assert "鈴木 三郎" in listed
    assert "効いていません" not in listed

    assert "点検の一覧に戻しました" in words(approver.post(f"{LIST}/{number}/restore"))
    assert "「矛盾ではない」とした点はありません" in words(approver.get(LIST))
    assert ALLOWANCE in words(approver.get(PAGE))
    assert _events(zeroji) == [("suzuki", "finding.dismissed"), ("suzuki", "finding.restored")]


def test_a_changed_text_brings_it_back_by_itself(
    visit: Visit, app: FastAPI, zeroji: Zeroji, folder: Path
) -> None:
    owner = visit("mori")
    _put_aside(owner)
    changed = GUIDE.replace("2,200円です。", "2,200円です。前払いもできます。")
    (folder / "1.md").write_text(changed, encoding="utf-8")
    zeroji.ingest([folder])
    app.state.checkups.on(date.today()).result(60)

    assert ALLOWANCE in words(owner.get(PAGE))
    assert "文面が変わったため効いていません" in words(owner.get(LIST))


def test_sent_twice_it_is_put_aside_once_and_another_is_told_who_was_first(
    visit: Visit, zeroji: Zeroji
) -> None:
    owner, approver = visit("mori"), visit("suzuki")
    digest = _digest(owner.get(PAGE).text, ALLOWANCE)
    for _ in range(2):
        assert owner.post(f"{PAGE}/{digest}/dismiss", reason="time").status_code == 200
    late = approver.post(f"{PAGE}/{digest}/dismiss", reason="case")

    assert late.status_code == 409
    assert "森 次郎さんがすでに外しています" in words(late)
    assert _events(zeroji) == [("mori", "finding.dismissed")]


def test_restored_twice_it_is_restored_once(visit: Visit, zeroji: Zeroji) -> None:
    owner = visit("mori")
    number = _put_aside(owner)
    for _ in range(2):
        assert owner.post(f"{LIST}/{number}/restore").status_code == 200
    assert len(_events(zeroji)) == 2


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "理由を選んでください"),
        ({"reason": "because"}, "理由を選んでください"),
        ({"reason": "other", "note": "  "}, "補足に理由を書いてください"),
        ({"reason": "case", "note": "あ" * 501}, "500文字以内で書いてください（今は501文字です）"),
    ],
)
def test_without_a_reason_nothing_is_put_aside(
    visit: Visit, fields: dict[str, str], says: str
) -> None:
    owner = visit("mori")
    digest = _digest(owner.get(PAGE).text, ALLOWANCE)
    refused = owner.post(f"{PAGE}/{digest}/dismiss", headers=HTMX, **fields)
    assert refused.status_code == 422
    assert says in words(refused)
    assert ALLOWANCE in words(owner.get(PAGE))


def test_what_is_not_found_any_more_cannot_be_put_aside(visit: Visit) -> None:
    gone = visit("mori").post(f"{PAGE}/{'0' * 64}/dismiss", reason="case")
    assert gone.status_code == 404
    assert "この指摘は、もう点検の一覧にありません" in words(gone)
    assert visit("mori").post(f"{LIST}/9/restore").status_code == 404


def test_staff_see_the_list_and_put_nothing_aside(visit: Visit) -> None:
    owner, staff = visit("mori"), visit("sato")
    assert "/dismiss" not in staff.get(PAGE).text
    digest = _digest(owner.get(PAGE).text, ALLOWANCE)
    assert staff.post(f"{PAGE}/{digest}/dismiss", reason="case").status_code == 403
    number = _put_aside(owner)
    listed = staff.get(LIST)
    assert ALLOWANCE in words(listed)
    assert "/restore" not in listed.text
    assert staff.post(f"{LIST}/{number}/restore").status_code == 403


def test_of_manuals_for_others_nobody_learns_or_puts_aside_anything(visit: Visit) -> None:
    admin, owner = visit("kanri"), visit("mori")
    digest = _digest(admin.get(PAGE).text, "車両手当")
    assert owner.post(f"{PAGE}/{digest}/dismiss", reason="case").status_code == 404
    put = admin.post(f"{PAGE}/{digest}/dismiss", reason="other", note="役員会の決定")
    number = put.url.params["dismissed"]

    assert "役員会の決定" in words(admin.get(LIST))
    for address in (PAGE, LIST, f"{PAGE}?dismissed={number}"):
        page = words(owner.get(address))
        assert "車両手当" not in page
        assert "役員会" not in page
        assert "矛盾ではないとした点（" not in page
    assert owner.post(f"{LIST}/{number}/restore").status_code == 404


def test_a_reason_is_never_more_than_text(visit: Visit) -> None:
    owner = visit("mori")
    _put_aside(owner, "other", HOSTILE)
    page = owner.get(LIST)
    assert "<img src=x" not in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(2)" in page.text


def test_what_is_doubtful_stands_below_and_counts_for_nobody(
    visit: Visit, app: FastAPI, zeroji: Zeroji, folder: Path
) -> None:
    for number, text in enumerate((DOUBTFUL_RULES, DOUBTFUL_GUIDE)):
        (folder / f"doubtful_{number}.md").write_text(text, encoding="utf-8")
    zeroji.ingest([folder])
    app.state.checkups.on(date.today()).result(60)
    owner = visit("mori")
    page = owner.get(f"{PAGE}?kind=contradiction")
    sure, _, doubtful = words(page).partition("似た記載で数字が違う箇所（1件）")

    assert "食い違い 1" in sure
    assert "復職の手引き" not in sure
    assert "3か月間" in doubtful
    assert "正しい方に直してください" not in doubtful
    assert "2か月間" not in words(owner.get("/console/owners?owner=人事部"))
    digest = _digest(page.text, "復職")
    assert owner.post(f"{PAGE}/{digest}/dismiss", reason="case").status_code == 200
    assert "似た記載で数字が違う箇所" not in words(owner.get(PAGE))


@contextmanager
def _at_the_check(chromium: Chromium, address: str, zeroji: Zeroji, width: int) -> Iterator[Page]:
    with visitor(chromium, address) as page:
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('mori')}")
        page.locator("main button").click()
        page.wait_for_url("**/console**")
        page.goto(PAGE)
        yield page


needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


@needs_chromium
def test_by_keys_alone_one_is_put_aside_and_taken_back(
    chromium: Chromium, app: FastAPI, zeroji: Zeroji
) -> None:
    with serving(app) as address, _at_the_check(chromium, address, zeroji, 1280) as page:
        page.locator(".dismiss summary").first.focus()
        for key in ("Enter", "Tab", "ArrowDown", "ArrowDown", "Tab"):
            page.keyboard.press(key)
        page.keyboard.type("手引きは日帰りの額。")
        page.keyboard.press("Control+Enter")
        status = page.get_by_role("status").filter(has_text="矛盾ではない")
        expect(status).to_contain_text(ALLOWANCE)
        expect(page.locator(".finding", has_text=ALLOWANCE)).to_have_count(0)
        expect(page.get_by_role("button", name="元に戻す")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("点検の一覧に戻しました")).to_be_visible()
        page.goto(PAGE)
        expect(page.locator(".finding", has_text=ALLOWANCE)).to_have_count(1)


@needs_chromium
@pytest.mark.parametrize("width", [1280, 390])
def test_with_a_mouse_a_missing_remark_is_told_and_nothing_typed_is_lost(
    chromium: Chromium, app: FastAPI, zeroji: Zeroji, width: int
) -> None:
    with serving(app) as address, _at_the_check(chromium, address, zeroji, width) as page:
        page.locator(".dismiss summary").first.click()
        page.get_by_label("理由", exact=True).select_option("other")
        page.get_by_role("button", name="矛盾ではないものとして外す").click()
        expect(page.get_by_role("alert")).to_contain_text("補足に理由を書いてください")
        assert page.get_by_label("理由", exact=True).input_value() == "other"
        page.get_by_label("補足").fill(HOSTILE)
        page.get_by_role("button", name="矛盾ではないものとして外す").click()
        page.get_by_role("link", name="矛盾ではないとした点（1件）").click()
        expect(page.get_by_text(HOSTILE)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="点検に戻す").click()
        expect(page.get_by_text("「矛盾ではない」とした点はありません。")).to_be_visible()

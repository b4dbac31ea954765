"""The console in a real browser: keys, and nothing typed is lost whatever happens."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from sqlalchemy import delete, update

from bot import schema
from bot.language_model import Model
from bot.outcomes import Escalation, Question
from bot.web.app import create_app
from bot.wiring import Zeroji
from evals.loopback.behaviours import HttpError, Text
from evals.loopback.chat_completions import OpenAIServer, openai_server
from knowledge.database import writing
from tests.bot.web.chromium import CHROMIUM, serving, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

REPLY = "支払いは会社です。"
#: Things that nobody has a rule for.
_THINGS = iter(
    "机 椅子 傘 花瓶 絵画 金魚 時計 鏡 楽器 将棋盤 望遠鏡 水槽 暖炉 植木 絨毯 梯子 太鼓 風車 灯籠 "
    "銅像 噴水 物置 提灯 神棚 温室 鳥居 石碑".split()
)
SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def openai() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


@pytest.fixture(scope="module")
def address(zeroji: Zeroji, openai: OpenAIServer) -> Iterator[str]:
    model = Model(name="gpt-test", api_key="sk-test", base_url=openai.url, timeout=5)
    with serving(create_app(replace(zeroji, model=model))) as url:
        yield url


@pytest.fixture
def sign_in(chromium: Browser, address: str, zeroji: Zeroji) -> Iterator[SignIn]:
    """A page of somebody who is signed in, at the queue."""
    with ExitStack() as closing:

        def opened(name: str) -> Page:
            page = closing.enter_context(visitor(chromium, address))
            return _signed_in(page, zeroji, name)

        yield opened


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    return sign_in("sato")


@pytest.fixture
def number(zeroji: Zeroji) -> int:
    """A ticket."""
    text = f"屋上に置く{next(_THINGS)}の塗り替えは誰が払いますか"
    exchange = zeroji.engine.ask(Question(text=text, asker="shain"))
    outcome = exchange.outcome
    if isinstance(outcome, Escalation):
        return outcome.ticket
    return zeroji.desk.ask_a_person(exchange.id, "shain").id


def _signed_in(page: Page, zeroji: Zeroji, name: str) -> Page:
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link(name)}")
    page.locator("main button").click()
    page.wait_for_url("**/console**")
    return page


def _open(page: Page, number: int) -> None:
    page.goto(f"/console/tickets/{number}")


# Keys


def test_the_queue_is_worked_through_without_a_mouse(page: Page, number: int) -> None:
    page.goto(f"/console?q=%23{number}")
    page.keyboard.press("j")
    expect(page.locator("[data-open]").first).to_be_focused()
    page.keyboard.press("c")

    expect(page.locator(".notice.good")).to_have_text("担当になりました。")
    expect(page).to_have_url(re.compile("/console\\?"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/console/tickets/{number}$"))


def test_j_and_k_go_from_row_to_row_and_stop_at_the_ends(page: Page, number: int) -> None:
    page.goto("/console?status=all")
    rows = page.locator("[data-open]")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    if rows.count() > 1:
        page.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()


def test_a_ticket_is_answered_with_keys_alone(page: Page, number: int, zeroji: Zeroji) -> None:
    _open(page, number)
    page.keyboard.press("c")
    expect(page.locator(".notice.good")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type(REPLY)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")
    assert zeroji.desk.ticket(number).reply == REPLY


def test_keys_open_what_is_folded(page: Page, number: int) -> None:
    _open(page, number)
    page.keyboard.press("d")
    expect(page.locator("#because")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("h")
    expect(page.locator("#hand-over-to")).to_be_focused()


def test_keys_do_nothing_while_somebody_types(page: Page, number: int, zeroji: Zeroji) -> None:
    _open(page, number)
    page.keyboard.press("r")
    page.keyboard.type("c d h ? u")

    expect(page.locator("#text")).to_have_value("c d h ? u")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert zeroji.desk.ticket(number).status == "open"


def test_a_conversion_is_not_sent_by_ctrl_enter(page: Page, number: int, zeroji: Zeroji) -> None:
    _open(page, number)
    page.keyboard.press("r")
    input_method = page.context.new_cdp_session(page)
    input_method.send(
        "Input.imeSetComposition", {"text": "しはらい", "selectionStart": 4, "selectionEnd": 4}
    )
    page.keyboard.press("Control+Enter")
    page.keyboard.press("c")

    assert zeroji.desk.ticket(number).status == "open"


def test_a_question_mark_shows_the_keys_and_escape_closes_them(page: Page, number: int) -> None:
    _open(page, number)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("c")  # does nothing behind the dialog
    page.keyboard.press("Escape")

    expect(page.locator("#keys")).not_to_be_visible()
    expect(page.get_by_role("button", name="担当する")).to_be_visible()


def test_enter_on_a_box_to_tick_sends_nothing(page: Page, number: int, zeroji: Zeroji) -> None:
    _open(page, number)
    page.fill("#text", REPLY)
    page.fill("#find", "在宅勤務手当")
    page.keyboard.press("Enter")
    page.locator("[name=cite]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    assert zeroji.desk.ticket(number).status == "open"


# What was typed stays


def test_a_draft_survives_a_reload_and_is_marked_in_the_queue(page: Page, number: int) -> None:
    _open(page, number)
    page.fill("#text", REPLY)
    page.reload()
    expect(page.locator("#text")).to_have_value(REPLY)

    page.goto(f"/console?q=%23{number}")
    expect(page.locator(".has-draft")).to_be_visible()

    _open(page, number)
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice.good")).to_be_visible()
    page.goto(f"/console?status=all&q=%23{number}")
    expect(page.locator(".has-draft")).to_be_hidden()


def test_who_comes_second_keeps_the_text_and_sees_who_was_first(
    sign_in: SignIn, number: int, zeroji: Zeroji
) -> None:
    first = sign_in("sato")
    _open(first, number)
    first.fill("#text", REPLY)
    zeroji.desk.claim(number, "mori")
    with first.expect_response("**/reply") as answer:
        first.get_by_role("button", name="回答を送る").click()

    assert answer.value.status == 409
    expect(first.locator("#reply-problem")).to_contain_text("森 次郎")
    expect(first.locator("#text")).to_have_value(REPLY)
    expect(first.locator("#reply-problem").get_by_role("button", name="コピー")).to_be_visible()


def test_what_could_not_be_sent_is_still_there_when_the_page_is_opened_anew(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    _open(page, number)
    page.fill("#text", REPLY)
    zeroji.desk.reply(number, "mori", "先に答えました。")
    with page.expect_response("**/reply"):
        page.get_by_role("button", name="回答を送る").click()
    page.reload()

    panel = page.locator("[data-unsent]")
    expect(panel).to_be_visible()
    expect(panel.locator("textarea")).to_have_value(REPLY)
    panel.get_by_role("button", name="消す").click()
    page.reload()
    expect(panel).to_be_hidden()


def test_without_a_connection_the_text_stays_and_is_sent_once_later(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    _open(page, number)
    page.fill("#text", REPLY)
    page.route("**/reply", lambda route: route.abort())
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator("#reply-problem")).to_contain_text("入力した内容は残っています")
    expect(page.locator("#text")).to_have_value(REPLY)

    page.unroute("**/reply")
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")
    assert zeroji.desk.ticket(number).reply == REPLY


def test_a_reply_whose_confirmation_was_lost_is_not_told_twice(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    _open(page, number)
    page.fill("#text", REPLY)
    zeroji.desk.reply(number, "sato", REPLY)  # it arrived, but the answer was lost
    page.get_by_role("button", name="回答を送る").click()

    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")


def test_when_the_session_ends_the_page_stays_and_goes_on_after_signing_in(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    _open(page, number)
    page.fill("#text", REPLY)
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.sessions).where(schema.sessions.c.user == "sato"))
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator("#alert")).to_contain_text("サインインの期限が切れ")
    expect(page.locator("#text")).to_have_value(REPLY)

    other = page.context.new_page()
    _signed_in(other, zeroji, "sato")
    other.close()
    with page.expect_response(f"**/console/tickets/{number}"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#alert")).to_be_empty()
    page.get_by_role("button", name="回答を送る").click()

    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")
    assert zeroji.desk.ticket(number).reply == REPLY


def test_a_private_reply_is_kept_on_the_page_only(
    sign_in: SignIn, number: int, zeroji: Zeroji
) -> None:
    zeroji.accounts.add(f"soudan{number}", "相談 三子", ["counselor"])
    with writing(zeroji.database) as tx:
        table = schema.tickets
        tx.execute(update(table).where(table.c.id == number).values(private=True))
    counselor = sign_in(f"soudan{number}")
    _open(counselor, number)
    counselor.fill("#text", "ひみつの返事")
    counselor.route("**/reply", lambda route: route.abort())
    counselor.get_by_role("button", name="回答を送る").click()
    expect(counselor.locator("#reply-problem")).to_contain_text("残っています")

    expect(counselor.locator("#text")).to_have_value("ひみつの返事")
    assert "ひみつ" not in counselor.evaluate("JSON.stringify(localStorage)")
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    counselor.on("dialog", stay)
    counselor.reload()
    assert warned == ["beforeunload"]
    zeroji.desk.in_confidence().dismiss(number, f"soudan{number}", "終わりました。")


# Passages and drafts


def test_ticked_hits_stay_when_something_else_is_searched_for(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    with writing(zeroji.database) as tx:
        table = schema.tickets
        tx.execute(update(table).where(table.c.id == number).values(nearest=[]))
    _open(page, number)
    page.fill("#find", "在宅勤務は週に何日まで")
    page.keyboard.press("Enter")
    box = page.locator("#hits [name=cite]").first
    box.check()
    chosen = box.get_attribute("value")
    page.fill("#find", "領収書をなくした")
    with page.expect_response("**/passages**"):
        page.keyboard.press("Enter")

    expect(page.locator(f"#ticked [name=cite][value='{chosen}']")).to_be_checked()
    expect(page.locator(f"[name=cite][value='{chosen}']")).to_have_count(1)
    expect(page.locator("[data-chosen] li")).to_have_count(1)
    page.fill("#text", REPLY)
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator(".notice.good")).to_be_visible()
    assert [p["chunk_id"] for p in zeroji.desk.ticket(number).citations] == [chosen]


def test_a_draft_is_taken_over_below_what_was_typed_and_never_sent_by_itself(
    page: Page, number: int, zeroji: Zeroji, openai: OpenAIServer
) -> None:
    said = [{"text": "過去にはそう答えました。", "passage": 0, "quote": ""}]
    openai.will(Text(content=json.dumps({"sentences": said}, ensure_ascii=False)))
    _open(page, number)
    page.fill("#text", "書きかけ")
    page.get_by_role("button", name="下書きを作る").click()
    take_over = page.get_by_role("button", name="回答欄に入れる")
    take_over.click()  # nothing that is not proved is ticked by itself
    expect(page.locator("#text")).to_have_value("書きかけ")
    page.locator("[data-sentence]").check()
    take_over.click()

    expect(page.locator("#text")).to_have_value("書きかけ\n\n過去にはそう答えました。")
    assert zeroji.desk.ticket(number).status == "open"


def test_a_model_that_fails_leaves_the_box_as_it_is(
    page: Page, number: int, openai: OpenAIServer
) -> None:
    openai.will(HttpError(status=401))
    _open(page, number)
    page.fill("#text", "書きかけ")
    page.get_by_role("button", name="下書きを作る").click()

    expect(page.locator("#draft")).to_contain_text("言語モデルを今は使えません")
    expect(page.locator("#text")).to_have_value("書きかけ")
    expect(page.get_by_role("button", name="下書きを作る")).to_be_enabled()


def test_the_bell_counts_by_itself(sign_in: SignIn, number: int, zeroji: Zeroji) -> None:
    zeroji.desk.hand_over(number, "sato", "mori", "")

    page = sign_in("mori")

    expect(page.locator("#bell .count")).to_contain_text(re.compile(r"^\d+"))
    page.locator("#bell").click()
    expect(page.locator("main")).to_contain_text(f"引き継がれました（受付番号 {number}）")


# The gate


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

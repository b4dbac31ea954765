"""The pages in a real browser: keys, waiting, replies that appear by themselves, drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.wiring import Zeroji
from tests.bot.web.browsing import ANSWERED
from tests.bot.web.chromium import CHROMIUM, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with visitor(chromium, address) as opened:
        yield opened


def _messages(page: Page, role: str) -> int:
    return page.locator(f".message.{role}:not([data-pending])").count()


def test_enter_sends_and_the_answer_appears_on_the_same_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.type(ANSWERED)  # the box has the focus already
    page.keyboard.press("Enter")

    expect(page.locator(".message.answer")).to_contain_text("終電後など公共交通機関")
    expect(page).to_have_url(re.compile("/conversations/"))
    expect(page.locator("#question")).to_have_value("")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#history")).to_contain_text(ANSWERED)

    page.fill("#question", "領収書をなくしたときは？")
    page.keyboard.press("Enter")
    expect(page.locator(".message.theirs:not([data-pending])")).to_have_count(2)
    assert _messages(page, "mine") == 2
    page.reload()
    assert (_messages(page, "mine"), _messages(page, "theirs")) == (2, 2)


def test_shift_enter_starts_a_new_line(page: Page) -> None:
    page.goto("/")
    page.keyboard.type("一行目")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("二行目")

    expect(page.locator("#question")).to_have_value("一行目\n二行目")
    assert _messages(page, "mine") == 0


def test_enter_that_confirms_a_conversion_does_not_send(page: Page) -> None:
    page.goto("/")
    input_method = page.context.new_cdp_session(page)
    input_method.send(
        "Input.imeSetComposition", {"text": "ゆうきゅう", "selectionStart": 5, "selectionEnd": 5}
    )
    page.keyboard.press("Enter")
    input_method.send("Input.insertText", {"text": "有給"})

    expect(page.locator("#question")).to_have_value(re.compile("有給"))
    expect(page.locator("[data-pending]")).to_have_count(0)
    expect(page).to_have_url(re.compile("/$"))


def test_while_waiting_the_question_is_shown_and_nothing_is_sent_twice(page: Page) -> None:
    held: list[Route] = []
    page.goto("/")
    page.route("**/ask", lambda route: held.append(route))
    page.fill("#question", ANSWERED)
    page.keyboard.press("Enter")

    expect(page.locator(".waiting")).to_be_visible()
    expect(page.locator(".message.mine[data-pending]")).to_have_text(ANSWERED)
    expect(page.locator("#ask .send")).to_be_disabled()
    held[0].continue_()
    expect(page.locator(".message.answer")).to_be_visible()
    expect(page.locator("[data-pending]")).to_have_count(0)
    assert _messages(page, "mine") == 1


def test_a_question_that_could_not_be_sent_is_not_lost(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, locale="ja-JP")
    page = context.new_page()
    page.goto("/")
    page.route("**/ask", lambda route: route.abort())
    page.fill("#question", ANSWERED)
    page.keyboard.press("Enter")

    expect(page.locator("#ask-problem")).to_contain_text("送信できませんでした")
    expect(page.locator("#question")).to_have_value(ANSWERED)
    expect(page.locator("#ask .send")).to_be_enabled()
    context.close()


def test_an_empty_question_is_pointed_out_beside_the_box(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Enter")

    expect(page.locator("#ask-problem")).to_have_text("質問を入力してください。")
    page.keyboard.type("あ")
    expect(page.locator("#ask-problem")).to_be_empty()


def test_an_example_is_asked_with_one_click(page: Page) -> None:
    page.goto("/")
    page.click(f"text={ANSWERED}")

    expect(page.locator(".message.answer")).to_be_visible()
    expect(page.locator("#welcome")).to_have_count(0)


def test_who_wants_a_person_gets_a_ticket_on_the_same_page(page: Page) -> None:
    page.goto("/")
    page.click(f"text={ANSWERED}")
    page.click("text=総務に聞く")

    expect(page.locator(".feedback")).to_contain_text("受付番号")


def test_a_reply_appears_by_itself(
    page: Page, chromium: Browser, address: str, zeroji: Zeroji, unanswered: str
) -> None:
    page.goto("/")
    page.fill("#question", unanswered)
    page.keyboard.press("Enter")
    expect(page.locator(".message.escalation")).to_contain_text("受付番号")

    with visitor(chromium, address) as staff:
        staff.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('sato')}")
        staff.click("main button")
        staff.click(f"td >> text={unanswered}")
        staff.fill("#text", "95点です。")
        staff.reload()
        expect(staff.locator("#text")).to_have_value("95点です。")  # the draft is kept
        staff.click("text=回答を送る")
        expect(staff.locator("[role=status]")).to_have_text("回答を送りました。")
        staff.click("text=もう一度開く")
        expect(staff.locator("#text")).to_have_value("")  # and forgotten once sent

    expect(page.locator(".message.staff")).to_contain_text("95点です。")


def test_the_change_of_a_manual_is_shown_while_it_is_typed(
    page: Page, zeroji: Zeroji, ticket: int
) -> None:
    zeroji.desk.reply(ticket, "sato", "機種によります。")
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('sato')}")
    page.click("main button")
    page.goto(f"/console/tickets/{ticket}/propose")
    page.click(".place >> text=（新しい項目として追加） >> nth=0")
    page.fill("#after", "機種によります。\n総務に聞いてください。")

    expect(page.locator("#diff ins")).to_have_count(2)
    expect(page.locator("#diff")).to_contain_text("総務に聞いてください。")


@pytest.mark.parametrize("path", ["/", "/manuals", "/manuals/1", "/sign-in", "/docs"])
def test_nothing_is_wider_than_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)

    assert page.locator("html").evaluate("page => page.scrollWidth") <= 390


@pytest.mark.parametrize(
    "path", ["", "?status=all", "/proposals", "/manuals", "/numbers", "/members", "/members/sato"]
)
def test_nor_is_the_console(page: Page, zeroji: Zeroji, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('kanri')}")
    page.click("main button")
    page.goto(f"/console{path}")

    assert page.locator("html").evaluate("page => page.scrollWidth") <= 390


def test_nor_are_long_names(page: Page, zeroji: Zeroji, tmp_path: Path) -> None:
    fields = {"title": "規程集" * 30 + "A" * 60, "owner": "コーポレート本部" * 5}
    fields["review_date"] = "2020-01-01"
    text = "\n".join(f"{key}: {value}" for key, value in fields.items())
    file = tmp_path / f"{'long_name_' * 8}.md"
    file.write_text(f"---\n{text}\n---\n# 規程\n\n本文とする。\n", encoding="utf-8")
    run = zeroji.runs.start([file], author="kanri")
    (manual,) = [m for m in zeroji.library.manuals() if m.title == fields["title"]]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('kanri')}")
    page.click("main button")

    for path in ("", "/runs", f"/runs/{run}", f"/{manual.id}"):
        page.goto(f"/console/manuals{path}")
        assert page.locator("html").evaluate("page => page.scrollWidth") <= 390, path
    page.goto("/console/checking")
    expect(page.locator(".filters")).to_contain_text(fields["owner"])
    assert page.locator("html").evaluate("page => page.scrollWidth") <= 390


def test_without_scripts_the_chat_still_works(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#question", ANSWERED)
    page.click("#ask .send")

    expect(page.locator(".message.answer")).to_contain_text("終電後など公共交通機関")
    context.close()

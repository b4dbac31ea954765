"""A reply takes shape on the ticket's page: passages that are ticked, a draft of a model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from bot import schema
from bot.language_model import Model
from bot.web.app import create_app
from bot.wiring import Zeroji
from evals.loopback.behaviours import HttpError, Text
from evals.loopback.chat_completions import OpenAIServer, openai_server
from knowledge.database import writing
from tests.bot.web.chromium import CHROMIUM, serving
from tests.bot.web.console_pages import REPLY, open_ticket

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


@pytest.fixture(scope="module")
def openai() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


@pytest.fixture(scope="module")
def address(zeroji: Zeroji, openai: OpenAIServer) -> Iterator[str]:
    model = Model(name="gpt-test", api_key="sk-test", base_url=openai.url, timeout=5)
    with serving(create_app(replace(zeroji, model=model))) as url:
        yield url


def test_ticked_hits_stay_when_something_else_is_searched_for(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    with writing(zeroji.database) as tx:
        table = schema.tickets
        tx.execute(update(table).where(table.c.id == number).values(nearest=[]))
    open_ticket(page, number)
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
    open_ticket(page, number)
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
    open_ticket(page, number)
    page.fill("#text", "書きかけ")
    page.get_by_role("button", name="下書きを作る").click()

    expect(page.locator("#draft")).to_contain_text("言語モデルを今は使えません")
    expect(page.locator("#text")).to_have_value("書きかけ")
    expect(page.get_by_role("button", name="下書きを作る")).to_be_enabled()

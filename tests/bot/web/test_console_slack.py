"""The page about Slack: how far Zeroji goes there, and who its people are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from bot import schema
from bot.wiring import Zeroji
from bot.workspace.member import Member
from bot.workspace.members import Members
from bot.workspace.rules import Rules
from knowledge.database import writing
from tests.bot.web.browsing import Browser, Visit, words

PAGE = "/console/slack"


@pytest.fixture
def admin(visit: Visit, empty: None) -> Browser:
    return visit("kanri")


@pytest.fixture
def empty(zeroji: Zeroji) -> Iterator[None]:
    """Nothing is set and nobody is known, before and after."""
    _clear(zeroji)
    yield
    _clear(zeroji)


def _clear(zeroji: Zeroji) -> None:
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.slack_rollout))
        tx.execute(delete(schema.slack_members))


def test_without_rules_the_page_says_that_zeroji_answers(admin: Browser) -> None:
    page = words(admin.get(PAGE))

    assert "まだ設定がありません。どこでも、すぐに答えます。" in page
    assert "Slackはまだつながっていません。" in page


def test_a_token_that_slack_refuses_is_said_while_it_does(admin: Browser) -> None:
    app = admin.http.app
    assert isinstance(app, FastAPI)
    app.state.slack_refused = lambda: "token_revoked"
    try:
        page = words(admin.get(PAGE))
    finally:
        del app.state.slack_refused
    assert "いまSlackには何も届きません（token_revoked）" in page
    assert "何も届きません" not in words(admin.get(PAGE))


def test_scopes_that_are_missing_are_named_while_they_are(admin: Browser) -> None:
    app = admin.http.app
    assert isinstance(app, FastAPI)
    app.state.slack_lacking = lambda: ["im:write", "users:read"]
    try:
        page = words(admin.get(PAGE))
    finally:
        del app.state.slack_lacking
    assert "権限が足りないため" in page and "（im:write, users:read）" in page
    assert "権限が足りない" not in words(admin.get(PAGE))


def test_a_rule_is_added_changed_and_removed(admin: Browser, zeroji: Zeroji) -> None:
    rule: dict[str, Any] = {"scope": "department", "value": "人事部"}
    added = admin.post(f"{PAGE}/rules", **rule, mode="listen")
    assert "設定を保存しました。" in words(added)
    assert "部署 人事部" in words(added)

    admin.post(f"{PAGE}/rules", **rule, mode="approve")
    (set_now,) = Rules(zeroji.database).rules()
    assert (set_now.mode, set_now.changed_by) == ("approve", "kanri")

    removed = admin.post(f"{PAGE}/rules/clear", **rule)
    assert "設定を削除しました。" in words(removed)
    assert Rules(zeroji.database).rules() == []


def test_a_rule_that_is_gone_is_not_removed_again(admin: Browser) -> None:
    gone = admin.post(f"{PAGE}/rules/clear", scope="topic", value="在宅勤務")

    assert gone.status_code == 404
    assert "この設定はもうありません。" in words(gone)


def test_what_names_no_channel_is_refused(admin: Browser) -> None:
    refused = admin.post(f"{PAGE}/rules", scope="channel", value="#総務", mode="off")

    assert refused.status_code == 422
    assert "チャンネルはID" in words(refused)


def test_rules_that_need_the_staff_say_that_they_have_no_channel(admin: Browser) -> None:
    shown = admin.post(f"{PAGE}/rules", scope="everywhere", mode="approve")

    assert "担当者のチャンネルが設定されていません" in words(shown)


def test_people_show_what_they_may_read_and_why(admin: Browser, zeroji: Zeroji) -> None:
    members = Members(zeroji.database)
    members.keep(Member(user="U1", name="佐藤 <i>花子</i>", email="s@example.com"))
    members.keep(Member(user="U2", name="取引先", kind="guest"))
    members.bind("U1", "kanri", by="kanri")

    page = words(admin.get(PAGE))
    assert "佐藤 <i>花子</i> U1 · s@example.com" in page
    assert "kanri 結び付け済み" in page
    assert "managers アカウント kanri" in page
    assert "取引先 ゲスト" in page
    assert "取引先" not in words(admin.get(f"{PAGE}?q=佐藤"))


def test_an_account_is_bound_and_given_back(admin: Browser, zeroji: Zeroji) -> None:
    members = Members(zeroji.database)
    members.keep(Member(user="U1", name="佐藤 花子"))

    bound = admin.post(f"{PAGE}/people/U1/account", account="sato")
    assert "sato 結び付け済み" in words(bound)
    members.keep(Member(user="U2", name="別人"))
    taken = admin.post(f"{PAGE}/people/U2/account", account="sato")
    assert taken.status_code == 409

    admin.post(f"{PAGE}/people/U1/account", account="")
    assert members.bound("sato") is None


def test_who_wants_no_answers_in_channels_is_listed(admin: Browser, zeroji: Zeroji) -> None:
    Members(zeroji.database).keep(Member(user="U1", name="佐藤 花子"))
    Rules(zeroji.database).opt_out("U1")

    page = words(admin.get(PAGE))
    assert "チャンネルでの回答を止めている人" in page
    assert f"佐藤 花子 {datetime.now(UTC).astimezone().month}月" in page


def test_leads_look_and_change_nothing(admin: Browser, visit: Visit, zeroji: Zeroji) -> None:
    if "lead" not in {user.name for user in zeroji.accounts.users()}:
        zeroji.accounts.add("lead", "班長", ["lead"])
    Members(zeroji.database).keep(Member(user="U1", name="佐藤", email="s@example.com"))
    lead = visit("lead")

    page = lead.get(PAGE)
    assert "s@example.com" not in page.text
    assert "/console/slack/rules" not in page.text
    assert lead.post(f"{PAGE}/rules", scope="everywhere", mode="off").status_code == 403
    assert visit("sato").get(PAGE).status_code == 403

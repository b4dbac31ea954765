"""Members: accounts, rights and one-time links."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.profiles import told
from bot.wiring import Zeroji
from tests.bot.web.browsing import Browser, Visit, words


@pytest.fixture
def admin(visit: Visit) -> Browser:
    return visit("kanri")


def test_members_are_listed(admin: Browser) -> None:
    assert "sato 佐藤 <b>花子</b> 担当者 全員" in words(admin.get("/console/members"))


def test_a_member_is_added_and_gets_a_link_that_works(admin: Browser, guest: Browser) -> None:
    added = admin.post(
        "/console/members",
        name="tanaka",
        display_name="田中",
        roles=["staff", "owner"],
        audiences="managers, hr",
    )
    assert "メンバーを追加しました。" in words(added)

    shown = admin.post("/console/members/tanaka/link").text
    found = re.search(r'value="http://testserver(/sign-in\?link=[\w-]+)"', shown)
    assert found
    link = found[1].partition("link=")[2]
    assert guest.post("/sign-in", link=link).url.path == "/console"
    assert "/sign-in?link=" not in admin.get("/console/members/tanaka").text


def test_rights_are_changed_and_taken_away(admin: Browser, visit: Visit, zeroji: Zeroji) -> None:
    zeroji.accounts.add("ito", "伊藤", ["staff"])
    ito = visit("ito")

    admin.post("/console/members/ito", display_name="伊藤", roles="employee", active="true")
    assert ito.get("/console").status_code == 403

    admin.post("/console/members/ito", display_name="伊藤", roles="employee")
    assert ito.get("/console").url.path == "/sign-in"
    assert "無効" in words(admin.get("/console/members/ito"))


@pytest.mark.parametrize("fields", [{"roles": "admin"}, {"roles": "staff", "active": "true"}])
def test_an_administrator_does_not_lock_themselves_out(
    admin: Browser, fields: dict[str, Any]
) -> None:
    answer = admin.post("/console/members/kanri", display_name="管理", **fields)

    assert answer.status_code == 422
    assert admin.get("/console/members").status_code == 200


@pytest.mark.parametrize("name", ["", "佐藤", "sato"])
def test_a_name_that_cannot_be_is_explained(admin: Browser, name: str) -> None:
    answer = admin.post("/console/members", name=name, roles="staff")

    assert answer.status_code in (409, 422)
    assert admin.get("/console/members/nobody").status_code == 404


def test_what_rules_differ_by_is_shown_and_changed(admin: Browser, zeroji: Zeroji) -> None:
    known = {
        "employment": "正社員",
        "hired_on": "2020-04-01",
        "grade": "課長<b>",
        "location": "大阪支店",
    }
    admin.post("/console/members", name="hara", display_name="原", roles="employee", **known)
    assert told(zeroji.accounts.user("hara").profile) == known
    assert "正社員 · 2020-04-01 · 課長<b> · 大阪支店" in words(admin.get("/console/members"))

    page = admin.get("/console/members/hara").text
    assert 'type="date" value="2020-04-01"' in page and 'value="課長&lt;b&gt;"' in page
    changed = known | {"grade": "", "hired_on": ""}
    admin.post(
        "/console/members/hara", display_name="原", roles="employee", active="true", **changed
    )
    assert told(zeroji.accounts.user("hara").profile) == changed


def test_a_day_that_is_none_is_explained(admin: Browser, zeroji: Zeroji) -> None:
    answer = admin.post("/console/members", name="noguchi", roles="employee", hired_on="去年")

    assert answer.status_code == 422 and "日付として読めません" in words(answer)
    assert "noguchi" not in [user.name for user in zeroji.accounts.users()]


class TestSessions:
    def test_one_is_ended_and_the_others_go_on(
        self, admin: Browser, visit: Visit, zeroji: Zeroji
    ) -> None:
        zeroji.accounts.add("endo", "遠藤", ["staff"])
        lost = visit("endo")
        page = admin.get("/console/members/endo").text
        (session,) = re.findall(r'name="session" value="(\w+)"', page)
        kept = visit("endo")

        answer = admin.post("/console/members/endo/sign-out", session=session)

        assert "サインアウトさせました" in words(answer)
        assert lost.get("/console").url.path == "/sign-in"
        assert kept.get("/console").url.path == "/console"

        admin.post("/console/members/endo/sign-out")
        assert kept.get("/console").url.path == "/sign-in"
        assert "サインインしていません" in words(admin.get("/console/members/endo"))

    def test_who_is_not_there_has_none_to_end(self, admin: Browser) -> None:
        assert admin.post("/console/members/nobody/sign-out").status_code == 404

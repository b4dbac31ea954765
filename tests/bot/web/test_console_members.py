"""Members: accounts, rights and one-time links."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.wiring import Zeroji
from tests.bot.web.browsing import Browser, Visit, words


@pytest.fixture
def admin(visit: Visit) -> Browser:
    return visit("kanri")


def test_members_are_listed(admin: Browser) -> None:
    assert "sato 佐藤 <b>花子</b> 担当者 all" in words(admin.get("/console/members"))


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

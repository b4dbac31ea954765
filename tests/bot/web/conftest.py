"""A real Zeroji on a temporary home with a few small manuals, and browsers without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.browsing import Browser, Visit
from tests.bot.web.chromium import CHROMIUM, serving, visitor
from tests.bot.web.console_pages import SignIn, new_ticket, sign_in_on

FAQ = """質問,回答,担当部署
領収書をなくしたときはどうすればよいですか。,支払証明書に理由を書き、課長の承認を得て申請してください。,経理部
タクシー代は精算できますか。,終電後など公共交通機関が使えないときは精算できます。,経理部
"""
RULE = """---
title: 在宅勤務規程
kind: rule
owner: 人事部
effective_from: 2024-04-01
review_date: 2025-04-01
---
# 第2章 勤務

## 第5条（日数）

在宅勤務は、1週間につき3日までとする。

## 第6条（手当）

在宅勤務手当は、次の表のとおりとする。

| 区分 | 金額 |
| --- | --- |
| 1日 | 250円 |
| 月の上限 | 5,000円 |

<script>alert("規程")</script>
"""
COMING = RULE.replace("2024-04-01", "2099-04-01").replace("3日まで", "4日まで")
SECRET = """---
title: 管理職向け通達
audience: managers
---
# 評価

昇給の原資は部門ごとに2.5パーセントとする。
"""
#: Users: name, display name, role, audiences.
PEOPLE = (
    ("shain", "社員 一郎", "employee", ()),
    ("sato", "佐藤 <b>花子</b>", "staff", ()),
    ("mori", "森 次郎", "owner", ()),
    ("suzuki", "鈴木 三郎", "approver", ()),
    ("kanri", "管理 四郎", "admin", ("managers",)),
)


_numbers = count(101)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Manuals that nobody changes."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "経費FAQ.csv").write_text(FAQ, encoding="utf-8")
    (folder / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (folder / "管理職向け通達.md").write_text(SECRET, encoding="utf-8")
    coming = COMING.replace("title: 在宅勤務規程", "revises: 在宅勤務規程\ntitle: 改定通知")
    (folder / "改定通知.md").write_text(coming, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def manuals(tmp_path_factory: pytest.TempPathFactory, company: Path) -> Path:
    """The same, which publications change."""
    return shutil.copytree(company, tmp_path_factory.mktemp("changeable") / "manuals")


@pytest.fixture(scope="session")
def zeroji(tmp_path_factory: pytest.TempPathFactory, manuals: Path) -> Iterator[Zeroji]:
    with peopled(tmp_path_factory.mktemp("home"), manuals) as opened:
        yield opened


@contextmanager
def peopled(home: Path, manuals: Path) -> Iterator[Zeroji]:
    """A Zeroji with these manuals and the people above."""
    with open_zeroji(Settings(home=home, company_name="株式会社テスト")) as opened:
        report = opened.ingest([manuals])
        assert report["manuals"]["failed"] == []
        for name, display_name, role, audiences in PEOPLE:
            opened.accounts.add(name, display_name, [role], audiences)
        yield opened


@pytest.fixture(scope="session")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    with serving(app) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def guest(app: FastAPI) -> Browser:
    return Browser(app)


@pytest.fixture
def visit(app: FastAPI, zeroji: Zeroji) -> Visit:

    def signed_in(name: str) -> Browser:
        browser = Browser(app)
        link = zeroji.accounts.sign_in_link(name)
        assert browser.post("/sign-in", link=link).status_code == 200
        return browser

    return signed_in


@pytest.fixture
def unanswered() -> str:
    """A question that no manual answers and nobody has asked before."""
    return f"{next(_numbers)}号会議室のカラオケの採点は何点ですか"


@pytest.fixture
def ticket(guest: Browser, zeroji: Zeroji, unanswered: str) -> int:
    """The open ticket of a guest's question."""
    guest.ask(unanswered)
    (made,) = [t for t in zeroji.desk.tickets("open", limit=1000) if t.question == unanswered]
    return made.id


@pytest.fixture
def sign_in(chromium: Chromium, address: str, zeroji: Zeroji) -> Iterator[SignIn]:
    """A page of somebody who is signed in, at the queue."""
    with ExitStack() as closing:

        def opened(name: str) -> Page:
            page = closing.enter_context(visitor(chromium, address))
            return sign_in_on(page, zeroji, name)

        yield opened


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    return sign_in("sato")


@pytest.fixture
def number(zeroji: Zeroji) -> int:
    """A ticket."""
    return new_ticket(zeroji)

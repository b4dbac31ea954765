"""Every route of the application, asked for by everybody: the table of access is what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from pydantic import SecretStr

from bot.outcomes import Escalation, Question
from bot.permissions import Role
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.access_table import ROLES, ROUTES, Needed, markdown, may
from tests.bot.web.browsing import Browser

GUEST = "guest"
IDENTITIES: tuple[str, ...] = (GUEST, *ROLES)
#: What the text of a refusal says, so that it is told from what cannot be done for another reason.
REFUSED = re.compile("次のいずれかの役割が必要です")
#: Pages that another one leads to.
ELSEWHERE = {"/console/notices"}
#: What is checked before it is asked who comes.
JSON = {
    "/api/tickets/{ticket_id}/reply": {"text": "ご連絡します。"},
    "/internal/operations": {"name": "users.list", "params": {}},
}


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    # With Slack, whose page leads see in the menu only where it is set up.
    settings = Settings(
        home=tmp_path_factory.mktemp("access"), slack_bot_token=SecretStr("xoxb-test")
    )
    with open_zeroji(settings) as opened:
        for role in ROLES:
            opened.accounts.add(role, role, [role])
        yield opened


@pytest.fixture(scope="module")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


@pytest.fixture(scope="module")
def places(zeroji: Zeroji) -> dict[str, str]:
    """What the blanks of paths are filled with: a question of somebody, and else nothing."""
    asked = zeroji.engine.ask(
        Question(text="会議室のカラオケの採点は何点ですか。", asker="somebody")
    )
    assert isinstance(asked.outcome, Escalation)
    return {
        "ticket_id": str(asked.outcome.ticket),
        "exchange_id": str(asked.id),
        "conversation": asked.conversation,
        "name": "nobody",
    }


@pytest.fixture(scope="module")
def private(zeroji: Zeroji) -> str:
    """The number of a ticket that somebody opened in confidence."""
    text = "上司からの嫌がらせについて相談したいです。"
    asked = zeroji.engine.ask(Question(text=text, asker="employee"))
    return str(zeroji.desk.confide(asked.id, "employee").id)


def signed_in(app: FastAPI, zeroji: Zeroji, identity: str) -> Browser:
    browser = Browser(app)
    if identity != GUEST:
        browser.post("/sign-in", link=zeroji.accounts.sign_in_link(identity))
    browser.http.follow_redirects = False
    return browser


def request(
    browser: Browser, token: str, method: str, route: str, places: dict[str, str]
) -> Response:
    """With all that a request needs besides the right to make it, and nothing to do."""
    headers = {"X-CSRF-Token": token} if method != "GET" else {}
    path = re.sub(r"{(\w+)}", lambda blank: places.get(blank[1], "999999"), route)
    if route in JSON:
        return browser.http.post(path, headers=headers, json=JSON[route])
    form = {"conversation": "of-somebody"} if path.startswith("/exchanges/") else None
    return browser.http.request(method, path, headers=headers, data=form)


def is_open(response: Response, needed: Needed) -> bool:
    """Whether it was let in; what it then lacks, does not find or may not do now is not asked."""
    assert response.status_code != 500, response.text
    if response.status_code == 401 or response.headers.get("Location") == "/sign-in":
        return False
    if needed == "asker":
        return response.status_code != 404
    return not (response.status_code == 403 and REFUSED.search(response.text))


def _is_the_end(route: tuple[str, str, Needed]) -> bool:
    return route[1].startswith("/sign-out")


def test_the_table_names_every_route_once(app: FastAPI) -> None:
    routes = [
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        for method in (context.methods or set()) - {"HEAD"}
    ]

    assert sorted(routes) == sorted((method, path) for method, path, _ in ROUTES)


def test_the_table_names_every_role() -> None:
    assert set(ROLES) == set(get_args(Role))


@pytest.mark.parametrize("identity", IDENTITIES)
def test_each_route_is_open_to_whom_the_table_says(
    app: FastAPI, zeroji: Zeroji, places: dict[str, str], identity: str
) -> None:
    role = None if identity == GUEST else next(role for role in ROLES if role == identity)
    browser = signed_in(app, zeroji, identity)
    token = browser.token
    wrong = []
    for method, path, needed in sorted(ROUTES, key=_is_the_end):
        response = request(browser, token, method, path, places)
        if is_open(response, needed) != may(role, needed):
            wrong.append((method, path, needed, response.status_code))

    assert wrong == []


@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_private_ticket_is_open_to_counselors_alone(
    app: FastAPI, zeroji: Zeroji, private: str, identity: str
) -> None:
    browser = signed_in(app, zeroji, identity)
    token = browser.token
    for method, path, _ in ROUTES:
        if "{ticket_id}" in path:
            answer = request(browser, token, method, path, {"ticket_id": private})
            # 422 is said of a form that lacks something, whatever the ticket is.
            is_found = answer.status_code not in (401, 403, 404, 422)
            is_found &= answer.headers.get("Location") != "/sign-in"
            assert not is_found or identity == "counselor", (method, path)
            assert "嫌がらせ" not in answer.text or identity == "counselor", (method, path)

    page = browser.get(f"/console/tickets/{private}")
    assert (page.status_code == 200) == (identity == "counselor")


@pytest.mark.parametrize("identity", IDENTITIES)
def test_the_menu_shows_exactly_what_may_be_opened(
    app: FastAPI, zeroji: Zeroji, identity: str
) -> None:
    needed = {path: action for method, path, action in ROUTES if method == "GET"}
    role = None if identity == GUEST else next(role for role in ROLES if role == identity)
    browser = signed_in(app, zeroji, identity)
    shown = browser.http.get("/console", follow_redirects=True).text
    tabs = re.search(r'<nav class="tabs".*?</nav>', shown, re.DOTALL)
    menu = set(re.findall(r'href="([^"]+)"', tabs[0])) if tabs else set()

    everything = {path for path in needed if re.fullmatch(r"/console(/\w+)?", path)}
    allowed = {path for path in everything - {"/console"} if may(role, needed[path])}
    if may(role, "see_tickets"):
        allowed.add("/console")
    assert menu - ELSEWHERE == allowed - ELSEWHERE
    for page in menu:
        assert browser.get(page).status_code == 200, page


def test_operations_are_for_who_has_the_token(app: FastAPI, zeroji: Zeroji) -> None:
    call = {"name": "users.list", "params": {}}
    http = Browser(app).http

    for token, status in ((zeroji.home.token, 200), ("wrong", 401), ("", 401)):
        headers = {"Authorization": f"Bearer {token}"}
        answer = http.post("/internal/operations", json=call, headers=headers)
        assert answer.status_code == status


def test_the_table_is_printed_with_a_column_for_everybody() -> None:
    head, _, first, *_ = markdown().splitlines()

    assert head.count("|") == len(IDENTITIES) + 2 == first.count("|")
    assert "`GET /` | ✓ | ✓" in first

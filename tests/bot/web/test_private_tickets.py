"""Private tickets on the pages and in the API: who opens them, and every role before one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select

from bot import schema
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import ANSWERED, HTMX, Browser, Visit, words

HARASSED = "上司からパワハラを受けています"
BUTTON = "担当者に非公開で相談する"
#: Everybody who has an account in these tests and is no counselor.
OTHERS = ("shain", "sato", "mori", "suzuki", "hyoka", "kanri")


@pytest.fixture(scope="module", autouse=True)
def people(zeroji: Zeroji) -> Iterator[None]:
    zeroji.accounts.add("soudan", "相談 花子", ["counselor"])
    zeroji.accounts.add("hyoka", "評価 五郎", ["evaluator"])
    yield
    # Other modules ask of a company without a counselor.
    with writing(zeroji.database) as tx:
        for table in (schema.sessions, schema.sign_in_links):
            tx.execute(delete(table).where(table.c.user.in_(("soudan", "hyoka"))))
        tx.execute(delete(schema.users).where(schema.users.c.name.in_(("soudan", "hyoka"))))


@pytest.fixture
def confided(guest: Browser, zeroji: Zeroji) -> tuple[str, int, int]:
    """A guest's conversation with its exchange and private ticket."""
    conversation = guest.ask(HARASSED).rsplit("/", 1)[1]
    exchange = last_exchange(zeroji, conversation)
    guest.post(f"/exchanges/{exchange}/private", conversation=conversation)
    return conversation, exchange, zeroji.desk.asked_in(conversation)[exchange].id


def last_exchange(zeroji: Zeroji, conversation: str) -> int:
    table = schema.exchanges.c
    query = select(table.id).where(table.conversation == conversation).order_by(table.id.desc())
    with zeroji.database.connect() as tx:
        return int(tx.execute(query.limit(1)).scalar_one())


# Opening one


def test_a_matter_told_in_confidence_offers_a_private_ticket(guest: Browser) -> None:
    page = words(guest.get(guest.ask(HARASSED)))

    assert BUTTON in page
    assert "相談 花子だけです" in page
    assert "お名前は伝わりません" in page
    assert "違う" not in page and "総務に聞く" not in page


def test_who_is_signed_in_is_told_that_the_name_goes_with_it(visit: Visit) -> None:
    employee = visit("shain")

    assert "お名前（社員 一郎さん）も伝わります" in words(employee.get(employee.ask(HARASSED)))


def test_an_answer_offers_none(guest: Browser) -> None:
    assert BUTTON not in words(guest.get(guest.ask(ANSWERED)))


def test_the_button_opens_it_and_says_so(guest: Browser, zeroji: Zeroji) -> None:
    path = guest.ask(HARASSED)
    conversation = path.rsplit("/", 1)[1]
    exchange = last_exchange(zeroji, conversation)

    part = guest.post(f"/exchanges/{exchange}/private", HTMX, conversation=conversation)

    number = zeroji.desk.asked_in(conversation)[exchange].id
    assert f"受付番号 {number}" in words(part) and "相談担当の返事待ち" in words(part)
    assert 'role="status"' in part.text
    assert BUTTON not in words(guest.get(path)) and f"受付番号 {number}" in words(guest.get(path))


def test_without_scripts_the_conversation_comes_back(guest: Browser, zeroji: Zeroji) -> None:
    conversation = guest.ask(HARASSED).rsplit("/", 1)[1]
    exchange = last_exchange(zeroji, conversation)

    answer = guest.post(f"/exchanges/{exchange}/private", conversation=conversation)

    assert answer.url.path == f"/conversations/{conversation}"
    assert "非公開" in words(answer)


def test_nobody_confides_for_somebody_else(guest: Browser, visit: Visit, zeroji: Zeroji) -> None:
    conversation = guest.ask(HARASSED).rsplit("/", 1)[1]
    exchange = last_exchange(zeroji, conversation)

    for other in (guest.stranger(), visit("sato"), visit("soudan")):
        answer = other.post(f"/exchanges/{exchange}/private", conversation=conversation)
        assert answer.status_code == 404
    assert zeroji.desk.asked_in(conversation) == {}


def test_an_escalation_can_be_made_private(
    guest: Browser, zeroji: Zeroji, visit: Visit, unanswered: str
) -> None:
    path = guest.ask(unanswered)
    conversation = path.rsplit("/", 1)[1]
    assert "非公開の相談に切り替える" in words(guest.get(path))

    exchange = last_exchange(zeroji, conversation)
    guest.post(f"/exchanges/{exchange}/private", conversation=conversation)

    assert "相談担当の返事待ち" in words(guest.get(path))
    (number,) = [ticket.id for ticket in zeroji.desk.asked_in(conversation).values()]
    assert unanswered not in words(visit("sato").get(f"/console?q=%23{number}"))
    assert unanswered in words(visit("soudan").get(f"/console?q=%23{number}"))


@pytest.mark.parametrize("verdict", ["helpful", "wrong", "person"])
def test_what_was_told_in_confidence_is_not_for_the_ordinary_buttons(
    guest: Browser, zeroji: Zeroji, verdict: str
) -> None:
    conversation = guest.ask(HARASSED).rsplit("/", 1)[1]
    exchange = last_exchange(zeroji, conversation)

    answer = guest.post(f"/exchanges/{exchange}/{verdict}", conversation=conversation)

    assert answer.status_code in (404, 422)
    assert zeroji.desk.asked_in(conversation) == {}
    events = schema.events.c
    with zeroji.database.connect() as tx:
        query = select(events.id).where(events.subject == f"exchange:{exchange}")
        assert tx.execute(query).all() == []


def test_earlier_questions_do_not_spell_out_what_was_told_in_confidence(guest: Browser) -> None:
    guest.ask(HARASSED)
    path = guest.ask(ANSWERED)

    beside = guest.get(path).text.split("<aside")[1].split("</aside>")[0]

    assert ANSWERED in beside and "（相談）" in beside and HARASSED not in beside


def test_the_log_says_nothing_of_it(
    guest: Browser, zeroji: Zeroji, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    path = guest.ask(HARASSED)
    conversation = path.rsplit("/", 1)[1]
    exchange = last_exchange(zeroji, conversation)
    guest.post(f"/exchanges/{exchange}/private", conversation=conversation)
    guest.http.post("/api/ask", json={"question": HARASSED})

    assert caplog.records
    assert "パワハラ" not in caplog.text and "%E3%83%91" not in caplog.text


# Every role before a private ticket


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_role_finds_it(
    visit: Visit, zeroji: Zeroji, confided: tuple[str, int, int], name: str
) -> None:
    conversation, _, ticket = confided
    browser, page = visit(name), f"/console/tickets/{ticket}"

    for path in ("/console?status=all", "/console/numbers", "/console/proposals"):
        assert f"/console/tickets/{ticket}" not in browser.get(path).text
        assert HARASSED not in browser.get(path).text
    assert browser.get(page).status_code in (403, 404)
    assert browser.get(f"{page}/propose").status_code in (403, 404)
    for action in ("claim", "release", "reply", "dismiss", "reopen", "propose"):
        fields = {
            "text": "はい",
            "because": "不要",
            "manual": "1",
            "after": "はい",
            "question": "新",
        }
        assert browser.post(f"{page}/{action}", None, **fields).status_code in (403, 404)
    session = {"X-CSRF-Token": browser.token}
    listed = browser.http.get("/api/tickets?limit=1000", headers=session)
    assert HARASSED not in listed.text
    replied = browser.http.post(
        f"/api/tickets/{ticket}/reply", json={"text": "はい"}, headers=session
    )
    assert replied.status_code in (403, 404)
    assert browser.get(f"/conversations/{conversation}").status_code == 404
    assert zeroji.desk.in_confidence().ticket(ticket).status == "open"


def test_a_counselor_reads_it_and_replies(
    guest: Browser, visit: Visit, confided: tuple[str, int, int]
) -> None:
    conversation, _, ticket = confided
    counselor, page = visit("soudan"), f"/console/tickets/{ticket}"
    assert HARASSED in words(counselor.get(f"/console?q=%23{ticket}"))

    shown = counselor.get(page)
    assert HARASSED in words(shown) and "相談担当だけが読める相談です" in words(shown)
    assert "data-draft" not in shown.text and "近い記載" not in words(shown)

    counselor.post(f"{page}/claim")
    replied = words(counselor.post(f"{page}/reply", text="お話を伺います。"))
    assert "お話を伺います。" in replied and "マニュアルに反映" not in replied
    assert "お話を伺います。" in words(guest.get(f"/conversations/{conversation}"))


def test_a_counselor_does_not_work_on_ordinary_tickets(visit: Visit, ticket: int) -> None:
    counselor, page = visit("soudan"), f"/console/tickets/{ticket}"

    assert "回答を書く" not in words(counselor.get(page))
    assert counselor.post(f"{page}/reply", text="はい").status_code == 403


def test_a_counselor_reads_nothing_else_of_the_conversation(
    guest: Browser, visit: Visit, zeroji: Zeroji
) -> None:
    conversation = guest.ask(ANSWERED).rsplit("/", 1)[1]
    guest.ask(HARASSED, conversation=conversation)
    exchange = last_exchange(zeroji, conversation)
    guest.post(f"/exchanges/{exchange}/private", conversation=conversation)
    ticket = zeroji.desk.asked_in(conversation)[exchange].id

    page = words(visit("soudan").get(f"/console/tickets/{ticket}"))

    assert HARASSED in page and ANSWERED not in page


def test_the_numbers_and_metrics_do_not_count_it(
    guest: Browser, visit: Visit, confided: tuple[str, int, int], zeroji: Zeroji
) -> None:
    _, _, ticket = confided
    assert ticket not in [t.id for t in zeroji.desk.tickets(limit=1000)]
    opened = f'zeroji_tickets{{status="open"}} {zeroji.desk.count()["open"]}.0'
    assert opened in guest.get("/metrics").text


# The API


def test_the_api_opens_one_for_the_asker(guest: Browser, zeroji: Zeroji) -> None:
    asked = guest.http.post("/api/ask", json={"question": HARASSED}).json()
    assert (asked["outcome"], asked["ticket"]) == ("refusal", None)

    made = guest.http.post(f"/api/exchanges/{asked['exchange']}/private").json()

    assert made["private"] is True
    assert zeroji.desk.in_confidence().ticket(made["ticket"]).question == HARASSED
    stranger = guest.stranger().http.post(f"/api/exchanges/{asked['exchange']}/private")
    assert stranger.status_code == 404


def test_the_token_opens_one_for_whom_it_names_and_reads_none(
    guest: Browser, zeroji: Zeroji, confided: tuple[str, int, int]
) -> None:
    _, _, ticket = confided
    token = {"Authorization": f"Bearer {zeroji.home.token}"}
    body = {"question": HARASSED, "as": "shain"}
    asked = guest.http.post("/api/ask", json=body, headers=token).json()

    path = f"/api/exchanges/{asked['exchange']}/private"
    assert guest.http.post(path, json={"as": "sato"}, headers=token).status_code == 404
    assert guest.http.post(path, json={"as": "shain"}, headers=token).status_code == 200

    listed = guest.http.get("/api/tickets?limit=1000", headers=token)
    assert HARASSED not in listed.text
    reply = {"text": "はい", "as": "soudan"}
    answer = guest.http.post(f"/api/tickets/{ticket}/reply", json=reply, headers=token)
    assert answer.status_code == 404


def test_a_counselors_session_reads_them_by_the_api(
    visit: Visit, confided: tuple[str, int, int]
) -> None:
    counselor = visit("soudan")
    session = {"X-CSRF-Token": counselor.token}

    listed = counselor.http.get("/api/tickets?limit=1000", headers=session).json()
    assert confided[2] in [ticket["id"] for ticket in listed]
    path = f"/api/tickets/{confided[2]}/reply"
    assert counselor.http.post(path, json={"text": "はい"}, headers=session).status_code == 200


# Naming counselors


def test_an_administrator_names_counselors_but_not_themselves(visit: Visit, zeroji: Zeroji) -> None:
    admin = visit("kanri")

    own = admin.post("/console/members/kanri", display_name="管理", roles=["admin", "counselor"])
    assert own.status_code == 422 and not zeroji.accounts.user("kanri").may("read_private")

    other = admin.post(
        "/console/members/hyoka",
        display_name="評価 五郎",
        roles=["evaluator", "counselor"],
        active="true",
    )
    assert other.status_code == 200 and zeroji.accounts.user("hyoka").may("read_private")
    admin.post(
        "/console/members/hyoka", display_name="評価 五郎", roles=["evaluator"], active="true"
    )


def test_making_a_link_with_which_one_could_sign_in_as_another_is_kept(
    visit: Visit, zeroji: Zeroji
) -> None:
    visit("kanri").post("/console/members/soudan/link")

    events = schema.events.c
    query = select(events.actor).where(
        events.action == "user.link_made", events.subject == "user:soudan"
    )
    with zeroji.database.connect() as tx:
        assert tx.execute(query).scalars().all() == ["kanri"]


def test_without_a_counselor_the_page_says_whom_to_contact(
    guest: Browser, zeroji: Zeroji, visit: Visit
) -> None:
    for waiting in zeroji.desk.in_confidence().tickets("waiting", limit=1000):
        if waiting.private:
            zeroji.desk.in_confidence().reply(waiting.id, "soudan", "伺いました。")
    _make_active(zeroji, False)
    try:
        page = words(guest.get(guest.ask(HARASSED)))
        assert BUTTON not in page
        assert "コンプライアンス相談窓口へ直接ご連絡ください" in page
    finally:
        _make_active(zeroji, True)


def _make_active(zeroji: Zeroji, active: bool) -> None:
    zeroji.accounts.change(
        "soudan", display_name="相談 花子", audiences=(), roles=["counselor"], active=active
    )

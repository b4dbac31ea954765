"""The console's queue and its tickets."""

from __future__ import annotations

import pytest

from bot.outcomes import Question
from bot.wiring import Zeroji
from tests.bot.web.browsing import ANSWERED, Browser, Visit, words


@pytest.fixture
def page(ticket: int) -> str:
    return f"/console/tickets/{ticket}"


def test_the_queue_shows_what_waits(visit: Visit, ticket: int, unanswered: str) -> None:
    queue = words(visit("sato").get(f"/console?q=%23{ticket}"))

    assert unanswered in queue
    assert "対応待ち" in queue


def test_the_queue_is_filtered(visit: Visit, page: str, unanswered: str) -> None:
    staff = visit("sato")
    staff.post(f"{page}/claim")

    def shown(query: str) -> bool:
        return unanswered in words(staff.get(f"/console?{query}"))

    assert shown("status=claimed") and shown("owner=me") and shown("status=all")
    assert not shown("status=open")
    assert not shown("owner=nobody")
    assert not shown("overdue=true")


def test_an_unknown_status_is_refused(visit: Visit) -> None:
    assert visit("sato").get("/console?status=lost").status_code == 422


def test_a_ticket_says_why_and_what_was_nearest(visit: Visit, page: str, unanswered: str) -> None:
    text = words(visit("sato").get(page))

    assert unanswered in text
    assert "近い記載" in text
    assert "担当する" in text and "回答を書く" in text


def test_claim_and_release(visit: Visit, page: str) -> None:
    staff = visit("sato")

    assert "担当になりました。" in words(staff.post(f"{page}/claim"))
    assert "担当を外れました。" in words(staff.post(f"{page}/release"))


def test_who_comes_second_is_told_who_was_first(visit: Visit, page: str) -> None:
    visit("sato").post(f"{page}/claim")

    answer = visit("mori").post(f"{page}/claim")

    assert answer.status_code == 409
    assert "佐藤" in words(answer)


def test_a_reply_closes_the_question_and_can_go_into_a_manual(visit: Visit, page: str) -> None:
    answer = visit("sato").post(f"{page}/reply", text="95点です。")

    assert "回答を送りました。" in words(answer)
    assert "95点です。" in words(answer)
    assert "マニュアルに反映" in words(answer)
    assert "data-forget-draft" in answer.text


def test_an_empty_reply_is_refused(visit: Visit, page: str) -> None:
    assert visit("sato").post(f"{page}/reply", text=" ").status_code == 422


def test_dismiss_with_a_reason_and_reopen(visit: Visit, page: str) -> None:
    staff = visit("sato")

    dismissed = words(staff.post(f"{page}/dismiss", because="業務の質問ではないため"))
    assert "業務の質問ではないため" in dismissed
    assert "もう一度開きました。" in words(staff.post(f"{page}/reopen"))


def test_an_approver_reads_tickets_without_buttons(visit: Visit, page: str) -> None:
    assert "担当する" not in words(visit("suzuki").get(page))


def test_an_unknown_ticket_is_not_found(visit: Visit) -> None:
    assert visit("sato").get("/console/tickets/99999").status_code == 404


def test_what_was_asked_in_confidence_or_later_is_not_shown(
    guest: Browser, visit: Visit, zeroji: Zeroji, unanswered: str
) -> None:
    path = guest.ask("上司からパワハラを受けています")
    conversation = path.rsplit("/", 1)[1]
    guest.ask(unanswered, conversation=conversation)
    guest.ask(ANSWERED, conversation=conversation)
    (ticket,) = [t for t in zeroji.desk.tickets("open", limit=1000) if unanswered in t.question]

    page = words(visit("sato").get(f"/console/tickets/{ticket.id}"))

    assert unanswered in page
    conversation_shown = page.split("会話")[1].split("ゼロ次が調べたこと")[0]
    assert "パワハラ" not in page and ANSWERED not in conversation_shown


def test_passages_outside_the_readers_audience_are_only_counted(
    visit: Visit, zeroji: Zeroji, unanswered: str
) -> None:
    text = f"昇給の原資は{unanswered}"
    question = Question(text=text, asker="kanri", audiences=frozenset({"all", "managers"}))
    exchange = zeroji.engine.ask(question)
    if exchange.outcome.kind != "escalation":
        zeroji.desk.ask_a_person(exchange.id, "kanri")
    (ticket,) = [t for t in zeroji.desk.tickets("open", limit=1000) if text in t.question]
    hidden = [p for p in ticket.nearest if p["manual"] == "管理職向け通達"]

    page = words(visit("sato").get(f"/console/tickets/{ticket.id}"))

    assert "2.5パーセント" not in page
    assert not hidden or "閲覧範囲の外です" in page


def test_the_page_can_be_read_in_english(visit: Visit, page: str) -> None:
    assert "Nearest passages" in words(visit("sato").get(f"{page}?lang=en"))

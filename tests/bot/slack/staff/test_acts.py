"""What staff do with tickets in Slack."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.ticket import Ticket
from bot.slack.messages.action_ids import CLAIM, DISMISS, HAND_OVER, RELEASE, REOPEN, REPLY
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Person, Slack
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.conftest import Hire
from tests.bot.slack.staff.desk import Desk, account, told
from tests.bot.slack.workspace import shown, wait_for

REPLIED = "管理課の山田が手配します。内線は2211です。"


@pytest.fixture(autouse=True)
def is_on_the_card(desk: Desk, ticket: Ticket) -> None:
    desk.card(ticket)


def reply_form(desk: Desk, ticket: Ticket, who: Person) -> Any:
    """The form that opens at 回答する."""
    who.press(desk.card(ticket), REPLY)
    return wait_for(lambda: who.modal)


def test_a_ticket_is_claimed_released_and_claimed_again(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    tanaka.press(desk.card(ticket), CLAIM)
    assert desk.status(ticket, "claimed").owner == account(tanaka)
    tanaka.press(desk.card(ticket, says="対応中"), RELEASE)
    desk.status(ticket, "open")
    tanaka.press(desk.card(ticket, says="未対応"), CLAIM)
    desk.status(ticket, "claimed")
    assert told(desk.slack, tanaka) == []


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person
) -> None:
    card = desk.card(ticket)
    tanaka.press(card, CLAIM)
    sato.press(card, CLAIM)
    owner = desk.status(ticket, "claimed").owner
    other, name = (sato, "田中 花子") if owner == account(tanaka) else (tanaka, "佐藤 一郎")
    (said,) = wait_for(lambda: told(desk.slack, other))
    assert f"{name} さんが担当しています" in said
    claims = [one for one in desk.zeroji.desk.history(ticket.id) if one.action == "ticket.claimed"]
    assert len(claims) == 1


def test_a_reply_reaches_the_asker_in_their_thread_once(
    desk: Desk, ticket: Ticket, tanaka: Person, employee: Person, slack: Slack
) -> None:
    reply_form(desk, ticket, tanaka)
    sent = tanaka.submit({"text": REPLIED})
    assert sent.errors == {}
    assert tanaka.modal is None
    assert desk.status(ticket, "answered").reply == REPLIED
    wait_for(lambda: REPLIED in str(slack.posted(employee.direct.id)))
    desk.card(ticket, says=REPLIED)
    replies = [one for one in slack.posted(employee.direct.id) if REPLIED in shown(one)]
    assert len(replies) == 1
    assert replies[0]["thread_ts"] == ticket.askers[0].conversation.split(":")[2]


def test_a_reply_names_the_passages_that_were_ticked(
    desk: Desk, tanaka: Person, colleague: Person, slack: Slack
) -> None:
    ticket = desk.asked(colleague, "在宅勤務手当は1日いくらですか")
    wait_for(lambda: desk.cards(ticket))
    nearest = desk.now(ticket).nearest
    assert nearest
    form = reply_form(desk, ticket, tanaka)
    assert nearest[0]["manual"] in str(form)
    tanaka.submit({"text": REPLIED, "cite": [nearest[0]["chunk_id"]]})
    cited = desk.status(ticket, "answered").citations
    assert [one["chunk_id"] for one in cited] == [nearest[0]["chunk_id"]]
    wait_for(lambda: "根拠：" in str(slack.posted(colleague.direct.id)))


def test_who_was_too_slow_sees_it_in_the_form_and_gets_the_text_back(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person
) -> None:
    reply_form(desk, ticket, tanaka)
    desk.zeroji.desk.reply(ticket.id, account(sato), "総務課が手配します。")
    sent = tanaka.submit({"text": REPLIED})
    assert sent.view is not None
    assert "佐藤 一郎 さんが先に回答しました" in str(sent.view)
    assert REPLIED in str(sent.view)
    assert "submit" not in sent.view or not sent.view["submit"]
    assert desk.now(ticket).reply == "総務課が手配します。"


def test_of_two_replies_at_once_one_is_sent_and_the_other_text_is_given_back(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person, employee: Person, slack: Slack
) -> None:
    for who in (tanaka, sato):
        reply_form(desk, ticket, who)
    tanaka.submit({"text": "田中の回答です。"})
    kept = sato.submit({"text": "佐藤の回答です。"})
    assert desk.status(ticket, "answered").reply == "田中の回答です。"
    wait_for(
        lambda: "佐藤の回答です。" in str(kept.view) or "佐藤の回答です。" in str(told(slack, sato))
    )
    assert "田中 花子 さんが先に回答しました" in str(kept.view) + str(told(slack, sato))
    wait_for(lambda: "田中の回答です。" in str(slack.posted(employee.direct.id)))
    assert "佐藤の回答です。" not in str(slack.posted(employee.direct.id))


def test_an_empty_reply_is_objected_to_and_the_form_stays(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    reply_form(desk, ticket, tanaka)
    assert tanaka.submit({"text": "　 \n"}).errors == {"text": "文章を入力してください。"}
    assert tanaka.modal is not None
    assert desk.now(ticket).status == "open"


def test_a_form_that_is_sent_twice_replies_once(
    desk: Desk, ticket: Ticket, tanaka: Person, employee: Person, slack: Slack
) -> None:
    form = reply_form(desk, ticket, tanaka)
    for _ in range(2):
        tanaka.submit({"text": REPLIED}, view=form)
    desk.status(ticket, "answered")
    wait_for(lambda: REPLIED in str(slack.posted(employee.direct.id)))
    sent = [one for one in desk.zeroji.desk.history(ticket.id) if one.action == "ticket.answered"]
    assert len(sent) == 1


def test_a_ticket_is_handed_over_with_a_note(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person
) -> None:
    tanaka.press(desk.card(ticket), HAND_OVER)
    wait_for(lambda: tanaka.modal)
    tanaka.submit({"to": account(sato), "note": "車両は佐藤さんの担当です"})
    assert desk.status(ticket, "claimed").owner == account(sato)
    wait_for(lambda: "車両は佐藤さんの担当です" in str(desk.thread(ticket)))
    assert "担当：佐藤 一郎" in shown(desk.card(ticket, says="対応中"))


def test_a_ticket_is_dismissed_with_a_reason_that_the_asker_is_told_and_reopened(
    desk: Desk, ticket: Ticket, tanaka: Person, employee: Person, slack: Slack
) -> None:
    tanaka.press(desk.card(ticket), DISMISS)
    wait_for(lambda: tanaka.modal)
    tanaka.submit({"because": "ビル管理会社へ直接ご連絡ください。"})
    desk.status(ticket, "dismissed")
    wait_for(lambda: "ビル管理会社" in str(slack.posted(employee.direct.id)))
    tanaka.press(desk.card(ticket, says="対応しない理由"), REOPEN)
    desk.status(ticket, "open")
    desk.card(ticket, says="未対応")


def test_what_somebody_else_has_is_not_taken_from_them_but_by_who_leads(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person, hire: Hire
) -> None:
    desk.zeroji.desk.claim(ticket.id, account(sato))
    card = desk.card(ticket, says="対応中")
    tanaka.press(card, REPLY)
    assert "佐藤 一郎 さんが担当しています" in str(wait_for(lambda: tanaka.modal))
    lead = hire("lead", name="課長")
    lead.press(card, HAND_OVER)
    wait_for(lambda: lead.modal)
    lead.submit({"to": account(tanaka), "note": ""})
    wait_for(lambda: desk.now(ticket).owner == account(tanaka))


def test_who_is_no_staff_is_told_what_to_do(
    desk: Desk, ticket: Ticket, slack: Slack, employee: Person
) -> None:
    visitor = Person(slack)
    slack.workspace.channel(STAFF_CHANNEL, members=(visitor.id,))
    visitor.press(desk.card(ticket), CLAIM)
    (said,) = wait_for(lambda: told(slack, visitor))
    assert "結び付けを依頼してください" in said
    visitor.press(desk.card(ticket), REPLY)
    assert "結び付けを依頼してください" in str(wait_for(lambda: visitor.modal))
    assert desk.now(ticket).status == "open"


def test_what_the_console_does_meanwhile_counts(
    desk: Desk, ticket: Ticket, tanaka: Person, zeroji: Zeroji
) -> None:
    card = desk.card(ticket)
    zeroji.desk.dismiss(ticket.id, account(tanaka), "別の窓口です。")
    tanaka.press(card, REPLY)
    assert "「対応しない」にしました" in str(wait_for(lambda: tanaka.modal))


def test_an_act_is_done_once_though_slack_fails_in_the_middle(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person, slack: Slack
) -> None:
    desk.zeroji.desk.claim(ticket.id, account(sato))
    slack.fail_call("chat.postEphemeral", Failure(500), channel=STAFF_CHANNEL)
    tanaka.press(desk.card(ticket), CLAIM)
    (said,) = wait_for(lambda: told(slack, tanaka))
    assert "佐藤 一郎 さんが担当しています" in said


def test_from_the_queue_on_the_home_a_ticket_is_claimed_and_replied_to(
    desk: Desk, ticket: Ticket, tanaka: Person, employee: Person, slack: Slack
) -> None:
    tanaka.open_home()
    home = wait_for(lambda: tanaka.home if str(ticket.id) in values(tanaka.home) else None)
    tanaka.press(home, str(ticket.id))
    desk.status(ticket, "claimed")
    wait_for(lambda: REPLY in str(tanaka.home))
    tanaka.press(wait_for(lambda: tanaka.home), REPLY)
    wait_for(lambda: tanaka.modal)
    tanaka.submit({"text": REPLIED})
    desk.status(ticket, "answered")
    wait_for(lambda: REPLIED in str(slack.posted(employee.direct.id)))


def values(home: Any) -> list[str]:
    """What the buttons of a home stand for."""
    blocks = home["blocks"] if home else []
    elements = [e for b in blocks for e in (*b.get("elements", ()), b.get("accessory") or {})]
    return [str(element.get("value")) for element in elements]

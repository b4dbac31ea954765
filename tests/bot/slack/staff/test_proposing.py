"""「マニュアルに反映」 in Slack."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.proposal import Proposal
from bot.desk.ticket import Ticket
from bot.slack.messages.action_ids import PLACE_CHOSEN, PROPOSE, PROPOSE_MESSAGE
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Person
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.conftest import Hire
from tests.bot.slack.staff.desk import Desk, account, told
from tests.bot.slack.workspace import wait_for

REPLIED = "在宅勤務手当は翌月の給与と一緒に振り込みます。"


@pytest.fixture
def answered(desk: Desk, employee: Person, tanaka: Person) -> Ticket:
    """A ticket about working at home, with a reply that no manual has."""
    ticket = desk.asked(employee, "在宅勤務手当は誰が振り込みますか")
    desk.zeroji.desk.reply(ticket.id, account(tanaka), REPLIED)
    wait_for(lambda: desk.cards(ticket))
    desk.card(ticket, says="回答済み")
    return ticket


def proposals(desk: Desk, ticket: Ticket) -> list[Proposal]:
    return desk.zeroji.proposals.proposals(ticket_id=ticket.id)


def propose_form(who: Person) -> Params:
    """The form, once its places are there."""
    form: Params = wait_for(lambda: who.modal if "改定案" in str(who.modal) else None)
    return form


def text_block(form: Params) -> str:
    (block,) = [b["block_id"] for b in form["blocks"] if b["block_id"].startswith("text:")]
    return str(block)


def options(form: Params) -> list[Any]:
    (places,) = [b["element"]["options"] for b in form["blocks"] if b["block_id"] == "place"]
    return list(places)


def test_a_reply_becomes_a_proposal_that_is_approved_in_the_console(
    desk: Desk, answered: Ticket, tanaka: Person
) -> None:
    tanaka.press(desk.card(answered), PROPOSE)
    form = propose_form(tanaka)
    assert REPLIED in str(form)
    text = "在宅勤務手当は、1日につき250円とし、翌月の給与と一緒に振り込む。"
    assert tanaka.submit({text_block(form): text}).errors == {}
    (made,) = wait_for(lambda: proposals(desk, answered))
    assert made.after.endswith(text)
    assert made.author == account(tanaka)
    assert made.status == "proposed"
    (said,) = wait_for(lambda: told(desk.slack, tanaka))
    assert f"改定案 {made.id} を作りました" in said
    assert f"/console/proposals/{made.id}" in str(desk.slack.whispered(tanaka.id))
    desk.card(answered, says="改定案あり")


def test_another_place_shows_what_it_says(desk: Desk, answered: Ticket, tanaka: Person) -> None:
    tanaka.press(desk.card(answered), PROPOSE)
    form = propose_form(tanaka)
    before, other = text_block(form), options(form)[1]["value"]
    tanaka.press(form, PLACE_CHOSEN, other)
    changed = wait_for(
        lambda: tanaka.modal if tanaka.modal and text_block(tanaka.modal) != before else None
    )
    assert text_block(changed) == f"text:{other}"


def test_a_change_that_was_not_made_for_the_chosen_place_is_not_sent(
    desk: Desk, answered: Ticket, tanaka: Person
) -> None:
    tanaka.press(desk.card(answered), PROPOSE)
    form = propose_form(tanaka)
    other = options(form)[1]["value"]
    sent = tanaka.submit({text_block(form): "別の場所の文面です。", "place": other}, view=form)
    assert "場所が変わりました" in sent.errors["place"]
    assert proposals(desk, answered) == []


def test_of_two_proposals_for_one_ticket_the_second_gets_its_text_back(
    desk: Desk, answered: Ticket, tanaka: Person, sato: Person
) -> None:
    forms = []
    for who in (tanaka, sato):
        who.press(desk.card(answered), PROPOSE)
        forms.append(propose_form(who))
    tanaka.submit({text_block(forms[0]): "田中の改定案の文面です。"})
    wait_for(lambda: proposals(desk, answered))
    late = sato.submit({text_block(forms[1]): "佐藤の改定案の文面です。"})
    assert "改定案は、すでに出ています" in str(late.view)
    assert "佐藤の改定案の文面です。" in str(late.view)
    assert len(proposals(desk, answered)) == 1


def test_a_ticket_without_a_reply_is_to_be_replied_to_first(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    card = desk.card(ticket)
    tanaka.shortcut(PROPOSE_MESSAGE, card)
    wait_for(lambda: "先に質問した人へ回答" in str(tanaka.modal))


def test_the_shortcut_takes_the_reply_of_the_ticket_whose_message_it_is_used_on(
    desk: Desk, answered: Ticket, tanaka: Person
) -> None:
    tanaka.shortcut(PROPOSE_MESSAGE, desk.card(answered))
    form = propose_form(tanaka)
    assert REPLIED in str(form)
    tanaka.submit({text_block(form): "近道から作った改定案の文面です。"})
    wait_for(lambda: proposals(desk, answered))


def test_the_shortcut_takes_what_a_colleague_wrote_in_a_channel(
    desk: Desk, tanaka: Person, sato: Person
) -> None:
    said = sato.message("在宅勤務手当の申請は、月末までに人事部へ出してください。", STAFF_CHANNEL)
    known = len(desk.zeroji.proposals.outlines())
    tanaka.shortcut(PROPOSE_MESSAGE, said)
    form = propose_form(tanaka)
    assert "月末までに人事部へ" in str(form)
    tanaka.submit({text_block(form): "在宅勤務手当の申請は、月末までに人事部へ出す。"})
    wait_for(lambda: len(desk.zeroji.proposals.outlines()) == known + 1)
    newest = desk.zeroji.proposals.proposals()[0]
    assert newest.ticket_id is None


@pytest.fixture(scope="module")
def price_list(zeroji: Zeroji, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("tables") / "貸出品の料金表.csv"
    file.write_text("品名,貸出料\n台車,無料\n掲示パネル,500円\n", encoding="utf-8")
    assert zeroji.ingest([file])["manuals"]["failed"] == []


def test_a_row_of_a_table_is_changed_value_by_value(
    desk: Desk, ticket: Ticket, tanaka: Person, price_list: None
) -> None:
    said = "掲示パネルの貸出料は600円です。"
    desk.zeroji.desk.reply(ticket.id, account(tanaka), said)
    tanaka.press(desk.card(ticket, says="回答済み"), PROPOSE)
    form = propose_form(tanaka)
    (row,) = [o for o in options(form) if "貸出品の料金表：掲示パネル" in str(o)]
    if text_block(form) != f"text:{row['value']}":
        tanaka.press(form, PLACE_CHOSEN, row["value"])
        wanted = f"'text:{row['value']}'"
        form = wait_for(lambda: tanaka.modal if wanted in str(tanaka.modal) else None)
    block, place = f"text:{row['value']}", row["value"]
    assert said in str(form)
    late = tanaka.submit({block: "600円です。", "place": place})
    assert "貸出料" in late.errors[block]
    tanaka.submit({block: "品名: 掲示パネル\n貸出料: 600円", "place": place})
    (made,) = wait_for(lambda: proposals(desk, ticket))
    assert (made.how, made.before) == ("row", "品名: 掲示パネル\n貸出料: 500円")
    assert made.after == "品名: 掲示パネル\n貸出料: 600円"


def test_nobody_sees_manuals_in_the_form_that_they_may_not_read(
    desk: Desk, employee: Person, hire: Hire
) -> None:
    ticket = desk.asked(employee, "昇給の原資は何パーセントですか")
    tanaka = hire(name="田中 花子")
    desk.zeroji.desk.reply(ticket.id, account(tanaka), "来期は見直します。")
    wait_for(lambda: desk.cards(ticket))
    tanaka.press(desk.card(ticket, says="回答済み"), PROPOSE)
    assert "管理職向け通達" not in str(propose_form(tanaka))
    assert "2.5パーセント" not in str(tanaka.modal)

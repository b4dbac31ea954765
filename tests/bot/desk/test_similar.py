from __future__ import annotations

from collections.abc import Callable

from bot.outcomes import Exchange
from bot.wiring import Zeroji

Ticket = Callable[..., int]
CURRY = "社員食堂のカレーの値段はいくらですか"
RAMEN = "社員食堂のラーメンの値段はいくらですか"
BIKES = "駐輪場はどこにありますか"


def replied(zeroji: Zeroji, ticket: Ticket, *questions: str) -> list[int]:
    numbers = [ticket(question) for question in questions]
    for number in numbers:
        zeroji.desk.reply(number, "sato", "回答です。")
    return numbers


def test_earlier_replies_come_best_first_with_how_like_they_are(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    ramen, curry, _ = replied(zeroji, ticket, RAMEN, CURRY, BIKES)
    found = zeroji.desk.similar("社食のカレーっていくら？")
    assert [one.ticket.id for one in found] == [curry, ramen]
    assert found[0].similarity == 1.0
    assert 0.2 < found[1].similarity < 1.0
    assert found[0].ticket.reply == "回答です。"
    assert [asker.asker for asker in found[0].ticket.askers] == ["shain"]


def test_a_ticket_is_not_like_itself_and_what_waits_has_nothing_to_say(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    (curry,) = replied(zeroji, ticket, CURRY)
    again, waiting = ticket(CURRY, asker="mori"), ticket(RAMEN)
    assert [one.ticket.id for one in zeroji.desk.similar(curry)] == []
    assert [one.ticket.id for one in zeroji.desk.similar(again)] == [curry]
    assert waiting not in [one.ticket.id for one in zeroji.desk.similar(CURRY)]


def test_no_more_than_wanted_and_nothing_that_has_nothing_in_common(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    replied(zeroji, ticket, RAMEN, CURRY, BIKES)
    assert len(zeroji.desk.similar(CURRY, limit=1)) == 1
    assert zeroji.desk.similar("育児休業は夫も取れますか") == []
    assert zeroji.desk.similar("。。。") == []


def test_a_dismissed_ticket_that_was_replied_to_is_shown(zeroji: Zeroji, ticket: Ticket) -> None:
    (curry,) = replied(zeroji, ticket, CURRY)
    zeroji.desk.dismiss(curry, "sato", "マニュアルには載せません。")
    assert [one.ticket.id for one in zeroji.desk.similar(CURRY)] == [curry]


def test_private_tickets_are_shown_to_nobody_here(
    zeroji: Zeroji, ask: Callable[..., Exchange]
) -> None:
    zeroji.accounts.add("soudan", "相談", ["counselor"])
    desk = zeroji.desk.in_confidence()
    private = desk.confide(ask(CURRY).id, "shain").id
    desk.reply(private, "soudan", "伺いました。")
    for shown in (zeroji.desk, desk):
        assert shown.similar(CURRY) == []
    assert desk.similar(private) == []

"""Answers in channels that are for the asker alone."""

from __future__ import annotations

import pytest

from bot.slack.asking.personal import is_personal
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Person, Slack
from tests.bot.slack.workspace import shown, wait_for

PERSONAL = "親の介護中ですが、在宅勤務は週に何日までできますか"
UNANSWERED = "妻が出産します。祝い金はいくらですか"


@pytest.mark.parametrize(
    "question",
    [
        PERSONAL,
        UNANSWERED,
        "自分の有給はあと何日残っていますか",
        "私が病気で休職したら給与は出ますか",
        "妻が出産します。休暇はありますか",
        "How many days are left of my leave?",
    ],
)
def test_who_asks_about_themselves(question: str) -> None:
    assert is_personal(question)


@pytest.mark.parametrize(
    "question",
    [
        "在宅勤務は週に何日までできますか",
        "育児休業は何歳まで取れますか",
        "賞与の支給日はいつですか",
        "私が使える駐車場はありますか",
        "What is the hotel limit?",
    ],
)
def test_who_asks_what_everybody_may_ask(question: str) -> None:
    assert not is_personal(question)


def test_only_the_asker_sees_it_until_they_share_it(employee: Person, slack: Slack) -> None:
    channel = slack.workspace.channel().id
    asked = employee.mention(PERSONAL, channel)
    (whispered,) = wait_for(lambda: slack.whispered(employee.id, channel))
    (pointer,) = wait_for(lambda: slack.posted(channel))
    assert pointer["thread_ts"] == asked["ts"]
    assert "ご本人だけ" in shown(pointer)
    for _ in range(2):
        employee.press(whispered, "zeroji.share")
    wait_for(lambda: len(slack.posted(channel)) == 2)
    shared = slack.posted(channel)[1]
    assert shared["thread_ts"] == asked["ts"]
    assert f"<@{employee.id}>" in shown(shared)
    assert "3日まで" in shown(whispered)


def test_who_asks_a_person_after_it_is_told_that_the_reply_comes_directly(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel().id
    employee.mention(PERSONAL, channel)
    (whispered,) = wait_for(lambda: slack.whispered(employee.id, channel))
    employee.press(whispered, "zeroji.person")
    _, promised = wait_for(lambda: slack.whispered(employee.id, channel)[1:] and whispers(employee))
    assert "ダイレクトメッセージへ回答が届きます" in shown(promised)
    zeroji.desk.reply(ticket_of(zeroji, employee), "sato", "1週間に3日までです。")
    (reply,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "1週間に3日までです。" in shown(reply)


def test_who_asks_a_person_after_what_all_could_read_is_told_that_it_comes_there(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel().id
    asked = employee.mention("在宅勤務は週に何日までできますか", channel)
    (answer,) = wait_for(lambda: slack.posted(channel))
    employee.press(answer, "zeroji.person")
    (promised,) = wait_for(lambda: whispers(employee))
    assert "このスレッドへ回答が届きます" in shown(promised)
    zeroji.desk.reply(ticket_of(zeroji, employee), "sato", "1週間に3日までです。")
    wait_for(lambda: len(slack.posted(channel)) == 2)
    assert slack.posted(channel)[1]["thread_ts"] == asked["ts"]


def whispers(person: Person) -> list[Params]:
    """What only they were shown."""
    return [one for one in person.slack.whispered(person.id) if one.get("blocks")]


def ticket_of(zeroji: Zeroji, person: Person) -> int:
    asker = f"slack:{person.id}"
    (found,) = [
        ticket.id
        for ticket in zeroji.desk.tickets(limit=500)
        if asker in {one.asker for one in ticket.askers}
    ]
    return found


def test_what_is_handed_over_is_said_where_staff_will_reply(employee: Person, slack: Slack) -> None:
    channel = slack.workspace.channel().id
    employee.mention(UNANSWERED, channel)
    (told,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert UNANSWERED in shown(told) and "ここへ回答が届きます" in shown(told)
    (pointer,) = wait_for(lambda: slack.posted(channel))
    assert shown(pointer) == "ダイレクトメッセージでお返事しました。"
    assert slack.whispered(employee.id) == []


def test_in_a_direct_message_nobody_else_reads_along(employee: Person, slack: Slack) -> None:
    employee.message(PERSONAL)
    (answer,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert slack.whispered(employee.id) == []
    assert "zeroji.share" not in str(answer)

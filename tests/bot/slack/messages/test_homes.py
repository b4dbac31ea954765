from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.slack.messages import home_employee, home_staff
from bot.slack.messages.blocks import Block, texts
from bot.slack.messages.home_employee import Asked, Home, Waiting
from bot.slack.messages.home_staff import Area, Queue
from tests.bot.slack.messages.samples import DUE, NOW, OFFICE, listed


def lines(blocks: list[Block]) -> list[str]:
    return ["".join(texts(block)) for block in blocks]


def pressed(blocks: list[Block]) -> dict[str, str]:
    elements = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    return {element["text"]["text"]: element["value"] for element in elements}


def asked(**changes: Any) -> Asked:
    values: dict[str, Any] = {"question": "宿泊費は？", "outcome": "answer", "asked_at": NOW}
    return Asked(**values | changes)


def test_who_has_asked_nothing_learns_how() -> None:
    said = lines(home_employee.home(Home()))
    assert "まだ質問がありません。" in said
    assert any("「メッセージ」タブ" in line for line in said)


def test_questions_are_told_with_what_came_of_them() -> None:
    blocks = home_employee.home(Home(asked=[asked(), asked(outcome="escalation")]))
    (questions,) = (line for line in lines(blocks) if "宿泊費は？" in line)
    assert "・回答済み" in questions and "・担当者へ" in questions


def test_a_private_matter_does_not_show_on_the_home() -> None:
    told = asked(question="上司のことで相談があります", outcome="sensitive")
    assert "上司" not in "".join(lines(home_employee.home(Home(asked=[told]))))


def test_what_waits_for_staff_has_its_number_and_time() -> None:
    waiting = Waiting(ticket=12, question="宿泊費は？", due_at=DUE)
    said = lines(home_employee.home(Home(waiting=[waiting])))
    (line,) = (line for line in said if "受付番号 12" in line)
    assert line.startswith("宿泊費は？") and line.endswith("まで")


def test_a_popular_question_is_asked_with_one_press() -> None:
    blocks = home_employee.home(Home(popular=["有給休暇は何日ですか", "長い" * 2_000]))
    assert pressed(blocks) == {"質問する": "ask", "有給休暇は何日ですか": "有給休暇は何日ですか"}


def test_who_is_answered_in_channels_may_choose_not_to_be() -> None:
    answered = home_employee.home(Home(in_channels=True))
    assert "そのチャンネルに表示" in lines(answered)[-2]
    assert "ダイレクトメッセージで受け取る" in pressed(answered)
    assert "チャンネルで受け取る" in pressed(home_employee.home(Home(in_channels=False)))
    assert not {"opt_in", "opt_out"} & set(pressed(home_employee.home(Home())).values())


def test_the_queue_shows_each_kind_with_its_count() -> None:
    tickets = tuple(listed(OFFICE, n) for n in range(8))
    queue = Queue(
        overdue=Area(tickets=tickets, count=40), mine=Area(tickets=tickets[:1], count=1), now=NOW
    )
    said = lines(home_staff.queue(queue))
    assert "期限切れ（40件）" in said and "自分の担当（1件）" in said
    assert "ほか35件" in said
    assert not any("担当なし" in line for line in said)


def test_a_ticket_that_nobody_has_can_be_claimed_and_answered() -> None:
    free, taken = listed(OFFICE, 1), listed(OFFICE, 2)
    assert pressed(home_staff.queue(Queue(unclaimed=Area(tickets=[free], count=1), now=NOW))) == {
        "担当する": "1",
        "回答する": "1",
    }
    mine = Queue(mine=Area(tickets=[taken], count=1), now=NOW)
    assert pressed(home_staff.queue(mine)) == {"回答する": "2"}


def test_how_late_a_ticket_is_depends_on_when_it_is_looked_at() -> None:
    queue = Queue(overdue=Area(tickets=[listed(OFFICE, 1)], count=1), now=NOW)
    assert any("（3時間超過）" in line for line in lines(home_staff.queue(queue)))
    later = replace(queue, now=NOW + timedelta(hours=1))
    assert any("（4時間超過）" in line for line in lines(home_staff.queue(later)))


def test_an_empty_queue_says_so() -> None:
    assert lines(home_staff.queue(Queue(now=NOW))) == [
        "問い合わせ",
        "対応待ちの問い合わせはありません。",
    ]


def test_areas_are_put_together_with_lines_between_them() -> None:
    view = home_employee.view(home_employee.home(Home()), home_staff.queue(Queue(now=NOW)))
    assert view["type"] == "home"
    assert [block["type"] for block in view["blocks"]].count("divider") == 1
    assert view["blocks"][0]["type"] == "header"

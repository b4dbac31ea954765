"""The app's home, and the questions that its messages tab suggests."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.desk.listing import Listing, Wanted
from bot.slack.messages.action_ids import ASK, CLAIM, OPT_IN, OPT_OUT, POPULAR
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Params, Person, Slack
from knowledge.database import writing
from tests.bot.slack.workspace import shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
UNANSWERED = "社長室の見学はどこに申し込みますか"
UNEASY = "部長からハラスメントを受けていてつらいです"


def home_of(person: Person) -> Params:
    """The home that somebody sees after opening it."""
    before = (person.home or {}).get("hash")
    person.open_home()
    wait_for(lambda: (person.home or {}).get("hash") not in (None, before))
    return person.home or {}


def text_of(home: Params) -> str:
    return shown(home)


def answered(person: Person, slack: Slack, question: str) -> Params:
    before = len(slack.posted(person.direct.id))
    asked: Params = person.message(question)
    wait_for(lambda: len(slack.posted(person.direct.id)) > before)
    return asked


def test_who_has_not_asked_yet_sees_how_to_begin(employee: Person) -> None:
    text = text_of(home_of(employee))
    assert "まだ質問がありません。" in text
    assert "よくある質問" in text
    assert QUESTION in text  # of the company's FAQ
    assert "問い合わせ" not in text


def test_questions_are_listed_with_what_came_of_them_and_link_to_their_thread(
    employee: Person, slack: Slack
) -> None:
    asked = answered(employee, slack, QUESTION)
    home = home_of(employee)
    assert f"{QUESTION}　" in text_of(home)
    assert "回答済み" in text_of(home)
    stamp = asked["ts"].replace(".", "")
    assert f"/archives/{employee.direct.id}/p{stamp}?thread_ts={asked['ts']}" in str(home)


def test_what_waits_for_staff_is_shown_to_its_asker_until_it_is_answered(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji, staff: str
) -> None:
    answered(employee, slack, UNANSWERED)
    ticket = next(t for t in zeroji.desk.tickets(limit=500) if t.question == UNANSWERED)
    assert f"受付番号 {ticket.id}" in text_of(home_of(employee))
    assert UNANSWERED not in text_of(home_of(colleague))
    zeroji.desk.reply(ticket.id, staff, "総務課の窓口で申し込んでください。")
    assert f"受付番号 {ticket.id}" not in text_of(home_of(employee))


def test_what_was_chosen_is_told_in_the_askers_words(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    answered(employee, slack, QUESTION)
    (unclear,) = slack.posted(employee.direct.id)
    option = {"label": "正社員", "question": "在宅勤務の日数：正社員：在宅勤務は週に何日まで"}
    ask_back(zeroji, f"slack:{employee.id}", [option])
    assert "あなたの返事待ち" in text_of(home_of(employee))
    employee.reply(unclear, option["question"])
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 2)
    text = text_of(home_of(employee))
    assert f"{QUESTION}（正社員）" in text
    assert option["question"] not in text and "あなたの返事待ち" not in text


def ask_back(zeroji: Zeroji, asker: str, options: list[dict[str, str]]) -> None:
    """Make the only question of an asker one that was asked back."""
    table = schema.exchanges
    with writing(zeroji.database) as tx:
        row = tx.execute(select(table).where(table.c.asker == asker)).one()
        outcome = row.outcome | {"outcome": "clarification", "options": options}
        change = update(table).where(table.c.id == row.id)
        tx.execute(change.values(outcome=outcome, kind="clarification"))


def test_a_delicate_question_is_not_spelled_out(employee: Person, slack: Slack) -> None:
    answered(employee, slack, UNEASY)
    text = text_of(home_of(employee))
    assert "ハラスメント" not in text
    assert "相談" in text


def test_a_popular_question_is_asked_with_one_press(employee: Person, slack: Slack) -> None:
    home = home_of(employee)
    employee.press(home, f"{POPULAR}:0")
    answer = wait_for(lambda: slack.posted(employee.direct.id)[1:])[0]
    assert "1週間につき3日まで" in shown(answer)
    wait_for(lambda: "最近の質問" in str(employee.home) and "回答済み" in str(employee.home))


def test_somebody_may_want_no_answers_in_channels_and_want_them_again(
    employee: Person, slack: Slack
) -> None:
    employee.press(home_of(employee), OPT_OUT)
    wait_for(lambda: "回答はダイレクトメッセージに届きます" in str(employee.home))
    channel = slack.workspace.channel(members=(employee.id,)).id
    employee.mention(QUESTION, channel)
    wait_for(lambda: slack.posted(employee.direct.id))
    assert slack.posted(channel) == []
    employee.press(employee.home or {}, OPT_IN)
    wait_for(lambda: "回答はダイレクトメッセージに届きます" not in str(employee.home))
    employee.mention(QUESTION, channel)
    wait_for(lambda: slack.posted(channel))


def test_the_button_opens_the_form_for_a_question(employee: Person, slack: Slack) -> None:
    employee.press(home_of(employee), ASK)
    wait_for(lambda: employee.modal)
    employee.submit({"text": QUESTION})
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 2)


def test_staff_see_the_queue_and_nobody_else_does(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji
) -> None:
    answered(colleague, slack, "屋上のヘリポートの利用料金は何ドルですか")
    zeroji.accounts.add(f"slack-{employee.id.lower()}", roles=["staff"])
    waits = Wanted(status="waiting", owner="")
    first = Listing(zeroji.database).look(waits, 1).tickets[0]
    text = text_of(home_of(employee))
    assert first.question in text
    assert "担当なし" in text
    assert "担当なし" not in text_of(home_of(colleague))


def test_what_staff_do_on_the_queue_shows_on_it(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji
) -> None:
    name = f"slack-{employee.id.lower()}"
    zeroji.accounts.add(name, roles=["staff"])
    answered(colleague, slack, "屋上のプールの水深は何メートルですか")
    employee.press(home_of(employee), CLAIM)
    wait_for(lambda: "自分の担当（1件）" in str(employee.home))
    mine = Listing(zeroji.database).look(Wanted(status="waiting", owner=name), 2)
    assert len(mine.tickets) == 1


def test_the_queue_shows_nothing_that_was_told_in_confidence(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji
) -> None:
    if "soudan" not in {user.name for user in zeroji.accounts.users()}:
        zeroji.accounts.add("soudan", roles=["counselor"])
    zeroji.accounts.add(f"slack-{employee.id.lower()}", roles=["staff", "counselor", "admin"])
    answered(colleague, slack, UNEASY)
    colleague.press(slack.posted(colleague.direct.id)[-1], "zeroji.confide")
    wait_for(lambda: any(t.private for t in zeroji.desk.in_confidence().tickets(limit=500)))
    assert "ハラスメント" not in str(home_of(employee))


def test_the_messages_tab_suggests_the_companys_own_questions(
    employee: Person, slack: Slack
) -> None:
    employee.open_home("messages")
    prompts = wait_for(lambda: slack.prompts.get(employee.direct.id))
    assert prompts == [{"title": QUESTION, "message": QUESTION}]
    _, call = next(c for c in slack.calls[::-1] if "setSuggestedPrompts" in c[0])
    assert "thread_ts" not in call
    assert employee.home is None


def test_what_somebody_may_not_read_is_no_popular_question(
    employee: Person, zeroji: Zeroji, restricted_faq: str
) -> None:
    assert restricted_faq not in text_of(home_of(employee))
    zeroji.accounts.add(f"slack-{employee.id.lower()}", audiences=["managers"])
    assert restricted_faq in text_of(home_of(employee))


def test_a_question_is_answered_though_the_home_cannot_be_drawn(
    employee: Person, slack: Slack
) -> None:
    home = home_of(employee)
    slack.fail_call("views.publish", Failure(error="fatal_error"), channel=employee.id)
    employee.press(home, f"{POPULAR}:0")
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 2)
    employee.message("在宅勤務の手当はいくらですか")
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 3)


def test_the_home_is_in_the_language_that_is_asked_in(employee: Person, slack: Slack) -> None:
    answered(employee, slack, "How many days a week may I work from home?")
    assert "Your recent questions" in text_of(home_of(employee))


@pytest.fixture
def staff(zeroji: Zeroji) -> str:
    if "home-staff" not in {user.name for user in zeroji.accounts.users()}:
        zeroji.accounts.add("home-staff", roles=["staff"])
    return "home-staff"


@pytest.fixture
def restricted_faq(zeroji: Zeroji, tmp_path: Path) -> str:
    question = "部下の評価はいつまでに出しますか"
    file = tmp_path / "管理職FAQ.csv"
    file.write_text(f"質問,回答\n{question},9月末までです。\n", encoding="utf-8")
    about = file.with_suffix(".meta.yaml")
    about.write_text("title: 管理職FAQ\nkind: faq\naudience: managers\n", encoding="utf-8")
    assert zeroji.ingest([file])["manuals"]["failed"] == []
    return question

"""The chat: asking, sources, asking back, tickets and replies, all without scripts too."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.outcomes import Clarification, Option, Question
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import ANSWERED, HTMX, Browser, Visit, words


def test_the_first_page_offers_questions_of_the_companys_faq(guest: Browser) -> None:
    page = words(guest.get("/"))

    assert "株式会社テスト" in page
    assert ANSWERED in page
    assert "これまでの質問" not in page


def test_an_answer_shows_its_source_and_links_to_the_place(guest: Browser) -> None:
    page = guest.get(guest.ask(ANSWERED))

    assert "終電後など公共交通機関が使えないときは精算できます。" in words(page)
    links = re.findall(r'href="(/manuals/\d+\?revision=\d)#(s-[0-9a-f]{12})"', page.text)
    assert links
    for address, anchor in links:
        assert f'id="{anchor}"' in guest.get(address).text


def test_an_unanswered_question_gets_a_ticket_with_a_date(guest: Browser, unanswered: str) -> None:
    page = words(guest.get(guest.ask(unanswered)))

    assert re.search(r"受付番号 \d+ · 担当者の回答待ち（\d+月\d+日\(.\) \d\d:\d\d まで）", page)


def test_a_reply_of_the_staff_appears_as_news(
    guest: Browser, zeroji: Zeroji, unanswered: str
) -> None:
    path = guest.ask(unanswered)
    assert guest.get(f"{path}/news?seen=2").status_code == 204
    assert guest.get(f"{path}/news?seen=2&poll=5").status_code == 204
    # The page was made before somebody was expected to reply.
    assert 'hx-trigger="every 5s, look"' in guest.get(f"{path}/news?seen=2&poll=30").text
    (ticket,) = [t for t in zeroji.desk.tickets("open", limit=1000) if t.question == unanswered]

    zeroji.desk.reply(ticket.id, "sato", "95点です。")

    news = guest.get(f"{path}/news?seen=2")
    assert "担当者からの回答" in words(news) and "95点です。" in words(news)
    assert unanswered not in words(news).replace(f"「{unanswered}」について", "")
    assert "seen=3" in news.text


def test_the_page_looks_more_often_while_somebody_is_expected_to_reply(
    guest: Browser, unanswered: str
) -> None:
    assert "every 30s" in guest.get(guest.ask(ANSWERED)).text
    assert "every 5s" in guest.get(guest.ask(unanswered)).text


def test_a_question_continues_the_conversation(guest: Browser) -> None:
    path = guest.ask(ANSWERED)
    again = guest.ask("領収書をなくしたときは？", conversation=path.rsplit("/", 1)[1])

    assert again == path
    assert guest.get(path).text.count('aria-label="あなたの質問"') == 2


def test_my_earlier_questions_are_listed_and_nobody_elses(guest: Browser, unanswered: str) -> None:
    guest.ask(unanswered)

    assert unanswered in words(guest.get("/"))
    assert unanswered not in words(guest.stranger().get("/"))


def test_nobody_reads_or_continues_anothers_conversation(guest: Browser) -> None:
    path = guest.ask(ANSWERED)
    stranger = guest.stranger()

    assert stranger.get(path).status_code == 404
    assert stranger.get(f"{path}/news").status_code == 404
    stolen = stranger.post("/ask", question="続き", conversation=path.rsplit("/", 1)[1])
    assert stolen.status_code == 404


def test_what_is_only_for_managers_is_not_told_to_a_guest(guest: Browser) -> None:
    page = words(guest.get(guest.ask("昇給の原資は部門ごとに何パーセントですか")))

    assert "2.5パーセント" not in page and "管理職向け通達" not in page


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_is_sent_back(guest: Browser, question: str) -> None:
    answer = guest.post("/ask", question=question)

    assert answer.status_code == 422
    assert "質問を入力してください。" in words(answer)


def test_a_question_that_is_too_long_is_sent_back_with_nothing_lost(guest: Browser) -> None:
    question = "長" * 2001
    answer = guest.post("/ask", question=question)

    assert answer.status_code == 422
    assert "質問が長すぎます（2,001文字）" in words(answer)
    assert f">{question}</textarea>" in answer.text


def test_2000_characters_are_asked(guest: Browser) -> None:
    assert guest.ask("長" * 2000).startswith("/conversations/")


class TestWithHtmx:
    def test_the_answer_is_added_and_the_address_changes(self, guest: Browser) -> None:
        answer = guest.post("/ask", headers=HTMX, question=ANSWERED)

        assert answer.headers["HX-Push-Url"].startswith("/conversations/")
        assert "<html" not in answer.text
        assert answer.text.count('class="message') == 2
        assert 'name="seen" value="2"' in answer.text

    def test_only_what_the_page_does_not_show_yet_is_sent(self, guest: Browser) -> None:
        conversation = guest.ask(ANSWERED).rsplit("/", 1)[1]
        answer = guest.post(
            "/ask", headers=HTMX, question="領収書は？", conversation=conversation, seen="2"
        )

        assert answer.text.count("message mine") == 1
        assert "HX-Push-Url" not in answer.headers

    def test_a_problem_goes_beside_the_question_box(self, guest: Browser) -> None:
        answer = guest.post("/ask", headers=HTMX, question="")

        assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#ask-problem")

    def test_any_other_error_goes_to_the_alert(self, guest: Browser) -> None:
        answer = guest.post("/ask", headers=HTMX, question="続き", conversation="nobodys")

        assert (answer.status_code, answer.headers["HX-Retarget"]) == (404, "#alert")


class TestFeedback:
    def test_who_was_helped_may_say_so_once(self, guest: Browser) -> None:
        path, exchange = _asked(guest)
        conversation = path.rsplit("/", 1)[1]

        for _ in range(2):
            page = guest.post(f"/exchanges/{exchange}/helpful", conversation=conversation)
            assert "ありがとうございます。参考にします。" in words(page)

    @pytest.mark.parametrize("headers", [{}, HTMX])
    @pytest.mark.parametrize(
        ("action", "reason"), [("person", "asked_for_a_person"), ("wrong", "complained")]
    )
    def test_who_wants_a_person_or_says_wrong_gets_a_ticket(
        self, guest: Browser, zeroji: Zeroji, headers: dict[str, str], action: str, reason: str
    ) -> None:
        path, exchange = _asked(guest)
        conversation = path.rsplit("/", 1)[1]
        answer = guest.post(
            f"/exchanges/{exchange}/{action}", headers=headers, conversation=conversation
        )

        said = "ご指摘ありがとうございます" if action == "wrong" else "担当者に伝えました"
        assert (said in words(answer)) == bool(headers)
        shown = re.search(r"受付番号 (\d+)", words(answer))
        assert shown and zeroji.desk.ticket(int(shown[1])).reason == reason
        assert "担当者の回答待ち" in words(guest.get(path))

    def test_nobody_speaks_for_anothers_answer(self, guest: Browser) -> None:
        _path, exchange = _asked(guest)
        stranger = guest.stranger()

        for action in ("helpful", "wrong", "person"):
            answer = stranger.post(f"/exchanges/{exchange}/{action}", conversation="x")
            assert answer.status_code == 404


def test_a_clarification_offers_its_readings_as_buttons(visit: Visit, zeroji: Zeroji) -> None:
    question = Question(text="手当は？", asker="shain")
    outcome = Clarification(
        text="どちらですか？", options=(Option(label="日当", question="日当は？"),), confidence=0.5
    )
    conversation = zeroji.ledger.begin(question)
    with writing(zeroji.database) as tx:
        exchange = zeroji.ledger.reserve(tx, question, conversation, date.today())
        zeroji.ledger.record(tx, exchange, outcome, question.text)

    page = visit("shain").get(f"/conversations/{conversation}").text

    assert '<button name="question" value="日当は？">日当</button>' in page


def _asked(guest: Browser) -> tuple[str, str]:
    path = guest.ask(ANSWERED)
    found = re.search(r"/exchanges/(\d+)/helpful", guest.get(path).text)
    assert found
    return path, found[1]

"""What staff do on the page of a ticket: cite, draft, hand over, take apart; without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot import schema
from bot.language_model import Model
from bot.web.app import create_app
from bot.wiring import Zeroji
from evals.loopback.behaviours import HttpError, Text
from evals.loopback.chat_completions import OpenAIServer, openai_server
from knowledge.database import writing
from tests.bot.web.browsing import HTMX, Browser, Visit, words

REMOTE = "在宅勤務の日の電気代は会社から出ますか"


@pytest.fixture
def page(ticket: int) -> str:
    return f"/console/tickets/{ticket}"


@pytest.fixture
def asked(guest: Browser, zeroji: Zeroji) -> Iterator[int]:
    """A ticket near to which a manual says something."""
    found = ticket_of(guest, zeroji, REMOTE)
    yield found
    # The next test's question opens a ticket of its own.
    with writing(zeroji.database) as tx:
        closed = update(schema.tickets).where(schema.tickets.c.id == found)
        tx.execute(closed.values(status="dismissed"))


@pytest.fixture
def bare(ticket: int, zeroji: Zeroji) -> str:
    """The page of a ticket near to which nothing stands."""
    with writing(zeroji.database) as tx:
        table = schema.tickets
        tx.execute(update(table).where(table.c.id == ticket).values(nearest=[]))
    return f"/console/tickets/{ticket}"


def ticket_of(guest: Browser, zeroji: Zeroji, question: str) -> int:
    """The ticket of a question that is handed over, by itself or by whoever asks."""
    path = guest.ask(question)
    if asked_back := re.search(r"/exchanges/\d+/person", guest.get(path).text):
        guest.post(asked_back[0], conversation=path.rsplit("/", 1)[1])
    (found,) = [t for t in zeroji.desk.tickets("open", limit=1000) if t.question == question]
    return found.id


def boxes(text: str) -> list[str]:
    """Chunk ids of the passages that can be ticked."""
    return re.findall(r'name="cite" value="([^"]+)"', text)


# What was looked at


def test_it_says_what_was_searched_and_how_likely_each_place_was(visit: Visit, asked: int) -> None:
    shown = visit("sato").get(f"/console/tickets/{asked}")

    part = words(shown).split("ゼロ次が調べたこと")[1]
    assert REMOTE in part and "在宅勤務規程" in part and "%" in part
    assert "retrieved" not in part and "confidence" not in part


def test_places_outside_the_readers_audience_are_counted_only(
    visit: Visit, asked: int, zeroji: Zeroji
) -> None:
    exchange = zeroji.desk.ticket(asked).askers[0].exchange_id
    table = schema.exchanges
    secret = next(m for m in zeroji.library.manuals() if m.title == "管理職向け通達")
    examined = {"standalone": REMOTE, "why": "x", "retrieved": []}
    found = {"path": secret.path, "section": "評価", "score": 0.5, "confidence": 0.4}
    with writing(zeroji.database) as tx:
        values = {"examined": examined | {"retrieved": [found]}}
        tx.execute(update(table).where(table.c.id == exchange).values(values))

    part = words(visit("sato").get(f"/console/tickets/{asked}")).split("ゼロ次が調べたこと")[1]

    assert "管理職向け通達" not in part and "1件ありますが、閲覧範囲の外です" in part
    lead = words(visit("kanri").get(f"/console/tickets/{asked}")).split("ゼロ次が調べたこと")[1]
    assert "管理職向け通達" in lead and "40%" in lead


# Citing


def test_what_is_ticked_is_kept_with_the_reply_and_told(
    guest: Browser, visit: Visit, asked: int, zeroji: Zeroji
) -> None:
    staff = visit("sato")
    chosen = boxes(staff.get(f"/console/tickets/{asked}").text)[0]

    answer = staff.post(f"/console/tickets/{asked}/reply", text="出ません。", cite=[chosen])

    kept = zeroji.desk.ticket(asked)
    assert [place["chunk_id"] for place in kept.citations] == [chosen]
    assert kept.citations[0]["section"] in words(answer)
    conversation = kept.askers[0].conversation
    assert "根拠：『" in words(guest.get(f"/conversations/{conversation}"))


def test_hits_of_a_search_can_be_cited_too(visit: Visit, bare: str, zeroji: Zeroji) -> None:
    staff = visit("sato")
    hits = staff.get(f"{bare}/passages?find=在宅勤務は週に何日まで", **HTMX)
    assert "3日まで" in words(hits)
    (chosen, *_) = boxes(hits.text)

    staff.post(f"{bare}/reply", text="3日までです。", cite=[chosen])

    number = int(bare.rsplit("/", 1)[1])
    assert [p["chunk_id"] for p in zeroji.desk.ticket(number).citations] == [chosen]


def test_a_search_shows_what_the_visitor_may_read_only(visit: Visit, bare: str) -> None:
    query = f"{bare}/passages?find=昇給の原資"

    assert "2.5パーセント" not in visit("sato").get(query, **HTMX).text
    assert "2.5パーセント" in visit("kanri").get(query, **HTMX).text


def test_without_scripts_the_search_shows_its_hits_on_the_page(visit: Visit, bare: str) -> None:
    shown = visit("sato").get(f"{bare}?find=在宅勤務は週に何日まで")

    assert "3日まで" in words(shown)


def test_a_passage_that_may_not_be_read_cannot_be_cited(
    visit: Visit, bare: str, zeroji: Zeroji
) -> None:
    page = bare
    (secret, *_) = boxes(visit("kanri").get(f"{page}/passages?find=昇給の原資", **HTMX).text)
    number = int(page.rsplit("/", 1)[1])

    for chunk in (secret, "made-up"):
        answer = visit("sato").post(f"{page}/reply", text="はい。", cite=[chunk])
        assert answer.status_code == 422
        assert "根拠を選び直してください" in words(answer) and "はい。" in answer.text
    assert zeroji.desk.ticket(number).status == "open"


# Nothing typed is lost, nothing is sent twice


def test_who_is_too_late_keeps_the_text_and_is_told_who_has_it(visit: Visit, page: str) -> None:
    visit("mori").post(f"{page}/claim")

    plain = visit("sato").post(f"{page}/reply", text="長い回答です。")
    htmx = visit("sato").post(f"{page}/reply", HTMX, text="長い回答です。")

    assert (plain.status_code, htmx.status_code) == (409, 409)
    assert ">長い回答です。</textarea>" in plain.text
    assert "transcript" not in plain.text  # of many who are too late, none needs the whole page
    for answer in (plain, htmx):
        assert "回答は送られていません" in words(answer) and "森 次郎" in words(answer)


def test_when_somebody_answered_meanwhile_the_text_is_shown_to_be_copied(
    visit: Visit, page: str
) -> None:
    visit("mori").post(f"{page}/reply", text="先に答えました。")

    answer = visit("sato").post(f"{page}/reply", text="遅れた回答です。")

    assert answer.status_code == 409
    assert "送っていない回答" in words(answer) and ">遅れた回答です。</textarea>" in answer.text
    assert "data-forget-draft" not in answer.text


def test_the_same_reply_again_is_told_once_and_confirmed(
    visit: Visit, page: str, zeroji: Zeroji
) -> None:
    staff = visit("sato")
    number = int(page.rsplit("/", 1)[1])

    answers = [staff.post(f"{page}/reply", text="一度だけ届きます。") for _ in range(2)]

    assert all("回答を送りました。" in words(answer) for answer in answers)
    table = schema.notifications.c
    with zeroji.database.connect() as tx:
        told = tx.execute(select(table.id).where(table.ticket_id == number)).all()
    assert len(told) == 1


def test_a_draft_is_forgotten_only_by_who_has_just_replied(visit: Visit, page: str) -> None:
    replied = visit("mori").post(f"{page}/reply", text="答えました。")

    assert "data-forget-draft" in replied.text
    assert "data-forget-draft" not in visit("sato").get(page).text


# Handing over, notes, askers


def test_a_ticket_is_handed_over_with_a_note(visit: Visit, page: str) -> None:
    staff = visit("sato")
    staff.post(f"{page}/claim")

    answer = staff.post(f"{page}/hand-over", to="mori", note="金額だけ確かめてください。")

    assert "引き継ぎました。" in words(answer)
    assert "金額だけ確かめてください。" in words(answer)
    assert "担当 森 次郎" in words(answer)
    assert "引き継がれました" in words(visit("mori").get("/console/notices"))


def test_a_note_is_for_staff_only(guest: Browser, visit: Visit, page: str, zeroji: Zeroji) -> None:
    answer = visit("sato").post(f"{page}/notes", note="部長に確認中<b>")

    assert "部長に確認中<b>" in words(answer)
    conversation = zeroji.desk.ticket(int(page.rsplit("/", 1)[1])).askers[0].conversation
    assert "部長に確認中" not in guest.get(f"/conversations/{conversation}").text


def test_what_joined_can_be_made_a_question_of_its_own(
    guest: Browser, visit: Visit, zeroji: Zeroji, unanswered: str, ticket: int
) -> None:
    guest.stranger().ask(unanswered)
    (_, second) = zeroji.desk.ticket(ticket).askers
    staff = visit("sato")
    assert "同じ質問" in words(staff.get(f"/console/tickets/{ticket}"))

    answer = staff.post(f"/console/tickets/{ticket}/split", exchange=second.exchange_id)

    assert "別の問い合わせとして分けました。" in words(answer)
    assert answer.url.path != f"/console/tickets/{ticket}"
    assert len(zeroji.desk.ticket(ticket).askers) == 1


def test_earlier_replies_to_similar_questions_are_offered(
    guest: Browser, visit: Visit, zeroji: Zeroji, asked: int
) -> None:
    visit("sato").post(f"/console/tickets/{asked}/reply", text="電気代は手当に含まれます。")
    like = "在宅勤務の日の水道代は会社から出ますか"
    found = ticket_of(guest, zeroji, like)

    text = words(visit("sato").get(f"/console/tickets/{found}"))

    assert "似た問い合わせ" in text and "電気代は手当に含まれます。" in text


def test_who_may_only_read_gets_no_forms(visit: Visit, page: str) -> None:
    text = visit("suzuki").get(page).text

    assert 'id="reply"' not in text and 'name="cite"' not in text
    assert f"{page}/notes" not in text and f"{page}/hand-over" not in text
    for action in ("hand-over", "notes", "split", "draft", "reply"):
        fields = {"text": "x", "to": "sato", "exchange": 1}
        assert visit("suzuki").post(f"{page}/{action}", **fields).status_code == 403


# Drafts by a model


@pytest.fixture
def openai() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


@pytest.fixture
def with_model(zeroji: Zeroji, openai: OpenAIServer) -> FastAPI:
    model = Model(name="gpt-test", api_key="sk-test", base_url=openai.url, timeout=5)
    return create_app(replace(zeroji, model=model))


@pytest.fixture
def staff(with_model: FastAPI, zeroji: Zeroji) -> Browser:
    browser = Browser(with_model)
    browser.post("/sign-in", link=zeroji.accounts.sign_in_link("sato"))
    return browser


def will_say(openai: OpenAIServer, *sentences: dict[str, object]) -> None:
    openai.will(Text(content=json.dumps({"sentences": sentences}, ensure_ascii=False)))


def test_a_draft_shows_which_sentences_are_proved(
    staff: Browser, openai: OpenAIServer, asked: int
) -> None:
    will_say(openai, {"text": "電気代も出ます。", "passage": 0, "quote": ""})

    part = staff.post(f"/console/tickets/{asked}/draft", HTMX)

    assert "下書き（自動作成）" in words(part) and "確認できず" in words(part)
    assert "checked" not in part.text


def test_without_scripts_a_draft_comes_with_what_was_typed(
    staff: Browser, openai: OpenAIServer, asked: int
) -> None:
    will_say(openai, {"text": "電気代も出ます。", "passage": 0, "quote": ""})

    shown = staff.post(f"/console/tickets/{asked}/draft", text="書きかけ")

    assert ">書きかけ</textarea>" in shown.text and "電気代も出ます。" in words(shown)


def test_a_model_that_fails_leaves_a_plain_message(
    staff: Browser, openai: OpenAIServer, asked: int, zeroji: Zeroji
) -> None:
    openai.will(HttpError(status=401))

    part = staff.post(f"/console/tickets/{asked}/draft", HTMX)

    assert part.status_code == 503
    assert "言語モデルを今は使えません" in words(part) and "ZEROJI_" not in part.text
    assert zeroji.desk.ticket(asked).status == "open"


def test_the_model_sees_only_what_the_askers_may_read(
    staff: Browser, openai: OpenAIServer, with_model: FastAPI, zeroji: Zeroji, asked: int
) -> None:
    will_say(openai)
    kanri = Browser(with_model)
    kanri.post("/sign-in", link=zeroji.accounts.sign_in_link("kanri"))
    with writing(zeroji.database) as tx:
        table = schema.tickets
        changed = update(table).where(table.c.id == asked)
        tx.execute(changed.values(question="昇給の原資は何パーセントですか"))

    kanri.post(f"/console/tickets/{asked}/draft", HTMX)

    assert openai.requests and "2.5パーセント" not in openai.prompt


def test_without_a_model_there_is_no_draft(visit: Visit, page: str) -> None:
    staff = visit("sato")

    assert "下書きを作る" not in words(staff.get(page))
    assert staff.post(f"{page}/draft").status_code == 422


def test_there_are_no_drafts_and_no_similar_questions_for_what_is_private(
    staff: Browser, with_model: FastAPI, openai: OpenAIServer, zeroji: Zeroji, ticket: int
) -> None:
    zeroji.accounts.add("soudan2", "相談 次子", ["counselor"])
    with writing(zeroji.database) as tx:
        table = schema.tickets
        tx.execute(update(table).where(table.c.id == ticket).values(private=True, nearest=[]))
    counselor = Browser(with_model)
    counselor.post("/sign-in", link=zeroji.accounts.sign_in_link("soudan2"))

    shown = counselor.get(f"/console/tickets/{ticket}")

    assert "下書きを作る" not in words(shown) and "似た問い合わせ" not in words(shown)
    assert "ゼロ次が調べたこと" not in words(shown) and "data-draft" not in shown.text
    assert counselor.post(f"/console/tickets/{ticket}/draft").status_code == 422
    for path in ("", "/passages?find=x"):
        assert staff.get(f"/console/tickets/{ticket}{path}").status_code == 404
    assert staff.post(f"/console/tickets/{ticket}/draft").status_code == 404
    assert openai.requests == []
    zeroji.desk.in_confidence().dismiss(ticket, "soudan2", "終わりました。")
    zeroji.accounts.change(
        "soudan2", display_name="相談 次子", roles=["employee"], audiences=[], active=False
    )


def test_what_a_colleague_has_only_its_owner_and_leads_may_move(visit: Visit, page: str) -> None:
    visit("mori").post(f"{page}/claim")

    others, leads = visit("sato").get(page).text, visit("kanri").get(page).text

    for action in ("release", "dismiss", "hand-over"):
        assert f"{page}/{action}" not in others and f"{page}/{action}" in leads

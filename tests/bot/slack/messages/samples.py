"""One sample of each kind of message and view, of what an office asks or of the worst there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.listing import Listed
from bot.desk.ticket import Ticket, TicketAsker
from bot.outcomes import Language
from bot.slack.messages import (
    brief,
    card,
    held,
    home_employee,
    home_staff,
    modals,
    privately,
    proposal_modal,
    reminder,
    staff_modals,
    staff_thread,
    wording,
)
from bot.slack.messages.blocks import Message
from bot.slack.messages.citations import Cited
from bot.slack.messages.forms import Choice, View
from bot.slack.messages.outcome import outcome
from bot.slack.messages.told import told

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
CONSOLE = "https://zeroji.example.co.jp/console/tickets/12"
THREAD = "https://example.slack.com/archives/C1/p1700000000000100"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What goes into the samples."""

    question: str
    sentence: str
    quote: str
    manual: str
    section: str
    option: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: tuple[int, ...]
    #: Citations, options, tickets of each list.
    citations: int
    options: int
    tickets: int
    language: Language = "ja"


OFFICE = Said(
    question="国内出張の宿泊費はいくらまでですか。課長です。",
    sentence="課長の宿泊費は、1泊12,000円が上限です。",
    quote="国内出張の宿泊費は、別表第1に定める額を上限とし、実費を支給する。",
    manual="旅費規程",
    section="第3章　宿泊費 > 第12条（宿泊費）",
    option="係長・主任",
    columns=("役職", "宿泊費の上限（1泊）", "日当"),
    rows=(
        ("役員", "20,000円", "4,000円"),
        ("部長", "15,000円", "3,000円"),
        ("課長", "12,000円", "2,500円"),
        ("係長・主任", "11,000円", "2,200円"),
        ("一般", "10,000円", "2,000円"),
    ),
    marked=(2,),
    citations=2,
    options=4,
    tickets=2,
)

_MARKUP = "<@U1> <!channel> <#C1> *太字* _斜体_ `コード` <https://evil.example|本物>\x00\u202e逆\u202c😀👩‍💻"
HOSTILE = Said(
    question=(_MARKUP + "長い質問です。") * 150,
    sentence=_MARKUP + "とても長い文" * 1_700,
    quote=(_MARKUP + "第1項の規定は、1,234,567円を上限とする。\n") * 100,
    manual=_MARKUP * 3,
    section=_MARKUP * 5,
    option=_MARKUP + "選択肢" * 40,
    columns=tuple(f"列{n}{_MARKUP}" for n in range(25)),
    rows=(
        *(tuple(f"{n}行{k}" for k in range(25)) for n in range(299)),
        ("*" * 12_000, *("" for _ in range(24))),
    ),
    marked=(7, 298, 299),
    citations=60,
    options=30,
    tickets=120,
)


def messages(said: Said) -> dict[str, list[Message]]:
    """By kind."""
    answer = outcome(7, _answer(said), _cited(said))
    ticket = _ticket(said)
    language = said.language
    return {
        "answer": answer,
        "answer without parts": outcome(7, _told(said, "answer"), _cited(said)),
        "clarification": outcome(7, _clarification(said)),
        "escalation": outcome(7, _escalation(said), nearest=_cited(said)[:2], confide=True),
        "refusal": outcome(7, _refusal(said), _cited(said)[:1], confide=True),
        "private answer": privately.whispered(answer, 7, language),
        "shown to everybody": privately.shared(answer, "U0ASKER", language),
        "moved to a direct message": privately.moved(language),
        "waiting": brief.say("waiting_until", language, due="11月25日"),
        "handed over": brief.say(
            "handed_over",
            language,
            ticket=12,
            due="11月25日",
            where=wording.text("where.direct", language),
            contact="総務部",
        ),
        "made private": staff_thread.made_private(12, [CONSOLE] * said.tickets, language),
        "failed": brief.say("failed_ticket", language, ticket=12, due="11月25日", contact="総務部"),
        "reply": told("reply", said.sentence, user="U0ASKER", question=said.question),
        "corrected": told("corrected", said.quote, user="U0ASKER"),
        "card": card.card(_card(said, ticket)),
        "card, claimed": card.card(_card(said, _ticket(said, status="claimed", owner="sato"))),
        "card, answered": card.card(_card(said, _ticket(said, status="answered"))),
        "card, dismissed": card.card(_card(said, _ticket(said, status="dismissed"))),
        "private ticket": card.confided(13, DUE, CONSOLE, language),
        "held answer": held.held(_held(said, answer)),
        "held answer, sent": held.held(_held(said, answer, status="sent", by=said.manual)),
        "held answer, rewritten": held.held(
            _held(said, answer, status="rewritten", by="佐藤", text=said.sentence)
        ),
        "reminder": reminder.reminder("overdue", _dues(said), NOW, language),
    }


def views(said: Said) -> dict[str, View]:
    """By kind."""
    ticket = {"ticket": 12, "channel": "C1", "ts": "1700000000.000100"}
    answer = {"exchange": 7, "channel": "C1", "thread": "1700000000.000100"}
    places = [Choice(value=f"7:{n:012x}", label=said.section) for n in range(said.citations)]
    cites = [
        Choice(value=f"c{n}", label=said.section, more=said.quote) for n in range(said.citations)
    ]
    members = [Choice(value=f"user{n}", label=said.option) for n in range(said.options)]
    draft = proposal_modal.Draft(
        place=places[0].value, places=places, before=said.quote, after=said.sentence[:3_000]
    )
    language = said.language
    return {
        "reply form": staff_modals.reply(
            ticket,
            said.question,
            3,
            text=said.sentence,
            nearest=cites,
            ticked=["c0"],
            problem=said.question,
        ),
        "hand over form": staff_modals.hand_over(ticket, said.question, members),
        "dismiss form": staff_modals.dismiss(ticket, said.question),
        "wrong form": modals.wrong(answer, language),
        "propose form": proposal_modal.propose(ticket, draft, console=CONSOLE),
        "propose form, row": proposal_modal.propose(
            ticket, replace(draft, reply=said.sentence), console=CONSOLE
        ),
        "propose form, nowhere": proposal_modal.propose(ticket, None, console=CONSOLE),
        "ask form": modals.ask(answer, said.question, language),
        "rewrite form": staff_modals.rewrite(answer, said.question, said.sentence),
        "problem": modals.problem("回答する", said.question, language, kept=said.sentence),
        "home": home_employee.view(home_employee.home(_home(said))),
        "home of staff": home_employee.view(
            home_employee.home(_home(said)), home_staff.queue(_queue(said))
        ),
    }


def _told(said: Said, kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "outcome": kind,
        "text": said.sentence,
        "citations": [_citation(said) for _ in range(said.citations)],
        "options": [],
        "reason": None,
        "parts": [],
    } | changes


def _answer(said: Said) -> dict[str, Any]:
    numbers = list(range(1, said.citations))
    table = {"columns": said.columns, "rows": said.rows, "marked": said.marked, "asked": ()}
    place = f"【{said.manual} {said.section}】\n{said.quote}"
    parts = [
        {"kind": "question", "text": f"■ {said.question}", "citations": (), "table": None},
        {"kind": "sentence", "text": said.sentence, "citations": numbers, "table": None},
        {"kind": "quote", "text": place, "citations": [0], "table": None},
        {"kind": "table", "text": said.quote, "citations": [0], "table": table},
        {
            "kind": "calculation",
            "text": "12,000円 × 2泊 ＝ 24,000円",
            "citations": [0],
            "table": None,
        },
        {
            "kind": "note",
            "text": f"※「{said.manual}」のこの部分は2027年4月1日に改定されます。",
            "citations": (),
            "table": None,
        },
    ]
    return _told(said, "answer", parts=parts)


def _clarification(said: Said) -> dict[str, Any]:
    options = [{"label": f"{said.option}{n + 1}", "question": "？"} for n in range(said.options)]
    text = "役職によって異なります。どれに当てはまりますか？"
    return _told(said, "clarification", text=text, options=options, citations=[])


def _escalation(said: Said) -> dict[str, Any]:
    text = (
        "マニュアルからは確かな答えが見つからなかったため、担当者に引き継ぎました。受付番号 12："
        "11月25日までに、ここへ回答が届きます。お急ぎのときは総務部へご連絡ください。\n\n"
        "お待ちのあいだ、近い規定をご覧いただけます（お答えとは限りません）。\n"
        f"・【{said.manual} 第12条（宿泊費）】\n・【{said.manual} 別表第1】"
    )
    return _told(said, "escalation", text=text, citations=[], reason="low_confidence")


def _refusal(said: Said) -> dict[str, Any]:
    text = (
        "つらい状況の中、話してくださってありがとうございます。あなたが悪いのではありません。\n"
        "この内容は自動応答では判断せず、担当者が直接お話を伺います。秘密は守られます。\n"
        "ご相談先：コンプライアンス相談窓口"
    )
    return _told(said, "refusal", text=text, reason="sensitive", citations=[_citation(said)])


def _citation(said: Said) -> dict[str, Any]:
    return {
        "manual": said.manual,
        "manual_id": 3,
        "revision": 2,
        "section": said.section,
        "page": 4,
        "quote": said.quote,
        "path": "旅費規程.docx",
        "chunk_id": "c",
    }


def _cited(said: Said) -> list[Cited]:
    """The article, and tables that belong to it."""
    url = "https://zeroji.example.co.jp/manuals/3?revision=2#s-0123456789ab"
    places = [said.section.split(" > ")[-1], *(f"別表第{n}" for n in range(1, said.citations))]
    labels = [f"{said.manual} {place}（2026年4月1日施行版）" for place in places]
    quotes = [said.quote, *(said.rows[-1][0] for _ in places[1:])]
    return [
        Cited(label=label, url=url, quote=quote)
        for label, quote in zip(labels, quotes, strict=True)
    ]


def _ticket(said: Said, **changes: Any) -> Ticket:
    first = _asker(said.question, 1)
    others = [_asker(f"{n}回目の{said.question}", n) for n in range(2, said.tickets + 1)]
    closed = {"reply": said.sentence, "dismissed_because": said.sentence}
    values: dict[str, Any] = {
        "id": 12,
        "question": said.question,
        "status": "open",
        "reason": "low_confidence",
        "private": False,
        "topic": "旅費",
        "owner": None,
        "askers": (first, *others),
        "nearest": (),
        "citations": (),
        "opened_at": NOW,
        "due_at": NOW + timedelta(days=3650),
        "claimed_at": None,
        "answered_at": None,
        "closed_at": None,
    }
    return Ticket(**values | closed | changes)


def _asker(question: str, number: int) -> TicketAsker:
    return TicketAsker(
        asker=f"slack:U{number}",
        conversation=f"slack:C1:1:U{number}",
        exchange_id=number,
        question=question,
        joined="first" if number == 1 else "similar",
        similarity=None,
    )


def _card(said: Said, ticket: Ticket) -> card.Card:
    owner = "佐藤 花子" if ticket.owner else ""
    return card.Card(
        ticket=ticket, owner=owner, nearest=_cited(said), console=CONSOLE, thread=THREAD
    )


def _held(said: Said, answer: list[Message], **changes: Any) -> held.Held:
    values: dict[str, Any] = {"mode": "approve", "due_at": DUE}
    return held.Held(exchange=7, question=said.question, answer=answer, **values | changes)


def _dues(said: Said) -> list[reminder.Due]:
    return [
        reminder.Due(ticket=n, question=said.question, due_at=DUE - timedelta(hours=30), url=THREAD)
        for n in range(said.tickets)
    ]


def _home(said: Said) -> home_employee.Home:
    asked = [
        home_employee.Asked(
            question=said.question, outcome=kind, asked_at=NOW - timedelta(days=n), url=THREAD
        )
        for n, kind in enumerate(["answer", "escalation", "sensitive"] * said.tickets)
    ]
    waiting = [
        home_employee.Waiting(ticket=n, question=said.question, due_at=DUE, url=THREAD)
        for n in range(said.tickets)
    ]
    popular = [said.question] * said.tickets
    return home_employee.Home(asked=asked, waiting=waiting, popular=popular, in_channels=True)


def _queue(said: Said) -> home_staff.Queue:
    tickets = tuple(listed(said, n) for n in range(said.tickets))
    area = home_staff.Area(tickets=tickets, count=len(tickets))
    mine = home_staff.Area(tickets=tickets[:1], count=1)
    return home_staff.Queue(overdue=area, mine=mine, unclaimed=area, now=NOW, console=CONSOLE)


def listed(said: Said, number: int) -> Listed:
    return Listed(
        id=number,
        question=said.question,
        status="open",
        reason="not_in_manuals",
        private=False,
        topic="旅費",
        owner=None if number % 2 else "sato",
        askers=number,
        opened_at=NOW,
        due_at=DUE - timedelta(hours=30 * (number % 2)),
    )

"""A Zeroji in which every page has something to show, in the words that a test chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from bot import schema
from bot.desk import events, notices
from bot.desk.ticket import Ticket
from bot.outcomes import Question
from bot.wiring import Zeroji
from ingest.checking import Finding, Place
from knowledge.database import now, writing
from tests.bot.web.full_gate import gate_found
from tests.bot.web.full_manuals import add_manuals
from tests.bot.web.full_people import ASKER, EVERYTHING, STAFF, Say, add_people

_OF_PROPOSALS: tuple[notices.Kind, ...] = (
    *("proposal", "red_gate", "rejected", "published", "taken_back", "gate_stale"),
)
_PROPOSED = ("proposed", "seconding", "published", "rejected", "taken_back", "publishing")


@dataclass(frozen=True, kw_only=True)
class Full:
    """What fills the blanks of addresses; the first of each is the fullest."""

    manuals: tuple[int, ...]
    retired: int
    runs: tuple[str, ...]
    #: By status, and ``private``.
    tickets: Mapping[str, int]
    #: By status, and ``own`` for one that :data:`EVERYTHING` wrote.
    proposals: Mapping[str, int]
    cases: tuple[int, ...]
    exchanges: tuple[int, ...]
    #: Of :data:`ASKER`.
    conversations: tuple[str, ...]
    gaps: tuple[int, ...] = ()


def fill(zeroji: Zeroji, folder: Path, say: Say) -> Full:
    """Give a Zeroji people, manuals, questions and all that comes of them."""
    add_people(zeroji, say)
    runs, retired = add_manuals(zeroji, folder, say)
    asked = [_ask(zeroji, say(kind, text, 1_900)) for kind, text in _QUESTIONS]
    in_confidence = _ask(zeroji, "上司からの嫌がらせについて相談したいです。")
    tickets = _tickets(zeroji, [number for _, number in asked], say)
    tickets["private"] = zeroji.desk.confide(in_confidence[1], ASKER).id
    proposals = _proposals(zeroji, tickets["proposed"], asked[0][1], say)
    manuals = [manual.id for manual in zeroji.library.manuals()]
    cases = _cases(zeroji, manuals[0], tickets["published"], say)
    _dismissed(zeroji, manuals[:2], say)
    _tell(zeroji, tickets["open"], proposals["proposed"])
    _log(zeroji, say)
    return Full(
        manuals=tuple(manuals),
        retired=retired,
        runs=runs,
        tickets=tickets,
        proposals=proposals,
        cases=cases,
        exchanges=tuple(number for _, number in asked),
        conversations=tuple(conversation for conversation, _ in [*asked, in_confidence]),
    )


# Questions

_QUESTIONS = (
    ("question", "タクシー代は精算できますか。"),
    ("question", "在宅勤務手当はいくらですか。"),
    ("question", "屋上に置く花瓶の塗り替えは誰が払いますか"),
    ("question", "将棋盤の修理を頼みたいときの窓口は？"),
    ("question", "望遠鏡の貸し出しの期限はいつですか"),
    ("question", "水槽の掃除の当番はどう決めますか"),
    ("question", "提灯の保管場所を教えてください"),
    ("question", "太鼓の練習はどこでできますか"),
    ("question", "銅像の前で撮影してもよいですか"),
    ("question", "温室の鍵は誰が持っていますか"),
)


def _ask(zeroji: Zeroji, text: str) -> tuple[str, int]:
    """The conversation and the exchange of a question."""
    audiences = frozenset({"all"})
    asked = zeroji.engine.ask(Question(text=text, asker=ASKER, audiences=audiences))
    return asked.conversation, asked.id


# Tickets


def _tickets(zeroji: Zeroji, exchanges: list[int], say: Say) -> dict[str, int]:
    """Tickets in each status; the open one is the fullest."""
    desk = zeroji.desk
    numbers = [_ticket(zeroji, exchange).id for exchange in exchanges]
    wanted = dict.fromkeys(numbers)
    opened, claimed, answered, dismissed, proposed, published, *_ = wanted
    for number in (claimed, answered, proposed, published):
        desk.claim(number, STAFF)
    places = desk.ticket(answered).nearest[:2] or desk.ticket(opened).nearest[:2]
    for number in (answered, proposed, published):
        desk.reply(number, STAFF, say("reply", "総務部の窓口へどうぞ。", 9_900), places)
    desk.dismiss(
        dismissed, STAFF, say("dismissal reason", "業務に関する質問ではないためです。", 500)
    )
    desk.claim(opened, STAFF)
    desk.note(opened, STAFF, say("note", "人事に確認中です。", 9_900))
    desk.hand_over(opened, STAFF, EVERYTHING, say("hand-over note", "お願いします。", 9_900))
    _joined(zeroji, opened, exchanges[0], say("question", "屋上の花瓶の塗装の費用は？", 900))
    with writing(zeroji.database) as tx:
        set_to = update(schema.tickets)
        tx.execute(set_to.where(schema.tickets.c.id == proposed).values(status="proposed"))
        tx.execute(set_to.where(schema.tickets.c.id == published).values(status="published"))
    return {
        "open": opened,
        "claimed": claimed,
        "answered": answered,
        "dismissed": dismissed,
        "proposed": proposed,
        "published": published,
    }


def _ticket(zeroji: Zeroji, exchange: int) -> Ticket:
    return zeroji.desk.ask_a_person(exchange, ASKER)


def _joined(zeroji: Zeroji, ticket: int, exchange: int, question: str) -> None:
    first = zeroji.desk.ticket(ticket).askers[0]
    row = {
        "ticket_id": ticket,
        "exchange_id": exchange,
        "asker": "guest-0123456789ab",
        "conversation": first.conversation,
        "question": question,
        "joined": "similar",
        "similarity": 0.8,
    }
    with writing(zeroji.database) as tx:
        known = {asker.exchange_id for asker in zeroji.desk.ticket(ticket).askers}
        if exchange not in known:
            tx.execute(insert(schema.ticket_askers).values(row))


# Proposals


def _proposals(zeroji: Zeroji, ticket: int, exchange: int, say: Say) -> dict[str, int]:
    """Proposals in each status, and one that is :data:`EVERYTHING`'s own."""
    (faq,) = [m.id for m in zeroji.library.manuals() if m.path.endswith("経費FAQ.csv")]
    made = {}
    for status in (*_PROPOSED, "own"):
        question = say("proposal question", f"駐輪場代は出ますか（{status}）。", 400)
        author = EVERYTHING if status == "own" else STAFF
        text = say("proposal text", "月に500円まで出ます。", 9_900)
        made[status] = zeroji.proposals.create(None, (faq, None), text, author, question).id
    for status, number in made.items():
        _came_to(zeroji, number, "proposed" if status == "own" else status, ticket, exchange, say)
    return made


def _came_to(
    zeroji: Zeroji, number: int, status: str, ticket: int, exchange: int, say: Say
) -> None:
    values: dict[str, Any] = {
        "status": status,
        "ticket_id": ticket,
        "gate_status": "red",
        "gate": gate_found(exchange, say),
    }
    if status == "seconding":
        values |= {"approver": "suzuki", "override_reason": say("override reason", "急ぎ", 500)}
    if status == "rejected":
        values |= {"approver": STAFF, "reason": say("rejection reason", "古いためです。", 500)}
    if status == "taken_back":
        values |= {
            "taken_back_at": now(),
            "taken_back_by": STAFF,
            "taken_back_because": say("reason to take back", "誤りでした。", 500),
        }
    table = schema.proposals
    with writing(zeroji.database) as tx:
        tx.execute(update(table).where(table.c.id == number).values(values))


# What else there is


def _cases(zeroji: Zeroji, manual: int, ticket: int, say: Say) -> tuple[int, ...]:
    table = schema.eval_cases
    rows = [
        {
            "ticket_id": ticket,
            "manual_id": manual,
            "question": say("case", "在宅勤務の上限は週に何日ですか", 500),
            "paraphrases": [say("case", "テレワークは何日まで", 300)],
            "gold": [
                {
                    "file": say("case", "在宅勤務規程.md", 100),
                    "heading": say("case", "第5条", 200),
                    "quote": say("case", "3日まで", 300),
                }
            ],
            "facts": [say("case", "3日", 200)],
            "status": status,
            "created_at": now(),
        }
        for status in ("draft", "reviewed", "withdrawn")
    ]
    with writing(zeroji.database) as tx:
        made = (tx.execute(insert(table).values(row).returning(table.c.id)) for row in rows)
        return tuple(int(one.scalar_one()) for one in made)


def _dismissed(zeroji: Zeroji, manuals: list[int], say: Say) -> None:
    """A contradiction that is none, between places that say something else by now."""
    places = tuple(
        Place(
            manual_id=manual,
            manual=say("title", "在宅勤務規程", 150),
            owner=say("owner", "人事部", 60),
            section=say("heading", "第6条（手当）", 150),
            quote=say("quote", "1日 250円", 400),
        )
        for manual in manuals
    )
    told = say("finding", "「第6条」の金額が食い違っています。", 300)
    finding = Finding(kind="contradiction", text=told, ja=told, places=places)
    note = say("remark", "対象の手当が違う。", 500)
    zeroji.dismissals.dismiss(finding, "other", note, EVERYTHING)


def _tell(zeroji: Zeroji, ticket: int, proposal: int) -> None:
    with writing(zeroji.database) as tx:
        for kind in ("due_soon", "overdue", "handed_over"):
            notices.tell(tx, EVERYTHING, kind, f"test:{kind}", ticket_id=ticket)
        for about in _OF_PROPOSALS:
            notices.tell(tx, EVERYTHING, about, f"test:{about}", proposal_id=proposal)


def _log(zeroji: Zeroji, say: Say) -> None:
    """Events as whoever tries out addresses leaves them."""
    for _ in range(20):
        path = say("path", "/console/audit", 100)
        events.record_once(zeroji.database, ASKER, "access.denied", path, method="GET")
    with writing(zeroji.database) as tx:
        subject = f"user:{say('path', '', 90)}"
        events.record(tx, say("name", "someone", 100), "user.seen", subject, {"roles": ["staff"]})

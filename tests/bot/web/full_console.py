"""A Zeroji in which every page has something to show, in the words that a test chooses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import insert, update

from bot import schema
from bot.desk import events, notices
from bot.desk.ticket import Ticket
from bot.outcomes import Question
from bot.permissions import Role
from bot.profiles import Profile
from bot.wiring import Zeroji
from bot.workspace.member import Field, Kind, Member
from bot.workspace.members import Members
from bot.workspace.rules import Rules
from ingest.checking import Finding, Place
from knowledge.database import now, writing
from tests.bot.web.full_gate import gate_found

#: ``say("question", "どうすれば？", 500)``: a text of that kind, of at most so many characters.
Say = Callable[[str, str, int], str]

#: Who asks, who works on tickets, and who sees all pages.
ASKER, STAFF, EVERYTHING = "shain", "sato", "zenin"
_ALL: tuple[Role, ...] = (
    *("staff", "lead", "owner", "approver", "evaluator", "counselor", "admin"),
)
_TABLE = ("質問", "回答", "担当部署")
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
    _people(zeroji, say)
    runs, retired = _manuals(zeroji, folder, say)
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


# People


def _people(zeroji: Zeroji, say: Say) -> None:
    profile = Profile(
        employment=say("profile", "正社員", 50),
        grade=say("profile", "3級", 50),
        location=say("profile", "東京", 50),
    )
    audience = say("audience", "managers", 50)
    zeroji.accounts.add(ASKER, say("name", "社員 一郎", 100), ["employee"], profile=profile)
    zeroji.accounts.add(STAFF, say("name", "佐藤 花子", 100), ["staff"])
    zeroji.accounts.add(
        EVERYTHING, say("name", "全員 五郎", 100), _ALL, ["managers", audience], profile
    )
    _in_slack(zeroji, say)


def _in_slack(zeroji: Zeroji, say: Say) -> None:
    """People as they call themselves there, and a rule for one of their departments."""
    members = Members(zeroji.database)
    for number, kind in enumerate(get_args(Kind)):
        department = Field(id="Xf1", label="部署", value=say("name", "人事部", 80), protected=True)
        name = say("name", "佐藤 花子", 80)
        members.keep(Member(user=f"U{number}", name=name, kind=kind, fields=(department,)))
    members.bind("U0", ASKER, EVERYTHING)
    Rules(zeroji.database).opt_out("U0")
    row = {"scope": "department", "mode": "listen", "changed_by": EVERYTHING, "changed_at": now()}
    with writing(zeroji.database) as tx:
        tx.execute(insert(schema.slack_rollout).values(row | {"value": say("name", "人事部", 80)}))


# Manuals

_RULE = """---
title: {title}
kind: rule
owner: {owner}
topic: {topic}
effective_from: {since}
review_date: 2025-04-01
---
# 第2章 勤務

## 第5条（日数）{heading}

在宅勤務は、1週間につき{days}日までとする。

{body}

## 第6条（手当）

在宅勤務手当は、次の表のとおりとする。

| 区分 | 金額 |
| --- | --- |
| 1日 | 250円 |
| 月の上限 | 5,000円 |
"""
_CLOSED = """---
title: {title}
audience: {audience}
---
# 評価

在宅勤務手当は1日につき300円とする。{body}
"""


def _manuals(zeroji: Zeroji, folder: Path, say: Say) -> tuple[tuple[str, ...], int]:
    """The runs that published the manuals, and a manual that was retired."""
    folder.mkdir()
    (folder / "経費FAQ.csv").write_text(_faq(say), encoding="utf-8")
    rule = _rule(say)
    (folder / "在宅勤務規程.md").write_text(rule, encoding="utf-8")
    closed = _CLOSED.format(
        title=json.dumps(say("title", "管理職向け通達", 150), ensure_ascii=False),
        audience="managers",
        body=say("body", "", 2_000),
    )
    (folder / "通達.md").write_text(closed, encoding="utf-8")
    (folder / "手当一覧.csv").write_text(_allowances(say), encoding="utf-8")
    name = say("file name", "災害時の手引", 60)
    (folder / f"{name}.txt").write_text(
        f"災害時の行動\n\n{say('body', '地震のときは机の下に入る。', 12_000)}\n", encoding="utf-8"
    )
    (folder / f"壊れた{name}.docx").write_bytes(b"no archive")
    (folder / "古い案内.md").write_text("# 古い案内\n\n売店は閉店しました。\n", encoding="utf-8")
    first = zeroji.runs.start([folder], author=EVERYTHING)
    changed = rule.replace("3日まで", "4日まで").replace(_SINCE, "2024-06-01")
    (folder / "在宅勤務規程.md").write_text(changed, encoding="utf-8")
    second = zeroji.runs.start([folder / "在宅勤務規程.md"], author=EVERYTHING)
    (old,) = [manual for manual in zeroji.library.manuals() if manual.title == "古い案内"]
    zeroji.publisher.retire([old.id])
    missing = zeroji.runs.start([folder / f"無い{name}.md"], author=EVERYTHING)
    return (first, second, missing), old.id


_SINCE = "2024-04-01"


def _rule(say: Say) -> str:
    def quoted(kind: str, text: str) -> str:
        return json.dumps(say(kind, text, 150), ensure_ascii=False)

    return _RULE.format(
        title=quoted("title", "在宅勤務規程"),
        owner=quoted("owner", "人事部"),
        topic=quoted("topic", "勤務"),
        since=_SINCE,
        days=3,
        heading=say("heading", "", 150),
        body=say("body", "", 4_000),
    )


def _faq(say: Say) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_TABLE)
    owner = say("owner", "経理部", 60)
    rows.writerow(
        ("タクシー代は精算できますか。", f"終電後は精算できます。{say('answer', '', 600)}", owner)
    )
    for number in range(1, 25):
        question = say("question", f"申請書{number}号の提出先はどこですか。", 200)
        rows.writerow((question, say("answer", f"{number}番窓口です。", 600), owner))
    return out.getvalue()


def _allowances(say: Say) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow((say("column", "区分", 60), say("column", "金額", 60), "備考"))
    for level in range(1, 6):
        rows.writerow((f"{level}級", f"{level},000円", say("cell", "本人", 200)))
    return out.getvalue()


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

"""Leaves a sensitive matter to people, and quotes where the manuals say who they are."""

from __future__ import annotations

from bot.answering import wording
from bot.answering.composing.extraction import cite
from bot.answering.understanding import Understanding
from bot.answering.understanding.sensitivity import Topic
from bot.outcomes import Question, Refusal
from knowledge.model import SearchRequest
from knowledge.search import Searcher

#: Passages searched for whom to turn to.
_CONTACTS = 12

#: What finds the people to turn to.
_WHO_HELPS: dict[Topic, str] = {
    "harassment": "ハラスメントの相談窓口",
    "health": "メンタルヘルスに関する相談",
    "dismissal": "解雇の予告 相談窓口",
    "misconduct": "不正 通報 コンプライアンス相談窓口",
    "own_pay": "給与 評価 問い合わせ",
    "other_person": "個人情報",
}


def refer(
    searcher: Searcher, question: Question, reading: Understanding, topic: Topic, contact: str
) -> Refusal:
    """A kind text without a judgment; ``contact`` is whom to turn to in confidence."""
    request = SearchRequest(
        query=_WHO_HELPS[topic], audiences=question.audiences, on=reading.on, top=_CONTACTS
    )
    passages = searcher.search(request).passages
    named = (p for p in passages if "内線" in p.chunk.text or "窓口" in p.chunk.text)
    found = next(named, None)
    return Refusal(
        text=wording.care(topic, contact, reading.language),
        reason="sensitive",
        citations=(cite(found, found.chunk.text),) if found else (),
    )

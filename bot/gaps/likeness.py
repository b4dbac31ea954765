"""Whether two questions ask for the same thing in other words.

Vectors say what is near; words rule out what is near and yet another need: another thing, another
relative, another figure, or something else asked of the same thing. Rather two groups of one need
than one group of two: a group names what is missing in a manual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from bot.answering.semantics.attributes import attributes_asked
from bot.answering.semantics.people import relatives
from bot.answering.semantics.quantities import quantities
from knowledge import japanese, question_types, thesaurus
from knowledge.embedding import Vectors

#: Cosine similarity from which two questions may be one need; and where it is not plain of one of
#: them what it asks.
ALIKE = 0.62
PLAINLY_ALIKE = 0.72
#: Where one says a thing more besides.
NEARLY_EQUAL = 0.85
#: Share of the words of either that the other may leave unsaid.
_MOST_UNSAID = 0.5

#: Kinds of question that are put for each other: いくら, 何日; どうやって, どこに, 誰に.
_ASKS = {
    "amount": "how much",
    "number": "how much",
    "duration": "how much",
    "procedure": "how",
    "place": "how",
    "person": "how",
    "obligation": "permission",
}
#: What is counted, where it is said: 何日 and 日数, 何回, いくら, and how far something goes.
_COUNTED = {
    "days": re.compile(r"何(?:営業)?日|日数"),
    "times": re.compile(r"何回|回数|分割"),
    "money": re.compile(r"いくら|金額|料金|何円|費用|値段|代金"),
    "span": re.compile(r"期間|何歳|いつまで|いつから|何[かヶカ]月|何年"),
}
_ADDRESS = re.compile(r"(?:申込|申し込み|提出|連絡|問い?合わせ|相談)先|窓口")
#: Concepts that name what is asked of a thing, no thing.
_ASPECTS = frozenset(
    "申請 休暇申請 届出 提出 手続 承認 許可 期限 取得期限 営業日 付与 支給 取得 休暇日数 上限額 "
    "貸与 連絡 問い合わせ先 自己負担 健康診断の費用 従業員 社員 会社 金額 料金 方法 理由 日数 "
    "期間 対象者 入社 休暇 休日 勤務 利用 予約 購入 購買 再発行 子 死亡 精算 費用 変更 交換".split()
)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What the words of a question say of the need."""

    #: The kind of answer that is asked for; None where it is not plain.
    asks: str | None
    #: It asks how far something goes: いつまで取れるか asks for a length as well.
    limit: bool
    counted: frozenset[str]
    relatives: frozenset[str]
    quantities: frozenset[tuple[str, str]]
    #: Concepts of the thesaurus that it names, and those with all above them.
    things: frozenset[str]
    known: frozenset[str]
    #: Index terms of all its content words.
    words: tuple[frozenset[str], ...]
    #: All of them together.
    said: frozenset[str]


def read(question: str) -> Wording:
    normal = japanese.normalize(question)
    concepts = thesaurus.concepts(normal)
    names = frozenset(name for concept in concepts for name in concept.names)
    above = frozenset(name for concept in concepts for name in concept.broader)
    words = tuple(
        frozenset({word}) | {term for term in same if not term.startswith("#")}
        for word, same in japanese.matters(normal)
    )
    return Wording(
        asks=_asks(normal),
        limit="upper limit" in attributes_asked(normal),
        counted=frozenset(name for name, said in _COUNTED.items() if said.search(normal)),
        relatives=relatives(normal) - {"spouse", "child"},
        quantities=frozenset(quantities(normal)),
        things=names - _ASPECTS,
        known=names | above,
        words=words,
        said=frozenset().union(*words),
    )


def similarities(vectors: Vectors, of: slice) -> Vectors:
    """Cosines of some rows with all, shape (rows, all); vectors have the length 1."""
    return np.asarray(vectors[of] @ vectors.T, dtype=np.float32)


def same_need(one: Wording, other: Wording, cosine: float) -> bool:
    """Whether nothing speaks against it."""
    if cosine < ALIKE or _differs(one.relatives, other.relatives):
        return False
    if _differs(one.quantities, other.quantities) or _other_things(one, other):
        return False
    if one.asks is None or other.asks is None:
        says_more = one.things - other.known or other.things - one.known
        return cosine >= (NEARLY_EQUAL if says_more else PLAINLY_ALIKE)
    return (one.asks == other.asks and _count_alike(one, other)) or _both_of_length(one, other)


def _asks(normal: str) -> str | None:
    kind = question_types.wanted(normal)
    if kind is None and ("loss or damage" in attributes_asked(normal) or _ADDRESS.search(normal)):
        return "how"
    return None if kind is None else _ASKS.get(kind, kind)


def _count_alike(one: Wording, other: Wording) -> bool:
    """Whether not one asks 何日 and the other 何回; of limits that may be the same."""
    apart = one.asks == "how much" and _differs(one.counted, other.counted)
    return not apart or (one.limit and other.limit) or bool(one.counted & other.counted)


def _both_of_length(one: Wording, other: Wording) -> bool:
    kinds = {one.asks, other.asks}
    both = "span" in one.counted and "span" in other.counted
    return kinds == {"deadline", "how much"} and (one.limit or other.limit or both)


def _differs(one: frozenset[object], other: frozenset[object]) -> bool:
    return bool(one and other) and one != other


def _other_things(one: Wording, other: Wording) -> bool:
    """Whether each names a thing that the other does not, or says a word too many."""
    mine, yours = one.things - other.known, other.things - one.known
    if mine and yours and not any(_akin(a, b) for a in mine for b in yours):
        return True
    return min(_unsaid(one, other), _unsaid(other, one)) > _MOST_UNSAID


def _unsaid(one: Wording, other: Wording) -> float:
    if not one.words:
        return 0.0
    return sum(word.isdisjoint(other.said) for word in one.words) / len(one.words)


def _akin(one: str, other: str) -> bool:
    """結婚 and 結婚祝金 are no different things."""
    return one in other or other in one

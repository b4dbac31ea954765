"""Changes of rules: what only tells of one, what says itself that it no longer holds.

A notice (改定の内容, 新旧対照表) stands in the revision that it announces, beside the rule itself,
and names what held before as well. It answers who asks about the change, and misleads the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from knowledge import japanese
from knowledge.index import Snapshot
from knowledge.model import Manual, Passage, heading_label

#: Not 変わったら and 変わりました: what happens to the asker changes no rule.
_ASKS = re.compile(
    r"(?:変わ|なくな|無くな|廃止にな)(?:りますか|りません|らない|る(?:の|ん|って|か|そう|と聞|[?？]|$))"
    r"|変更(?:され|があ|点)|改[定正訂]|廃止され|引き[上下]げ(?:られ|になり|にな)|新旧|旧(?:規|制|ルール)|経過措置"
    r"|新しい(?:規|ル|制度|上限|金額|基準|[^ぁ-ん]{1,6}の(?:上限|額|金額|基準|日数))"
    r"|\b(?:chang(?:es|ed|ing)|amend\w*|revis\w+|abolish\w*)\b"
)
_TELLS = re.compile(
    r"新旧(?:対照|比較)|(?:改定|改正|改訂|変更)の?(?:要旨|内容|概要|要点|ポイント|趣旨|理由|目的)"
)
#: 「…（2027年3月31日までに出発する出張の金額です）」
_HELD_UNTIL = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日まで(?:に[^。()（）]{0,30})?(?:の[^。()（）]{0,12}(?:です|。|$)|適用|有効)"
)


def asks_of_change(text: str) -> bool:
    """Whether a question is about a change of the rules rather than about the rules of a day."""
    return bool(_ASKS.search(japanese.normalize(text)))


def that_hold(passages: Sequence[Passage], text: str, on: date) -> tuple[Passage, ...]:
    """The passages that state the rules of the day; all where the question is about a change."""
    if asks_of_change(text):
        return tuple(passages)
    holding = tuple(p for p in passages if not _tells_of_change(p) and not _is_over(p, on))
    return holding or tuple(passages)


def next_change(snapshot: Snapshot, audiences: frozenset[str], on: date) -> date | None:
    """The first day after ``on`` from which a rule holds that does not yet, for these audiences."""
    coming = (
        snapshot.entries[n] for n in np.flatnonzero(snapshot.starts > on.toordinal()).tolist()
    )
    seen = (e.valid_from for e in coming if _is_seen(snapshot.manuals[e.manual_id], audiences))
    return min(seen, default=None)


def begins_on(snapshot: Snapshot, passage: Passage, day: date) -> bool:
    """Whether a passage's text holds from that day and not before."""
    starting = np.flatnonzero(snapshot.starts == day.toordinal()).tolist()
    return any(snapshot.entries[n].chunk.id == passage.chunk.id for n in starting)


def _is_seen(manual: Manual, audiences: frozenset[str]) -> bool:
    return manual.audience in audiences and manual.retired_at is None


def _tells_of_change(passage: Passage) -> bool:
    return bool(_TELLS.search(heading_label(passage.chunk.heading_path[-1])))


def _is_over(passage: Passage, on: date) -> bool:
    """Whether the answer of a FAQ says that it held until a day before ``on``."""
    if passage.section.question is None:
        return False
    ends = _HELD_UNTIL.findall(japanese.normalize(passage.section.text))
    # Compared by its parts: a manual may name a day that no calendar has (2月30日).
    return any((int(y), int(m), int(d)) < (on.year, on.month, on.day) for y, m, d in ends)

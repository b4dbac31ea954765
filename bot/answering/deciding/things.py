"""Whether a section speaks of the thing that a question is about.

Most words of a question may be said where the one that matters is not: 名刺 of 名刺入れ, 上限 of
タクシー代の上限. In few manuals such a section is the nearest one.
"""

from __future__ import annotations

from bot.answering.reading.asked import Asked
from bot.answering.semantics.compounds import compounds
from bot.answering.semantics.matters import Matter
from bot.answering.semantics.nearness import Shares

#: Said at least so nearly, a word is spoken of.
_SPOKEN_OF = 0.5
#: Said less nearly than this by a whole section with its headings, a thing is not.
_PASSED_OVER = 0.3
#: What is asked of a thing, and who asks: no things by themselves.
_ATTRIBUTES = frozenset(
    (
        "上限 限度 限度額 上限額 金額 費用 料金 値段 期限 締め切り 締切 日数 期間 回数"
        " 件数 人数 時間 時期 条件 対象 対象者 方法 手順 手続 手続き 遣り方 必要 書類"
        " 理由 場合 規定 規程 ルール 決まり 制度 種類 内容 目的 割合 単位 最大 最低"
        " 範囲 基準 詳細 情報 注意 会社 社員 従業員 弊社 当社 自分"
    ).split()
)


def passed_over(asked: Asked, near: Shares) -> str:
    """The thing that a question names and a section does not speak of; empty where it does.

    ``near`` is how nearly the section with its headings says each matter, shape (matters,).
    """
    said = {matter.word: float(share) for matter, share in zip(asked.matters, near, strict=True)}
    for compound in compounds(asked.text.rsplit("\n", 1)[-1]):
        of_another = any(said.get(word, 0.0) >= _SPOKEN_OF for word in compound.modifiers)
        if of_another and said.get(compound.head, 1.0) < _SPOKEN_OF:
            return compound.name
    things = [matter for matter in asked.matters if _is_a_thing(matter)]
    if things and all(said[matter.word] < _PASSED_OVER for matter in things):
        return max(things, key=lambda matter: matter.weight).word
    return ""


def _is_a_thing(matter: Matter) -> bool:
    return matter.names and matter.word not in _ATTRIBUTES

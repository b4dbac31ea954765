"""Whether a sentence says anything of the passage at all."""

from __future__ import annotations

import re

from bot.grounding.binding import topic_of
from bot.grounding.pieces import without_figures
from bot.grounding.reading import read
from bot.grounding.source import Source, words

#: A right sentence shares more of its words with its passage; a courtesy less.
_LEAST = 0.45
_FEW = 3
#: Of anything.
_GENERIC = frozenset("必要 場合 方 際 為る 事 こと 時 願う".split())
_COURTESY = re.compile(
    r"ご?安心(?:ください|下さい|して)|お?気軽に|お祈り|幸いです|ありがとうござい|お疲れ(?:様|さま)|お役に立"
    r"|ご不明な点|ご理解|ご協力|feel free|do(?: not|n't) hesitate|hope (?:this|that|it)|let me know"
    r"|rest assured|don't worry|happy to help|good luck|thank you"
)


#: What a figure may be said of without that the passage names it.
_OF_FIGURES = frozenset(
    "期限 締切 締め切り 期間 上限 限度 下限 金額 額 料金 費用 日数 時間 時刻 回数 人数 割合 率"
    " 値 合計 回答 答え 目安 条件 対象 あなた 私 こちら それ これ 提出 申請 手続き"
    " 最大 最低 支給 利用".split()
)


def says_nothing(sentence: str, whole: Source, *, is_foreign: bool) -> bool:
    """Whether a plain sentence is a mere courtesy, or about something else than the passage."""
    is_courtesy = _COURTESY.search(sentence) is not None
    if is_courtesy and not read(sentence):
        return True
    said = words(sentence)
    plainly = frozenset(word for word in said if not word.startswith("@")) - _GENERIC
    if is_foreign:
        return False
    known = words(whole.title).union(*(line.words | line.context_words for line in whole.lines))
    if claims := read(sentence):
        said = words(without_figures(sentence, 0, claims))
        about = topic_of(sentence) & plainly - _OF_FIGURES
        return said.isdisjoint(known) and _is_of_unknown(about, whole)
    if len(plainly) < _FEW:
        return False
    concepts = said - plainly
    return len(plainly & known) + len(concepts & known) < _LEAST * len(plainly)


def _is_of_unknown(said: frozenset[str], whole: Source) -> bool:
    """Whether a passage never speaks of any of these words: ベビーシッターは、5営業日です."""
    return bool(said) and not any(word in whole.text for word in said)

"""Whether a sentence says anything of the passage at all."""

from __future__ import annotations

import re

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


def says_nothing(sentence: str, whole: Source, *, is_foreign: bool) -> bool:
    """Whether a plain sentence is a mere courtesy, or about something else than the passage."""
    is_courtesy = _COURTESY.search(sentence) is not None
    if is_courtesy and not read(sentence):
        return True
    said = words(sentence)
    plainly = frozenset(word for word in said if not word.startswith("@")) - _GENERIC
    if is_foreign or len(plainly) < _FEW or read(sentence):
        return False
    known = words(whole.title).union(*(line.words | line.context_words for line in whole.lines))
    concepts = said - plainly
    return len(plainly & known) + len(concepts & known) < _LEAST * len(plainly)

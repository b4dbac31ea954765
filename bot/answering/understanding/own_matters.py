"""What a message is about by itself: not whom it asks for, nor what may be asked of anything."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.answering.understanding.alternatives import without_circumstances
from knowledge import japanese
from knowledge.morphology import tokens

#: Verbs for what befalls somebody: 辞めたらどうなりますか needs no question before it.
_EVENTS = frozenset(
    "休む 働く 辞める 引っ越す 亡くなる 無くなる 死ぬ 生まれる 産む 産まれる 遅れる 転ぶ 倒れる"
    " 病む 怪我 酔う 帰る 稼ぐ 儲ける 飲む 食べる 吸う 買う 売る 盗む 壊す 壊れる 失くす 無くす"
    " 落とす 忘れる 辞す 移る 困る".split()
)
_ASKED_OF_ANY = Path(__file__).with_name("asked_of_any.txt")


def own_matters(previous: str, normal: str) -> list[str]:
    """The words of a normalised message by which it need not go on with the question before.

    申請はいつまで has none, 社宅の申請はいつまで has 社宅. Nor has 破ったらどうなりますか: a verb
    alone wants something that it is done to, where 領収書をなくしたら says to what.
    """
    rest = without_circumstances(previous, normal)
    named = [word for word, _ in japanese.matters(rest) if word not in _asked_of_any()]
    verbs = {t.form for t in tokens(rest) if t.kind in ("動詞", "形容詞")} - _EVENTS
    only_verb = len(named) == 1 and named[0] in verbs and "を" not in rest
    return [] if only_verb else named


@lru_cache(maxsize=1)
def _asked_of_any() -> frozenset[str]:
    """Words by which a question names no matter of its own, as :func:`japanese.words` has them."""
    lines = _ASKED_OF_ANY.read_text(encoding="utf-8").splitlines()
    named = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(form for word in named for form in (word, *japanese.words(word)))

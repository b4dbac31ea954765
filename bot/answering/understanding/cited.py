"""What a message means by その休暇, そのお祝い金: a section that the last answer cited."""

from __future__ import annotations

import re

from bot.answering.understanding.memory import Turn
from knowledge import japanese

#: その休暇, この手当, that allowance: the kind of thing that is pointed at.
_KIND = re.compile(r"(?:その|この|あの|そちらの)(?P<kind>[一-龥々ァ-ヶー]{1,6})")
#: Words behind その that name no kind of thing.
_NO_KIND = frozenset(
    "場合 時 際 間 後 前 日 分 他 都度 件 話 期間 様式 書類 申請 手続 届 期限 金額 上限 額".split()
)
#: Asks for all that there is.
_OPEN = re.compile(
    r"何[がを](?:もら|貰|支給|受け取|でき|出)|どんな(?:もの|制度|手当|休暇|補助|お祝い)|何か(?:もら|出)"
    r"|\bwhat (?:do|can|will|would) i (?:get|receive)\b"
)
_NUMBERED = re.compile(
    r"^(?:第[0-9一二三四五六七八九十百]+[条章節](?:の\d+)?|別表第?[0-9一二三四五六七八九十]*|Q[.．]?\d*[.．]?"
    r"|[0-9]+(?:[-－.．][0-9]+)*[.．]?)\s*"
)
_NAMED = re.compile(r"^[（(](?P<name>[^（）()]+)[）)]")


def label(heading: str) -> str:
    """What a heading names: 年次有給休暇の日数 of 第26条（年次有給休暇の日数）."""
    rest = _NUMBERED.sub("", heading.strip())
    named = _NAMED.match(rest)
    return named["name"] if named else rest


def by_headings(last: Turn, text: str) -> list[str]:
    """The message with what a cited section is called in place of その休暇, one for each.

    Nothing where the last answer cites nothing of that kind, or the last question names it itself.
    """
    found = _KIND.search(text)
    if found is None or found["kind"] in _NO_KIND:
        return []
    kind = found["kind"]
    if kind in last.standalone:
        return []
    labels = dict.fromkeys(label(heading) for heading in last.headings)
    named = [name for name in labels if _is_kind(name, kind)]
    return [text.replace(found.group(), name, 1) for name in named]


def several_things(last: Turn) -> list[str]:
    """What an answer told of several things that it was asked for openly: 何がもらえますか."""
    if not _OPEN.search(last.standalone):
        return []
    labels = list(dict.fromkeys(label(heading) for heading in last.headings))
    return labels if len(labels) > 1 else []


def _is_kind(name: str, kind: str) -> bool:
    """Whether 慶弔休暇 is a 休暇: it ends so."""
    return japanese.normalize(name).endswith(japanese.normalize(kind)) and name != kind

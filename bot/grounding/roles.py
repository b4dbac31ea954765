"""Who does what: who submits, to whom, through whom, whose approval."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.grounding import ranks
from bot.grounding.modality import clauses
from bot.grounding.objection import Objection
from bot.grounding.source import Line, Source
from knowledge import thesaurus

_HOLDER = (
    r"(?P<holder>[一-龠々ァ-ヶー]{0,10}(?:部|課|室|長|者|員|会|医|会社|法人|病院|係|センター|デスク"
    r"|グループ|チーム|リーダー|マネージャー|各自|本人|自分|上司|窓口))"
)
_SENT = r"(?:提出|届|申請|申し?込|申し出|報告|連絡|送|渡|返却|返納|相談|通知|伝え|依頼|請求)"
_DOCUMENT = r"診断書|意見書|承認|許可|同意書?|証明書?|決裁|指示|推薦|面談|面接指導|面接|診察"
_VIA = re.compile(rf"{_HOLDER}(?:を経由|を経て|を通じ|を通して|経由)")
_TO = re.compile(
    rf"{_HOLDER}(?:に|へ|宛てに|あてに)(?!対|つ|よ|は|も|限|お|関|な)(?=[^。]{{0,40}}?(?P<verb>{_SENT}))"
)
_TO_ONLY = re.compile(rf"{_HOLDER}へ(?=。|$)")
_OF = re.compile(rf"{_HOLDER}の(?P<thing>{_DOCUMENT})")
_BY = re.compile(
    rf"{_HOLDER}(?:が|により|によって|(?:自身|自ら)?で(?=[^、。]{{0,6}}(?:する|します|行)))"
)
_TOPIC = re.compile(
    rf"^(?:[\W\d]*\s)?{_HOLDER}は、?(?!.{{0,20}}(?:受け|もら|され|できる|できます))"
)
#: Whoever works there: one of them is not told from another.
_ANYBODY = re.compile(r"社員|職員|従業員|労働者|本人|自分|各自|者$|全員")


@dataclass(frozen=True)
class Role:
    #: ``via``, ``to``, or what it is of or does.
    part: str
    holder: str


def wrong_roles(sentence: str, quoted: Sequence[Line], whole: Source) -> Iterator[Objection]:
    """Parts that a plain sentence gives to somebody and its quote to somebody else only."""
    said = list(_roles(sentence))
    stated = [role for line in quoted for role in _roles(line.text)]
    far = [role for line in whole.lines for role in _roles(line.text)]
    for role in said:
        others = [own.holder for own in (*stated, *far) if own.part == role.part]
        if not others or role in far or any(_is_same(role.holder, other) for other in others):
            continue
        if any(own.part == role.part and own.holder in others for own in said):
            continue
        yield Objection(
            kind="role",
            english=f"says {role.holder} where the passage says {others[0]}",
            japanese=f"原文は「{others[0]}」ですが「{role.holder}」としています",
        )
        return


_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


@lru_cache(maxsize=20_000)
def _roles(text: str) -> tuple[Role, ...]:
    """Who has which part in a plain text."""
    return tuple(_found(_IN_BRACKETS.sub("", text)))


def _found(text: str) -> Iterator[Role]:
    for found in _VIA.finditer(text):
        yield Role("via", found["holder"])
    rest = _VIA.sub("", text)
    for found in _TO.finditer(rest):
        part = "to ask" if found["verb"] in ("依頼", "請求") else "to"
        yield Role(part, found["holder"])
    for found in _TO_ONLY.finditer(rest):
        yield Role("to", found["holder"])
    for found in _OF.finditer(rest):
        yield Role(f"of {found['thing']}", found["holder"])
    if (topic := _TOPIC.match(rest)) and (ends := clauses(rest)) and ends[-1].action:
        yield Role(f"of {ends[-1].action[0]}", topic["holder"])
    for clause in clauses(rest):
        for found in _BY.finditer(clause.text):
            if not clause.is_condition:
                done = [word for word in clause.action if word not in found["holder"]]
                yield Role(f"of {done[0]}" if done else "does", found["holder"])


def _is_same(one: str, other: str) -> bool:
    if (
        ranks.stands(one, other)
        or ranks.stands(other, one)
        or (_ANYBODY.search(one) and _ANYBODY.search(other))
    ):
        return True
    mine, theirs = thesaurus.concepts(one), thesaurus.concepts(other)
    return any(
        not {*m.names}.isdisjoint((*t.names, *t.broader)) or not {*t.names}.isdisjoint(m.broader)
        for m in mine
        for t in theirs
    )

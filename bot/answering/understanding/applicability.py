"""Whom a question is about, as far as rules differ by it.

What the question says counts before what the account says (パートの友人, 勤続10年になったら). Of
somebody else, or of everybody, the asker's account says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.semantics.grades import names_grade
from bot.answering.semantics.people import KIN_WORDS, employment
from bot.answering.semantics.values import Range, asked_values
from bot.profiles import Profile
from knowledge import japanese

#: Words by which rules and questions speak of length of service.
SERVICE = re.compile(
    r"勤続|継続勤務|継続して勤務|在籍|在職|入社|採用(?:後|日|から|の日)|勤務(?:年数|期間)|勤め(?:て|た)"
    r"|年目|働いて|years? of service|joined|hired|employed for"
)
_PLACE = re.compile(
    r"本社|支社|支店|工場|営業所|センター|研究所|店舗|事業所|事業場|病院|勤務地"
    r"|head ?office|branch|plant|factory"
)
_OTHERS = re.compile(
    r"部下|後輩|先輩|上司|同僚|友人|友達|知り合い|新入社員|新人|新卒|中途|内定者|彼女|彼(?:は|が|の|に)|あの人"
    r"|その人|他の人|ほかの人|別の人|(?:うち|当|私)の(?:課|部|班|チーム|店)|誰か|人事(?:部|課)?として"
    r"|[一-龥ァ-ヶ]{1,6}(?:さん|くん|君|氏)(?:は|が|の|に|って|も|、)"
    r"|colleague|subordinate|coworker|new hires?|my (?:boss|team|staff|friend)"
)
_EVERYBODY = re.compile(
    r"一覧|全部|すべて|全て|それぞれ|ごと|別(?:に|の)|違い|違う|違って|異な|差(?:は|が)|比較|比べ|みんな|皆(?!勤)"
    r"|全員|全社員|各|どんな人|どういう人|最大|最高|最低|最長|最短|マックス|max|上限は?何年"
    r"|everyone|all employees|differ|compare|depending on|maximum|minimum"
)
_KIN = re.compile(KIN_WORDS)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an account says of the asker where the question is silent."""

    employment: str = ""
    hired_on: date | None = None
    grade: str = ""
    location: str = ""
    #: The day whose rules are asked for; None where nothing is known.
    on: date | None = None


NOBODY = Known()


def known_of(question: str, profile: Profile, on: date) -> Known:
    """What counts of a profile for a question on the rules of a day.

    Whoever names another kind of employment, grade or place than the account asks about others.
    """
    normal = japanese.normalize(question)
    if speaks_of_others(normal) or speaks_of_everybody(normal) or _names_another(normal, profile):
        return NOBODY
    known = Known(
        employment="" if employment(normal) else profile.employment,
        hired_on=None if says_service(normal) else profile.hired_on,
        grade="" if names_grade(normal) else profile.grade,
        location="" if _PLACE.search(normal) else profile.location,
        on=on,
    )
    return NOBODY if known == replace(NOBODY, on=on) else known


def _names_another(normal: str, profile: Profile) -> bool:
    kinds = employment(normal)
    if kinds and not kinds & employment(profile.employment):
        return True
    grade, place = japanese.normalize(profile.grade), japanese.normalize(profile.location)
    if names_grade(normal) and not (grade and grade in normal):
        return True
    return bool(_PLACE.search(normal)) and not (place and place in normal)


def speaks_of_others(normal: str) -> bool:
    """Whether a normalised question is about somebody else; one's family is one's own matter."""
    return bool(_OTHERS.search(_KIN.sub("　", normal)))


def speaks_of_everybody(normal: str) -> bool:
    """Whether a normalised question wants to know how a rule differs, or its bounds."""
    return bool(_EVERYBODY.search(normal))


def says_service(normal: str) -> bool:
    """Whether a normalised question gives a length of service, or any length that may be one."""
    return any(value.dimension == "months" for value in asked_values(normal)) or bool(
        re.search(r"入社(?:日|時|した(?:日|時|ばかり)|してすぐ)|採用(?:日|時)", normal)
    )


def service(hired_on: date, day: date) -> Range | None:
    """Length of service on a day, in months; None before the first day.

    Days beyond whole months are a part of one, so that 1年を超える differs from 1年以上.
    """
    if day < hired_on:
        return None
    months = 12 * (day.year - hired_on.year) + day.month - hired_on.month
    days = day.day - hired_on.day
    if days < 0:
        months, days = months - 1, days + 31
    length = months + days / 62
    return Range(dimension="months", low=length, high=length)


def service_told(hired_on: date, day: date) -> str:
    """``6年7か月``, whole months."""
    length = service(hired_on, day)
    years, months = divmod(int(length.low) if length else 0, 12)
    if not years:
        return f"{months}か月"
    return f"{years}年{months}か月" if months else f"{years}年"

"""Topics on which a machine must not judge: they get a kind text and a confidential contact.

A question about a *rule* (「産休はいつから?」) is an ordinary question; one about somebody's own
distress, or about another person, is not.
"""

from __future__ import annotations

import re
from typing import Literal

from knowledge.question_types import wanted

Topic = Literal["harassment", "health", "dismissal", "own_pay", "other_person", "misconduct"]

_PATTERNS: dict[Topic, re.Pattern[str]] = {
    "harassment": re.compile(
        r"パワハラ|セクハラ|マタハラ|モラハラ|ハラスメント|いじめ|嫌がらせ|いやがらせ|暴言|怒鳴|"
        r"体を触|bullying|harass"
    ),
    "health": re.compile(
        r"うつ|鬱|適応障害|メンタル|死にたい|消えたい|眠れな|動悸|心療内科|精神科|"
        r"(心|気持ち).{0,4}(つら|辛|限界|しんど)|(つら|辛)くて|会社に行けな|会社に行きたくな|"
        r"depress|burn(ed|t)? ?out"
    ),
    "dismissal": re.compile(
        r"クビ|首に(され|なる|なり)|解雇(され|する|に|って)|退職を?(迫|強要|勧められ)|辞めさせ|"
        r"辞めろ|am i (being )?fired|getting fired"
    ),
    "misconduct": re.compile(
        r"横領|着服|架空(請求|の?経費|の?領収)|水増し|カラ出張|空出張|粉飾|賄賂|"
        r"不正(を|に|な|して|請求|経費|利用)|ごまかし|使い回|"
        r"同じ領収書.{0,6}(何回|何度|二回|2回)|内部告発|内部通報|告発|通報したい|"
        r"whistleblow|fraud|embezzl"
    ),
    "other_person": re.compile(
        r"(同僚|上司|部下|先輩|後輩|あの人|彼|彼女|\w{1,8}"
        r"((?<![奥母父兄姉子婆爺客者士医])さん|くん|部長|課長|係長|社長))"
        r"(の|は|って|、).{0,20}(給料|給与|年収|月給|ボーナス|賞与|評価|査定|住所|電話番号|妊娠|病気|"
        r"病名|休職|離婚|国籍|宗教)|"
        r"(colleague|boss|manager|coworker)('s)? (salary|pay|pregnan|evaluation|illness)"
    ),
    "own_pay": re.compile(
        r"(私|わたし|自分|僕|俺)の.{0,6}(給料|給与|年収|月給|ボーナス|賞与|昇給|評価|査定|手取り)|"
        r"(給料|給与|年収|ボーナス|賞与|評価)(が|は|を).{0,8}(低|安|納得|不満|おかし|上げて|"
        r"上がら|少な)|my (own )?(salary|bonus|evaluation|raise)|(昇給|昇格)(でき|させ|し)(ない|て)"
    ),
}

#: Asks what the rules say, and tells nothing of oneself or of somebody one knows.
_ABOUT_RULES = re.compile(
    r"(窓口|相談先|連絡先|通報先)(は|って|の|を|に関|ある|どこ|$)|とは|定義|研修|規程|規定|規則|ルール|制度"
    r"|ガイドライン|禁止|種類|どんな(行為|もの|こと)|処分|懲戒"
    r"|(相談|通報)(って|は|の|を|に)?.{0,4}(土日|休日|夜|時間外|いつ|何時|匿名|電話|メール|オンライン|家族)"
    r"|保護され|\b(where|policy|hotline|what is)\b"
)
_ABOUT_SOMEBODY = re.compile(
    r"受け(て|た|ま)|(れ|せ)(た|て|ま|る|そう)|して(い|る|き|しま)"
    r"|しました|つら|辛|困|悩|怖|しんど|毎日"
    r"|見(た|て|かけ)"
    r"|(通報|相談|告発)したい|疑|私|わたし|自分|僕|俺|上司|先輩|同僚|部下|課長|部長|社長|さん(が|に|は)"
    r"|あの人|\b(i|me|my|boss|manager|colleague)\b"
)

_AS_SUPERIOR = re.compile(r"(管理職|上長|上司|所属長)として|as a manager")
_LEAVE = re.compile(
    r"休職|休業|復職|欠勤|長く休|籍|席を(?:残|置)|有休|有給|休暇|別枠|書類|診断書|手当金|戻"
)
#: How pay is paid is a question for anybody; whether it is enough is not.
_HOW_PAID = re.compile(
    r"口座|振込|振り込|支給日|明細|天引き|控除|年末調整|\b(accounts?|split|deposit|transfer|tax(?:ed)?|payslip)\b"
)
_COMPLAINS = re.compile(
    r"低|安(?!全)|納得|不満|おかし|少な|上げて|\b(?:low|less|unfair|unhappy|raise|wrong)\b"
)
#: What is wanted where a rule answers: no permission and no person.
_ORDINARY = ("number", "duration", "deadline", "time", "amount", "form")

_PERSON = re.compile(
    r"(人|担当者|総務|人事|スタッフ)(に|と|へ).{0,6}"
    r"(聞きたい|話したい|相談したい|つないで|繋いで|代わって|質問したい)|"
    r"(talk|speak) to (a )?(person|human|someone)"
)


def topic(text: str) -> Topic | None:
    """The sensitive topic of normalised text, None for an ordinary question."""
    if _asks_for_rule(text):
        return None
    found = next((topic for topic, pattern in _PATTERNS.items() if pattern.search(text)), None)
    if found == "own_pay" and _HOW_PAID.search(text) and not _COMPLAINS.search(text):
        return None
    return None if found == "health" and _asks_how_leave_works(text) else found


def _asks_for_rule(text: str) -> bool:
    """Whether a text asks what the rules say, for anybody or for somebody's superior."""
    if _AS_SUPERIOR.search(text):
        return True
    return bool(_ABOUT_RULES.search(text)) and not _ABOUT_SOMEBODY.search(text)


def _asks_how_leave_works(text: str) -> bool:
    """休職は最長どのくらい: an illness is told as the reason for an ordinary question."""
    return wanted(text) in _ORDINARY and bool(_LEAVE.search(text))


def asks_for_person(text: str) -> bool:
    return bool(_PERSON.search(text))

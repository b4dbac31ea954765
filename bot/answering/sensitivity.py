"""Topics on which a machine must not judge: they get a kind text and a confidential contact.

A question about a *rule* (「産休はいつから?」) is an ordinary question; one about somebody's own
distress, or about another person, is not.
"""

from __future__ import annotations

import re
from typing import Literal

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
        r"(同僚|上司|部下|先輩|後輩|あの人|彼|彼女|\w{1,8}(さん|くん|部長|課長|係長|社長))"
        r"(の|は|って).{0,8}(給料|給与|年収|月給|ボーナス|賞与|評価|査定|住所|電話番号|妊娠|病気|"
        r"病名|休職|離婚|国籍|宗教)|"
        r"(colleague|boss|manager|coworker)('s)? (salary|pay|pregnan|evaluation|illness)"
    ),
    "own_pay": re.compile(
        r"(私|わたし|自分|僕|俺)の.{0,6}(給料|給与|年収|月給|ボーナス|賞与|昇給|評価|査定|手取り)|"
        r"(給料|給与|年収|ボーナス|賞与|評価)(が|は|を).{0,8}(低|安|納得|不満|おかし|上げて|"
        r"上がら|少な)|my (own )?(salary|bonus|evaluation|raise)|(昇給|昇格)(でき|させ|し)(ない|て)"
    ),
}

_PERSON = re.compile(
    r"(人|担当者|総務|人事|スタッフ)(に|と|へ).{0,6}"
    r"(聞きたい|話したい|相談したい|つないで|繋いで|代わって|質問したい)|"
    r"(talk|speak) to (a )?(person|human|someone)"
)


def topic(text: str) -> Topic | None:
    """The sensitive topic of normalised text, None for an ordinary question."""
    return next((topic for topic, pattern in _PATTERNS.items() if pattern.search(text)), None)


def asks_for_person(text: str) -> bool:
    return bool(_PERSON.search(text))

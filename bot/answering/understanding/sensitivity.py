"""Topics on which a machine must not judge: they get a kind text and a confidential contact.

A question about a *rule* (「産休はいつから?」) is an ordinary question; one about somebody's own
distress, or about another person, is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.answering.understanding import telling
from bot.answering.understanding.sensitive_words import MENTIONS, TELLS, Topic
from knowledge import japanese
from knowledge.question_types import wanted

__all__ = ["WHO_HELPS", "Topic", "asks_for_person", "names_contact", "topic"]

#: What finds the people to turn to in the manuals; nobody is to be turned to about somebody else.
WHO_HELPS: Mapping[Topic, str] = {
    "danger": "メンタルヘルス 産業医 緊急の相談窓口",
    "harassment": "ハラスメントの相談窓口",
    "pregnancy": "妊娠 母性健康管理 相談窓口",
    "misconduct": "不正 通報 コンプライアンス相談窓口",
    "legal": "コンプライアンス 労務の相談窓口",
    "dismissal": "退職 解雇 相談窓口",
    "medical": "産業医 健康相談 窓口",
    "own_pay": "給与 評価 問い合わせ窓口",
    "health": "メンタルヘルスに関する相談窓口 産業医",
    "personal": "従業員の相談窓口",
}
_CONTACT = re.compile(
    r"内線|窓口|相談室|相談員|ホットライン|産業医|@|\d{2,4}-\d{2,4}-\d{3,4}|\bext\b|hotline"
)

#: Asks what the rules say, and tells nothing of oneself or of somebody one knows.
_ABOUT_RULES = re.compile(
    r"(?:窓口|相談先|連絡先|通報先|相談員|担当者?)(?:は|って|の|を|に関|ある|どこ|$)|とは|定義|研修|規程|規定|規則"
    r"|ルール|制度|基準|マニュアル|方針|ガイドライン|禁止|種類|どんな(?:行為|もの|こと|場合|とき)|処分|懲戒"
    r"|(?:相談|通報)(?:って|は|の|を|に)?.{0,4}(?:土日|休日|夜|時間外|いつ|何時|匿名|電話|メール|オンライン|家族)"
    r"|保護され|誰が|誰に|どこ[でに]|どのくらい|いつ|何[回日番時人週]|どうやって|どのように"
    r"|\b(?:where|how (?:often|long|many)|phone number|policy|hotline|what is|training)\b"
    r"|\bhow do i (?:use|report)\b"
)
_ABOUT_SOMEBODY = re.compile(
    r"受け(?:て|ま)|(?:さ|(?<!見)ら)れ(?:て|ま|そう)|せ(?:て|られ)|して(?:い|き|しま)|しました|つら|辛|困|悩|怖|しんど|毎日|見(?:て|かけ)"
    r"|(?:通報|相談|告発)したい|疑|私|わたし|自分|僕|俺|上司|先輩|同僚|課長|部長|社長|さん(?:が|に|は)"
    r"|あの人|(?<!do )(?<!can )(?<!should )(?<!must )\bi\b|\b(?:me|my|boss|manager|colleague)\b"
)
_AS_SUPERIOR = re.compile(
    r"(?:管理職|上長|上司|所属長|店長|人事)として|部下(?:から|の|が).{0,24}(?:相談を受け|報告|申し出|申告|評価は|評価を(?:提出|入力))"
    r"|\bas a (?:manager|supervisor)"
)
_LEAVE = re.compile(
    r"休職|休業|復職|欠勤|長く休|籍|席を(?:残|置)|有休|有給|休暇|別枠|書類|診断書|手当金|戻|短時間|時短|通院|制度"
    r"|休み(?:は|を|が|って)|看護|介護|保険|補助|見舞金|リハビリ|\bleave\b"
)
#: Told without a word that names a topic: an answer proves it an ordinary question.
PERHAPS: frozenset[Topic] = frozenset({"personal"})
#: How pay is paid is a question for anybody; whether it is enough is not.
_HOW_PAID = re.compile(
    r"口座|振込|振り込|支給日|支払日|明細|天引き|控除|年末調整|締め日|算定期間|計算方法|計算式|決まり方|決め方"
    r"|どうやって決|異議|シート|面談は|誤り|\b(?:when|accounts?|split|deposit|transfer|tax(?:ed|able)?|payslip|review)\b"
)
_COMPLAINS = re.compile(
    r"低|安(?!全)|納得|不満|おかし|少な|上げて|\b(?:low|less|unfair|unhappy|raise|wrong|cut)\b"
)
#: 評価が低いと賞与はいくら減りますか asks for a rule, with a case.
_CASE = re.compile(r"(?:と|たら|れば|場合|とき|時)[、は]?.{0,12}(?:いくら|何|どのくらい|どうなり)")
#: What is wanted where a rule answers: no permission and no person.
_ORDINARY = ("number", "duration", "deadline", "time", "amount", "form")

_SUFFERED = re.compile(r"(?:され|受け|られ)(?:まし|てい|てる|てき)")
#: Log odds below which what seems to tell, or to mention, is taken for a question about a rule.
_LEAST_TOLD, _LEAST_MENTIONED = -3.0, -1.5

#: 本当ですか, どうしてですか: who says so little tells of nothing.
_LEAST_WORDS = 2
#: Characters that are looked at: longer questions are refused.
_LONGEST = 3000
#: A message is read as a whole and by its questions, which are often the same.
_KEPT = 256

_PERSON = re.compile(
    r"(?:人|担当者|総務|人事|スタッフ)(?:に|と|へ).{0,6}"
    r"(?:聞きたい|話したい|相談したい|つないで|繋いで|代わって|質問したい|取り次いで|引き継いで|回して"
    r"|(?:聞いて|確認して|問い合わせて)(?:くださ|下さ|ほし|欲し|もらえ|いただけ|くれ))|"
    r"(?:talk|speak) to (?:a )?(?:person|human|someone)"
)
_ONLY_WANTS_A_PERSON = re.compile(
    r"(?:(?:i|i'd|we|can|could|may|would|want|like|need|please|to)\s+)*"
    r"(?:talk|speak) to (?:a |an )?(?:real )?(?:person|human|someone)(?:\s+please)?[\s.!?]*"
)


@lru_cache(maxsize=_KEPT)
def topic(text: str) -> Topic | None:
    """The sensitive topic of normalised text, None for an ordinary question."""
    text = text[:_LONGEST]
    if TELLS["danger"].search(text):
        return "danger"
    if _AS_SUPERIOR.search(text):
        return None
    learned = telling.learned()
    odds = learned.log_odds(text)
    told = next((topic for topic, said in TELLS.items() if said.search(text)), None)
    if told is not None:
        certain = odds > _LEAST_TOLD or _SUFFERED.search(text)
        return told if certain and not _is_ordinary(told, text) else None
    if odds > _LEAST_MENTIONED and (mentioned := _mentioned(text)):
        return mentioned
    if odds <= learned.least or len(set(japanese.words(text))) < _LEAST_WORDS:
        return None
    if _ONLY_WANTS_A_PERSON.fullmatch(text):
        return None
    return None if _is_ordinary("personal", text) else "personal"


def _mentioned(text: str) -> Topic | None:
    """The topic that a text names without asking what the rules say of it."""
    if _ABOUT_RULES.search(text) and not _ABOUT_SOMEBODY.search(text):
        return None
    named = next((topic for topic, said in MENTIONS.items() if said.search(text)), None)
    # 妻がうつ病で休みは取れますか: whether there is leave is a question for anybody.
    return None if named == "health" and _LEAVE.search(text) else named


def _is_ordinary(told: Topic, text: str) -> bool:
    """Whether it is a rule that is asked for, although the text tells of somebody."""
    if told in ("own_pay", "personal"):
        pays = _HOW_PAID.search(text) and not _COMPLAINS.search(text)
        if pays or (_CASE.search(text) and wanted(text) in _ORDINARY):
            return True
    return told in ("health", "pregnancy", "personal") and _asks_how_leave_works(text)


def _asks_how_leave_works(text: str) -> bool:
    """休職は最長どのくらい: an illness is told as the reason for an ordinary question."""
    return wanted(text) in _ORDINARY and bool(_LEAVE.search(text))


def names_contact(text: str) -> bool:
    """Whether a passage says whom to turn to."""
    return bool(_CONTACT.search(text))


def asks_for_person(text: str) -> bool:
    return bool(_PERSON.search(text))

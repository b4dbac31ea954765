"""What a message says of where it belongs: それは…, さっきの出張の件, 別件ですが, 2番目です."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.understanding.memory import Memory, Turn
from bot.outcomes import Option
from knowledge import japanese
from knowledge.question_types import wanted

#: それぞれ, それから, それとも, これまで, あれば and その他 point at nothing that was said.
POINTER = re.compile(
    r"それ(?!で[、,])(?=[はがもをにで、,]|って|ら|だと|と同じ|まで|以[外上]|の)|その(?!まま|都度|他|ほか|うち|際)"
    r"|そこ(?=[でにはがのへもま])|そっち|そちら|[そこ]う(?:いう|いった|した)"
    r"|(?:これ|あれ)(?=[はがもを]|って)|この(?:場合|とき|時|休[暇業]|制度|手当|申請|期間|金額)"
    r"|^[^。、?]{1,15}のほう(?=です|は|だと|なら|で)"
    r"|\b\w+ (?:it|that|them|those|they)\b(?= ?(?:[?,.]|$)"
    r"| (?:apply|include|count|cover|paid|unpaid|tax|the same|per|in|on|by|for|with|to|at"
    r"|from|also|even"
    r"|when|if|until|before|after|as|and|or|a|every|while|during"
    r"|need|have|expire|carry|reset|mean|start|end|too|be|later|into|over|within|leave|form|allowance"
    r"|limit|deadline|amount|benefit|period|case|rule)\w*\b)"
)
#: "Is it possible to …": nothing is pointed at.
_DUMMY = re.compile(
    r"\bis (?:it|that) (?:ok|okay|possible|required|allowed|necessary|mandatory|true|fine)\b"
)
_PLURAL = re.compile(
    r"それぞれ|それら|両方|どちらも|どれも|全部|いずれも|\b(?:both|they|them|those)\b"
)
_OTHER_MATTER = re.compile(
    r"^(?:(?:それと|あと)?[、,]?(?:別件|別の(?:話|件|質問|こと)|ぜんぜん違う話|全然違う話|話(?:は|が)?(?:変わ|かわ)|話題を変え)"
    r"(?:[^、。,]{0,8}(?:ですが|ですけど|けど|が|て|です|ます|なのですが|なんですが))?|ところで|それはそうと|それはさておき|さて(?=、)"
    r"|on another (?:note|topic|matter)|separately"
    r"|(?:a |one )?(?:different|another|unrelated) question"
    r"|unrelated|by the way|changing the subject)[、。,:.\s]*",
    re.IGNORECASE,
)
_EARLIER = r"さっき|先ほど|先程|さきほど|この前|前|最初|初め|はじめ|[一1]つ前|ひとつ前|その前"
_LEADS = (
    r"(?:の?(?:話|件|質問|こと|続き|やつ|内容))?"
    r"(?:なの?ですが|なんですが|なんですけど|なんだけど|ですが|ですけど|だけど|ですけれど|に(?:戻|もど)[^、。,]*"
    r"|について(?:です(?:が|けど)?)?|の続きで(?:すが)?|で(?:すね)?|です|は|って)?"
)
_RECALLS = re.compile(
    rf"^(?:(?P<when>{_EARLIER})(?:に聞いた|聞いた|お聞きした|伺った|質問した|言ってた|の)?"
    rf"(?P<about>[^、。,?]{{0,20}}?)(?:{_LEADS}[、。,]\s*|の?(?:話|件|質問)の(?=\S))"
    r"|(?P<topic>[^、。,?]{1,15}?)の(?:話|件|質問)"
    r"(?:に(?:戻|もど)[^、。,]*|(?:なん)?(?:ですが|ですけど|だけど)|なのですが)[、。,]\s*"
    r"|(?:going |coming |getting )?back to (?:the |my )?(?P<subject>[^,.?]{2,40})[,.]\s*"
    r"|about the (?P<mentioned>[^,.?]{2,30}?) (?:i asked about |you mentioned )?"
    r"(?:earlier|before),\s*)"
)
_FIRST = re.compile(r"最初|初め|はじめ")
_FORMER = re.compile(r"前者|[1１一]つ目|former|first")
_ONE_OF = re.compile(r"前者|後者|[12１２一二]つ目|\bthe (?:former|latter|first one|second one)\b")
_SORRY = re.compile(
    r"^(?:(?:あ|あっ|いや|いえ|えっと|すみません|すいません|ごめんなさい|失礼しました|違います|間違えました|訂正です"
    r"|sorry|no|actually|oops|i mean(?:t)?)[、。,!！.\s]+)+",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    r"^(?P<wrong>[^、。,?？]{1,14}?)(?:(?:じゃ|では|で)なく(?:って|て)?|(?:じゃ|では)(?:ない|ありません)(?:です)?(?:が|けど|ので))[、,]?\s*(?P<right>[^?？]{1,20}?)"
    r"(?:の(?:ほう|方|場合))?(?:です|でした|だった|の話です|のことです)[。．\s]*$"
)
_ORDINALS = ("1１①一", "2２②二", "3３③三", "4４④四")
_CHOOSES = re.compile(
    r"^(?:上から)?(?P<nth>[1-4１-４①-④一二三四])(?:番目?|つ目|個目)?(?:の(?:ほう|方|やつ))?(?:です|で|でお願いします|をお願いします)?[。.\s]*$"
)
_CHOSEN = re.compile(
    r"(?:の(?:ほう|方|こと|場合))?(?:です|でした|で|をお願いします|でお願いします)?[。.!！\s]*$"
)


@dataclass(frozen=True, kw_only=True)
class Recall:
    """The turns that a message may go back to, and what it says besides."""

    turns: tuple[Turn, ...]
    text: str


def points_out(normal: str) -> bool:
    """Whether a normalised text points at something, and not at what it has told itself.

    In 引っ越します。その場合の手続きは the case is told in the message.
    """
    normal = _DUMMY.sub("", normal)
    found = POINTER.search(normal)
    if found is None:
        return False
    told = normal[: found.start()]
    if not japanese.is_japanese(normal):
        # The subject goes before what it does with it: only a sentence before tells of a matter.
        told = told[: max(told.rfind(end) for end in ".,;!?") + 1]
    return not japanese.matters(told)


def points_at_all(normal: str) -> bool:
    """Whether a normalised text is about all of several things: 両方とも, both."""
    return bool(_PLURAL.search(normal))


def other_matter(text: str) -> str | None:
    """What is asked behind 話は変わりますが; None where nothing of the kind is said."""
    rest = _OTHER_MATTER.sub("", text.strip(), count=1)
    return rest if rest and rest != text.strip() else None


def recall(text: str, memory: Memory) -> Recall | None:
    """The earlier turn that a message names: さっきの出張の件ですが. None where it names none."""
    said = _SORRY.sub("", text.strip(), count=1)
    found = _RECALLS.match(said.lower())
    if found is None:
        return None
    rest = said[found.end() :]
    when = found["when"] or ""
    about = found["about"] or found["topic"] or found["subject"] or found["mentioned"] or ""
    turns = memory.turns
    if japanese.words(about):
        named = [turn for turn in turns if _names(turn, about)]
        return Recall(turns=tuple(named[-1:]), text=rest) if named else None
    if not when:
        return None
    if _FIRST.search(when):
        return Recall(turns=turns[:1], text=rest)
    # さっきの続きですが names none of them: the last may be meant, or the one before.
    return Recall(turns=turns[-2:], text=rest)


def corrected(text: str) -> tuple[str, str]:
    """What is meant instead, and what is taken back: パートじゃなくて契約社員です."""
    rest = _SORRY.sub("", text.strip(), count=1)
    found = _NOT_BUT.match(rest)
    return (found["right"], found["wrong"]) if found else (rest, "")


def one_of(text: str, questions: Sequence[str]) -> str | None:
    """Of several questions that which a message counts to: 後者は家族も対象ですか."""
    found = _ONE_OF.search(text.lower())
    if found is None or len(questions) < 2:
        return None
    return questions[0] if _FORMER.search(found.group()) else questions[-1]


def chosen(text: str, offered: Sequence[Option]) -> Option | None:
    """The option that a message chooses: 2番目です, 国内のほうです. None where it chooses none."""
    for option in offered:
        if text.strip() in (option.question, option.label):
            return option
    if found := _CHOOSES.match(text.strip()):
        nth = next(n for n, digits in enumerate(_ORDINALS) if found["nth"] in digits)
        return offered[nth] if nth < len(offered) else None
    if wanted(text) is not None:
        return None
    words = set(japanese.words(_CHOSEN.sub("", text.strip())))
    named = [option for option in offered if words and words <= set(japanese.words(option.label))]
    return named[0] if len(named) == 1 else None


def _names(turn: Turn, about: str) -> bool:
    said = {word for text in (turn.said, turn.standalone) for word in japanese.words(text)}
    return not said.isdisjoint(japanese.words(about))

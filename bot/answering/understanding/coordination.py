"""Questions joined in one sentence: 日当と宿泊費はそれぞれいくら, 何日で、給料は出ますか."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answering.understanding.alternatives import are_alternatives
from bot.answering.understanding.sentences import names
from knowledge import japanese

_EACH = re.compile(r"それぞれ(?:の)?|各々|おのおの|両方(?:とも)?")
#: What is asked about, and what of it.
_TOPIC = re.compile(r"^(?P<about>.+?)(?P<marker>は|って|を|が|について)(?P<asked>[^はが]*)$")
_AND = re.compile(
    r"((?:及び|および|並びに|ならびに|[＆&]|、|[とや](?!き|か|こ|ても|って|する|して|いう|の))、?)"
)
#: What may be asked of many matters, so that two of them are two questions.
_ATTRIBUTE = re.compile(
    r"(?:金額|額|上限|日数|回数|期間|期限|締め?切り?|〆切|手当|日当|料|代|費|賃|金|給|時給|給料|給与|賞与|ボーナス"
    r"|休暇|休み|休業|方法|手続き?|やり方|申請先|提出先|連絡先|窓口|担当(?:者|部署)?|承認者|書類|様式|条件|対象者?|割合|率|時間|時期|支給日)$"
)
#: What may be asked of anything: it does not say what is asked about.
_GENERIC = re.compile(
    r"(?:金?額|日数|回数|期間|期限|上限|締め?切り?|条件|方法|手続き?|割合|率|時期)"
)
_OF_GENERIC = re.compile(rf"の{_GENERIC.pattern}$")
#: 出張したときの日当 and 宿泊費: said of both.
_CIRCUMSTANCE = re.compile(r"(?:とき|時|場合|際|[るたい])$")
_MOST_THINGS = 4
#: A clause that has asked something, and goes on to the next.
_ASKED = re.compile(
    r"(?:(?:です|ます|でしょう|の|ん|る|い|た)(?=か)|(?:いくら|何|いつ|どこ|誰|どれくらい|どのくらい)[^、はが]{0,8}?)(?P<on>か|で|て|し|が|けど)、"
)
_OWN_TOPIC = re.compile(r"^[^、]*?(?:は|って|[一-龥ァ-ヶ]も(?!ら))|が(?:出|あ|もら|付|つ|必要|要)")
_AND_ASKS = re.compile(
    r",?\s+and\s+(?=(?:how|what|when|where|who|which|is|are|do|does|can|may|must|should|will)\b)",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question about one of several things."""

    said: str
    #: The same with what describes the thing before it, which may describe it, too.
    described: str = ""


def by_thing(question: str) -> list[Asked]:
    """AとBは（それぞれ）いくら → Aはいくら, Bはいくら; the question itself where it asks of one."""
    found = _TOPIC.match(question)
    if found is None:
        return [Asked(said=question)]
    lead, things = _things(found["about"], each=bool(_EACH.search(found["asked"])))
    rest = found["marker"] + _EACH.sub("", found["asked"])
    asked = [_asked(lead, things[0], thing, rest) for thing in things]
    return asked if len(asked) > 1 else [Asked(said=question)]


def _asked(lead: str, first: str, thing: str, rest: str) -> Asked:
    modifier, _, noun = first.rpartition("の")
    plain = f"{lead}{thing}{rest}"
    if thing == first or not modifier or _GENERIC.fullmatch(noun) or not _is_bare(thing):
        return Asked(said=plain)
    described = f"{lead}{modifier}の{thing}{rest}"
    if _CIRCUMSTANCE.search(modifier):
        return Asked(said=described)
    return Asked(said=plain, described=described)


def _things(about: str, each: bool) -> tuple[str, list[str]]:
    """What leads in what is asked about, and its things; none where it is one."""
    *pieces, last = _AND.split(about)
    things = [last]
    # What は marks is cut before と, や and 、, from the last thing on.
    while pieces and _may_be_asked(pieces[-2], each and pieces[-1] != "、"):
        things.insert(0, pieces[-2])
        del pieces[-2:]
    listed = 2 <= len(things) <= _MOST_THINGS and _may_be_asked(last, each)
    return "".join(pieces), _of_each(things) if listed else []


def _of_each(things: list[str]) -> list[str]:
    """正社員, パートの休暇 → 正社員の休暇, パートの休暇: what は marks is of both."""
    last, of, noun = things[-1].partition("の")
    if of and all(are_alternatives(thing, last) for thing in things[:-1]):
        return [*(f"{thing}の{noun}" for thing in things[:-1]), things[-1]]
    return things


def _may_be_asked(thing: str, each: bool) -> bool:
    """Whether a thing can be asked about by itself; with それぞれ, whatever has a name."""
    return bool(names(thing)) and (each or bool(_ATTRIBUTE.search(thing)))


def _is_bare(thing: str) -> bool:
    """Whether nothing describes a thing but what of it is asked: 宿泊費, ホテル代の上限."""
    noun = _OF_GENERIC.sub("", thing)
    return not re.search(r"の|[ぁ-ん](?=[\u4e00-\u9fffァ-ヶ])", noun.removeprefix("お"))


def is_asked(thing: str) -> bool:
    """Whether a thing is such that it is asked about by its name alone: 給料日は？"""
    return bool(_ATTRIBUTE.search(thing))


def by_clause(question: str) -> list[str]:
    """Aは何日で、Bは出ますか → two, where the second clause has a topic of its own."""
    if not japanese.is_japanese(question):
        return _AND_ASKS.split(question)
    for found in _ASKED.finditer(question):
        end = found.end("on") if found["on"] == "か" else found.start("on")
        first, second = question[:end], question[found.end() :]
        own = _OWN_TOPIC.search(second) and names(second)
        if own and names(first):
            return [first, *by_clause(second)]
    return [question]

"""A follow-up as one question: 結婚祝金はいくら and 申請は？ are 結婚祝金の申請は？

Two questions become one only where nothing that either of them says is lost.
"""

from __future__ import annotations

import re

from bot.answering.understanding.alternatives import without_circumstances
from bot.answering.understanding.continuing import (
    continued,
    topic,
    without_marker,
)
from bot.answering.understanding.own_matters import own_matters
from bot.answering.understanding.referring import POINTER, corrected
from knowledge import japanese
from knowledge.morphology import tokens
from knowledge.question_types import wanted

_POINTS = re.compile(r"^(?:それ|これ|そちら)(?P<particle>って|は|を|が|も|に|で|、)")
_POINTS_AT = re.compile(r"^その(?P<rest>間|[一-龥])")
_ENDS = re.compile(r"[\s。．?？!！]+$")
#: 契約社員でも同じですか → 契約社員
_ONLY_WHO = re.compile(
    r"^(?P<who>.+?)(?:だったら|だと|なら|の場合|のとき|の時|のほう|の方)?(?:でも|にも|は|も|って|だと|です|でした|が)?"
    r"(?:、?(?:同じ|おなじ|一緒|どう)(?:なの|なり)?)?(?:です|でしょう|ます)?か?$"
)
_PERSON = re.compile(r"(?:人|方|者|員|師|子ども|子供)$")
_NAMES_ANOTHER = re.compile(r"^(?P<thing>[^、。?？はも]{1,14}?)(?:は|って)[?？\s]*$")
#: 部長はいくら
_WHO_ASKS = re.compile(
    r"^(?P<who>[^、。はが]{1,12}?)(?:だと|なら|の場合は?|にも|でも|は|も)(?P<asked>.+)$"
)
#: Wants more of the same answer.
_MORE = re.compile(r"もっと|詳し|くわし|なぜ|どうして|ほかに|他に|具体的に")
_CLAUSE = re.compile(r"^(?P<clause>.+(?:たら|れば))$")
#: What the question for others asks itself (同じですか), or what goes with what was asked (何日前).
_UNSAID = frozenset({"同じ", "一緒", "前"})
_REST = re.compile(r"^(?:は|って|も)(?P<asked>.+)$")
_PARTICLES = ("は", "が", "の", "を", "って")


def put(previous: str, text: str) -> str:
    """A message with the question that it goes on with: in one line where nothing is lost."""
    together = continued(previous, text)
    first, *rest = together.split("\n")
    if len(rest) != 1 or not japanese.is_japanese(together):
        return together
    one = _one(first, corrected(rest[0])[0])
    return one if one and _says_all(one, together) else together


def instead(previous: str, text: str) -> str | None:
    """A question asked of another matter: 住民税はいつから and 厚生年金は？ None for no such."""
    named = _NAMES_ANOTHER.match(text.strip())
    about = topic(previous)
    if named is None or "\n" in previous or about not in previous:
        return None
    if not (about and _is_noun(about) and _is_noun(named["thing"])):
        return None
    return previous.replace(about, named["thing"], 1)


def _is_noun(text: str) -> bool:
    return all(t.kind in ("名詞", "接尾辞", "接頭辞") for t in tokens(text))


def asked_about(about: str, text: str) -> str:
    """A message about a matter that it does not name itself."""
    said = without_marker(text)
    return _of(about, said) or f"{about}：{said}"


def readable(standalone: str) -> str:
    """A standalone question of several lines as one text."""
    lines = [_ENDS.sub("", line) for line in standalone.split("\n")]
    if len(lines) == 1:
        return standalone.strip()
    last = standalone.rsplit("\n", 1)[1].strip()
    mark = "。" if japanese.is_japanese(standalone) else ". "
    return mark.join([*lines[:-1], last])


def _one(base: str, text: str) -> str | None:
    """A question and what goes on with it in one sentence; None where that sounds odd."""
    said = without_marker(text)
    points = POINTER.search(said)
    who = None if points else _only_who(base, said)
    if who is not None:
        return f"{who}、{base}"
    about = _about(base)
    if not about or own_matters(base, japanese.normalize(said)) or _MORE.match(said):
        return None
    asks = _WHO_ASKS.match(said)
    if asks and not points and _is_circumstance(base, asks["who"]):
        return f"{asks['who']}の場合、{about}は{asks['asked']}"
    return _of(about, said)


def _is_circumstance(base: str, text: str) -> bool:
    """Whether a text says only for whom or where: 部長, 契約社員."""
    normal = japanese.normalize(text)
    rest = without_circumstances(base, normal)
    return _is_noun(text) and rest != normal and not japanese.matters(rest)


def _of(about: str, said: str) -> str | None:
    if found := _POINTS.match(said):
        particle = {"って": "は", "、": "は"}.get(found["particle"], found["particle"])
        return f"{about}{particle}{said[found.end() :]}"
    if _POINTS_AT.match(said):
        kind = said.removeprefix("その")
        return f"{about}の{kind}"
    return _asked_of(about, said)


def _asked_of(about: str, said: str) -> str | None:
    words = [t for t in tokens(said) if not t.surface.isspace()]
    surfaces = [t.surface for t in words]
    if not words or ("は" in surfaces and words[0].kind not in ("名詞", "形状詞")):
        return None
    noun = words[0].kind == "名詞"
    after = next((t.surface for t in words if t.kind not in ("名詞", "接尾辞", "接頭辞")), "")
    if noun and about.startswith(words[0].surface):
        rest = _REST.match(said.removeprefix(_common(about, said)))
        return f"{about}は{rest['asked']}" if rest else None
    if noun and about.endswith(words[0].surface):
        return f"{about.removesuffix(words[0].surface)}{said}"
    of = (noun and after in _PARTICLES) or "は" in surfaces
    return f"{about}の{said}" if of else f"{about}は{said}"


def _common(about: str, said: str) -> str:
    """What both begin with."""
    length = next((n for n, (a, b) in enumerate(zip(about, said, strict=False)) if a != b), 0)
    return about[:length]


def _only_who(base: str, said: str) -> str | None:
    """契約社員でも同じですか: for whom it is asked, as it goes before the question."""
    bare = _ENDS.sub("", said)
    if wanted(bare) is not None and not re.search(r"同じ|おなじ|一緒|どう", bare):
        return None
    found = _ONLY_WHO.match(bare)
    if found is None or any(t.surface in "は、がを" for t in tokens(found["who"])):
        return None
    who = found["who"]
    if without_circumstances(base, japanese.normalize(who)) == who and not _PERSON.search(who):
        return None
    last = tokens(who)[-1]
    if last.kind in ("名詞", "接尾辞"):
        return f"{who}の場合"
    return who if _CLAUSE.match(bare) else None


def _about(base: str) -> str:
    """The topic of a question in the asker's spelling, where it is one noun phrase."""
    if "。" in base.rstrip("。"):
        return ""
    about = topic(base)
    if not about or (about not in base and about not in japanese.normalize(base)):
        return ""
    return about if list(tokens(about))[-1].kind in ("名詞", "接尾辞") else ""


def _says_all(one: str, together: str) -> bool:
    """Whether one question names what two name, in these words or as the same concept."""
    words, terms = set(japanese.words(one)), {t for t in japanese.terms(one) if t[0] == "@"}
    return all(
        word in words or word in _UNSAID or not same.isdisjoint(terms)
        for word, same in japanese.matters(together)
    )

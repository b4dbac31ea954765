"""The sentences of a message: which ask, which tell something, and which are mere courtesy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge import japanese

Kind = Literal["question", "statement", "courtesy"]

#: Ends of sentences; a question mark within brackets ends none.
_ENDS = re.compile(r"[。．！？!?…‥]+[」』）)]?|\n+")
_ENGLISH_ENDS = re.compile(r"(?<=[.?!])\s+|\n+")
_OPENED, _CLOSED = "「『（(【“", "」』）)】”"
#: What a mail quotes of others is told, not asked.
_QUOTED = re.compile(
    r"^\s*(?:[>＞|｜]|-{3,}|(?:from|to|cc|sent|subject|差出人|宛先|件名|送信日時)\s*[:：])", re.I
)
#: Bullets and numbers before a question of a list.
_BULLET = re.compile(
    r"^\s*(?:[・•●○◆◇■□*-]\s*|[①-⑳]\s*|[(（]?[0-9０-９][)）.．、:：]\s*"
    r"|[QqＱ][0-9０-９]{0,2}[.．:：]\s*|質問[0-9０-９一二三]?[:：]\s*)"
)
#: Brackets, laughter and pictures behind the end.
_TRAILING = re.compile(r"(?:[(（][^()（）]*[)）]|[wｗ笑汗泣。．！!…‥\s]|[^\w\s?？」』)）])+$")
_COURTESY = re.compile(
    r"(?:いつも|大変|どうも|どうぞ)?(?:お世話になって(?:い|お)?ります|お世話様です|お疲れ(?:様|さま)です"
    r"|おつかれさまです|こんにちは|こんばんは|おはようございます|は[じ初]めまして|初めまして"
    r"|(?:すみません|すいません|恐れ入ります|失礼します)(?:が|けど)?"
    r"|(?:よろしく|宜しく)(?:お?願い(?:いた|致)?し(?:ます|たいです))?|お手数.*|ありがとうございます"
    r"|ご(?:確認|教示|回答).*|以上(?:です)?|.{0,12}?質問(?:です|があります|させてください)"
    r"|hello|hi(?: there| team)?|thank(?:s| you).*|please (?:let me know|advise|help).*"
    r"|i have .{0,20}questions?.*|(?:best|kind) regards.*)[、。，,.！!\s]*",
    re.I,
)
_WISH = re.compile(r"教え|知りたい|お?(?:聞き|伺い|うかがい|尋ね)したい|聞きたい|確認したい")
_ASKS = re.compile(
    r"(?:(?<!と)(?<!なん)(?<!なに)(?<!何)(?<!いつ)(?<!どこ)(?<!誰)か(?:ね|なあ?|い|いな)?"
    r"|かしら|っけ|でしょ|よね|[?？])$"
)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence in the asker's words, without the bullet of a list."""

    text: str
    kind: Kind

    @property
    def asks(self) -> bool:
        return self.kind == "question"


def sentences(text: str) -> list[Sentence]:
    """The sentences of a message in reading order."""
    cut = _cut(text) if japanese.is_japanese(text) else _ENGLISH_ENDS.split(text)
    return [_classified(_BULLET.sub("", said, count=1).strip()) for said in cut if said.strip()]


def _cut(text: str) -> Iterator[str]:
    begin = 0
    for end in _ENDS.finditer(text):
        said = text[begin : end.end()]
        if not _is_open(said) or "\n" in end.group():
            yield said
            begin = end.end()
    yield text[begin:]


def _is_open(said: str) -> bool:
    """Whether a bracket is not closed yet."""
    return sum(said.count(c) for c in _OPENED) > sum(said.count(c) for c in _CLOSED)


def _classified(said: str) -> Sentence:
    if _QUOTED.match(said):
        return Sentence(text=said, kind="statement")
    if _COURTESY.fullmatch(said) or not any(character.isalpha() for character in said):
        return Sentence(text=said, kind="courtesy")
    if _WISH.search(said):
        return Sentence(text=said, kind="question" if names(said) else "courtesy")
    asks = _ASKS.search(_TRAILING.sub("", said))
    return Sentence(text=said, kind="question" if asks else "statement")


def names(said: str) -> list[str]:
    """What a sentence names; a sentence that only asks (いくらですか) names nothing."""
    return [word for word, _ in japanese.matters(said)]

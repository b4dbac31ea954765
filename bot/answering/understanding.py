"""What a question asks: its language, the date it means, what it continues, what it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.answering import sensitivity
from bot.answering.dates import date_meant
from bot.outcomes import Language, Question
from knowledge import japanese

#: What kind of statement answers the question.
Wanted = Literal["amount", "number", "deadline", "permission", "procedure", "person", "definition"]

_WANTED: dict[Wanted, re.Pattern[str]] = {
    "amount": re.compile(r"いくら|金額|上限額|円|何円|how much|cost", re.IGNORECASE),
    "deadline": re.compile(
        r"いつ|期限|締め?切|何日前|までに|期日|by when|when|deadline|how (soon|early)",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"何(日|回|人|時間|か月|ヶ月|年|歳|%|パーセント|週)|どのくらい|どれ(くらい|ぐらい)|日数|"
        r"how (many|long|often)",
        re.IGNORECASE,
    ),
    "person": re.compile(
        r"誰|だれ|どこに(聞|連絡|相談)|担当|承認者|\b(who|whom|contact)\b", re.IGNORECASE
    ),
    "procedure": re.compile(
        r"どう(やって|すれば|したら)|方法|手順|やり方|手続|申請(の|は)|how (do|can|to)",
        re.IGNORECASE,
    ),
    "permission": re.compile(
        r"でき|可能|い(い|ける)(の|です|か|$|[?？])|いいですか|ダメ|だめ|必要|要り?ます|"
        r"もらえ|取れ|使え|出ますか|\b(can|may|allowed|do i need)\b",
        re.IGNORECASE,
    ),
}
_CONTINUES = re.compile(
    r"^(じゃあ|じゃ、|では|それなら|それは|それって|その(場合|とき|時|ほか)|ちなみに|だったら|なら|"
    r"あと|and |what about|how about|then|in that case)|の場合は[?？]?$|^.{1,12}は[?？]$|"
    r"^.{1,10}だと[?？]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A question as the engine goes on with it."""

    #: What is searched: a follow-up carries what it continues.
    standalone: str
    language: Language
    on: date
    #: Whether the date was meant by the words of the question.
    on_stated: bool
    wanted: Wanted | None
    sensitive: sensitivity.Topic | None
    asks_for_person: bool


def understand(question: Question, previous: str | None, today: date) -> Understanding:
    """Read a question; ``previous`` is the standalone question before it in the conversation."""
    standalone = _standalone(question.text, previous)
    normal = japanese.normalize(question.text)
    stated = date_meant(normal, today)
    return Understanding(
        standalone=standalone,
        language="ja" if japanese.is_japanese(question.text) else "en",
        on=stated or question.on or today,
        on_stated=stated is not None,
        wanted=wanted(standalone),
        sensitive=sensitivity.topic(normal),
        asks_for_person=sensitivity.asks_for_person(normal),
    )


def wanted(text: str) -> Wanted | None:
    return next((kind for kind, pattern in _WANTED.items() if pattern.search(text)), None)


def _standalone(text: str, previous: str | None) -> str:
    """A follow-up says only what is new: put it after what it continues."""
    if previous is None or not _CONTINUES.search(text.strip()):
        return text
    return f"{previous}\n{text}"

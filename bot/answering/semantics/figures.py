"""Which figure a question asks for, and whether a line gives one of that unit: 何歳 wants 歳."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import japanese

_NUMBER = r"\d[\d,.]*\s*"
_DAYS = (
    rf"{_NUMBER}(?:営業日|日|週|か月|年)|半日|当日|翌日|翌月|前日|月末|即日|直ちに|速やか"
    r"|days?|weeks?|months?"
)
#: Not 3営業日前まで and 7日以内に: those say by when, not how many.
_COUNT_OF_DAYS = (
    rf"{_NUMBER}(?:営業日|日|週間?|か月|年)(?!間?(?:前|後|以内に|以内の?(?:申|提|届)|経過))|半日|無期限"
    r"|\d (?:days?|weeks?|months?)(?! (?:before|after|in advance|prior))"
)
_MONEY = (
    rf"{_NUMBER}(?:万|千)?(?:円|yen|%|割|倍|か月分)|¥|jpy|無料|無償|全額|実費|自己負担|半額|会社負担|"
    r"(?:支給|負担|補助|払)[^。]{0,6}(?:しない|しません|ない|ません)|相当額"
)
#: What is asked for, and what gives it. The first that is asked for counts.
_FIGURES: tuple[tuple[str, str, str], ...] = (
    ("telephone", r"電話番号|内線|何番", r"内線\s*\d|\d{2,4}-\d{2,4}|#\d{3}"),
    ("address", r"メールアドレス|メアド|\burl\b|リンク|宛先", r"@|http|\.example|\.co"),
    (
        "percent",
        r"何(?:%|パーセント|割)|割合|率(?:は|って|が)|what percent",
        rf"{_NUMBER}(?:%|パーセント|割|倍)|分の\s*\d|全額|同額",
    ),
    ("months' pay", r"何か月分", rf"{_NUMBER}か月分"),
    ("age", r"何(?:歳|才)|年齢|how old", rf"{_NUMBER}(?:歳|才)|小学|中学|高校|就学|years old"),
    ("hours", r"何時間|how many hours", rf"{_NUMBER}(?:時間|分|h)|hours?"),
    ("minutes", r"何分", rf"{_NUMBER}(?:分|時間)"),
    ("clock", r"何時(?!間)|what time", rf"{_NUMBER}時|\d:\d\d|始業|終業"),
    (
        "times",
        r"何(?:回|度)|how (?:many times|often)|頻度",
        rf"{_NUMBER}(?:回|度)|毎|ごと|年に|月に",
    ),
    ("people", r"何(?:人|名)|how many people", rf"{_NUMBER}(?:人|名)"),
    ("distance", r"何(?:km|キロ|メートル|m)|距離", rf"{_NUMBER}(?:km|キロ|メートル|m)"),
    ("nights", r"何泊", rf"{_NUMBER}泊"),
    (
        "pieces",
        r"何(?:枚|台|個|冊|株|件|社|着|本|足|口)",
        rf"{_NUMBER}(?:枚|台|個|冊|株|件|社|着|本|足|口|つ)",
    ),
    ("years", r"何年|how many years", rf"{_NUMBER}(?:年|か月)|years?"),
    ("months", r"何か月|how many months", rf"{_NUMBER}(?:か月|年|週)|months?"),
    ("day of the year", r"何月|何曜|いつ(?:ある|です|開)", rf"{_NUMBER}(?:月|日)|毎月|曜|毎年"),
    (
        "days until",
        r"何(?:営業日|日|週間?|か月)(?:間)?(?:以内|前|後|まで|経)|いつまで|いつから|期限|締め?切"
        r"|by when|deadline|how (?:early|soon)|in advance",
        _DAYS,
    ),
    ("days", r"何(?:営業日|日|週)|日数|how many (?:days|weeks)|how long", _COUNT_OF_DAYS),
    ("money", r"いくら|何円|金額|上限額|値段|料金|費用は|how much|幾ら", _MONEY),
)
# Normalised texts are in lower case, as these are.
_ASKED = tuple((name, re.compile(asked), re.compile(given)) for name, asked, given in _FIGURES)
_GIVEN = {name: given for name, _, given in _ASKED}
_SPACE, _DIGIT = re.compile(r"[\s,]"), re.compile(r"\d")
_MONTHS = re.compile("ヶ月|カ月|ヵ月|ケ月|箇月")


@lru_cache(maxsize=2_000)
def figure_asked(question: str) -> str | None:
    """The kind of figure that a question asks for; None when it asks for none."""
    normal = _MONTHS.sub("か月", japanese.normalize(question))
    return next((name for name, asked, _ in _ASKED if asked.search(normal)), None)


@lru_cache(maxsize=20_000)
def gives(figure: str, text: str) -> bool:
    """Whether a text gives a figure of that kind."""
    return bool(_GIVEN[figure].search(_MONTHS.sub("か月", japanese.normalize(text))))


@lru_cache(maxsize=20_000)
def figures_given(figure: str, text: str) -> frozenset[str]:
    """The figures of that kind in a text, each in one spelling: ``{"5日", "3営業日"}``."""
    normal = _MONTHS.sub("か月", japanese.normalize(text))
    found = (_SPACE.sub("", match[0]) for match in _GIVEN[figure].finditer(normal))
    return frozenset(said for said in found if _DIGIT.search(said))

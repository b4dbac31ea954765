"""One spelling for reading figures: beyond :func:`knowledge.spelling.normalize` also kanji
numerals before rarer counters and English number words.
"""

from __future__ import annotations

import re

from knowledge import spelling
from knowledge.numerals import to_digits

#: Enclosed numbers mark items; NFKC would make figures of them.
_ITEM_MARKS = re.compile(r"[①-⑳⑴-⒇⓪❶-❿]|\*\*|__|`")
_SPACE_IN_AMOUNT = re.compile(r"(?<=\d)[ \u3000]+(?=[万千億])")
_OLD_UNITS = str.maketrans({"粁": "km", "瓩": "kg"})
_DASHES = re.compile(r"(?<=[\d日年月円時分%歳人名回])\s*[〜~～―–—‐−]\s*(?=[\d約¥令平第午翌])")
#: Counters before which numerals.to_digits leaves kanji as they are.
_RARER = (
    "km|kg|キロ|メートル|か所|箇所|カ所|ヶ所|か月|倍|台|冊|部|通|箱|個|口|段階|単位|点|種類|科目|世帯|"
    "ドル|名|親等|等級|泊|本|株|階|桁|文字|ページ|課目|コマ|着|足|四半期|歩|子|食"
    "|票|戸|杯|組|室|学年|往復|つ(?![いまの])"
)
_KANJI = re.compile(
    rf"(?:(?<![一-龠々])"
    rf"|(?<=[約計各毎道重]))第?[一二三四五六七八九十百千万〇]+(?=(?:{_RARER}))"
    rf"|(?<=第)[一二三四五六七八九十百]+"
    r"|[一二三四五六七八九十百]+(?=分の[一二三四五六七八九十百\d])"
    r"|(?<=分の)[一二三四五六七八九十百]+"
    r"|(?<=[別付]表)[一二三四五六七八九十]+"
)
_TIMES_OF_YEAR = re.compile(r"(?<=[週月年日に])[一二三四五六七八九十](?=[回度])")
_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD = "|".join(sorted([*_SMALL, *_TENS, *_SCALE], key=len, reverse=True))
_NUMBER_WORDS = re.compile(rf"\b(?:(?:{_WORD})(?:\s+and\s+(?={_WORD})|[\s-]+(?={_WORD}))?)+\b")
#: "and" joins the words of one number only after hundred and thousand.
_AND = re.compile(r"(?<!hundred)(?<!thousand)\s+and\s+")
_DIGITS_AND_SCALE = re.compile(r"(\d+(?:\.\d+)?)\s+(thousand|million)\b")
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "fifteenth": 15,
    "twentieth": 20,
    "twenty-fifth": 25,
    "thirtieth": 30,
}
_ORDINAL = re.compile(rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b")
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_FRACTION = re.compile(
    rf"\b(\d+|a|one)[\s-]({'|'.join(_PARTS)})(s)?\b(?!\s+(?:time|day|child|party))"
)
_AND_A_HALF = re.compile(r"\b(\d+)\s+and\s+a\s+half\s+(?=\w)|\b(?:a|1)\s+(\w+)\s+and\s+a\s+half\b")
_LATIN = re.compile(r"[a-z]{3}")
_FIRST_MONTH = re.compile(
    r"\b(?:the )?first (?=(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b)"
)
#: Stands for one in "one day", not in "the one who".
_LONE_ONE = re.compile(r"^one$")
_UNIT_AFTER_ONE = re.compile(
    r"[\s-]+(?:(?:business|working|calendar|full|round|consecutive)\s)*"
    r"(?:and a half\s|third|half|day|week|month|year|hour|minute|time|person"
    r"|people|night|yen|percent|copy|km|kilo|employee|vehicle|car|device|item|sheet|occasion|trip|child)"
)


def plain(text: str) -> str:
    """``二十日`` → ``20日``, ``three and a half years`` → ``3.5 years``; NFKC, lower case."""
    text = text.translate(_OLD_UNITS)
    said = spelling.normalize(
        _SPACE_IN_AMOUNT.sub("", _ITEM_MARKS.sub(" ", text.translate(_OLD_UNITS)))
    )
    said = _TIMES_OF_YEAR.sub(_digits, _KANJI.sub(_digits, said))
    said = _DASHES.sub("〜", said)
    return _english(said) if _LATIN.search(said) else said


def _digits(found: re.Match[str]) -> str:
    """A kanji numeral in digits: numerals.to_digits reads it before a counter that it knows."""
    mark = "第" if found[0].startswith("第") else ""
    return mark + to_digits(f"{found[0].removeprefix('第')}回").removesuffix("回")


def _english(text: str) -> str:
    said = _FIRST_MONTH.sub("", text)
    said = _DIGITS_AND_SCALE.sub(lambda found: _scaled(found[1], found[2]), said)
    said = _NUMBER_WORDS.sub(_in_digits, said)
    said = _FRACTION.sub(_fraction, said)
    said = _AND_A_HALF.sub(_with_half, said)
    return _ORDINAL.sub(lambda found: f"{_ORDINALS[found[1]]}{_suffix(_ORDINALS[found[1]])}", said)


def _suffix(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number != 11 else 0, "th")


def _in_digits(found: re.Match[str]) -> str:
    after = found.string[found.end() :]
    if _LONE_ONE.match(found[0]) and not _UNIT_AFTER_ONE.match(after):
        return found[0]
    return " and ".join(str(_value(part)) for part in _AND.split(found[0]))


def _value(words: str) -> int:
    total = section = 0
    for word in re.findall(_WORD, words):
        if word == "hundred":
            section = max(section, 1) * 100
        elif word in _SCALE:
            total, section = total + max(section, 1) * _SCALE[word], 0
        else:
            section += _SMALL.get(word, _TENS.get(word, 0))
    return total + section


def _scaled(number: str, scale: str) -> str:
    return f"{float(number) * _SCALE[scale]:.15g}"


def _fraction(found: re.Match[str]) -> str:
    top = 1 if found[1] in ("a", "one") else int(found[1])
    if (top == 1) == bool(found[3]):
        return found[0]
    return f"{_PARTS[found[2]]}分の{top} "


def _with_half(found: re.Match[str]) -> str:
    return f"{found[1]}.5 " if found[1] else f"1.5 {found[2]}s"

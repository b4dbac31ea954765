"""Where a text has something of a shape that personal data have: a date, a code, digits."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.masking.kinds import PLACEHOLDER, is_iban

_LOCAL = r"[A-Za-z0-9._%+'-]"
#: As it is written to hide from machines: taro(at)example[dot]jp, taro★example.jp.
_AT = r"(?: ?@ ?| ?[\[({<【]at[\])}>】] ?| ?[\[(]?アット(?:マーク)?[\])]? ?|[★☆●■◆◎])"
_DOT = r"(?:\.| ?[\[({<【](?:dot|\.)[\])}>】] ?| dot | ?[\[(]?ドット[\])]? ?)"
_TOP = r"(?!(?:png|jpe?g|gif|svg)\b)[A-Za-z]{2,24}(?![A-Za-z0-9])"
#: A name of the Internet; 2x.png and 1.2.3 are none.
_DOMAIN = rf"(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,8}}{_TOP}"
_SPOKEN = rf" at [A-Za-z0-9-]{{1,63}}(?: dot [A-Za-z0-9-]{{1,63}}){{0,3}} dot {_TOP}"
_EMAIL = rf"(?<!{_LOCAL})(?!git@){_LOCAL}++(?:{_AT}{_DOMAIN}|(?: dot {_LOCAL}++)?{_SPOKEN})"

_YEAR = r"(?:1[89]|20)\d\d"
_KANJI_NUMBER = r"[〇一二三四五六七八九十]"
_ERA = r"(?:明治|大正|昭和|平成|令和)"
_MONTH_NAME = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = "|".join(
    (
        rf"(?:{_ERA} ?|(?<![A-Za-z0-9])[MTSHR]\.?)?(?:\d{{1,4}}|元|{_KANJI_NUMBER}{{1,5}})年 ?"
        rf"(?:\d{{1,2}}|{_KANJI_NUMBER}{{1,3}})月 ?(?:\d{{1,2}}|{_KANJI_NUMBER}{{1,3}})日",
        rf"(?<![A-Za-z0-9])(?:[MTSHR]\.?\d{{1,2}}|{_ERA} ?\d{{1,2}}|{_YEAR}"
        r"|(?<![一-龠])[明大昭平令]\d{1,2})(?P<mark>[./・-])\d{1,2}(?P=mark)\d{1,2}(?!\d|[.-]\d)",
        rf"(?<![\d/])\d{{1,2}}/\d{{1,2}}(?:/{_YEAR})?(?![\d/])",
        rf"(?<![\d/.-])\d{{1,2}}(?P<turned>[./-])(?:\d{{1,2}}|{_MONTH_NAME})(?P=turned){_YEAR}"
        r"(?!\d|[/.-]\d)",
        r"(?<![\d/.A-Za-z-])'?\d\d(?P<short>[./])\d{1,2}(?P=short)\d{1,2}(?!\d|[/.-]\d)",
        rf"(?<![\d.-]){_YEAR} \d{{1,2}} \d{{1,2}}(?!\d|[.-]\d)",
        rf"(?<![A-Za-z0-9-]){_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d-])",
        r"(?<!\d)\d{1,2}月 ?\d{1,2}日",
        rf"(?<!{_KANJI_NUMBER}){_KANJI_NUMBER}{{1,2}}月{_KANJI_NUMBER}{{1,3}}日",
        rf"\b{_MONTH_NAME} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?",
        rf"(?<![\d.-])\d{{1,2}}(?:st|nd|rd|th)? {_MONTH_NAME},? {_YEAR}",
    )
)
#: Before a number: nothing that makes it a part of something longer.
_FREE = r"(?<![A-Za-z0-9#$¥_])(?<![A-Za-z0-9]-)"
_END = r"(?![0-9]|-[0-9])"
#: What people put between the groups of a telephone number.
_ANY_MARK = r"[-. _=・~/*]"
_PHONE = "|".join(
    (
        r"(?<![\d+])(?:\(\+[1-9]\d{0,2}\)|\+[1-9]\d{0,2})"
        rf"(?:[-. ]?\(?\d{{1,5}}\)?){{2,5}}{_END}",
        rf"{_FREE}(?:0081|01081)[-. ]?\d{{1,4}}[-. ]\d{{1,4}}[-. ]\d{{4}}{_END}",
        rf"{_FREE}\(0\d{{1,4}}\) ?\d{{1,4}}[-. ]?\d{{4}}{_END}",
        rf"{_FREE}0\d{{1,4}} ?[-.( ] ?\d{{1,4}} ?[-.) ] ?\d{{4}}{_END}",
        rf"{_FREE}(?:\(0\)|0)[5-9]0{_ANY_MARK}?\d{{4}}{_ANY_MARK}?\d{{4}}{_END}",
        rf"{_FREE}0[1-9]\d{{0,3}}[-. ]\d{{6,8}}{_END}",
        rf"{_FREE}0 [6-9] 0(?: (?:- )?\d){{8}}(?! ?\d)",
        rf"{_FREE}81[- ]?\d{{1,2}}[- ]\d{{4}}[- ]\d{{4}}{_END}",
        rf"{_FREE}0[1-9]\d{{8}}(?![0-9A-Za-z]|-[0-9])",
        rf"{_FREE}(?:\(\d{{3}}\)[-. ]?|\d{{3}}[-. ])\d{{3}}[-.]\d{{4}}{_END}",
    )
)
_LONG = "|".join(
    (
        r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}",
        r"3[47]\d\d[ -]?\d{6}[ -]?\d{5}",
        r"3[0689]\d\d[ -]?\d{6}[ -]?\d{4}",
        r"\d{4}[ .・-]?\d{4}[ .・-]?\d{4}",
        r"\d{3}(?P<gap>[ -])\d{3}(?P=gap)\d{3}(?P=gap)\d{3}",
        r"\d{4}[ -]\d{6}",
    )
)
_SHAPES = re.compile(
    # What none of them begins with is passed over at once.
    r"(?=[0-9A-Za-z+(.%'_\[明大昭平令〇一二三四五六七八九十百-])(?:"
    rf"(?P<placeholder>{re.sub(r'[?]P<[a-z]+>', '?:', PLACEHOLDER.pattern)})"
    r"|(?P<url>https?://[!-Z^-~]+)"
    rf"|(?P<email>{_EMAIL})"
    rf"|(?P<date>{_DATE})"
    rf"|(?P<phone>{_PHONE})"
    r"|(?P<amount>(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d))"
    rf"|(?P<long>{_FREE}(?:{_LONG})(?![0-9A-Za-z]|-[0-9]))"
    r"|(?P<iban>(?<![A-Za-z0-9])(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?"
    r"|[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30})"
    r"(?![A-Za-z0-9]))"
    r"|(?P<spaced>(?<![A-Za-z0-9])(?!NO|ID|PO)[A-Z]{2} \d{7}(?!\d))"
    r"|(?P<code>(?<![A-Za-z0-9])(?=[A-Za-z0-9_.-]{0,40}[0-9])"
    r"[A-Za-z0-9][A-Za-z0-9_]*+(?:[._-][A-Za-z0-9_]++)*+)"
    r"|(?P<kanji>[一二三四五六七八九十百]{1,4}(?=丁目|番地|番[一二三四五六七八九十])))",
    re.ASCII,
)
_EMAILS = re.compile(_EMAIL, re.ASCII)
#: Words that are written together with the number that they name.
_GLUED = re.compile(
    r"(?:(?:tel|fax|phone|cell|mobile|no|id|dob|acct|pin|cv[vc]|zip)[._-]?(?=[0-9])|no[.])",
    re.IGNORECASE,
)
#: Characters that the longest shape of a number has, and some more.
_LONGEST = 60
_NO_DIGIT = re.compile(r"\D", re.ASCII)
_HYPHENED = re.compile(r"[0-9]+(?:-[0-9]+)*", re.ASCII)


class Shape(NamedTuple):
    """Something with digits in a text, and of what shape."""

    #: The name of a group of the pattern, or ``digits`` for digits joined by hyphens.
    name: str
    start: int
    end: int
    text: str

    @property
    def digits(self) -> str:
        """Its digits alone."""
        return _NO_DIGIT.sub("", self.text)


def next_shape(view: str, at: int) -> Shape | None:
    """The first shape from a place on, in a text in plain spelling."""
    found = _SHAPES.search(view, at)
    if not found:
        return None
    name, start, end = str(found.lastgroup), found.start(), found.end()
    if name == "url" and (mail := _EMAILS.search(view, start, end)):
        name, (start, end) = "email", mail.span()
    if name == "code" and (glued := _GLUED.match(view, start, end)):
        start = glued.end()
        inner = _SHAPES.match(view[start : start + _LONGEST])
        if inner:
            name, end = str(inner.lastgroup), start + inner.end()
    if name == "iban" and not is_iban(view[start:end].replace(" ", "").upper()):
        name, end = "code", start + len(view[start:end].split()[0])
    if name == "code" and _HYPHENED.fullmatch(view, start, end):
        name = "digits"
    return Shape(name=name, start=start, end=end, text=view[start:end])

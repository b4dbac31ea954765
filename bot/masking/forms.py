"""How the numbers of each kind are written, and which of them show by themselves what they are."""

from __future__ import annotations

import re

from bot.masking.kinds import Kind, is_card, is_my_number
from bot.masking.shapes import Shape

#: Of a number that has its kind's name beside it.
_NAMED: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(pattern, re.ASCII)
    for kind, pattern in (
        (
            Kind.PHONE,
            r"\d{2,4}-\d{4}|\d{9,11}|81[- ]?\d{1,2}[- ]\d{4}[- ]\d{4}"
            r"|\(?\d{2,4}\)?[-. ]\d{3,4}[-. ]\d{4}",
        ),
        (Kind.MY_NUMBER, r"\d{11}|\d{4}[ .・-]?\d{4}[ .・-]?\d{4}|\d{3}(?:[ -]\d{3}){3}"),
        (Kind.CARD, r"(?:\d[ -]?){13,15}\d"),
        (
            Kind.ACCOUNT,
            r"\d{6,8}|\d{3}-\d{4}(?:\d{3})?|\d{4}-\d{3}|1\d{3}0(?:-\d)?(?:-\d{6,8})?",
        ),
        (Kind.INSURANCE, r"\d{2,13}|\d{4}-\d{6}-\d|\d{1,8}(?:-\d{1,8}){1,2}"),
        (Kind.PENSION, r"\d{8}|\d{4}[ -]?\d{6}"),
        (Kind.LICENCE, r"\d{12}|\d{4}[ -]\d{4}[ -]\d{4}"),
        (Kind.PASSPORT, r"[A-Za-z]{1,2} ?\d{7,8}|\d{9}"),
        (Kind.RESIDENCE, r"[A-Za-z]{2}\d{8}[A-Za-z]{2}"),
        (Kind.EMPLOYEE, r"[A-Za-z]{0,4}-?\d{3,10}|\d{2,4}-\d{2,8}|\d{2,8}[A-Za-z]{1,2}"),
        (Kind.PIN, r"\d{3,8}"),
        (Kind.ADDRESS, r"\d{3}-?\d{4}"),
    )
}
#: Of a number in a text that speaks of its kind elsewhere.
_SPOKEN_OF: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(pattern, re.ASCII)
    for kind, pattern in (
        (Kind.PHONE, r"[5-9]0-?\d{4}-?\d{4}"),
        (Kind.MY_NUMBER, r"\d{12}|\d{4}[ -]\d{4}[ -]\d{4}"),
        (Kind.CARD, r"\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|\d{4}([ -]?)\d{6}\2\d{5}"),
        (Kind.ACCOUNT, r"\d{7}"),
        (Kind.INSURANCE, r"\d{6,8}|\d{2,8}-\d{2,8}"),
        (Kind.PENSION, r"\d{4}[ -]?\d{6}"),
        (Kind.LICENCE, r"\d{12}|\d{4}[ -]\d{4}[ -]\d{4}"),
        (Kind.PASSPORT, r"[A-Za-z]{1,2}\d{7}"),
        (Kind.EMPLOYEE, r"[A-Za-z]{0,3}-?\d{5,8}"),
    )
}
_DIGIT, _LETTER = re.compile("[0-9]"), re.compile("[A-Za-z]")
_RESIDENCE_CARD = _NAMED[Kind.RESIDENCE]
_AMERICAN = re.compile(r"\([2-9]\d\d\) ?\d{3}-\d{4}", re.ASCII)
_EMPLOYMENT_INSURANCE = re.compile(r"\d{4}-\d{6}-\d", re.ASCII)
#: Characters of the shortest number that shows by itself what it is.
_SHORTEST_PROOF = 10
#: Numbers of companies and authorities, at which no person is called.
NOBODYS = ("0120", "0800", "0570", "0990", "0180")


def is_written_as(kind: Kind, text: str) -> bool:
    """Whether a number may be of a kind that its name says."""
    return kind in _NAMED and bool(_NAMED[kind].fullmatch(text))


def may_be(kind: Kind, text: str) -> bool:
    """Whether a number may be of a kind that is spoken of elsewhere in its text."""
    return kind in _SPOKEN_OF and bool(_SPOKEN_OF[kind].fullmatch(text))


def form_of(shape: Shape) -> str:
    """How a number is written, whichever it is: 1234-567890 as 9999-999999."""
    return _DIGIT.sub("9", _LETTER.sub("A", shape.text))


def proved(shape: Shape) -> Kind | None:
    """What a number shows by itself to be."""
    text, digits = shape.text, shape.digits
    if len(text) < _SHORTEST_PROOF:
        return None
    if shape.name == "phone" and _is_phone(text, digits):
        return Kind.PHONE
    if shape.name == "iban":
        return Kind.ACCOUNT
    if _RESIDENCE_CARD.fullmatch(text):
        return Kind.RESIDENCE
    if _EMPLOYMENT_INSURANCE.fullmatch(text):
        return Kind.INSURANCE
    if is_card(digits) and shape.name == "long":
        return Kind.CARD
    numbered = shape.name in ("long", "phone") and not text.startswith(("+", "("))
    return Kind.MY_NUMBER if numbered and is_my_number(digits) else None


def _is_phone(text: str, digits: str) -> bool:
    if _AMERICAN.fullmatch(text):
        return True
    if text.startswith(("+", "(+")) or digits.startswith(("0081", "01081")):
        return 8 <= len(digits) <= 15
    if not digits.startswith("0"):
        return False
    mobile = digits[1] in "56789" and digits[2] == "0"
    return len(digits) == 11 if mobile else len(digits) == 10 and digits[1] != "0"

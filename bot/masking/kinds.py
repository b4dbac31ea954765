"""Kinds of personal data, their placeholders, and the numbers that prove themselves."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What is masked; the value is the name in its placeholder."""

    PHONE = "電話"
    EMAIL = "メール"
    ADDRESS = "住所"
    MY_NUMBER = "個人番号"
    CARD = "カード"
    ACCOUNT = "口座"
    INSURANCE = "保険番号"
    PENSION = "年金番号"
    LICENCE = "免許証"
    PASSPORT = "旅券"
    RESIDENCE = "在留カード"
    BIRTH = "生年月日"
    EMPLOYEE = "社員番号"
    PIN = "暗証番号"


#: ［電話1］; a model that answers may write it in half width.
PLACEHOLDER = re.compile(rf"[［\[](?P<kind>{'|'.join(Kind)})(?P<number>[0-9０-９]{{1,6}})[］\]]")
_MY_NUMBER_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
#: What card numbers of the schemes in use begin with, and how long they are.
_CARD = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:52[89]|5[3-8]\d)\d{12}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12}",
    re.ASCII,
)


def is_my_number(digits: str) -> bool:
    """Whether 12 digits end in the check digit of an individual number (個人番号)."""
    if len(digits) != 12:
        return False
    rest = sum(int(d) * w for d, w in zip(digits[:11], _MY_NUMBER_WEIGHTS, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def is_card(digits: str) -> bool:
    """Whether digits are a payment card's number: a scheme's prefix and length, and Luhn's sum."""
    if not _CARD.fullmatch(digits):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_iban(code: str) -> bool:
    """Whether a code without spaces is an international account number, by its check digits."""
    moved = code[4:] + code[:4]
    return 15 <= len(code) <= 34 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1

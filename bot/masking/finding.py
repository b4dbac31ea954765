"""Finds personal data in a text: shapes from left to right, judged by what is said beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.masking import beside, labels
from bot.masking.addresses import address_around, begins_address
from bot.masking.kinds import PLACEHOLDER, Kind, is_card, is_my_number
from bot.masking.labels import Label
from bot.masking.shapes import Shape, next_shape

#: Kinds that a number is only by its name, with how it is written.
_NAMED: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(pattern, re.ASCII)
    for kind, pattern in (
        (
            Kind.PHONE,
            r"\d{2,4}-\d{4}|\d{9,11}|81[- ]?\d{1,2}[- ]\d{4}[- ]\d{4}"
            r"|\(?\d{2,4}\)?[-. ]\d{3,4}[-. ]\d{4}",
        ),
        (Kind.MY_NUMBER, r"\d{4}[ .・-]?\d{4}[ .・-]?\d{4}|\d{3}(?:[ -]\d{3}){3}"),
        (Kind.CARD, r"(?:\d[ -]?){13,15}\d"),
        (Kind.ACCOUNT, r"\d{6,8}|\d{3}-\d{4}|\d{4}-\d{3}|1\d{3}0(?:-\d)?"),
        (Kind.INSURANCE, r"\d{2,13}|\d{4}-\d{6}-\d|\d{1,8}-\d{1,8}"),
        (Kind.PENSION, r"\d{4}[ -]?\d{6}"),
        (Kind.LICENCE, r"\d{12}|\d{4}[ -]\d{4}[ -]\d{4}"),
        (Kind.PASSPORT, r"[A-Za-z]{2}\d{7}"),
        (Kind.RESIDENCE, r"[A-Za-z]{2}\d{8}[A-Za-z]{2}"),
        (Kind.EMPLOYEE, r"[A-Za-z]{0,4}-?\d{3,10}"),
        (Kind.PIN, r"\d{3,8}"),
        (Kind.ADDRESS, r"\d{3}-?\d{4}"),
    )
}
#: Names that are common beside numbers of another sort: nothing may stand between.
_ONLY_DIRECTLY = {Kind.INSURANCE, Kind.EMPLOYEE, Kind.PIN}
_RESIDENCE_CARD = _NAMED[Kind.RESIDENCE]
_AMERICAN = re.compile(r"\([2-9]\d\d\) ?\d{3}-\d{4}", re.ASCII)
_EMPLOYMENT_INSURANCE = re.compile(r"\d{4}-\d{6}-\d", re.ASCII)
#: Shapes that are numbers of something.
_NUMBERS = ("digits", "code", "long", "phone")
#: Digits of the shortest number that is personal.
_SHORTEST = 2
#: And characters of one that shows by itself what it is.
_SHORTEST_PROOF = 10
#: Numbers of companies and authorities, at which no person is called.
_NOBODYS = ("0120", "0800", "0570", "0990", "0180")


class Said(NamedTuple):
    """What was said before a shape."""

    #: Where the last number ends that is one of its own.
    after: int
    #: The last name of a number since then.
    label: Label | None
    #: What that number was, when it was personal.
    last: Kind | None
    #: How many digits it had, when it was called something that is nobody's.
    nobodys: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Where a text has something personal, and of what kind."""

    kind: Kind
    start: int
    end: int


def findings(view: str) -> Iterator[Finding]:
    """What is personal in a text in plain spelling, from left to right."""
    at = after = 0
    label: Label | None = None
    last: Kind | None = None
    nobodys = 0
    while shape := next_shape(view, at):
        if shape.start - at > 1:
            near = max(at, shape.start - labels.REACH)
            label = labels.last_label(view, near, shape.start) or label
        before, at = at, shape.end
        if shape.name == "placeholder":
            after, label, last, nobodys = shape.end, None, _kind_of(shape), 0
        elif found := _judged(view, shape, before, Said(after, label, last, nobodys)):
            yield found
            at = after = found.end
            label, last, nobodys = None, found.kind, 0
            if beside.JOINED.match(view, at):
                # Its placeholder will end a word here: 090-1234-5678x12.
                view = f"{view[: at - 1]}\0{view[at:]}"
        elif shape.name in _NUMBERS and len(shape.text) >= 4:
            nobodys = len(shape.digits) if label and not label.kind else 0
            after, label, last = shape.end, None, None


def _kind_of(placeholder: Shape) -> Kind:
    match = PLACEHOLDER.fullmatch(placeholder.text)
    assert match is not None
    return Kind(match["kind"])


def _judged(view: str, shape: Shape, before: int, said: Said) -> Finding | None:
    if shape.name in ("digits", "kanji", "code"):
        span = _address(view, shape, before)
        if span:
            return Finding(kind=Kind.ADDRESS, start=span[0], end=span[1])
    kind = _kind(view, shape, said)
    return Finding(kind=kind, start=shape.start, end=shape.end) if kind else None


def _address(view: str, shape: Shape, before: int) -> tuple[int, int] | None:
    if shape.name == "digits" and _NAMED[Kind.ADDRESS].fullmatch(shape.text):
        mark = beside.POSTAL_MARK.search(view, max(before, shape.start - 3), shape.start)
        if mark or ("-" in shape.text and begins_address(view, shape.end)):
            return mark.start() if mark else shape.start, shape.end
    return address_around(view, before, shape.start)


def _kind(view: str, shape: Shape, said: Said) -> Kind | None:
    if shape.name == "email":
        return Kind.EMAIL
    if shape.name in ("amount", "kanji", "url") or len(shape.text) < _SHORTEST:
        return None
    label = said.label
    if label and shape.start - label.end > labels.REACH:
        label = None
    direct = label is not None and labels.is_direct(view, label, shape.start)
    if shape.name == "date" and not (direct and label and label.kind in _ONLY_DIRECTLY):
        return _birth(view, shape, said, label)
    if shape.name == "phone" and shape.text.lstrip("(").startswith(_NOBODYS):
        return None
    counted = beside.UNIT.match(view, shape.end)
    if label and label.kind and not counted and _fits(shape, label.kind, direct):
        return label.kind
    if label and not label.kind and direct and _is_that(shape, label):
        return None
    if not label and said.nobodys == len(shape.digits) and _goes_on(view, shape, said):
        return None
    proved = _proved(shape)
    if proved or counted:
        return proved
    return _called_after(view, shape) or (None if label else _like_the_last(view, shape, said))


def _is_that(shape: Shape, label: Label) -> bool:
    """Whether a number is what a name of nobody's number says, whatever it looks like."""
    if shape.name != "phone":
        return True
    return label.firm and not shape.text.startswith(("+", "(+"))


def _called_after(view: str, shape: Shape) -> Kind | None:
    symbol = beside.SYMBOL.search(view, max(0, shape.start - 6), shape.start)
    if symbol and beside.NUMBER_AFTER.match(view, shape.end):
        return Kind.INSURANCE
    if _written_as(Kind.ACCOUNT, shape.text) and beside.BANK_AFTER.match(view, shape.end):
        return Kind.ACCOUNT
    called = labels.label_after(view, shape.end)
    return called if called and _written_as(called, shape.text) else None


def _like_the_last(view: str, shape: Shape, said: Said) -> Kind | None:
    if said.last and _written_as(said.last, shape.text) and _goes_on(view, shape, said):
        return said.last
    return None


def _goes_on(view: str, shape: Shape, said: Said) -> bool:
    """Whether nothing but a conjunction stands between the last number and this one."""
    near = shape.start - said.after <= labels.REACH
    return near and bool(beside.AND.fullmatch(view, said.after, shape.start))


def _birth(view: str, shape: Shape, said: Said, label: Label | None) -> Kind | None:
    """A date is personal when it is somebody's birthday, not a limit that a rule draws."""
    if beside.OF_A_RULE.match(view, shape.end):
        return None
    named = (
        label
        and label.kind == Kind.BIRTH
        and (
            labels.is_direct(view, label, shape.start)
            or beside.BORN_BEFORE.fullmatch(view, label.end, shape.start)
        )
    )
    again = said.last == Kind.BIRTH and beside.DATES_AND.fullmatch(view, said.after, shape.start)
    return Kind.BIRTH if named or again or beside.BORN_AFTER.match(view, shape.end) else None


def _fits(shape: Shape, kind: Kind, direct: bool) -> bool:
    """Whether a number is written as its name says, and near enough to be meant."""
    return (direct or kind not in _ONLY_DIRECTLY) and _written_as(kind, shape.text)


def _written_as(kind: Kind, text: str) -> bool:
    return kind in _NAMED and bool(_NAMED[kind].fullmatch(text))


def _proved(shape: Shape) -> Kind | None:
    """What a number shows by itself to be."""
    text, digits = shape.text, shape.digits
    if len(text) < _SHORTEST_PROOF:
        return None
    if shape.name == "phone":
        return Kind.PHONE if _is_phone(text, digits) else None
    if shape.name == "iban":
        return Kind.ACCOUNT
    if _RESIDENCE_CARD.fullmatch(text):
        return Kind.RESIDENCE
    if _EMPLOYMENT_INSURANCE.fullmatch(text):
        return Kind.INSURANCE
    if is_card(digits) and shape.name == "long":
        return Kind.CARD
    return Kind.MY_NUMBER if shape.name == "long" and is_my_number(digits) else None


def _is_phone(text: str, digits: str) -> bool:
    if _AMERICAN.fullmatch(text):
        return True
    if text.startswith(("+", "(+")) or digits.startswith(("0081", "01081")):
        return 8 <= len(digits) <= 15
    if not digits.startswith("0"):
        return False
    mobile = digits[1] in "56789" and digits[2] == "0"
    return len(digits) == 11 if mobile else len(digits) == 10 and digits[1] != "0"

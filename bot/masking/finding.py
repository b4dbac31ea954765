"""Finds personal data in a text: shapes from left to right, judged by what is said beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.masking import beside, labels
from bot.masking.addresses import address_around, begins_address
from bot.masking.births import is_birthday, may_be_birthday
from bot.masking.columns import Cells
from bot.masking.forms import NOBODYS, form_of, is_written_as, may_be, proved
from bot.masking.kinds import PLACEHOLDER, Kind
from bot.masking.labels import Label, Names
from bot.masking.learned import LOOKED_AT, Odds
from bot.masking.plain import plain
from bot.masking.shapes import Shape, next_shape

#: Names that are common beside numbers of another sort: nothing may stand between, or little
#: before a number of so many digits.
_ONLY_DIRECTLY = {Kind.INSURANCE: 6, Kind.EMPLOYEE: 5, Kind.PIN: 4}
#: Numbers that people write in groups, and that are longer than a group.
_IN_GROUPS = {Kind.ACCOUNT, Kind.MY_NUMBER, Kind.PENSION, Kind.LICENCE}
#: What a birthday may stand behind in a row of what is told of a person.
_OF_A_PERSON = (Kind.BIRTH, Kind.MY_NUMBER)
#: Shapes that are numbers of something.
_NUMBERS = ("digits", "code", "spaced", "long", "phone")
#: What a number is that nothing names, by how it is written; the first that fits.
_COMMON = (Kind.PHONE, Kind.CARD, Kind.MY_NUMBER, Kind.PENSION, Kind.PASSPORT, Kind.ACCOUNT)
#: Learned odds below which a number is nobody's, and above which it is somebody's: where the
#: text speaks of its kind, where it does not, and of a date.
_UNLIKELY, _LIKELY, _LIKELY_UNNAMED, _LIKELY_BORN = 0.05, 0.4, 0.7, 0.5
#: Digits of a number that is weighed by them; a longer one would prove itself.
_SHORTEST_WEIGHED, _LONGEST_WEIGHED = 4, 13
#: Digits of the shortest number that is personal.
_SHORTEST = 2
#: Of one that is known by what was said elsewhere.
_SHORTEST_ELSEWHERE = 5


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
    #: How what was personal is written → what it was: 9999999.
    forms: Mapping[str, Kind]
    #: The personal names of numbers in the whole text.
    names: Names
    odds: Odds


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Where a text has something personal, and of what kind."""

    kind: Kind
    start: int
    end: int


def findings(text: str) -> Iterator[Finding]:
    """What is personal in a text, from left to right."""
    view = plain(text)
    cells, names, odds = Cells(text, view), Names(view), Odds()
    at = after = 0
    label: Label | None = None
    last: Kind | None = None
    nobodys = 0
    forms: dict[str, Kind] = {}
    while shape := next_shape(view, at):
        if shape.start - at > 1:
            near = max(at, shape.start - labels.REACH)
            label = labels.last_label(view, near, shape.start) or label
        if cell := cells.at(shape.start):
            named = cell.label and cell.label._replace(end=shape.start)
            label = named or labels.last_label(view, cell.start, shape.start)
        before, at = at, shape.end
        if shape.name == "placeholder":
            after, label, last, nobodys = shape.end, None, _kind_of(shape), 0
        elif found := _judged(
            view, shape, before, Said(after, label, last, nobodys, forms, names, odds)
        ):
            yield found
            at = after = found.end
            label, last, nobodys = None, found.kind, 0
            forms.setdefault(form_of(shape), found.kind)
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
    shape = _whole(view, shape, said)
    kind = _kind(view, shape, said)
    return Finding(kind=kind, start=shape.start, end=shape.end) if kind else None


def _address(view: str, shape: Shape, before: int) -> tuple[int, int] | None:
    if shape.name == "digits" and is_written_as(Kind.ADDRESS, shape.text):
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
        again = said.after if said.last in _OF_A_PERSON else None
        if is_birthday(view, shape, label, again):
            return Kind.BIRTH
        if not may_be_birthday(view, shape, label) or said.odds(view, shape) < _LIKELY_BORN:
            return None
        return Kind.BIRTH
    if shape.name in _NUMBERS and shape.text.lstrip("(").startswith(NOBODYS):
        return None
    counted = beside.UNIT.match(view, shape.end)
    if label and label.kind and not counted and _fits(view, shape, label, direct):
        return label.kind
    if label and not label.kind and direct and _is_that(shape, label):
        return None
    if not label and said.nobodys == len(shape.digits) and _goes_on(view, shape, said):
        return None
    shown = proved(shape)
    if shown or counted:
        return shown
    called = _called_after(view, shape) or (None if label else _like_the_last(view, shape, said))
    if called or (label and not label.kind and direct):
        return called
    return _weighed(view, shape, said)


def _whole(view: str, shape: Shape, said: Said) -> Shape:
    """A number with the groups that follow it, where its name asks for more digits: 123 4567."""
    label = said.label
    if shape.name != "digits" or not label or label.kind not in _IN_GROUPS:
        return shape
    if is_written_as(label.kind, shape.text) or not (
        labels.is_direct(view, label, shape.start)
        or beside.SAME_CLAUSE.fullmatch(view, label.end, shape.start)
    ):
        return shape
    run = beside.GROUPS.match(view, shape.start)
    if not run or beside.UNIT.match(view, run.end()):
        return shape
    joined = run[0].replace(" ", "")
    if not is_written_as(label.kind, joined):
        return shape
    return shape._replace(end=run.end(), text=joined)


def _is_that(shape: Shape, label: Label) -> bool:
    """Whether a number is what a name of nobody's number says, whatever it looks like."""
    if shape.name != "phone":
        return True
    return label.firm and not shape.text.startswith(("+", "(+"))


def _called_after(view: str, shape: Shape) -> Kind | None:
    symbol = beside.SYMBOL.search(view, max(0, shape.start - 6), shape.start)
    if symbol and beside.NUMBER_AFTER.match(view, shape.end):
        return Kind.INSURANCE
    if is_written_as(Kind.ACCOUNT, shape.text) and (
        beside.BANK_AFTER.match(view, shape.end) or beside.PAID_AFTER.match(view, shape.end)
    ):
        return Kind.ACCOUNT
    called = labels.label_after(view, shape.end)
    return called if called and is_written_as(called, shape.text) else None


def _like_the_last(view: str, shape: Shape, said: Said) -> Kind | None:
    if said.last and is_written_as(said.last, shape.text) and _goes_on(view, shape, said):
        return said.last
    return None


def _weighed(view: str, shape: Shape, said: Said) -> Kind | None:
    """By the rest of the text, as far as the learned odds do not speak against it; or by them."""
    if (
        shape.name not in LOOKED_AT
        or not _SHORTEST_WEIGHED <= len(shape.digits) <= _LONGEST_WEIGHED
    ):
        return None
    if shape.name == "date" or beside.PART_OF.search(view, max(0, shape.start - 2), shape.start):
        return None
    odds = said.odds(view, shape)
    if odds < _UNLIKELY:
        return None
    if by_the_rest := _by_the_rest(shape, said):
        return by_the_rest
    named = said.names.nearest(shape.start, lambda kind: is_written_as(kind, shape.text))
    if named and odds > _LIKELY:
        return named
    return _by_form(shape) if odds > _LIKELY_UNNAMED else None


def _by_the_rest(shape: Shape, said: Said) -> Kind | None:
    """By a number written the same, such as the wrong one before the right one, or the matter."""
    if len(shape.digits) < _SHORTEST_ELSEWHERE:
        return None
    like = said.forms.get(form_of(shape))
    return like or said.names.nearest(shape.start, lambda kind: may_be(kind, shape.text))


def _by_form(shape: Shape) -> Kind:
    """What a number may be best that is somehow personal."""
    return next((kind for kind in _COMMON if may_be(kind, shape.text)), Kind.EMPLOYEE)


def _goes_on(view: str, shape: Shape, said: Said) -> bool:
    """Whether nothing but a conjunction stands between the last number and this one."""
    near = shape.start - said.after <= labels.REACH
    return near and bool(beside.AND.fullmatch(view, said.after, shape.start))


def _fits(view: str, shape: Shape, label: Label, direct: bool) -> bool:
    """Whether a number is written as its name says, and near enough to be meant."""
    if not label.kind or not is_written_as(label.kind, shape.text):
        return False
    digits = _ONLY_DIRECTLY.get(label.kind)
    if direct or not digits:
        return True
    near = beside.SAME_CLAUSE.fullmatch(view, label.end, shape.start)
    return bool(near) and len(shape.digits) >= digits

"""Rules of any manuals restated as a FAQ would put them, with the right figure and a wrong one.

Where nobody has written sentences by hand, templates and a seed make them. They test less: they
keep most words of the rule.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from evals.benchmarks.contradiction_set.items import Case
from ingest.checking.quantity import Quantity
from ingest.checking.statements import Statement
from knowledge.model import heading_label

#: How rules end, and how a FAQ ends instead.
_ENDINGS = (
    (re.compile(r"(?:しなけ|せね)ればならない。?$"), "してください。"),
    (re.compile(r"なければならない。?$"), "てください。"),
    (re.compile(r"することができる。?$"), "できます。"),
    (re.compile(r"(?:もの)?とする。?$"), "です。"),
    (re.compile(r"を支給する。?$"), "が支給されます。"),
    (re.compile(r"を与える。?$"), "が与えられます。"),
    (re.compile(r"行う。?$"), "行います。"),
    (re.compile(r"する。?$"), "します。"),
)
_NUMBER_OF_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[).、 ]|\(\d+\))\s*")
_KANJI = "〇一二三四五六七八九"
_LEADING_NUMBER = re.compile(r"\d+")
_DEADLINES = ("clock", "date", "month", "day of month", "months", "age")


def restated(found: Sequence[Statement], seed: int, most: int) -> list[Case]:
    """At most so many rules: each right in two spellings and wrong once, in a seeded order.

    Only rules whose heading says by itself what they are about.
    """
    named = Counter(h for _, h in {(id(s.section), s.section.heading_path[-1]) for s in found})
    rules = [s for s in found if _is_plain(s) and named[s.section.heading_path[-1]] == 1]
    dice = random.Random(seed)
    dice.shuffle(rules)
    return [case for rule in rules[:most] for case in _cases(rule, dice)]


def _is_plain(statement: Statement) -> bool:
    """Whether a sentence outside tables and FAQs states one figure."""
    plain = not (statement.is_cell or statement.is_condition or statement.is_exception)
    alone = not statement.beside and statement.section.question is None
    return plain and alone and _LEADING_NUMBER.match(statement.quantity.shown) is not None


def _cases(rule: Statement, dice: random.Random) -> Iterator[Case]:
    number = int(_LEADING_NUMBER.findall(rule.quantity.shown)[0])
    wrong = number + dice.choice([max(1, number // 2), number])
    heading = heading_label(rule.section.heading_path[-1])
    asked, is_question = dice.choice(
        [(f"{heading}について教えてください。", True), (f"{heading}のお知らせ", False)]
    )
    at = re.compile(re.escape(f"{rule.document.manual.title} > {rule.section.heading}") + "$")
    for figure, is_conflict in ((str(wrong), True), (str(number), False), (_kanji(number), False)):
        yield Case(
            item=f"{rule.document.manual.title} {rule.section.heading_path[-1]}",
            class_=_class(rule.quantity),
            at=at,
            heading=asked,
            is_question=is_question,
            text=_spoken(rule, figure),
            is_conflict=is_conflict,
        )


def _class(quantity: Quantity) -> str:
    if quantity.kind in ("money", "percent"):
        return "amount"
    return "deadline" if quantity.side or quantity.kind in _DEADLINES else "count"


def _spoken(rule: Statement, figure: str) -> str:
    """The sentence with another spelling of its figure and the endings of speech."""
    quantity = rule.quantity
    shown = _LEADING_NUMBER.sub(figure, quantity.shown, count=1)
    text = rule.text[: quantity.start] + shown + rule.text[quantity.end :]
    text = _NUMBER_OF_ITEM.sub("", text)
    for ending, spoken in _ENDINGS:
        if ending.search(text):
            return ending.sub(spoken, text)
    return text


def _kanji(number: int) -> str:
    """A whole number in kanji: 15000 is 一万五千."""
    if number >= 10_000:
        rest = number % 10_000
        return f"{_kanji(number // 10_000)}万{_kanji(rest) if rest else ''}"
    written = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += (_KANJI[digit] if digit > 1 or unit == 1 else "") + name
    return written or _KANJI[0]

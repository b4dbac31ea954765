"""Rules of their own: what a rule for part-timers says differently takes the place of the rule for
everybody, and does not contradict it."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.checking.statements import Statement
from knowledge.spelling import normalize

#: Kinds of employment that often have rules of their own, as titles, headings and sentences name
#: them: only such as answers tell apart too, so that none is told to somebody it is not for.
_PEOPLE: tuple[tuple[str, str], ...] = (
    ("part-time", r"パート|アルバイト"),
    ("contract", r"契約社員|契約職員|有期(?:契約|雇用)"),
    ("re-employed", r"嘱託|再雇用"),
)
#: A title that names these too is for everybody who is meant where nobody is named.
_EVERYBODY = re.compile(r"正社員|正職員|全社員|全職員|全従業員|フルタイム")


def has_own_rules(one: Statement, other: Statement) -> bool:
    """Whether one stands in a rule for some people only, and the other in a rule that does not
    speak of them there.

    A guide or a FAQ makes no rules: what it says is compared with the rules whoever it is for.
    """
    rules = (one.document.manual.kind, other.document.manual.kind) == ("rule", "rule")
    return rules and (_is_for_others(one, other) or _is_for_others(other, one))


def _is_for_others(own: Statement, general: Statement) -> bool:
    title = own.document.manual.title
    if not _named(title) or _EVERYBODY.search(normalize(title)):
        return False
    said = (general.document.manual.title, general.section.heading, general.quote)
    return not any(_named(title) & _named(text) for text in said)


@lru_cache(maxsize=4096)
def _named(text: str) -> frozenset[str]:
    said = normalize(text)
    return frozenset(name for name, pattern in _PEOPLE if re.search(pattern, said))

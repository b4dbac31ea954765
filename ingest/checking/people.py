"""For whom a sentence says that it holds: drivers and clerks have figures of their own."""

from __future__ import annotations

import re

from ingest.checking.statements import Statement
from knowledge.spelling import normalize

_WHO = re.compile(
    r"([\u4e00-\u9fffァ-ヶー]{0,8}(?:員|職|師|医|スタッフ|アルバイト|パートタイマー))"
    r"(?=[のはにでが、)・]|及び|又は|または|と|$)"
)
#: What ends like people and is none.
_NOBODY = re.compile(
    r"(?:退|休|復|求|辞|離|就|在|停|現|転|役)職$|(?:定|人|欠|増|動|満|要|全)員$|産業医$"
)
#: Everybody, or whoever is meant where nobody is named.
_EVERYBODY = re.compile(r"^(?:全|各|当該|一般|正)?(?:従業員|社員|職員|会員|構成員)$|^一般職$")


def concern_others(one: Statement, other: Statement) -> bool:
    """Whether two statements hold for different people, as far as they say so themselves."""
    here, there = _named(one), _named(other)
    if here and there:
        return not any(a.endswith(b) or b.endswith(a) for a in here for b in there)
    return _has_own_rule(here, one, other) or _has_own_rule(there, other, one)


def _named(statement: Statement) -> frozenset[str]:
    """Whom a sentence or the key of a row names; nobody where everybody is meant."""
    found = (match[1] for match in _WHO.finditer(f"{statement.key}、{statement.text}"))
    return frozenset(w for w in found if not (_NOBODY.search(w) or _EVERYBODY.match(w)))


def _has_own_rule(people: frozenset[str], own: Statement, general: Statement) -> bool:
    """Whether a rule named after these people rules what another rule says without them.

    A guide or a FAQ makes no rules, see own_rules.py.
    """
    if (own.document.manual.kind, general.document.manual.kind) != ("rule", "rule"):
        return False
    title = normalize(own.document.manual.title)
    said = normalize(f"{general.document.manual.title} {general.section.heading} {general.quote}")
    return any(who in title and who not in said for who in people)

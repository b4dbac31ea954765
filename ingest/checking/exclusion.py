"""What shows that two statements are about different matters."""

from __future__ import annotations

from ingest.checking.agreement import any_agree, comparable, excludes
from ingest.checking.profiles import Profile
from ingest.checking.quantity import Quantity
from ingest.checking.statements import Statement


def possible(one: Statement, other: Statement) -> bool:
    """Whether nothing shows that two statements are about different matters."""
    if not (comparable(one.quantity, other.quantity) and _same_role(one, other)):
        return False
    shared = one.qualifiers.keys() & other.qualifiers.keys()
    if any(not one.qualifiers[group] & other.qualifiers[group] for group in shared):
        return False
    for condition in one.conditions:
        same = [c for c in other.conditions if comparable(condition, c)]
        if same and all(excludes(condition, c) for c in same):
            return False
    return one.is_condition or not _do_different(one, other)


def _do_different(one: Statement, other: Statement) -> bool:
    return bool(one.actions and other.actions and not one.actions & other.actions)


def unlike_articles(one: Profile, other: Profile) -> bool:
    """Whether both stand in one manual, under titles that name different things."""
    a, b = one.statement, other.statement
    return a.document is b.document and one.names_more(other) and other.names_more(one)


def _same_role(one: Statement, other: Statement) -> bool:
    """Whether both figures are conditions, with the same consequence, or neither is."""
    if one.is_condition != other.is_condition:
        cell = other if one.is_condition else one
        return cell.is_cell and cell.quantity.bound in ("at least", "less", "more")
    if not one.is_condition:
        return True
    a, b = _consequences(one), _consequences(other)
    return not (a and b) or any_agree(a, b)


def _consequences(statement: Statement) -> list[Quantity]:
    return [q for q in statement.beside if q.bound in ("", "limit")]

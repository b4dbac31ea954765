"""Statements that use the same words about different things.

A pair that scores well may still be two matters: the fee of a club and the fee of a trip, two rows
of different tables, two articles of one rule. What only scores is told from what says the same.
"""

from __future__ import annotations

import re

from ingest.checking.agreement import any_agree
from ingest.checking.matters import Unit, merged, names, units
from ingest.checking.people import concern_others
from ingest.checking.profiles import Profile
from ingest.checking.quantity import Quantity
from ingest.checking.spelling import normal
from ingest.checking.statements import Statement
from knowledge.model import heading_label

#: Of what one statement says itself, so much must be known to the other.
_LEAST_SAID = 0.375
#: The same within one manual, under different headings and under headings of one meaning.
_NEARLY_ALL, _MOST = 0.9, 0.5
#: A heading that is known to less than this share says nothing in common.
_LEAST_HEADING, _HALF_HEADING, _WHOLE_HEADING = 0.25, 0.5, 0.9
#: Under unlike headings, so many words in common are chance.
_CHANCE = 2
_PAYMENT = re.compile(r"[\u4e00-\u9fffァ-ヶー]{2,10}(?:手当|祝い?金|見舞金|弔慰金|補助金|奨励金)")
_LIMIT = re.compile(r"(?:ただし|但し)")
#: Words that mean nothing without what they are of: the fee of what, the result of what.
_OF_SOMETHING = frozenset(
    """
    会費 費用 料金 代金 自己負担 負担 審査 予約 結果 通知 受付 受け付け 締切 申込 申し込み
    発行 再発行 注文 契約 更新 期間 始業時刻 終業時刻 始業 終業 休憩 家賃 通知 届く 届ける
    送る 配る 本人 家族 対象 定員 人数 回数 日数 時間 場所 交換 利用 使用 支払う 開始 終了
    変更 提出 受診 補助 貸与 単位 手続 手続き 勤務 休日 再 先 前日 当日 翌日 勤続 年数 越える 支給
    部長 課長
    """.split()
)


def are_namesakes(one: Profile, other: Profile) -> bool:
    """Whether two statements only sound as if they were about one matter."""
    a, b = one.statement, other.statement
    if concern_others(a, b) or _are_other_rows(a, b) or _are_other_payments(a, b):
        return True
    if _only_limits(a) != _only_limits(b):
        return True
    if a.is_condition and b.is_condition and _lead_elsewhere(a, b):
        return True
    if a.document is b.document and not _is_repeated(one, other):
        return True
    if any_agree(a.conditions, b.conditions) or any_agree(_counted(a), b.beside):
        return False
    return _sound_alike(one, other)


def _sound_alike(one: Profile, other: Profile) -> bool:
    """Whether two statements have too little in common, or only words that go with anything."""
    a, b = one.statement, other.statement
    said, headed, common = _shares_said(one, other), _shares_headed(one, other), _common(a, b)
    if max(said) < _LEAST_SAID and (min(headed) < _WHOLE_HEADING or _speak(a, b)):
        return True
    if max(headed) < _LEAST_HEADING and len(common) <= _CHANCE:
        return True
    return min(headed) < _HALF_HEADING and bool(common) and common <= _OF_SOMETHING


def _shares_said(one: Profile, other: Profile) -> tuple[float, float]:
    """How much of what each says the other knows."""
    a, b = one.statement, other.statement
    return _share(one, _said(a), _around(b)), _share(other, _said(b), _around(a))


def _shares_headed(one: Profile, other: Profile) -> tuple[float, float]:
    """How much of the heading of each the other knows."""
    a, b = one.statement, other.statement
    return _share(one, _heading(a), other.known), _share(other, _heading(b), one.known)


def _is_repeated(one: Profile, other: Profile) -> bool:
    """Whether a manual says the same in two places: its sections are different matters, unless each
    says nearly all that the other says, or most of it under headings of one meaning."""
    said = min(_shares_said(one, other))
    if said >= _NEARLY_ALL:
        return True
    return said >= _MOST and _have_one_heading(one, other)


def _have_one_heading(one: Profile, other: Profile) -> bool:
    """Whether two headings or questions of one manual mean the same."""
    a, b = one.statement.section, other.statement.section
    if normal(a.heading_path[-1]) == normal(b.heading_path[-1]):
        return True
    if a.question is not None and b.question is not None:
        ask_the_same = min(_shares_headed(one, other)) >= _WHOLE_HEADING
        return ask_the_same and not _common(one.statement, other.statement) <= _OF_SOMETHING
    return not (_is_headed_by_more(one, other) or _is_headed_by_more(other, one))


def _is_headed_by_more(one: Profile, other: Profile) -> bool:
    """Whether a heading has a word that the other statement lacks, other words for it too few."""
    said = {unit.form for unit in (*other.statement.sentence, *_heading(other.statement))}
    return any(unit.form not in said for unit in one.statement.title)


def _are_other_payments(one: Statement, other: Statement) -> bool:
    """Whether the payment that one names only ends like the other's: 単身赴任手当 and 赴任手当."""
    here, there = (set(_PAYMENT.findall(s.text)) for s in (one, other))
    if not (here and there) or here & there:
        return False
    return any(a.endswith(b) or b.endswith(a) for a in here for b in there)


def _only_limits(statement: Statement) -> bool:
    """Whether it only limits what was said before: ただし、3日までとする。"""
    return bool(_LIMIT.match(statement.text)) and not statement.sentence


def _lead_elsewhere(one: Statement, other: Statement) -> bool:
    """Whether two thresholds lead to different things: a certificate, an allowance."""
    if one.is_cell or other.is_cell or one.is_key or other.is_key:
        return False
    here, there = _led_to(one), _led_to(other)
    return bool(here and there) and not names([here]) & names([there])


def _led_to(threshold: Statement) -> tuple[Unit, ...]:
    """What follows from a threshold, after the clause that it stands in; or what is asked."""
    rest = threshold.text[threshold.quantity.end :]
    _, _, then = rest.partition("、")
    return units(f"{then or rest}。{threshold.section.question or ''}")


def _counted(statement: Statement) -> list[Quantity]:
    """The other figures of its sentence; 前日 is too common to tell anything."""
    return [q for q in statement.beside if q.shown[0].isdigit()]


def _speak(one: Statement, other: Statement) -> bool:
    """Whether both say by themselves what they are about, at least in part."""
    return min(len(_said(one)), len(_said(other))) > 1


def _are_other_rows(one: Statement, other: Statement) -> bool:
    """Whether both are rows of tables for things that have no word in common."""
    if not (one.is_cell and other.is_cell):
        return False
    keys = units(one.key), units(other.key)
    return all(keys) and not names([keys[0]]) & names([keys[1]])


def _said(statement: Statement) -> tuple[Unit, ...]:
    return merged([statement.sentence, statement.topic if statement.is_cell else ()])


def _around(statement: Statement) -> frozenset[str]:
    return names([statement.sentence, statement.topic, _heading(statement)])


def _heading(statement: Statement) -> tuple[Unit, ...]:
    section = statement.section
    return units(normal(section.question or heading_label(section.heading_path[-1])))


def _common(one: Statement, other: Statement) -> set[str]:
    """The words of one that the other says too."""
    there = names([_said(other)])
    return {unit.form for unit in _said(one) if unit.same & there}


def _share(profile: Profile, said: tuple[Unit, ...], known: frozenset[str]) -> float:
    """The share, by rarity, of some units of a statement that another knows; 0 of none."""
    total = sum(map(profile.rarity, said))
    return sum(profile.rarity(unit) for unit in said if unit.same & known) / total if total else 0.0

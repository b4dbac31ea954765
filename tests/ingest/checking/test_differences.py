"""What only one of two statements requires makes it less sure that they are of one matter."""

from __future__ import annotations

from ingest.checking.differences import differences
from ingest.checking.finding import InForce
from ingest.checking.profiles import Profile, rarity
from ingest.checking.statements import statements
from tests.ingest.checking.test_contradictions import faq, rules


def factor(rule: InForce, answer: InForce) -> float:
    found = [*statements(rule), *statements(answer)]
    _, idf = rarity(found)
    return differences(Profile(found[-2], idf), Profile(found[-1], idf))


def summer(people: str) -> InForce:
    return rules(("第39条（夏季休暇）", f"{people}3日の夏季休暇を与える。"))


def test_naming_the_usual_employees_requires_nothing_more() -> None:
    answer = faq("夏休みは何日ですか。", "夏季休暇が5日あります。")

    assert factor(summer("正社員及び契約社員に対しては、"), answer) == factor(summer(""), answer)
    assert factor(summer("契約社員に対しては、"), answer) < factor(summer(""), answer)

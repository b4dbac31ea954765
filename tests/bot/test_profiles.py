from __future__ import annotations

from datetime import date

import pytest

from bot.profiles import UNKNOWN, Profile, checked_profile, stored, told
from knowledge.errors import InvalidInput

MORI = Profile(employment="正社員", hired_on=date(2020, 4, 1), grade="課長", location="大阪支店")


@pytest.mark.parametrize("profile", [UNKNOWN, MORI, Profile(grade="3級")])
def test_a_profile_is_read_as_it_was_told_and_stored(profile: Profile) -> None:
    assert checked_profile(told(profile)) == profile
    assert checked_profile(stored(profile)) == profile


def test_only_what_is_known_is_stored() -> None:
    assert stored(UNKNOWN) == {}
    assert stored(Profile(hired_on=date(2020, 4, 1))) == {"hired_on": "2020-04-01"}


@pytest.mark.parametrize(
    "day", ["2020-04-01", "2020/4/1", " 2020年4月1日 ", "2020.4.1", "20200401"]
)
def test_a_day_is_read_as_personnel_systems_write_it(day: str) -> None:
    assert checked_profile({"hired_on": day}).hired_on == date(2020, 4, 1)


@pytest.mark.parametrize("day", ["2020-13-01", "4月1日", "入社時", "2020-02-30"])
def test_what_is_no_day_is_told(day: str) -> None:
    with pytest.raises(InvalidInput, match="is no day; write it like 2020-04-01"):
        checked_profile({"hired_on": day})


@pytest.mark.parametrize("text", ["あ" * 51, "課長\n部長", "課長\u202e"])
def test_a_text_is_a_short_printable_line(text: str) -> None:
    with pytest.raises(InvalidInput, match="50 characters"):
        checked_profile({"grade": text})

"""What is known of an asker by which rules differ: kind of employment, service, grade, place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from knowledge.errors import InvalidInput

#: Characters of each text of a profile.
_LONGEST = 50
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an asker's account says; empty where it says nothing."""

    #: In the company's words: 正社員, パートタイマー, 契約社員.
    employment: str = ""
    hired_on: date | None = None
    #: 課長, 一般職, 3級.
    grade: str = ""
    location: str = ""


#: Of an asker without an account.
UNKNOWN = Profile()
#: Names of a profile's texts, in the order in which they are shown.
FIELDS = ("employment", "hired_on", "grade", "location")


def checked_profile(said: Mapping[str, str]) -> Profile:
    """A profile as somebody typed it: texts by field; a field that is missing is empty.

    Raises InvalidInput for a day that is none and for a text that is no short line.
    """
    return Profile(
        employment=_line(said.get("employment", "")),
        hired_on=_day(said.get("hired_on", "")),
        grade=_line(said.get("grade", "")),
        location=_line(said.get("location", "")),
    )


def told(profile: Profile) -> dict[str, str]:
    """A profile as texts by field, as :func:`checked_profile` takes them; all fields are there."""
    return {name: str(value or "") for name, value in asdict(profile).items()}


def stored(profile: Profile) -> dict[str, str]:
    """A profile as the database keeps it: texts of the fields that say something."""
    return {name: text for name, text in told(profile).items() if text}


def _line(text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST or not text.isprintable():
        raise InvalidInput(
            f"{text[:60]!r} is too long: kind of employment, grade and place of work have up to "
            f"{_LONGEST} characters, on one line.",
            f"雇用形態・等級・勤務地は、改行なしの{_LONGEST}文字以内で入力してください。",
        )
    return text


def _day(text: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    said = _DAY.fullmatch(text)
    try:
        return date(*map(int, said.groups())) if said else date.fromisoformat(text)
    except ValueError as wrong:
        raise InvalidInput(
            f"{text!r} is no day; write it like 2020-04-01.",
            f"「{text}」は日付として読めません。2020-04-01 のように入力してください。",
        ) from wrong

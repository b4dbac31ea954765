"""What is known of an asker by which rules differ: kind of employment, service, grade, place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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

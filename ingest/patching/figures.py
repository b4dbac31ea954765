"""Figures and dates as people type them into a cell that holds such."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from decimal import Decimal

_NUMBER = re.compile(r"(¥?)([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(円|%)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+(\d{1,2}):(\d{2}))?")
_TIME = re.compile(r"(\d{1,2})[:時](\d{2})分?")


def number(typed: str, *, is_money: bool = False, is_percent: bool = False) -> Decimal | None:
    """What was typed as a number: 3,500円 where it is money, 15% (0.15) where it is a share.

    None for anything else, and for a share without its sign, which could be meant either way.
    """
    found = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", typed).split()))
    if found is None:
        return None
    value = Decimal(found[2].replace(",", ""))
    if is_percent:
        return value / 100 if found[3] == "%" and not found[1] else None
    unit = bool(found[1]) or found[3] == "円"
    return None if found[3] == "%" or (unit and not is_money) else value


def moment(typed: str) -> datetime | None:
    """A day, with or without a time of it; None for anything else."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    try:
        if found is None:
            return None
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute)
    except ValueError:
        return None


def clock(typed: str) -> time | None:
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def plain(value: Decimal) -> str:
    """A number as files hold it."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

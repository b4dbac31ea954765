"""Why a run failed, for people."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from bot.runs.failures import why
from knowledge.errors import HomeUnavailable

FULL = sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), OperationalError("INSERT", {}, FULL)],
)
def test_a_full_disk_is_named(error: Exception) -> None:
    texts = why(error)
    assert texts["en"].startswith("The disk is full.")
    assert texts["ja"].startswith("サーバーのディスクがいっぱいです。")


def test_an_error_meant_for_people_is_told_as_it_is() -> None:
    texts = why(HomeUnavailable("Chroma is down.", "Chroma が止まっています。"))
    assert texts["en"] == "Chroma is down. What has been published stays."
    assert texts["ja"].startswith("Chroma が止まっています。")


def test_the_text_of_an_unexpected_error_is_not_shown() -> None:
    texts = why(ValueError("what a document says"))
    for text in texts.values():
        assert "ValueError" in text
        assert "what a document says" not in text

"""Passages as search finds them."""

from __future__ import annotations

import pytest

from bot import model_check
from knowledge.model import Passage


@pytest.fixture(scope="session")
def passages() -> list[Passage]:
    """Two passages with several lines each."""
    found = [passage for case in model_check.cases() for passage in case.passages]
    return [passage for passage in found if passage.section.text.count("\n") >= 2][:2]

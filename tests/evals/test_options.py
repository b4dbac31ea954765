from __future__ import annotations

from typing import Any

import pytest

from evals.cases import Candidate, Gold
from evals.options import leads_to_a_reading

LEAVE = Candidate(
    label="年次有給休暇（申請）",
    gold=(Gold(file="a.docx", heading="第34条（年次有給休暇の請求手続）"),),
)


@pytest.mark.parametrize(
    "option",
    [
        {"label": "年次有給休暇の請求手続", "question": "いつまで？"},
        {"label": "有給休暇", "question": "いつまで？"},
        "年次有給休暇について",
    ],
)
def test_an_option_leads_to_a_reading_by_most_of_its_name(option: Any) -> None:
    assert leads_to_a_reading([{"label": "出張"}, option], [LEAVE])


@pytest.mark.parametrize(
    "option", [{"label": "慶弔休暇"}, {"label": "出張", "question": "年次有給休暇"}, ""]
)
def test_other_options_do_not(option: Any) -> None:
    assert not leads_to_a_reading([option], [LEAVE])


def test_no_options_lead_nowhere() -> None:
    assert not leads_to_a_reading([], [LEAVE])

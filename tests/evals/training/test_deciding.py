"""Learning the decision, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.training.deciding import main
from knowledge.errors import InvalidInput


def test_no_company_is_ranked_by_a_model_that_has_seen_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"without_.*is missing"):
        main(tmp_path)

"""Cross-encoders: protocol and repeatability. There is no trained one without a download, so this
is MiniLM with a head of random numbers, and the quality of its order means nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import CrossEncoder

from knowledge.errors import ModelUnavailable
from knowledge.reranking import Reranker, reranker

TEXTS = ["Ten days of leave.", "A taxi after the last train.", "The cafeteria serves curry."]


def saved(minilm: Path, folder: Path, labels: int) -> Path:
    torch.manual_seed(7)
    model = CrossEncoder(str(minilm), num_labels=labels, device="cpu", local_files_only=True)
    model.save_pretrained(str(folder))
    return folder


def made(folder: Path) -> Reranker:
    found = reranker(f"cross-encoder:{folder}")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(minilm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(minilm, tmp_path_factory.mktemp("cross") / "model", labels=1)


def test_each_passage_gets_a_number_of_its_own(folder: Path) -> None:
    found = made(folder).relevance("How much leave?", TEXTS)
    assert (found.shape, found.dtype) == ((3,), np.float32)
    assert len(set(found.tolist())) == 3


def test_the_numbers_are_those_of_the_library_each_time(folder: Path) -> None:
    library = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    expected = library.predict([("leave?", text) for text in TEXTS], show_progress_bar=False)
    rater = made(folder)
    for again in (rater, rater, made(folder)):
        assert again.relevance("leave?", TEXTS) == pytest.approx(expected, abs=1e-5)


def test_the_company_of_others_does_not_change_a_number(folder: Path) -> None:
    rater = made(folder)
    together = rater.relevance("leave?", TEXTS)
    assert rater.relevance("leave?", TEXTS[1:2])[0] == pytest.approx(together[1], abs=1e-5)


def test_a_model_that_sorts_into_classes_is_refused(minilm: Path, tmp_path: Path) -> None:
    classes = saved(minilm, tmp_path / "classes", labels=3)
    with pytest.raises(ModelUnavailable, match=r"shape \(3, 3\)"):
        made(classes).relevance("leave?", TEXTS)


def test_a_folder_that_is_missing_is_named() -> None:
    with pytest.raises(ModelUnavailable, match=r"ZEROJI_RERANKER=.*there is no folder"):
        made(Path("/no/such/model")).relevance("leave?", TEXTS)

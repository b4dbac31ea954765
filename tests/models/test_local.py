"""Models of sentence-transformers as embedders."""

from __future__ import annotations

import json
import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from knowledge.embedding import Embedder, Vectors, embedder
from knowledge.errors import ModelUnavailable

LEAVE = "Employees receive ten days of paid leave after six months."
TAXI = "A taxi may be used after the last train."


@pytest.fixture(scope="module")
def made(minilm: Path) -> Embedder:
    return embedder(f"sentence-transformers:{minilm}")


@pytest.fixture(scope="module")
def library(minilm: Path) -> SentenceTransformer:
    """The model as its library gives it."""
    return SentenceTransformer(str(minilm), device="cpu", local_files_only=True)


def direct(library: SentenceTransformer, text: str) -> Vectors:
    vector = library.encode([text], normalize_embeddings=True, show_progress_bar=False)[0]
    return np.asarray(vector)


def test_vectors_are_those_of_the_library(made: Embedder, library: SentenceTransformer) -> None:
    vectors = made.passages([LEAVE, TAXI])
    assert (vectors.shape, vectors.dtype) == ((2, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert vectors[1] == pytest.approx(direct(library, TAXI), abs=1e-5)
    assert made.query(TAXI) == pytest.approx(direct(library, TAXI), abs=1e-5)


def test_near_meanings_have_near_vectors(made: Embedder) -> None:
    asked = made.query("How much vacation do I get?")
    leave, taxi = made.passages([LEAVE, TAXI])
    assert asked @ leave > asked @ taxi + 0.1


def test_more_texts_than_a_batch_keep_their_order(made: Embedder) -> None:
    texts = [f"Rule {n}: {'very ' * n}long" for n in range(40)]
    assert made.passages(texts)[37] == pytest.approx(made.query(texts[37]), abs=1e-4)


def test_threads_that_ask_at_once_get_their_own_vectors(made: Embedder) -> None:
    texts = [f"Rule number {n} {'of the company ' * (n % 5)}" for n in range(24)]
    expected = made.passages(texts)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(made.query, texts))
    assert np.array(found) == pytest.approx(expected, abs=1e-4)


def test_it_uses_one_thread(made: Embedder) -> None:
    made.query("one")
    assert torch.get_num_threads() == 1


def test_nothing_is_loaded_before_it_is_asked(tmp_path: Path) -> None:
    name = f"sentence-transformers:{tmp_path / 'nothing'}"
    assert embedder(name).name == name


def test_a_models_own_prompts_are_put_before_texts(
    copied: Path, library: SentenceTransformer
) -> None:
    config = copied / "config_sentence_transformers.json"
    own = {"prompts": {"query": "ask: ", "document": "read: "}}
    config.write_text(json.dumps(json.loads(config.read_text()) | own))
    made = embedder(f"sentence-transformers:{copied}")
    assert made.passages([TAXI])[0] == pytest.approx(direct(library, "read: " + TAXI), abs=1e-5)
    assert made.query(TAXI) == pytest.approx(direct(library, "ask: " + TAXI), abs=1e-5)


def test_a_familys_prefixes_are_put_before_texts(
    copied: Path, library: SentenceTransformer
) -> None:
    renamed = copied.rename(copied.with_name("ruri-v3-30m"))
    made = embedder(f"sentence-transformers:{renamed}")
    expected = direct(library, "検索文書: " + TAXI)
    assert made.passages([TAXI])[0] == pytest.approx(expected, abs=1e-5)
    assert made.query(TAXI) == pytest.approx(direct(library, "検索クエリ: " + TAXI), abs=1e-5)


def test_a_settings_prefixes_are_put_before_texts(
    minilm: Path, library: SentenceTransformer
) -> None:
    made = embedder(f"sentence-transformers:{minilm}?query=Q:+&passage=%E6%96%87:+")
    assert made.passages([TAXI])[0] == pytest.approx(direct(library, "文: " + TAXI), abs=1e-5)
    assert made.query(TAXI) == pytest.approx(direct(library, "Q: " + TAXI), abs=1e-5)
    assert embedder(made.name).query(TAXI) == pytest.approx(made.query(TAXI))


def test_that_ends_are_cut_is_said_once(made: Embedder, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "knowledge"):
        made.passages([LEAVE])
        assert caplog.messages == []
        made.passages([LEAVE, "rule " * 300])
        made.passages(["rule " * 300])
    assert len([m for m in caplog.messages if "reads 256 tokens of a text" in m]) == 1


@pytest.mark.parametrize("path", ["/no/such/model", "./model", "~/no-such-model-here"])
def test_a_folder_that_is_missing_is_named(path: str) -> None:
    with pytest.raises(ModelUnavailable, match="there is no folder"):
        embedder(f"sentence-transformers:{path}").query("a")


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"no model that can be loaded .*Copy all of"):
        embedder(f"sentence-transformers:{tmp_path}").query("a")


def test_damaged_weights_say_what_to_do(copied: Path, minilm: Path) -> None:
    weights = copied / "model.safetensors"
    weights.unlink()
    weights.write_bytes((minilm / "model.safetensors").read_bytes()[:1000])
    with pytest.raises(ModelUnavailable, match="no model that can be loaded"):
        embedder(f"sentence-transformers:{copied}").query("a")


def test_without_a_network_it_says_how_to_go_on() -> None:
    with pytest.raises(ModelUnavailable, match=r"cannot be downloaded .*name its folder"):
        embedder("sentence-transformers:cl-nagoya/ruri-v3-30m").query("a")


def test_a_name_that_can_be_none_says_so() -> None:
    with pytest.raises(ModelUnavailable, match="no such model"):
        embedder("sentence-transformers:not a name!").query("a")


def test_it_is_loaded_later_when_the_folder_comes(tmp_path: Path, minilm: Path) -> None:
    made = embedder(f"sentence-transformers:{tmp_path / 'late'}")
    with pytest.raises(ModelUnavailable):
        made.query("a")
    shutil.copytree(minilm, tmp_path / "late")
    assert made.query("a").shape == (384,)

"""Makes ``knowledge/word_vectors.npz`` from the vectors in a wheel of ja_ginza.

    python -m evals.training.word_vectors ja_ginza-5.3.0-py3-none-any.whl

What is left out: words of more than one morpheme (index terms have one), names, and words that
Sudachi's small dictionary does not know.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from spacy.vocab import Vocab
from sudachipy import Dictionary, SplitMode, Tokenizer

from knowledge.errors import InvalidInput

_TARGET = Path(__file__).parents[2] / "knowledge" / "word_vectors.npz"
#: Principal directions that are kept of the 300: similarities change by 0.03 (standard deviation).
DIMENSIONS = 160

Vectors = npt.NDArray[np.float32]


def main(
    wheel: Annotated[Path, typer.Argument(help="The wheel of ja_ginza.", show_default=False)],
    target: Annotated[Path, typer.Option(help="The file to write.")] = _TARGET,
) -> None:
    rows_by_word, vectors = read_wheel(wheel)
    write(rows_by_word, vectors, target)
    print(f"{target}: {len(rows_by_word):,} words, {target.stat().st_size / 2**20:.1f} MiB.")


def read_wheel(wheel: Path) -> tuple[dict[str, int], Vectors]:
    """Row by word, and the vectors, shape (rows, 300). Raises InvalidInput."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
            place = next(Path(folder).glob("ja_ginza/*/vocab"))
        except (OSError, zipfile.BadZipFile, StopIteration) as error:
            raise InvalidInput(f"{wheel} is not a wheel of ja_ginza.") from error
        vocab = Vocab().from_disk(place)
    tokenizer = Dictionary(dict="small").create()
    known = ((vocab.strings[key], row) for key, row in vocab.vectors.key2row.items())
    chosen = {word: int(row) for word, row in known if _is_index_term(word, tokenizer)}
    return chosen, np.asarray(vocab.vectors.data, dtype=np.float32)


def write(rows_by_word: dict[str, int], vectors: Vectors, target: Path) -> None:
    """Only rows that a word has are kept, in fewer dimensions and as whole numbers."""
    words = sorted(rows_by_word, key=lambda word: word.encode())
    used, rows = np.unique([rows_by_word[word] for word in words], return_inverse=True)
    small = reduced(vectors[used])
    whole = np.round(small / np.abs(small).max(axis=1, keepdims=True) * 127).astype(np.int8)
    text = "".join(f"{word}\n" for word in words).encode()
    np.savez_compressed(
        target,
        words=np.frombuffer(text, dtype=np.uint8),
        rows=rows.astype(np.uint16),
        vectors=whole,
    )


def reduced(vectors: Vectors, dimensions: int = DIMENSIONS) -> Vectors:
    """Unit vectors projected on their principal directions, shape (rows, dimensions)."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    _, directions = np.linalg.eigh(unit.T @ unit)
    return np.asarray(unit @ directions[:, ::-1][:, :dimensions], dtype=np.float32)


def _is_index_term(word: str, tokenizer: Tokenizer) -> bool:
    morphemes = tokenizer.tokenize(word, SplitMode.A)
    if len(morphemes) != 1 or morphemes[0].is_oov():
        return False
    is_name = morphemes[0].part_of_speech()[1] == "固有名詞"
    return not is_name and morphemes[0].normalized_form().lower() == word


if __name__ == "__main__":
    typer.run(main)

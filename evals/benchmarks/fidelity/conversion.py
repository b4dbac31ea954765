"""Makes files of each format from a manuscript, kept in a folder so that they are made once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from PIL import Image

from evals.benchmarks.fidelity.manuscript import Manuscript
from evals.benchmarks.fidelity.markup import write_markdown
from evals.benchmarks.fidelity.word import Style, write_docx

Format = Literal["md", "docx", "docx-bold", "docx-plain", "pdf", "pdf-bold", "pdf-columns", "scan"]
FORMATS: tuple[Format, ...] = get_args(Format)

_TIMEOUT = 180
#: A change of these modules makes every file anew.
_WRITERS = ("conversion.py", "markup.py", "word.py", "truth.py")


class MissingProgram(Exception):
    """A program that makes documents is not installed."""


@dataclass(frozen=True, kw_only=True)
class Scanner:
    """How pages are scanned: dots per inch, skew in degrees, noise in grey levels of 255."""

    dpi: int = 300
    skew: float = 0.4
    noise: float = 4.0


def convert(manuscript: Manuscript, format_: Format, scanner: Scanner, work: Path) -> Path:
    """The manuscript as a file of the format. Raises MissingProgram."""
    folder = work / format_ / _key(manuscript, scanner if format_ == "scan" else None)
    suffix = {"md": ".md", "pdf": ".pdf", "scan": ".pdf"}.get(format_.partition("-")[0], ".docx")
    target = folder / f"{manuscript.name}{suffix}"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as name:
        made = Path(name) / target.name
        _make(manuscript, format_, scanner, work, made)
        made.replace(target)
    return target


def _key(manuscript: Manuscript, scanner: Scanner | None) -> str:
    """Names what a file is made from, the writers of this module included."""
    writers = b"".join(Path(__file__).with_name(name).read_bytes() for name in _WRITERS)
    made_from = f"{manuscript!r}{scanner!r}".encode()
    return hashlib.sha256(made_from + writers).hexdigest()[:16]


def _make(
    manuscript: Manuscript, format_: Format, scanner: Scanner, work: Path, target: Path
) -> None:
    if format_ == "md":
        write_markdown(manuscript, target)
    elif format_ == "scan":
        _scan(convert(manuscript, "pdf", scanner, work), target, scanner)
    else:
        kind, _, look = format_.partition("-")
        style: Style = "bold" if look == "bold" else "plain" if look == "plain" else "styled"
        word = target.with_suffix(".docx")
        write_docx(manuscript, word, style, columns=2 if look == "columns" else 1)
        if kind == "pdf":
            _print(word)


def _print(word: Path) -> None:
    """Print a Word document as PDF beside it."""
    office = _program("soffice", "libreoffice-writer")
    profile = (word.parent / "profile").as_uri()
    _run(
        f"{office} -env:UserInstallation={profile} --headless --convert-to pdf --outdir".split(),
        word.parent,
        word,
    )


def _scan(pdf: Path, target: Path, scanner: Scanner) -> None:
    """Photograph the pages of a PDF: turned a little to either side, grey, with noise."""
    images = target.parent / "pages"
    images.mkdir()
    _run(
        f"{_program('pdftoppm', 'poppler-utils')} -r {scanner.dpi} -gray -png".split(),
        pdf,
        images / "page",
    )
    pages = [_scanned(file, n, scanner) for n, file in enumerate(sorted(images.iterdir()))]
    pages[0].save(
        target, "PDF", save_all=True, append_images=pages[1:], resolution=scanner.dpi, quality=75
    )


def _scanned(file: Path, number: int, scanner: Scanner) -> Image.Image:
    random = np.random.default_rng(number)
    with Image.open(file) as page:
        angle = random.uniform(-scanner.skew, scanner.skew)
        turned = page.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=np.float64)
    noisy = grey + random.normal(0, scanner.noise, grey.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MissingProgram(
            f"{name} is needed to make this format: install it (Debian: {package}), "
            "or choose other formats with --formats."
        )
    return found


def _run(command: list[str], *paths: Path) -> None:
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=_TIMEOUT)

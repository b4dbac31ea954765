"""Text files in the encodings that Japanese companies keep them in."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "cp932", "euc_jp")


def read_text(path: Path, declared: str | None = None) -> str:
    """The file's text with ``\\n`` line ends; ``declared`` is tried first, UTF-8 and CP932 next."""
    data = path.read_bytes()
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableDocument(
        path,
        "The file is not text in UTF-8, UTF-16, Shift_JIS (CP932) or EUC-JP.",
        "Save it as UTF-8 text.",
    )


def _candidates(data: bytes, declared: str | None) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    return marked or [encoding for encoding in (declared, *_GUESSES) if encoding]

"""Text files in the encodings that Japanese companies keep them in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The last one also knows the ① and ㈱ that EUC-JP itself does not.
_GUESSES = ("cp932", "euc_jp", "euc_jis_2004")
#: Python's own tables for these lack ①, ㈱ and 髙, which Windows writes under the same names.
_WINDOWS = dict.fromkeys(
    ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms932"), "cp932"
)
_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b$(D")
#: What text decoded by the wrong table is full of: half-width kana, controls, private characters.
_STRANGE = re.compile("[\uff61-\uff9f\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_PLAIN = re.compile(r"[\s\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
#: Share of characters that plain text consists of.
_MOSTLY = 0.9


def read_text(path: Path, declared: str | None = None) -> str:
    """The file's text with ``\\n`` line ends, in the encoding that makes most sense of it.

    ``declared`` wins over CP932 and EUC-JP where they make as much.
    """
    data = path.read_bytes()
    decoded = [text for text in _decoded(data, declared) if "\x00" not in text]
    if decoded:
        text = min(decoded, key=lambda text: len(_STRANGE.findall(text)))
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableDocument(
        path,
        "The file is not text in UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP or ISO-2022-JP.",
        "Save it as UTF-8 text.",
    )


def _decoded(data: bytes, declared: str | None) -> Iterator[str]:
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not encoding.startswith("utf-16-") or _is_plain(text):
            yield text


def _candidates(data: bytes, declared: str | None) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if marked:
        return marked
    if any(escape in data for escape in _ESCAPES):
        return ["iso2022_jp_ext", "iso2022_jp_2004"]
    named = [_WINDOWS.get(declared.lower(), declared)] if declared else []
    unmarked = ["utf-16-le", "utf-16-be"] if b"\x00" in data and len(data) % 2 == 0 else []
    # What is valid UTF-8 is hardly ever anything else, whatever a page says of itself.
    return ["utf-8", *named, *_GUESSES, *unmarked]


def _is_plain(text: str) -> bool:
    """Whether a text is Japanese or English: nearly any bytes are valid UTF-16."""
    return len(_PLAIN.findall(text)) >= _MOSTLY * len(text)

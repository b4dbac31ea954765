"""The bytes of a text file as text, and back to the very same bytes."""

from __future__ import annotations

import re

from ingest.patching.places import PlaceNotFound

_ENCODINGS = ("utf-8-sig", "utf-8", "cp932")
#: Only these end a line. ``str.splitlines`` knows more, which are part of the text here.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding that gives these very bytes again. Raises PlaceNotFound."""
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding) == data:
            return text, encoding
    raise PlaceNotFound("It is not text in UTF-8 or Shift_JIS (CP932).")


def encode(text: str, encoding: str) -> bytes:
    """Raises PlaceNotFound, naming the characters, where the file's encoding lacks them."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        strange = error.object[error.start : error.end]
        raise PlaceNotFound(f"「{strange}」 cannot be written in {encoding}.") from error


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its line end."""
    return _LINE.findall(text)


def line_end(text: str) -> str:
    """The line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"

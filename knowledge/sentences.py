"""Text cut into sentences."""

from __future__ import annotations

import re

#: The ． of ３．５日 and of １．目的 ends no sentence; nor does the 。 in （…限る。）.
_SENTENCE = re.compile(
    r"(?:[^。．！？!?\n]|(?<=\d)．|．(?=\d)|。(?=[）)]))*(?:[。！？!?]+[」』）)]*|．|\n|$)"
)


def sentences(text: str) -> list[str]:
    """Sentences with their punctuation; a line end always ends one."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]

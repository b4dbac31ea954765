"""What the style of a web page says of its elements: attributes, simple rules, inline styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
#: ``p``, ``.note``, ``#top``, ``p.note``; of ``div > p.note`` the last part counts.
_COMPOUND = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<marks>(?:[.#][\w-]+)*)", re.IGNORECASE)
#: What applies only sometimes: on paper, or when the pointer is there.
_SOMETIMES = re.compile(
    r"@media\s+[^{]*\b(?:print|max-width|min-width)\b|@page|@font-face|@keyframes"
)

#: Properties by which a text is seen or not.
_PROPERTIES = frozenset(
    "display visibility opacity color background background-color background-image font-size"
    " position left right top bottom text-indent clip clip-path overflow width height"
    " max-height".split()
)
#: Those by which scripts and rules such as ``:checked`` fold a part of the page.
_FOLDING = frozenset(
    "display visibility opacity position left top clip overflow height max-height".split()
)
_UNFOLDS = re.compile(r":(?:checked|target|hover|focus|active)")
#: Attributes that say how an element looks.
_ATTRIBUTES = ("style", "bgcolor", "color")

Declarations = dict[str, str]


@dataclass(frozen=True)
class _Rule:
    tag: str
    marks: frozenset[str]
    declarations: Declarations

    def holds(self, tag: str, marks: frozenset[str]) -> bool:
        return self.tag in ("", "*", tag) and self.marks <= marks


class StyleSheet:
    """The rules that stand in a page itself."""

    def __init__(self, tree: Any) -> None:
        styles = "\n".join(str(node.text or "") for node in tree.iter("style"))
        # What unfolds is hidden only until it is clicked on: the answers of many a FAQ.
        folds = _UNFOLDS.search(styles) is not None or next(tree.iter("script"), None) is not None
        self._rules = list(_rules(styles, _PROPERTIES - _FOLDING if folds else _PROPERTIES))
        #: Whether other rules apply that are not in the file.
        self.has_others = any("stylesheet" in n.get("rel", "").lower() for n in tree.iter("link"))

    def of(self, node: Any) -> Declarations:
        """What is declared of an element itself, property by property."""
        if not self._rules and not any(map(node.attrib.__contains__, _ATTRIBUTES)):
            return {}
        marks = frozenset(f".{name}" for name in node.get("class", "").split())
        if node.get("id"):
            marks |= {f"#{node.get('id')}"}
        declared: Declarations = {}
        if node.get("bgcolor"):
            declared["background"] = node.get("bgcolor")
        if node.tag == "font" and node.get("color"):
            declared["color"] = node.get("color")
        for rule in self._rules:
            if rule.holds(node.tag, marks):
                declared |= rule.declarations
        return declared | _declarations(node.get("style", ""))


def _rules(style: str, properties: frozenset[str]) -> Iterator[_Rule]:
    plain = _COMMENT.sub("", style)
    if _SOMETIMES.search(plain):
        # The rules inside are left out with the braces around them.
        plain = re.sub(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", plain)
    for selectors, body in _RULE.findall(plain):
        for selector in selectors.split(","):
            last = re.split(r"[\s>+~]+", selector.strip())[-1]
            found = _COMPOUND.fullmatch(last)
            if found is not None and last:
                marks = frozenset(re.findall(r"[.#][\w-]+", found["marks"]))
                if declared := _declarations(body, properties):
                    yield _Rule((found["tag"] or "").lower(), marks, declared)


def _declarations(text: str, properties: frozenset[str] = _PROPERTIES) -> Declarations:
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, _, value in pairs
        if name.strip().lower() in properties
    }

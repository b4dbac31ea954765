"""The part of a web page that says something: without navigation, scripts and struck-out text."""

from __future__ import annotations

import re
from typing import Any

from ingest.reading.unseen_markup import drop_unseen

_NEVER_TEXT = (
    "script", "style", "template", "noscript", "nav", "footer", "svg", "iframe", "object",
    "button", "input", "select", "textarea", "head", "rt", "rp",
)  # fmt: skip
_STRUCK_OUT = ("del", "s", "strike")
_BOILERPLATE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu"}
_BOILERPLATE_NAMES = {
    "nav", "gnav", "global-nav", "navbar", "navigation", "menu", "sidebar", "side-nav", "sidenav",
    "breadcrumb", "breadcrumbs", "pankuzu", "footer", "site-footer", "site-header", "pagetop",
    "skip-link", "copyright",
}  # fmt: skip
_STRIKE_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)


def main_content(tree: Any) -> tuple[Any, list[str]]:
    """The page's main element with its lists numbered, and warnings of what was left out."""
    body = tree.find("body") if tree.find("body") is not None else tree
    mains = body.xpath(".//main | .//*[@role='main']")
    content = mains[0] if len(mains) == 1 else body
    drop_unseen(tree)
    _drop_boilerplate(content)
    struck = _drop_struck_out(content)
    _number_lists(content)
    warnings = [f"Struck-out text was not read: “{struck[0]}”."] if struck else []
    return content, warnings


def _drop_boilerplate(content: Any) -> None:
    for node in list(content.iter()):
        if node is content or node.getparent() is None:
            continue
        if not isinstance(node.tag, str) or _is_boilerplate(node, content):
            node.drop_tree()


def _drop_struck_out(content: Any) -> list[str]:
    """The texts of deleted and struck-out passages, which are dropped: they hold no longer."""
    struck = []
    for node in list(content.iter()):
        style = node.get("style", "")
        if (node.tag in _STRUCK_OUT or _STRIKE_STYLE.search(style)) and node is not content:
            struck.append(" ".join(node.text_content().split())[:40])
            node.drop_tree()
    return [text for text in struck if text]


def _is_boilerplate(node: Any, content: Any) -> bool:
    if node.tag in _NEVER_TEXT or node.get("role") in _BOILERPLATE_ROLES:
        return True
    if node.get("hidden") is not None:
        return True
    if node.tag == "aside":
        return content.tag != "main" or _is_mostly_links(node)
    if node.tag == "header":
        return content.tag == "body" and not node.xpath(".//h1 | ancestor::article")
    names = {*node.get("class", "").lower().split(), node.get("id", "").lower()}
    return bool(names & _BOILERPLATE_NAMES) and not node.xpath(".//h1")


def _is_mostly_links(node: Any) -> bool:
    linked = sum(len(link.text_content().strip()) for link in node.iter("a"))
    return linked * 2 >= len(node.text_content().strip())


def _number_lists(content: Any) -> None:
    """Write the numbers that a browser shows before the items of ordered lists."""
    for listing in content.iter("ol"):
        number = int(listing.get("start", "1")) if listing.get("start", "1").isdecimal() else 1
        for item in listing.iterchildren("li"):
            value = item.get("value", "")
            number = int(value) if value.isdecimal() else number
            _prefix(item, f"{_numeral(number, listing.get('type', '1'))}. ")
            number += 1


def _numeral(number: int, style: str) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    return str(number)


def _prefix(item: Any, text: str) -> None:
    if (item.text or "").strip():
        item.text = text + item.text.lstrip()
        return
    first = next((node for node in item.iterdescendants() if (node.text or "").strip()), None)
    if first is not None:
        first.text = text + first.text.lstrip()

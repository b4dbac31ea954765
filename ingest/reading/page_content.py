"""The part of a web page that says something, tidied so that unstructured loses nothing of it."""

from __future__ import annotations

import re
from typing import Any

from lxml import html as lxml_html

from ingest.numbering import starts_piece
from ingest.reading.joining import join_breaks

_NEVER_TEXT = (
    "script", "style", "template", "noscript", "nav", "footer", "svg", "iframe", "object",
    "button", "input", "select", "textarea", "head", "rt", "rp", "hr",
)  # fmt: skip
_BOILERPLATE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu"}
_BOILERPLATE_NAMES = {
    "nav", "gnav", "global-nav", "navbar", "navigation", "menu", "sidebar", "side-nav", "sidenav",
    "breadcrumb", "breadcrumbs", "pankuzu", "footer", "site-footer", "site-header", "pagetop",
    "skip-link", "copyright",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Elements that unstructured drops or glues to their neighbours; under another name they stay.
_RENAMED = {
    **dict.fromkeys(
        ("figcaption", "summary", "legend", "dt", "dd", "label", "address", "caption"), "p"
    ),
    **dict.fromkeys(("figure", "details", "form", "fieldset", "dialog"), "div"),
    **dict.fromkeys(("font", "ins", "del", "ruby", "rb", "nobr", "acronym"), "span"),
}


def main_content(tree: Any) -> tuple[Any, dict[str, Any]]:
    """The page's main element, and its tables by the mark that stands in the text for each."""
    body = tree.find("body") if tree.find("body") is not None else tree
    mains = body.xpath(".//main | .//*[@role='main']")
    content = mains[0] if len(mains) == 1 else body
    _drop_boilerplate(content)
    _number_lists(content)
    tables = _take_tables(content)
    for node in list(content.iter("br")):
        _replace_break(node)
    for node in list(content.iter(*_RENAMED)):
        node.tag = _RENAMED[node.tag]
    _join_lines(content)
    return content, tables


def _drop_boilerplate(content: Any) -> None:
    for node in list(content.iter()):
        if node is content or node.getparent() is None:
            continue
        if not isinstance(node.tag, str) or _is_boilerplate(node, content):
            node.drop_tree()


def _is_boilerplate(node: Any, content: Any) -> bool:
    if node.tag in _NEVER_TEXT or node.get("role") in _BOILERPLATE_ROLES:
        return True
    if node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")):
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


def _take_tables(content: Any) -> dict[str, Any]:
    """Replace each outermost table by a paragraph with a mark; a caption stays as text."""
    tables: dict[str, Any] = {}
    for table in content.xpath(".//table[not(ancestor::table)]"):
        if not table.xpath(".//tr"):
            continue
        mark = f"[[table {len(tables) + 1}]]"
        place = lxml_html.fromstring(f"<p>{mark}</p>")
        place.tail, table.tail = table.tail, None
        table.getparent().replace(table, place)
        for caption in table.findall("caption"):
            caption.tail = None
            place.addprevious(caption)
        tables[mark] = table
    return tables


def _replace_break(node: Any) -> None:
    """A line break before a list marker or heading number begins a paragraph; others are joined."""
    parent = node.getparent()
    following = (node.tail or "").strip()
    if parent.tag in ("p", "div", "li") and following and starts_piece(following):
        paragraph = lxml_html.Element("p")
        paragraph.text = node.tail
        after = list(parent)[parent.index(node) + 1 :]
        paragraph.extend(after)
        parent.addnext(paragraph) if parent.tag == "p" else node.addnext(paragraph)
        node.tail = None
        parent.remove(node)
        return
    node.tail = "\n" + (node.tail or "")
    node.drop_tag()


def _join_lines(content: Any) -> None:
    """Line breaks in the source are no spaces between Japanese characters."""
    for node in content.iter():
        if node.tag == "pre":
            continue
        if node.text and "\n" in node.text.strip():
            node.text = _joined(node.text)
        if node.tail and "\n" in node.tail.strip():
            node.tail = _joined(node.tail)


def _joined(text: str) -> str:
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() else ""
    return f"{start}{join_breaks(text)}{end}"

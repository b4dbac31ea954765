"""Addresses of places in manuals."""

from __future__ import annotations


def section_anchor(section_hash: str) -> str:
    return f"s-{section_hash[:12]}"


def manual_url(manual_id: int, revision: int | None = None) -> str:
    return f"/manuals/{manual_id}" + (f"?revision={revision}" if revision else "")

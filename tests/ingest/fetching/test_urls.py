"""Addresses of documents, and when two of them are one manual."""

from __future__ import annotations

import pytest

from ingest.errors import UnfetchableUrl
from ingest.fetching.urls import normal_form, parsed


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///path",
        "ftp://www.example.com/a.pdf",
        "www.example.com/a.pdf",
        "https://user:secret@www.example.com/",
        "https://www.example.com\\@127.0.0.1/",
        "https://www.example.com:port/",
        "https://www.example.com/\ud800",
        "https://www.example.com/a\nb",
        "https://www.example.com/" + "a" * 3000,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UnfetchableUrl):
        parsed(url)


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://WWW.Example.COM:443/a", "https://www.example.com/a"),
        ("https://www.example.com", "https://www.example.com/"),
        ("https://www.example.com./", "https://www.example.com/"),
        ("https://www.example.com/a/../b#part", "https://www.example.com/b"),
        ("https://www.example.com/%e8%a6%8f%7e", "https://www.example.com/%E8%A6%8F~"),
        ("https://www.example.com/規", "https://www.example.com/%E8%A6%8F"),
        ("https://日本語.jp/", "https://xn--wgv71a119e.jp/"),
        (" https://www.example.com/?id=1&x=%41 ", "https://www.example.com/?id=1&x=A"),
    ],
)
def test_equal_addresses_are_one_manual(url: str, same: str) -> None:
    assert normal_form(parsed(url)) == same
    assert normal_form(parsed(same)) == same

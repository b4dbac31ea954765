"""Which hosts a URL may lead to."""

from __future__ import annotations

import pytest

from ingest.errors import UnfetchableUrl
from ingest.fetching.addresses import Origin, checked_addresses, is_public, origin, system_resolver

PUBLIC = Origin("https", "www.example.com", 443)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
)
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.251",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "no address",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_public_host_gives_the_addresses_to_connect_to() -> None:
    found = ["93.184.215.14", "2606:2800:21f:cb07::1"]
    assert checked_addresses(PUBLIC, [], lambda host, port: found) == found


@pytest.mark.parametrize("found", [["8.8.8.8", "127.0.0.1"], ["::1"], []])
def test_every_address_of_a_host_must_be_public(found: list[str]) -> None:
    with pytest.raises(UnfetchableUrl, match="not on the public internet") as refused:
        checked_addresses(PUBLIC, [], lambda host, port: found)
    assert "add “www.example.com” to ZEROJI_URL_HOSTS" in refused.value.advice


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "::1"]
)
def test_other_spellings_of_this_machine_are_this_machine(host: str) -> None:
    with pytest.raises(UnfetchableUrl, match="not on the public internet"):
        checked_addresses(Origin("https", host, 443), [], system_resolver)


def test_plain_http_and_other_ports_are_refused_before_the_host_is_looked_up() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise AssertionError("nothing should be looked up")

    with pytest.raises(UnfetchableUrl, match="does not start with https"):
        checked_addresses(Origin("http", "www.example.com", 80), [], fail)
    with pytest.raises(UnfetchableUrl, match="Port 8443 is not allowed"):
        checked_addresses(Origin("https", "www.example.com", 8443), [], fail)


def test_an_origin_that_is_named_may_be_anywhere() -> None:
    named = [origin("wiki.intra.example:8443"), origin("http://old.intra.example")]
    for target in named:
        assert checked_addresses(target, named, lambda host, port: ["10.0.0.5"]) == ["10.0.0.5"]


@pytest.mark.parametrize(
    "other",
    [
        Origin("https", "wiki.intra.example", 443),
        Origin("http", "wiki.intra.example", 8443),
        Origin("https", "sub.wiki.intra.example", 8443),
    ],
)
def test_a_named_origin_stands_for_itself_alone(other: Origin) -> None:
    named = [origin("wiki.intra.example:8443")]
    with pytest.raises(UnfetchableUrl):
        checked_addresses(other, named, lambda host, port: ["10.0.0.5"])


def test_a_host_that_is_not_known_is_told() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(UnfetchableUrl, match=r"The host www\.example\.com is not known"):
        checked_addresses(PUBLIC, [], unknown)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wiki.example", Origin("https", "wiki.example", 443)),
        (" Wiki.Example:8443 ", Origin("https", "wiki.example", 8443)),
        ("https://wiki.example/", Origin("https", "wiki.example", 443)),
        ("http://wiki.example", Origin("http", "wiki.example", 80)),
        ("社内.example", Origin("https", "xn--v6q418g.example", 443)),
        ("10.0.0.5:8080", Origin("https", "10.0.0.5", 8080)),
        ("[fd00::5]:8080", Origin("https", "fd00::5", 8080)),
    ],
)
def test_how_an_origin_is_named(text: str, meant: Origin) -> None:
    assert origin(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "https://wiki.example/rules", "user@wiki", "ftp://wiki", "wiki:0", "wiki:99999", "*"],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a host such as"):
        origin(text)

"""Nobody gets at what only this machine can reach."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.webhooks.addresses import RefusedAddressError, parse_target, refuse_private, resolved

PRIVATE = [
    "0.0.0.1", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2001:10::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1",
    "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "::ffff:0:127.0.0.1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "193.0.0.1",
          "2606:4700::1111", "2a00:1450:400f::200e", "::ffff:8.8.8.8"]  # fmt: skip


@pytest.mark.parametrize("raw", PRIVATE)
def test_what_is_not_public_is_refused(raw: str) -> None:
    with pytest.raises(RefusedAddressError):
        refuse_private(ipaddress.ip_address(raw))


@pytest.mark.parametrize("raw", PUBLIC)
def test_what_is_public_is_not(raw: str) -> None:
    refuse_private(ipaddress.ip_address(raw))


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_gets_through_that_the_registry_calls_special(address: Any) -> None:
    special = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    if special or address.is_reserved or address.is_unspecified:
        if getattr(address, "ipv4_mapped", None):
            return
        with pytest.raises(RefusedAddressError):
            refuse_private(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_is_judged_as_what_it_is(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    assert _refused(address) == _refused(mapped)
    for carrier in (f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::1", f"64:ff9b::{address}"):
        assert _refused(ipaddress.IPv6Address(carrier))


def _refused(address: Any) -> bool:
    try:
        refuse_private(address)
    except RefusedAddressError:
        return True
    return False


@pytest.mark.parametrize("raw", ["10.20.1.2", "::ffff:10.20.1.2", "fd00:1::7"])
def test_the_operator_can_allow_a_network(raw: str, settings: Any) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ipaddress.ip_network("10.20.0.0/16"), ipaddress.ip_network("fd00:1::/32")]
    refuse_private(ipaddress.ip_address(raw))
    with pytest.raises(RefusedAddressError):
        refuse_private(ipaddress.ip_address("10.21.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com", "https://", "https:///x",
        "//example.com", "https://user:pass@example.com/", "https://user@example.com/", "https://example.com/#x",
        "https://example.com:25/", "https://example.com:99999/", "https://example.com:x/", "https://exa mple.com/",
        "http://example.com:6379@127.0.0.1/", "https://example.com/\r\nX: y", "https://example.com\\@127.0.0.1/",
        "https://exämple.com/", "https://[::1/", "https://.", "https://127.0.0.1/", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "https://10.0.0.1:8443/", "https://example.com/" + "x" * 500,
    ],
)  # fmt: skip
def test_what_is_no_plain_public_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        parse_target(url)


def test_an_address_is_taken_apart() -> None:
    target = parse_target("https://Hooks.Example.com.:8443/a/b?c=d")
    assert (target.scheme, target.host, target.port, target.path) == ("https", "hooks.example.com", 8443, "/a/b?c=d")
    assert parse_target("https://example.com").port == 443
    assert parse_target("http://example.com").path == "/"


# What a name stands for in these tests.
Names = dict[str, list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    known: Names = {}

    def look_up(host: str, port: int, **kwargs: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1%2", "::ffff:10.0.0.1"])
def test_a_public_name_of_a_private_address_is_refused(address: str, names: Names) -> None:
    names["inside.example.com"] = [address]
    with pytest.raises(RefusedAddressError):
        list(resolved(parse_target("https://inside.example.com/")))


def test_of_several_addresses_only_the_public_ones_are_connected_to(names: Names) -> None:
    names["both.example.com"] = ["10.0.0.1", "93.184.216.34"]
    found = list(resolved(parse_target("https://both.example.com/")))
    assert [place.where[0] for place in found] == ["93.184.216.34"]


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "localhost"])
def test_what_the_system_reads_as_this_machine_is_refused(host: str) -> None:
    with pytest.raises(RefusedAddressError):
        list(resolved(parse_target(f"https://{host}/")))


def test_http_is_refused_but_where_it_is_allowed(names: Names, settings: Any) -> None:
    names["plain.example.com"] = ["93.184.216.34"]
    target = parse_target("http://plain.example.com/")
    with pytest.raises(RefusedAddressError, match="https"):
        list(resolved(target))
    settings.WEBHOOK_ALLOWED_NETWORKS = [ipaddress.ip_network("93.184.216.0/24")]
    assert list(resolved(target))
    settings.WEBHOOK_ALLOWED_NETWORKS, settings.DEBUG = [], True
    assert list(resolved(target))

"""Which addresses may be told: we reach what a tenant's admins must not, such as the installation's own servers.

An endpoint's name is looked up when it is connected to, and the very address that is connected to has been checked: a
name that gives another address the second time gains nothing.
"""

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_CHARACTERS = 500
# Below 1024 stand other protocols' servers; some of them take a request's lines for commands.
_LOW_PORTS = {80, 443}
# The only part of IPv6 that is given out; within it, what carries IPv4 addresses and what belongs to nobody.
_IPV6 = ipaddress.IPv6Network("2000::/3")
_IPV6_REFUSED = [
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")  # Teredo and others, examples, 6to4
]
_IPV4_REFUSED = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a provider's customers (CGNAT)
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; cloud machines' secrets
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # examples
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]


class RefusedAddressError(ValueError):
    """The address may not be told; the text is for the delivery log."""


@dataclass(frozen=True)
class Target:
    """An endpoint's address in its parts. `host` is what the certificate must name, ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        """Say whether what is sent is encrypted."""
        return self.scheme == "https"


def parse_target(url: str) -> Target:
    """Take the address apart. RefusedAddressError for anything but a plain http(s) address, as a whole and in ASCII."""
    if len(url) > MOST_CHARACTERS or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise RefusedAddressError("The address has characters that no address has, or too many.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedAddressError("The address cannot be read.") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedAddressError("The address does not begin with https://.")
    if "@" in parts.netloc or parts.fragment:
        raise RefusedAddressError("The address has a user name, a password or a fragment in it.")
    port = (443 if parts.scheme == "https" else 80) if port is None else port
    if port < 1024 and port not in _LOW_PORTS:
        raise RefusedAddressError("The port belongs to another protocol.")
    if (literal := _literal(host)) is not None:
        refuse_private(literal)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path)


class Place(NamedTuple):
    """What a socket connects to; `where` begins with the address, as numbers."""

    family: int
    where: Any


def resolved(target: Target) -> Iterator[Place]:
    """Look the name up and give those of its places that may be connected to.

    RefusedAddressError where there is none of these; OSError where the name is not found.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    refusal: RefusedAddressError | None = None
    given = False
    for family, _kind, _protocol, _name, where in found:
        try:
            address = ipaddress.ip_address(where[0])
            refuse_private(address)
            refuse_plain(target, address)
        except RefusedAddressError as error:
            refusal = error
            continue
        given = True
        yield Place(family, where)
    if not given and refusal is not None:
        raise refusal


def refuse_private(address: Address) -> None:
    """RefusedAddressError for everything that is not a public host's, unless WEBHOOK_ALLOWED_NETWORKS has it."""
    inner = _unwrapped(address)
    if is_allowed(inner) or is_allowed(address):
        return
    if isinstance(inner, ipaddress.IPv4Address):
        is_public = inner.is_global and not any(inner in network for network in _IPV4_REFUSED)
    else:
        is_public = inner in _IPV6 and inner.is_global and not any(inner in network for network in _IPV6_REFUSED)
    if not is_public:
        raise RefusedAddressError(f"{inner} is not a public address.")


def refuse_plain(target: Target, address: Address) -> None:
    """RefusedAddressError for http, which anybody on the way can read, unless DEBUG or the network is allowed."""
    if not target.is_secure and not settings.DEBUG and not is_allowed(_unwrapped(address)):
        raise RefusedAddressError("Only https is allowed.")


def is_allowed(address: Address) -> bool:
    """Say whether the operator has allowed this address' network."""
    return any(
        address in network for network in settings.WEBHOOK_ALLOWED_NETWORKS if network.version == address.version
    )


def _unwrapped(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 address of the form ::ffff:a.b.c.d is."""
    return getattr(address, "ipv4_mapped", None) or address


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None

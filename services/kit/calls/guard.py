"""The guard: what users name is asked for on the public internet alone, whatever a name leads to at the moment of the connection.

An address is checked where it is connected to, and the connection is made to the very address that was checked. A
check of the name beforehand would not do: whoever has the name can let it lead elsewhere a moment later.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
MOST_ADDRESSES = 4
# https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry: what is no host of the
# public internet, or leads to one that need not be (6to4, NAT64, Teredo).
_NOT_PUBLIC_4 = [
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
]
# Only these addresses of IPv6 are given to hosts of the internet; what is outside is not public.
_GIVEN_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = [
    IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]


class AddressNotPublic(Exception):
    """A name leads to an address to which nothing is sent."""


def is_public(address: str) -> bool:
    """Returns whether an address is one of the public internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if found.version == 4:  # the version
        return not any(found in each for each in _NOT_PUBLIC_4)
    return found in _GIVEN_6 and not any(found in each for each in _NOT_PUBLIC_6)


async def resolve(host: str, port: int) -> Sequence[str]:
    """Returns the addresses that a name leads to.

    Raises:
        OSError: It leads nowhere.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore.AsyncNetworkBackend):
    """Makes connections for HTTP, to public addresses and to exempt networks.

    Args:
        exempt: Networks that are let through, such as 127.0.0.0/8 for development.
        resolve: Finds the addresses of a name.
    """

    def __init__(self, exempt: Iterable[str] = (), resolve: Resolve = resolve) -> None:
        self._exempt = [ip_network(each) for each in exempt]
        self._resolve = resolve
        self._backend = httpcore.AnyIOBackend()

    def lets(self, address: str) -> bool:
        """Returns whether connections to an address are made."""
        if is_public(address):
            return True
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found.version == each.version and found in each for each in self._exempt)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connects to a host, whose addresses are looked up now, once.

        Raises:
            AddressNotPublic: One of its addresses is not let through.
            httpcore.ConnectError: It cannot be reached.
        """
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name leads nowhere") from error
        if not all(map(self.lets, addresses)):
            raise AddressNotPublic
        failure: Exception = httpcore.ConnectError("the name leads nowhere")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Refuses: no address that users name is one.

        Raises:
            AddressNotPublic: Always.
        """
        raise AddressNotPublic

    async def sleep(self, seconds: float) -> None:
        """Waits, as the library does between attempts to connect."""
        await self._backend.sleep(seconds)

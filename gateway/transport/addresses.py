"""Who is at the other end: the address of a client, behind proxies too.

A client can write any header, so only what a trusted proxy added counts. Each proxy appends the address of
whom it heard, so the list is read from its end: the first address that is no trusted proxy is the client.
"""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers

_IPV6_SITE = 64  # bits of the address of one customer; the rest they choose themselves
# `for=192.0.2.1`, `for="[2001:db8::1]:4711"` (RFC 7239, section 4); X-Forwarded-For has the address alone.
_FOR = re.compile(r'(?:^|;)\s*for=("[^"]*"|[^;]*)', re.IGNORECASE)
_NODE = re.compile(r'"?(?:\[([^\]]+)\](?::\d+)?|([^:\]"]+)(?::\d+)?|([0-9a-fA-F:.]+))"?')


class Proxies:
    """The proxies in front of the gateway.

    Args:
        trusted: Their addresses or networks.
        header: The header in which they say whom they heard: `X-Forwarded-For` or `Forwarded`.
    """

    def __init__(self, trusted: Sequence[str], header: str) -> None:
        self._networks = [ip_network(each) for each in trusted]
        self._header = header

    def trusts(self, address: str) -> bool:
        """Returns whether an address is that of a proxy."""
        if not self._networks:
            return False
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self._networks)

    def client(self, peer: str, headers: Headers) -> str:
        """Returns the address of the client of a request.

        Args:
            peer: The address that the connection comes from.
            headers: The header of the request.
        """
        found = peer
        if self.trusts(peer):
            for hop in reversed(list(self._hops(headers.getlist(self._header)))):
                if _parsed(hop) is None:
                    break  # hidden, or not an address: the proxy that said so is all that is known
                found = hop
                if not self.trusts(hop):
                    break
        return found

    def _hops(self, values: Iterable[str]) -> Iterable[str]:
        for part in ",".join(values).split(","):
            text = part.strip()
            if self._header.lower() == "forwarded":
                given = _FOR.search(text)
                text = given[1].strip() if given else ""
            match = _NODE.fullmatch(text)
            yield next(filter(None, match.groups()), "") if match else ""


def site(address: str) -> str:
    """Returns what callers are counted by: an IPv4 address, or the network of an IPv6 address."""
    parsed = _parsed(address)
    if parsed is None:
        return address
    if parsed.version == 6:
        return str(ip_network((parsed, _IPV6_SITE), strict=False))
    return str(parsed)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed

"""Places: whether a connection to an address, a target or a URL can leave this machine."""

from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit


def is_elsewhere(host: str) -> bool:
    """Returns whether a host is not this machine alone. A path is a socket of this machine."""
    if host.startswith("/") or host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def target_is_elsewhere(target: str) -> bool:
    """Returns whether host:port, or a target of gRPC, is not of this machine alone."""
    if target.startswith("unix:"):
        return False
    for prefix in ("dns:///", "ipv4:", "ipv6:"):
        target = target.removeprefix(prefix)
    return any(is_elsewhere(_host(each)) for each in target.split(","))


def bus_is_elsewhere(url: str) -> bool:
    """Returns whether a URL of NATS, one or several, is not of this machine alone."""
    return any(is_elsewhere(urlsplit(each.strip()).hostname or "") for each in url.split(","))


def database_is_elsewhere(url: str) -> bool:
    """Returns whether the URL of a database is not of this machine alone."""
    parts = urlsplit(url)
    hosts = [_host(each) for each in parts.netloc.rpartition("@")[2].split(",")]
    hosts += [each for hosts in parse_qs(parts.query).get("host", []) for each in hosts.split(",")]
    return any(is_elsewhere(each) for each in hosts if each)


def _host(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text

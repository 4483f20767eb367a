"""Origins: the sites whose pages may call the gateway from a browser (RFC 6454)."""

import re
from collections.abc import Collection
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator
from strawberry.http.websocket_origin import normalize_allowed_origins, normalize_origin

ANY = "*"
_HEADER_NAME = re.compile(r"[A-Za-z0-9_-]+")


class Origins:
    """The origins whose pages may call the gateway.

    Args:
        allowed: Their names, such as `https://app.example.org`; `*` allows all.
        loopback: Whether pages that are served on the same machine as their browser may call, too.
    """

    def __init__(self, allowed: Collection[str], *, loopback: bool = False) -> None:
        self._allowed = frozenset(allowed)
        self._loopback = loopback

    def __contains__(self, origin: str) -> bool:
        """Returns whether pages of the origin, as an `Origin` header names it, may call."""
        if ANY in self._allowed:
            return True
        name = normalize_origin(origin)
        if name is None:
            return False
        return name in self._allowed or (self._loopback and is_loopback(origin))


def is_loopback(origin: str) -> bool:
    """Returns whether a page can only have come from the browser's own machine (RFC 6761, 6.3)."""
    try:
        host = urlsplit(origin).hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(value: str) -> str:
    origin = None if re.search(r"\s", value) else _normalized(value)
    if origin is None:
        raise ValueError(
            "must list origins, such as https://app.example.org,http://localhost:5173: scheme, host "
            "and port, without a path; or be *"
        )
    return origin


def _normalized(value: str) -> str | None:
    try:
        (origin,) = normalize_allowed_origins([value])
    except ValueError:
        return None
    return origin


def _header(value: str) -> str:
    if not _HEADER_NAME.fullmatch(value):
        raise ValueError("must list names of headers, such as x-request-id,x-app-version")
    return value.lower()


Origin = Annotated[str, AfterValidator(_origin)]
HeaderName = Annotated[str, AfterValidator(_header)]

"""Discovery: the public keys that an issuer publishes, fetched with suspicion.

OpenID Connect Discovery 1.0 (https://openid.net/specs/openid-connect-discovery-1_0.html): the
issuer's configuration is at a well-known address, and names the address of its key set (RFC 7517).
"""

import asyncio
import contextlib
import ipaddress
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx

FETCH_SECONDS = 2.0
LARGEST_ANSWER_BYTES = 256 * 1024
_WELL_KNOWN = "/.well-known/openid-configuration"
_HEADERS = {
    "accept": "application/json",
    # A small compressed answer may be large once unpacked.
    "accept-encoding": "identity",
    "user-agent": "banyan-organizations",
}


class DiscoveryError(Exception):
    """An issuer's keys could not be fetched; the text says why, without anything that it sent."""


class Fetcher:
    """Fetches the key sets of issuers, over connections that it keeps."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def key_set(self, issuer: str) -> object:
        """Returns the key set that an issuer publishes, as it came.

        Raises:
            DiscoveryError: The issuer cannot be reached in time, or says something else.
        """
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                configuration = await self._json(issuer.rstrip("/") + _WELL_KNOWN)
                return await self._json(_key_set_address(issuer, configuration))
        except TimeoutError as error:
            raise DiscoveryError("it took too long") from error

    async def close(self) -> None:
        """Closes the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _json(self, address: str) -> object:
        try:
            return json.loads(await self._body(address))
        except (ValueError, RecursionError) as error:
            raise DiscoveryError("the answer is not JSON") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise DiscoveryError(type(error).__name__) from error

    async def _body(self, address: str) -> bytes:
        if self._client is None:
            self._client = _client()
        body = bytearray()
        async with self._client.stream("GET", address) as response:
            if response.status_code != httpx.codes.OK:
                raise DiscoveryError(f"the answer has the status {response.status_code}")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise DiscoveryError("the answer is compressed")
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LARGEST_ANSWER_BYTES:
                    raise DiscoveryError("the answer is too large")
        return bytes(body)


def is_safe_address(address: str) -> bool:
    """Returns whether nobody can tamper with what is fetched from there: https, or loopback."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or _is_loopback(address))


def _is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "http":
        return False
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _key_set_address(issuer: str, configuration: Any) -> str:
    if not isinstance(configuration, dict) or configuration.get("issuer") != issuer:
        raise DiscoveryError("the configuration is not that of the issuer")
    address = configuration.get("jwks_uri")
    if not isinstance(address, str) or not is_safe_address(address):
        raise DiscoveryError("the key set has no https address")
    if _is_loopback(address) and not _is_loopback(issuer):
        # An issuer must not redirect requests to internal addresses.
        raise DiscoveryError("the key set has no https address")
    return address


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        headers=_HEADERS,
        # The certificates that the machine trusts; no proxy that the environment names.
        verify=ssl.create_default_context(),
        trust_env=False,
        follow_redirects=False,
        timeout=FETCH_SECONDS,
    )

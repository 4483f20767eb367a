"""Fetches calendars: what is new of them, within a time and a size, from what the guard lets through."""

import asyncio
import ssl
from typing import Any, NamedTuple

import httpcore
import httpx

from services.events.event_import_feeds.models import EventImportFeedError
from services.kit.calls.guard import AddressNotPublic, Guard

LONGEST_SECONDS = 20.0
MOST_BYTES = 2 * 1024**2
MOST_REDIRECTS = 3
_CONNECT_SECONDS = 5.0
_LONGEST_TAG = 500
_NOT_MODIFIED = 304
_REDIRECTS = (301, 302, 303, 307, 308)


class Fetched(NamedTuple):
    """What came of an attempt.

    Attributes:
        content: The calendar; None if it has not changed, or could not be fetched.
        etag: By what the other side knows it.
        modified: When it was last modified, as the other side says.
        error: Why it could not be fetched; None if it could.
    """

    content: bytes | None = None
    etag: str = ""
    modified: str = ""
    error: EventImportFeedError | None = None


class _TooLarge(Exception):  # it is told as an outcome
    pass


class Fetcher:
    """Fetches calendars.

    Args:
        guard: Makes the connections.
        at_once: How many requests run at once.
        is_private: Whether it also asks networks of its own, and without encryption, as for development.
        trusted: Says whose certificates hold; by default those of the authorities that the machine trusts.
    """

    def __init__(
        self,
        guard: Guard,
        at_once: int,
        *,
        is_private: bool,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._is_private = is_private
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trusted or ssl.create_default_context(),
            max_connections=2 * at_once,
            max_keepalive_connections=0,
            network_backend=guard,
        )

    async def fetch(self, url: str, etag: str, modified: str) -> Fetched:
        """Fetches a calendar, unless it is what is known already.

        Args:
            url: Its address.
            etag: By what the other side knows what it sent last; empty if that is not known.
            modified: When that was last modified, as the other side said.
        """
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await self._follow(httpx.URL(url), etag, modified)
        except AddressNotPublic:
            return Fetched(error=EventImportFeedError.ADDRESS_NOT_PUBLIC)
        except _TooLarge:
            return Fetched(error=EventImportFeedError.TOO_LARGE)
        except (TimeoutError, httpcore.TimeoutException):
            return Fetched(error=EventImportFeedError.TIMED_OUT)
        except ssl.SSLError:
            return Fetched(error=EventImportFeedError.CERTIFICATE)
        except httpcore.ConnectError as error:
            is_certificate = isinstance(error.__cause__ or error.__context__, ssl.SSLError)
            return Fetched(
                error=EventImportFeedError.CERTIFICATE
                if is_certificate
                else EventImportFeedError.NO_CONNECTION
            )
        except (OSError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError):
            return Fetched(error=EventImportFeedError.NO_CONNECTION)

    async def _follow(self, url: httpx.URL, etag: str, modified: str) -> Fetched:
        """Asks an address, and those to which it redirects; the guard looks at each of them."""
        for _ in range(MOST_REDIRECTS + 1):
            url = url.copy_with(scheme="https") if url.scheme == "webcal" else url
            if url.scheme != "https" and not (self._is_private and url.scheme == "http"):
                return Fetched(error=EventImportFeedError.ADDRESS_NOT_PUBLIC)
            status, headers, content = await self._exchange(url, etag, modified)
            if status == _NOT_MODIFIED:
                return Fetched(None, etag, modified)
            if status in _REDIRECTS and headers.get("location"):
                url = url.join(headers["location"])
                continue
            if status != httpx.codes.OK:
                break
            tag, changed = headers.get("etag", ""), headers.get("last-modified", "")
            return Fetched(content, tag[:_LONGEST_TAG], changed[:_LONGEST_TAG])
        return Fetched(error=EventImportFeedError.STATUS)

    async def _exchange(
        self, url: httpx.URL, etag: str, modified: str
    ) -> tuple[int, dict[str, str], bytes]:
        asked = {
            "accept": "text/calendar, text/plain;q=0.5",
            "accept-encoding": "identity",
            "user-agent": "Banyan-Calendars/1",
            **({"if-none-match": etag} if etag else {}),
            **({"if-modified-since": modified} if modified else {}),
        }
        extensions: dict[str, Any] = {
            "timeout": {"connect": _CONNECT_SECONDS, "pool": LONGEST_SECONDS}
        }
        async with self._pool.stream(
            "GET",
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=[
                (b"host", url.netloc),
                *((name.encode(), value.encode("latin-1")) for name, value in asked.items()),
            ],
            extensions=extensions,
        ) as response:
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            content = bytearray()
            async for chunk in response.aiter_stream():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _TooLarge
            return response.status, headers, bytes(content)

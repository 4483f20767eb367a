"""Sends messages: one request each, which nothing redirects, within a time and to what the guard lets through."""

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from services.kit.calls.guard import AddressNotPublic, Guard

LONGEST_SECONDS = 15.0
_CONNECT_SECONDS = 5.0
LONGEST_BODY = 1000  # characters of an answer that are kept
_MOST_BYTES = 4 * LONGEST_BODY
GONE = 410
# What looks like a secret of ours, or like a credential, is not kept.
_SECRET = re.compile(r"(?:bny_(?:live|test)_|whsec_)[0-9A-Za-z+/=]+|(?i:bearer)\s+[^\s\"',;]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt.

    Attributes:
        milliseconds: How long it took.
        status: The status of the answer; None if there was none.
        body: The beginning of the answer.
        error: Why it failed, as `WebhookError` calls it; empty if it succeeded.
    """

    milliseconds: int
    status: int | None = None
    body: str = ""
    error: str = ""


class Sender:
    """Sends requests.

    Args:
        guard: Makes the connections.
        at_once: How many requests run at once.
        trusted: Says whose certificates hold; by default those of the authorities that the machine trusts.
    """

    def __init__(self, guard: Guard, at_once: int, trusted: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trusted or ssl.create_default_context(),
            max_connections=2 * at_once,
            max_keepalive_connections=at_once,
            keepalive_expiry=5.0,
            network_backend=guard,
        )

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Outcome:
        """Sends one request.

        Args:
            url: Where to.
            headers: Its headers, besides those that every request has.
            body: Its body.
        """
        began = time.monotonic()
        status, text, error = await self._attempt(url, headers, body)
        return Outcome(round(1000 * (time.monotonic() - began)), status, text, error)

    async def _attempt(
        self, url: str, headers: Mapping[str, str], body: str
    ) -> tuple[int | None, str, str]:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                status, answer = await self._exchange(url, headers, body)
        except AddressNotPublic:
            return None, "", "ADDRESS_NOT_PUBLIC"
        except (TimeoutError, httpcore.TimeoutException):
            return None, "", "TIMED_OUT"
        except ssl.SSLError:
            return None, "", "CERTIFICATE"
        except httpcore.ConnectError as error:
            is_certificate = isinstance(error.__cause__ or error.__context__, ssl.SSLError)
            return None, "", "CERTIFICATE" if is_certificate else "NO_CONNECTION"
        except (OSError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError):
            return None, "", "NO_CONNECTION"
        return status, readable(answer), _error_of(status)

    async def _exchange(self, url: str, headers: Mapping[str, str], body: str) -> tuple[int, bytes]:
        where = httpx.URL(url)  # it knows how an international name is written
        sent = {"content-type": "application/json", "user-agent": "Banyan-Webhooks/1", **headers}
        extensions: dict[str, Any] = {
            "timeout": {"connect": _CONNECT_SECONDS, "pool": LONGEST_SECONDS}
        }
        async with self._pool.stream(
            "POST",
            httpcore.URL(
                scheme=where.raw_scheme,
                host=where.raw_host,
                port=where.port,
                target=where.raw_path,
            ),
            headers=[(name.encode(), value.encode()) for name, value in sent.items()],
            content=body.encode(),
            extensions=extensions,
        ) as response:
            answer = b""
            async for chunk in response.aiter_stream():
                answer += chunk
                if len(answer) >= _MOST_BYTES:
                    break
            return response.status, answer[:_MOST_BYTES]

    async def close(self) -> None:
        """Closes the connections."""
        await self._pool.aclose()


def readable(answer: bytes) -> str:
    """Returns the beginning of an answer as text that can be kept and shown."""
    text = _SECRET.sub("[redacted]", answer.decode(errors="replace"))
    return _CONTROL.sub(" ", text)[:LONGEST_BODY]


def _error_of(status: int) -> str:
    if 200 <= status < 300:  # success, as HTTP numbers it
        return ""
    return "REDIRECTED" if 300 <= status < 400 else "STATUS"  # the same

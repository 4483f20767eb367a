"""Connections: how many there may be, and what each may take before anything has been asked.

uvicorn and httptools bound neither the header of a request nor the time that it takes, and accept as many
connections as there are descriptors. Here

- the header of a request has a size, a number of fields and a time;
- a client that does not read what it was sent is cut off;
- there is a number of connections for all, and a smaller one for each address. Those beyond it are in a
  small reserve: they get `/livez` and `/readyz`, and otherwise 503, and then they are closed. When the
  reserve is full, the oldest in it is closed, so a probe is answered however many others come.

The idle end of a connection is uvicorn's (`idle_timeout`), the time for a body is that of a request.
"""

import asyncio
from collections import Counter as Tally
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from prometheus_client import Counter, Gauge
from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from gateway.transport.addresses import Proxies, site
from gateway.transport.settings import TransportSettings

CONNECTIONS = Gauge("banyan_connections", "Open connections, those in the reserve included.")
CUT = Counter(
    "banyan_connections_cut",
    "Connections that were closed early: header (too large, or too slow), reader (does not read), "
    "crowd (there are too many, or too many from one address).",
    ["cause"],
)
HEALTH = frozenset({"/livez", "/readyz"})
# The longest that a connection in the reserve may take to say what it wants.
_RESERVE_SECONDS = 2.0


@dataclass(slots=True, eq=False)
class Place:
    """The place of one connection.

    Attributes:
        address: The address that it counts for.
        in_reserve: Whether it is beyond the limits, and gets little more than health.
    """

    address: str
    in_reserve: bool = False


class Connections:
    """The connections of a server.

    Args:
        settings: How many there may be, and what each may take.
    """

    def __init__(self, settings: TransportSettings) -> None:
        self.settings = settings
        self.most = settings.max_connections
        self._most_of_one = settings.max_connections_per_address
        self._proxies = Proxies(settings.trusted_proxies, settings.proxy_header)
        self._places = 0
        self._by_address: Tally[str] = Tally()
        self._reserve: OrderedDict[Place, asyncio.Transport] = OrderedDict()

    def enter(self, transport: asyncio.Transport) -> Place:
        """Gives a new connection its place."""
        peer = (transport.get_extra_info("peername") or [""])[0]
        place = Place(site(peer))
        CONNECTIONS.inc()
        # A proxy speaks for many.
        most = self.most if self._proxies.trusts(peer) else self._most_of_one
        is_crowded = self._by_address[place.address] >= most
        if not is_crowded and self._places < self.most:
            self._places += 1
            self._by_address[place.address] += 1
            return place
        place.in_reserve = True
        CUT.labels("crowd").inc()
        if len(self._reserve) >= self.settings.reserved_connections:
            _, oldest = self._reserve.popitem(last=False)
            oldest.abort()
        self._reserve[place] = transport
        return place

    def leave(self, place: Place) -> None:
        """Frees the place of a connection that has ended."""
        CONNECTIONS.dec()
        if place.in_reserve:
            self._reserve.pop(place, None)
            return
        self._places -= 1
        self._by_address[place.address] -= 1
        if not self._by_address[place.address]:
            del self._by_address[place.address]


class _Patience:
    """A timer that cuts a connection off unless it is called off."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None

    def start(self, transport: asyncio.Transport, seconds: float, cause: str) -> None:
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(seconds, self._cut, transport, cause)

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut(self, transport: asyncio.Transport, cause: str) -> None:
        self._timer = None
        CUT.labels(cause).inc()
        transport.abort()


class HttpProtocol(HttpToolsProtocol):
    """One HTTP connection, within the limits."""

    def __init__(self, *arguments: Any, connections: Connections, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._connections = connections
        self._settings = connections.settings
        self._place = Place("")
        self._header, self._reader = _Patience(), _Patience()
        self._received = self._of_body = self._fields = 0
        # The bytes that have just come, until something of them was part of an earlier request.
        self._new = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes a place, and begins to wait for a header."""
        super().connection_made(transport)
        self._place = self._connections.enter(transport)
        seconds = self._settings.header_timeout
        if self._place.in_reserve:
            seconds = min(seconds, _RESERVE_SECONDS)
        self._header.start(transport, seconds, "header")

    def connection_lost(self, exc: Exception | None) -> None:
        """Frees the place."""
        self._header.end()
        self._reader.end()
        self._connections.leave(self._place)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, unless what is not body has become too much."""
        self._new = len(data)
        self._received += len(data)
        super().data_received(data)
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        # Header, trailers, and the frames of a chunked body, which are small beside the body.
        if self._received - self._of_body > self._settings.max_header_bytes + self._of_body:
            self._refuse_header()
        elif self.cycle is None or self.cycle.response_complete:
            self._header.start(self.transport, self._settings.header_timeout, "header")

    def on_message_begin(self) -> None:
        """Counts anew: the next request begins."""
        super().on_message_begin()
        self._received, self._of_body, self._fields = self._new, 0, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts a field of the header, or of the trailers."""
        self._fields += 1
        if self._fields > self._settings.max_headers:
            raise ValueError("too many header fields")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Ends the wait for the header."""
        self._header.end()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Counts a part of the body."""
        self._of_body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """What follows is another request."""
        self._new = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuses what is not HTTP, or has too many header fields."""
        if self._fields > self._settings.max_headers:
            self._refuse_header()
        else:
            super().send_400_response(msg)

    def _refuse_header(self) -> None:
        CUT.labels("header").inc()
        self.transport.write(
            b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
            b"content-length: 0\r\nconnection: close\r\n\r\n"
        )
        self.transport.close()

    def handle_websocket_upgrade(self) -> None:
        """Hands the connection, with its place, to a WebSocket."""
        super().handle_websocket_upgrade()
        protocol = self.transport.get_protocol()
        if isinstance(protocol, WebSocketProtocol):
            protocol.take_place(self._connections, self._place)

    def _should_upgrade(self) -> bool:
        return not self._place.in_reserve and super()._should_upgrade()

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        if self._place.in_reserve:
            cycle.keep_alive = False
            if cycle.scope["path"] not in HEALTH:
                app = service_unavailable
        super()._start_asgi_task(cycle, app)

    def pause_writing(self) -> None:
        """Begins to wait for the client to read."""
        super().pause_writing()
        self._reader.start(self.transport, self._settings.write_timeout, "reader")

    def resume_writing(self) -> None:
        """Ends the wait: the client has read."""
        self._reader.end()
        super().resume_writing()


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """One WebSocket, within the limits."""

    _connections: Connections
    _place: Place

    def take_place(self, connections: Connections, place: Place) -> None:
        """Takes over the place of the HTTP connection that has become this WebSocket."""
        self._connections, self._place = connections, place
        self._reader = _Patience()

    def connection_lost(self, exc: Exception | None) -> None:
        """Frees the place."""
        self._reader.end()
        self._connections.leave(self._place)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begins to wait for the client to read."""
        super().pause_writing()
        self._reader.start(self.transport, self._connections.settings.write_timeout, "reader")

    def resume_writing(self) -> None:
        """Ends the wait: the client has read."""
        self._reader.end()
        super().resume_writing()

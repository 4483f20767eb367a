"""The settings of the transport, with their defaults."""

from dataclasses import dataclass
from typing import Annotated, Literal

from gateway.transport.origins import HeaderName, Origin
from gateway.transport.trusted import Mode
from services.kit.process.kinds import (
    COMMAS,
    Count,
    Network,
    NotNegative,
    Positive,
    ReadableDirectory,
    ReadableFile,
)

_DEFAULT_QUERY = """\
# To sign in, paste an access token above. Without one you see public data.

query Hello {
  __typename
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportSettings:
    """How the gateway carries GraphQL over HTTP, server-sent events and WebSocket.

    Sizes are in bytes and times in seconds.
    """

    graphiql: bool = False
    """Serves the GraphiQL page to browsers that open the GraphQL address."""
    default_query: str = _DEFAULT_QUERY
    """The text in GraphiQL's editor on a first visit."""
    graphiql_operations: ReadableDirectory | None = None
    """A directory of operations, one `.graphql` file each, that GraphiQL lists in a panel."""
    personas: ReadableFile | None = None
    """People whom a developer can become in GraphiQL: a JSON file with an access token for each name. For development:
    everybody on the machine can read them."""
    introspection: bool = False
    """Answers `__schema` and `__type`, and suggests names in error messages. For development: GraphiQL
    needs it. Elsewhere `gateway/schema.graphql` says the same, and costs the platform nothing."""
    queries_by_get: bool = True
    """Answers queries (never mutations) by GET, as the GraphQL-over-HTTP audit requires."""
    allowed_origins: Annotated[tuple[Origin, ...], *COMMAS] = ()
    """Origins of web pages that may call the gateway, besides its own; `*` allows all."""
    loopback_origins: bool = False
    """Also allows pages that are served on the machine of their browser, at any port, such as
    `http://localhost:5173`. For development."""
    allowed_headers: Annotated[tuple[HeaderName, ...], *COMMAS] = ()
    """Headers that these pages may send, besides those that `cross_origin.ALLOWED_HEADERS` lists."""

    persisted_queries: bool = True
    """Lets clients register a document once and then send its hash (automatic persisted queries)."""
    trusted_documents: ReadableFile | None = None
    """A manifest of the documents that frontends use, by hash: a JSON file."""
    trusted_documents_mode: Mode = "off"
    """What happens to documents that are not in the manifest: `off` executes them, `log` executes and logs them, and
    `enforce` refuses them."""

    trusted_proxies: Annotated[tuple[Network, ...], *COMMAS] = ()
    """Addresses or networks of the proxies in front of the gateway. What they say of whom they heard is
    believed, and they may have all connections."""
    proxy_header: Literal["X-Forwarded-For", "Forwarded"] = "X-Forwarded-For"
    """The header in which they say it. They must set it, and not pass on that of a client."""
    max_connections: Count = 2000
    """Open connections of all clients. Lowered at the start to what the process may open."""
    max_connections_per_address: Count = 200
    """Open connections of one address, or of one IPv6 network of 64 bits."""
    reserved_connections: Count = 32
    """Connections beyond the limits that may ask for `/livez` and `/readyz`."""
    max_header_bytes: Count = 32 * 1024
    """The header of a request, its first line included."""
    max_headers: Count = 100
    """Fields in the header of a request."""
    header_timeout: Positive = 10.0
    """Time for the header of a request, from its first byte or from the beginning of the connection."""
    idle_timeout: Count = 75
    """Time between two requests on a connection. Longer than load balancers keep idle connections, so
    that they close first and lose no request."""
    write_timeout: Positive = 30.0
    """Time for a client to read what it was sent, before it is cut off."""

    max_body_bytes: Count = 2 * 1024 * 1024
    """The largest body of an HTTP request."""
    max_message_bytes: Count = 256 * 1024
    """The largest message on a WebSocket."""
    max_subscriptions: Count = 20
    """Concurrent operations on one WebSocket."""
    max_depth: Count = 10
    """Levels of nested selection sets, not counting the operation's own."""
    max_aliases: Count = 15
    """Aliases in one operation, counted each time their fragment is spread."""
    max_tokens: Count = 1000
    """Lexical tokens of a document, comments excluded."""
    max_cost: Count = 5000
    """Points that one operation may cost, computed from its text before it starts."""
    max_message_cost: Count = 500
    """Points that one message of a subscription may cost."""
    socket_messages: Count = 1000
    """Messages that one address may send on all its WebSockets at once; more are read later."""
    socket_refill: Positive = 200.0
    """Messages that it may send each second."""

    operation_timeout: Positive = 10.0
    """Time to read a request, and again to answer its query or mutation."""
    connection_init_timeout: Positive = 10.0
    """Time for a new WebSocket to send `connection_init`."""
    keepalive: Positive = 15.0
    """Time between keepalive messages on an idle subscription."""
    drain: NotNegative = 0.0
    """Time between SIGTERM and the end of listening, in which `/readyz` answers 503."""
    shutdown_grace: Count = 5
    """Time for running requests to finish when the gateway stops."""

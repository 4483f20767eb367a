"""What an operator may set about how GraphQL is carried, with the defaults."""

from dataclasses import dataclass

_DEFAULT_QUERY = """\
# To be somebody, paste a token under "Headers" below:
#   {"authorization": "Bearer ..."}
# Without one, you see what is public.

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
    introspection: bool = True
    """Answers `__schema` and `__type`, and suggests names in error messages."""
    queries_by_get: bool = True
    """Answers queries (never mutations) by GET, as the GraphQL-over-HTTP audit wants it."""
    allowed_origins: tuple[str, ...] = ()
    """Origins of web pages, besides the gateway's own, that may call it; `*` allows every one."""

    max_body_bytes: int = 2 * 1024 * 1024
    """The largest body of an HTTP request."""
    max_message_bytes: int = 256 * 1024
    """The largest message on a WebSocket."""
    max_subscriptions: int = 20
    """Operations that one WebSocket may have under way at once."""
    max_depth: int = 10
    """Selection sets nested in one another, not counting the operation's own."""
    max_aliases: int = 15
    """Aliases in one operation, each counted as often as its fragment is spread."""
    max_tokens: int = 1000
    """Lexical tokens of a document, comments not counted."""

    operation_timeout: float = 10.0
    """Time to read a request, and then to answer its query or mutation."""
    connection_init_timeout: float = 10.0
    """Time that a new WebSocket has to send `connection_init`."""
    keepalive: float = 15.0
    """Time between signs of life on an otherwise silent subscription."""
    shutdown_grace: int = 5
    """Time that requests under way have to finish when the gateway stops."""

"""Compression of answers, by brotli or gzip, as the client accepts them.

Small answers, server-sent events and WebSockets are sent as they are: an event must leave at once, and holds little.

An attacker who can make a browser send requests with its user's credential, put text of their own into the answer
beside a secret, and see the size of it, could guess the secret letter by letter (BREACH). Nobody can do the first
here: the credential is in the `Authorization` header, which browsers add to no request by themselves, and no cookie
is read. So answers with secrets, such as the link of an invitation, are compressed too.
"""

from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware, add_compress_type, remove_compress_type

from gateway.transport.http import EVENTS, RESPONSE_JSON

# A smaller answer fits into one packet as it is.
SMALLEST = 1400

add_compress_type(RESPONSE_JSON)
remove_compress_type(EVENTS)


def compression() -> Middleware:
    """Returns what compresses the answers of an application."""
    # At these levels 100 kB of JSON take 3 to 4 ms, in which nothing else happens.
    return Middleware(
        CompressMiddleware, minimum_size=SMALLEST, zstd=False, brotli_quality=4, gzip_level=4
    )

"""What a client sent, read with suspicion: who it says it is, and what it wants done."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from starlette.requests import Request

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# How many values the variables of an operation may hold, those within lists and objects counted. The
# library takes two microseconds for each, and serves nobody else meanwhile.
MOST_VALUES = 10_000
_BEARER = re.compile(r"bearer +([\x21-\x7e]+) *", re.IGNORECASE)


class RequestError(Exception):
    """A request that is refused before it becomes an operation.

    Args:
        status: The HTTP status of the answer.
        code: A code for programs, in `extensions.code`.
        message: A sentence for people, without any value of the request in it.
        headers: Further headers of the answer.
    """

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


class InvalidCredential(RequestError):
    """A credential was given, and it does not hold (RFC 6750, section 3.1).

    Args:
        reason: A sentence for people, without any part of the credential in it.
    """

    def __init__(self, reason: str) -> None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        super().__init__(401, "UNAUTHENTICATED", reason, headers)


@dataclass(frozen=True, slots=True)
class GraphQLParameters:
    """The parameters of a GraphQL-over-HTTP request, or of a `subscribe` message."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    extensions: dict[str, Any] | None


def bearer(header: str | None) -> str | None:
    """Returns the credential in an `Authorization` header, or None if there is no header.

    Raises:
        InvalidCredential: The header is not `Bearer <token>`.
    """
    if header is None:
        return None
    match = _BEARER.fullmatch(header)
    if not match:
        raise InvalidCredential("The authorization must have the form: Bearer <token>")
    return match[1]


async def read_parameters(request: Request, *, max_bytes: int, seconds: float) -> GraphQLParameters:
    """Reads the parameters of a POST from its body, those of any other method from its URL.

    Raises:
        RequestError: The body is not JSON (400 or 415), over `max_bytes` (413), or took longer
            than so many `seconds` to arrive (408); or a parameter has the wrong type (400).
    """
    if request.method != "POST":
        return parameters(_from_url(request))
    _require_json(request.headers.get("content-type", ""))
    try:
        async with asyncio.timeout(seconds):
            body = await _read_body(request, max_bytes)
    except TimeoutError:
        message = f"The body took longer than {seconds:g} s to arrive."
        raise RequestError(408, "REQUEST_TIMEOUT", message, {"Connection": "close"}) from None
    return parameters(decode_json(body))


def parameters(given: object) -> GraphQLParameters:
    """Checks the types of the parameters; those that GraphQL does not know are ignored.

    Raises:
        RequestError: Something has the wrong type (400); an array would be a batch.
    """
    if not isinstance(given, dict):
        _bad("The request must be one JSON object; batches are not supported.")
    query = given.get("query")
    if not isinstance(query, str) or not query:
        _bad("The parameter `query` must be the text of a GraphQL document.")
    name = given.get("operationName")
    if not isinstance(name, str | None):
        _bad("The parameter `operationName` must be a string.")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(variables, dict | None):
        _bad("The parameter `variables` must be an object.")
    if _has_more_values(variables, MOST_VALUES):
        _bad(f"The parameter `variables` must hold {MOST_VALUES} values at most.")
    if not isinstance(extensions, dict | None):
        _bad("The parameter `extensions` must be an object.")
    return GraphQLParameters(query, variables, name, extensions)


def _has_more_values(value: object, most: int) -> bool:
    left, found = [value], 0
    while left and found <= most:
        each = left.pop()
        if isinstance(each, dict | list):
            found += len(each)
            left += each.values() if isinstance(each, dict) else each
    return found > most


def decode_json(text: str | bytes) -> object:
    """Returns the value of a JSON text in UTF-8.

    Raises:
        RequestError: It is not JSON (400). Neither are `NaN`, half of a surrogate pair (which no
            service could store), a number of over 4,300 digits or 1,000 brackets in one another.
    """
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        value: object = json.loads(decoded, parse_constant=_refuse_constant)
        if _SURROGATE.search(decoded):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        _bad("The request is not valid JSON in UTF-8.")
    return value


def _from_url(request: Request) -> dict[str, object]:
    given: dict[str, object] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = decode_json(str(given[name]))
    return given


def _require_json(content_type: str) -> None:
    # Browsers send forms and plain text to other sites without asking first, but not JSON: this is
    # what keeps a foreign page from posting in its visitor's name.
    media_type, *options = (part.strip().lower() for part in content_type.split(";"))
    charsets = [option for option in options if option.startswith("charset=")]
    if media_type != "application/json" or any("utf-8" not in option for option in charsets):
        message = "The content type must be application/json, in UTF-8."
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", message)


async def _read_body(request: Request, max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            # The server discards what still arrives: a client reads no answer while it is sending.
            message = f"The body is larger than {max_bytes} bytes."
            raise RequestError(413, "PAYLOAD_TOO_LARGE", message)
    return bytes(body)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _bad(message: str) -> NoReturn:
    raise RequestError(400, "BAD_REQUEST", message) from None

"""Reads requests: the credential and the parameters. All input is hostile until checked."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from starlette.requests import Request

from gateway.request_errors import InvalidCredential, RequestError

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# The number of values in the variables of an operation, nested ones included. The library takes two
# microseconds for each, and blocks the event loop meanwhile.
MOST_VALUES = 10_000
_BY_HASH = "sha256:"
_BEARER = re.compile(r"bearer +([\x21-\x7e]+) *", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GraphQLParameters:
    """The parameters of a GraphQL-over-HTTP request, or of a `subscribe` message.

    Attributes:
        query: The document; None if the extensions name it by its hash.
        variables: The variables.
        operation_name: The operation to run.
        extensions: Extensions of the protocol.
    """

    query: str | None
    variables: dict[str, Any] | None
    operation_name: str | None
    extensions: dict[str, Any]


def bearer(header: str | None) -> str | None:
    """Returns the credential in an `Authorization` header, or None if there is no header.

    Raises:
        InvalidCredential: The header is not `Bearer <token>`.
    """
    if header is None:
        return None
    match = _BEARER.fullmatch(header)
    if not match:
        raise InvalidCredential("Send the access token as `Authorization: Bearer <token>`.")
    return match[1]


async def read_parameters(
    request: Request, *, max_bytes: int, seconds: float, charge: Callable[[int], None]
) -> GraphQLParameters:
    """Reads the parameters of a POST from its body, and those of other methods from the URL.

    Args:
        request: The request.
        max_bytes: The largest body.
        seconds: The time for the body to arrive.
        charge: Told of the number of bytes before they are decoded; it may refuse them.

    Raises:
        RequestError: The body is not JSON (400 or 415), is larger than `max_bytes` (413), or took
            longer than `seconds` to arrive (408); or a parameter has the wrong type (400).
    """
    if request.method != "POST":
        return parameters(_from_url(request))
    _require_json(request.headers.get("content-type", ""))
    body = await read_body(request, max_bytes=max_bytes, seconds=seconds)
    charge(len(body))
    return parameters(decode_json(body))


def parameters(given: object) -> GraphQLParameters:
    """Checks the types of the parameters. Unknown parameters are ignored.

    Raises:
        RequestError: A type is wrong (400). An array would be a batch, which is not supported.
    """
    if not isinstance(given, dict):
        _bad("The request must be one JSON object; batches are not supported.")
    query, extensions = given.get("query"), _extensions(given)
    if not isinstance(query, str | None) or not (query or extensions.get("persistedQuery")):
        _bad("The parameter `query` must be the text of a GraphQL document.")
    name = given.get("operationName")
    if not isinstance(name, str | None):
        _bad("The parameter `operationName` must be a string.")
    variables = given.get("variables")
    if not isinstance(variables, dict | None):
        _bad("The parameter `variables` must be an object.")
    if _has_more_values(variables, MOST_VALUES):
        _bad(f"The parameter `variables` must hold {MOST_VALUES} values at most.")
    # An empty name is no name (GraphQL over HTTP, section 5.1): forms and URLs cannot leave one out.
    return GraphQLParameters(query or None, variables, name or None, extensions)


def _extensions(given: dict[str, Any]) -> dict[str, Any]:
    extensions, document = given.get("extensions"), given.get("documentId")
    if not isinstance(extensions, dict | None):
        _bad("The parameter `extensions` must be an object.")
    if document is None:
        return extensions or {}
    if not isinstance(document, str) or not document.startswith(_BY_HASH):
        _bad(f"The parameter `documentId` must be `{_BY_HASH}` and the SHA-256 of the document.")
    # The appendix "Persisted Documents" of GraphQL over HTTP, in the words of Apollo's protocol.
    named = {"version": 1, "sha256Hash": document.removeprefix(_BY_HASH)}
    return {**(extensions or {}), "persistedQuery": named}


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
        RequestError: It is not JSON (400). That includes `NaN`, half of a surrogate pair (no service
            could store it), a number with over 4,300 digits, and 1,000 nested brackets.
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
        if text := given.pop(name, ""):  # a form cannot leave one out
            given[name] = decode_json(str(text))
    return given


def _require_json(content_type: str) -> None:
    # Browsers send forms and plain text to other sites without asking first, but not JSON: this is
    # what keeps a foreign page from posting in its visitor's name.
    media_type, *options = (part.strip().lower() for part in content_type.split(";"))
    charsets = [option for option in options if option.startswith("charset=")]
    if media_type != "application/json" or any("utf-8" not in option for option in charsets):
        message = "The content type must be application/json, in UTF-8."
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", message)


async def read_body(request: Request, *, max_bytes: int, seconds: float) -> bytes:
    """Returns the body of a request.

    Args:
        request: The request.
        max_bytes: The largest body.
        seconds: The time for the body to arrive.

    Raises:
        RequestError: The body is larger (413), or took longer to arrive (408).
    """
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    # The server discards the rest: a client reads no answer while it is still sending.
                    message = f"The body is larger than {max_bytes} bytes."
                    raise RequestError(413, "PAYLOAD_TOO_LARGE", message)
    except TimeoutError:
        message = f"The body took longer than {seconds:g} s to arrive."
        raise RequestError(408, "REQUEST_TIMEOUT", message, {"Connection": "close"}) from None
    return bytes(body)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _bad(message: str) -> NoReturn:
    raise RequestError(400, "BAD_REQUEST", message) from None

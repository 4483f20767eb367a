"""Page tokens: the keys of a row, and a fingerprint of the query that listed it.

A token of another query is refused. Anyone can forge one, so what is in it is checked like any other input.
"""

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import Any, cast
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import BigInteger
from sqlalchemy.types import TypeEngine

from services.kit.contract.fields import without
from services.kit.errors import InvalidArgument

# The fields of a List request that say which part of the list is wanted, and not of which list.
_PAGING = ("page_size", "page_token", "backward", "count_only")


def fingerprint(request: Message) -> str:
    """Returns what identifies the list that a List request asks for a page of."""
    question = without(request, _PAGING)
    name = request.DESCRIPTOR.full_name.encode()
    return hashlib.sha256(name + question.SerializeToString(deterministic=True)).hexdigest()[:16]


def encode(question: str, keys: Sequence[Any]) -> str:
    """Returns the token of the place of a row, which has these keys."""
    text = f'["{question}", {", ".join(map(_json, keys))}]'
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _json(key: Any) -> str:
    if isinstance(key, str):
        return encode_basestring(key)
    if isinstance(key, int | float):
        return repr(key)
    return f'"{key.isoformat() if isinstance(key, date) else key}"'


def decode(token: str, question: str, types: Sequence[TypeEngine[Any]]) -> list[Any]:
    """Returns the keys in a token.

    Args:
        token: The token.
        question: The fingerprint of the query.
        types: The types of the keys.

    Raises:
        InvalidArgument: The token is malformed, or belongs to a different query.
    """
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        asked, *values = json.loads(text)
        after = [_key(type_, value) for type_, value in zip(types, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _unusable() from error
    if asked != question:
        raise _unusable()
    return after


def _unusable() -> InvalidArgument:
    return InvalidArgument.of(
        "page_token", "belongs to a different query; start again without it", "PAGE_TOKEN_INVALID"
    )


def plain_type(key: Any) -> TypeEngine[Any]:
    """Returns the type of a column, without what SQLModel wraps around it."""
    type_ = key.type
    return cast("TypeEngine[Any]", getattr(type_, "impl_instance", type_))


def _key(column_type: TypeEngine[Any], value: object) -> Any:
    """Returns a value of a token as the column compares it. Anyone can forge a token."""
    kind = column_type.python_type
    if kind is datetime:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return moment.astimezone(UTC)
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is UUID:
        return UUID(str(value))
    if type(value) is not kind:
        raise ValueError("not a key")
    if isinstance(value, str) and b"\x00" in value.encode():  # encode() refuses half a surrogate
        raise ValueError("not a text that can be stored")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number")
    if isinstance(value, int):
        value.to_bytes(8 if isinstance(column_type, BigInteger) else 4, signed=True)
    return value

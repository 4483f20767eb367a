"""Claims of request IDs, which give repeated requests one effect and one answer (AIP-155)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import Text, Uuid

from services.kit.calls.passport import Caller
from services.kit.contract.rpc import Method
from services.kit.errors import InvalidArgument
from services.kit.work.query import Source
from services.kit.work.transaction import Transaction, Written

_STORED = Written(
    "SELECT body_hash, body FROM answer"
    " WHERE principal_id = :principal_id AND method = :method AND request_id = :request_id",
    principal_id=Text(),
    method=Text(),
    request_id=Uuid(),
)


class Claim:
    """The claim of a request ID.

    A second request with the same ID waits on the unique key until the first has committed or failed.
    Failures are not stored: after a failure, the next request with this ID runs.

    Attributes:
        key: The columns that identify it.
    """

    def __init__(self, method: Method, request: Any, caller: Caller, now: datetime) -> None:
        self.key: dict[str, Any] = {
            "principal_id": caller.principal_id,
            "method": method.path,
            "request_id": UUID(request.request_id),
        }
        self._hash = hashlib.sha256(request.SerializeToString(deterministic=True)).digest()
        self._response_type = method.response_type
        self._now = now

    def statement(self, locks: Sequence[str]) -> str:
        """Returns the statement that claims the ID and then, if it is new, takes named locks in order.

        It travels with BEGIN, where a statement has no parameters. So its values are literals that cannot
        be anything else: hexadecimal digits, UUIDs and times.
        """
        values = (
            literal(self.key["principal_id"]),
            literal(self.key["method"]),
            f"'{self.key['request_id']}'",
            f"decode('{self._hash.hex()}', 'hex')",
            f"'{self._now.isoformat()}'",
        )
        return (
            "WITH claimed AS ("  # noqa: S608 # its values are literals of known form
            "INSERT INTO answer (principal_id, method, request_id, body_hash, create_time)"
            f" VALUES ({', '.join(values)}) ON CONFLICT DO NOTHING RETURNING 1)"
            f" SELECT {', '.join(['1', *map(_lock, locks)])} FROM claimed"
        )

    async def take(self, transaction: Transaction) -> Message | None:
        """Returns the answer stored under the ID, or None if the transaction began with a new claim.

        Raises:
            InvalidArgument: The ID was used with a different request.
        """
        return None if transaction.first == "SELECT 1" else await self.stored(transaction)

    async def stored(self, source: Source) -> Message | None:
        """Returns the answer stored under the ID, or None if there is none.

        Raises:
            InvalidArgument: The ID was used with a different request.
        """
        rows = await source.fetch(_STORED.sql, _STORED.values(**self.key))
        if not rows:
            return None
        ((body_hash, body),) = rows
        if body_hash != self._hash:
            raise InvalidArgument.of(
                "request_id",
                "was already used for a different request; choose a new one",
                "REQUEST_ID_REUSED",
            )
        return self._response_type.FromString(body)


def taking(locks: Sequence[str]) -> str:
    """Returns the statement that takes named locks in order; empty if there are none."""
    return f"SELECT {', '.join(map(_lock, locks))}" if locks else ""


def _lock(name: str) -> str:
    return f"pg_advisory_xact_lock(hashtextextended({literal(name)}, 0))"


def literal(value: str) -> str:
    """Returns a text as an expression in SQL that holds nothing of it but hexadecimal digits."""
    return f"convert_from(decode('{value.encode().hex()}', 'hex'), 'UTF8')"


def has_request_id(request: Any) -> bool:
    """Returns whether a request has an ID."""
    return "request_id" in request.DESCRIPTOR.fields_by_name and request.HasField("request_id")

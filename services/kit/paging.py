"""Keyset paging (https://use-the-index-luke.com/no-offset): pages that neither skip nor repeat rows.

A page token holds the keys of the row after which the page begins, and a fingerprint of the question;
a token of another question is refused. The keys must be NOT NULL and end in a unique one.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import InvalidArgument
from services.kit.mapping import to_proto

Row = TypeVar("Row")
M = TypeVar("M", bound=Message)
DEFAULT_SIZE = 20
LARGEST_SIZE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of rows.

    Attributes:
        rows: The rows.
        cursors: For each row, the token of a page that begins after it.
        next_page_token: The token of the next page; empty on the last.
    """

    rows: list[Row]
    cursors: list[str]
    next_page_token: str

    def answer(self, answer_type: type[M], shown: Iterable[Message] | None = None) -> M:
        """Returns the answer to the List request: what is on the page, with its cursors and the next.

        Args:
            answer_type: The answer, which has one repeated field of messages.
            shown: What shows the rows, in their order; by default the message of that field, by name.
        """
        name, item_type = _items(cast("Descriptor", answer_type.DESCRIPTOR))
        answer: Any = answer_type()
        getattr(answer, name).extend(
            [to_proto(row, item_type) for row in self.rows] if shown is None else shown
        )
        answer.cursors.extend(self.cursors)
        answer.next_page_token = self.next_page_token
        return cast("M", answer)


@cache
def _items(answer: Descriptor) -> tuple[str, type[Message]]:
    """Returns the name of the field that holds what is listed, and the class of the messages in it."""
    ((name, item),) = [
        (each.name, each.message_type) for each in answer.fields if each.message_type
    ]
    return name, message_factory.GetMessageClass(item)


async def paginate(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    keys: Sequence[Any],
    request: Any,
    *,
    descending: bool = False,
) -> Page[Any]:
    """Runs a statement for the page that a List request asks for.

    Args:
        session: Where to run it.
        statement: A select of entities, filtered and not ordered. Where it selects several, each row
            of the page is a tuple.
        keys: The columns to order by, all the same way.
        request: A request with page_size and page_token; its other fields are the question.
        descending: Whether to turn the order round.

    Raises:
        InvalidArgument: The page token is not one, or belongs to another question.
    """
    if request.page_token:
        after = _decode(request.page_token, _fingerprint(request), keys)
        position = tuple_(*keys)
        statement = statement.where(position < after if descending else position > after)
    order = [key.desc() if descending else key.asc() for key in keys]
    wanted = statement.add_columns(*keys).order_by(*order).limit(_size(request) + 1)
    return _page((await session.execute(wanted)).all(), len(keys), request)


async def paginate_each(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    keys: Sequence[Any],
    by: Any,
    requests: Mapping[Any, Any],
) -> list[Page[Any]]:
    """Runs a statement once for the first pages that several List requests ask for.

    Args:
        session: Where to run it.
        statement: A select of one entity, filtered and not ordered.
        keys: The columns to order by.
        by: The column in whose value the questions differ.
        requests: The requests, by that value, in the order of the pages. None has a page token.
    """
    place = func.row_number().over(partition_by=by, order_by=keys).label("place")
    ranked = (
        statement.where(by.in_(list(requests))).with_only_columns(keys[-1].label("id"), place)
    ).subquery()
    most = max(map(_size, requests.values()))
    wanted = (
        statement.join(ranked, ranked.c.id == keys[-1])
        .where(ranked.c.place <= most + 1)
        .add_columns(by, *keys)
        .order_by(*keys)
    )
    found: dict[Any, list[Any]] = {value: [] for value in requests}
    for entity, value, *position in (await session.execute(wanted)).all():
        found[value].append((entity, *position))
    return [_page(found[value], len(keys), request) for value, request in requests.items()]


def _size(request: Any) -> int:
    return min(request.page_size or DEFAULT_SIZE, LARGEST_SIZE)


def _page(found: Sequence[Any], width: int, request: Any) -> Page[Any]:
    """Returns the page that begins a list, whose rows end in so many keys."""
    size, question = _size(request), _fingerprint(request)
    cursors = [_encode(question, row[-width:]) for row in found[:size]]
    rows = [row[0] if len(row) == width + 1 else row[:-width] for row in found[:size]]
    return Page(rows, cursors, cursors[-1] if len(found) > size else "")


def _fingerprint(request: Message) -> str:
    question = type(request)()
    question.CopyFrom(request)
    question.ClearField("page_size")
    question.ClearField("page_token")
    name = request.DESCRIPTOR.full_name.encode()
    return hashlib.sha256(name + question.SerializeToString(deterministic=True)).hexdigest()[:16]


def _encode(question: str, keys: Sequence[Any]) -> str:
    values = [key.isoformat() if isinstance(key, datetime) else key for key in keys]
    text = json.dumps([question, *values], default=str, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(token: str, question: str, keys: Sequence[ColumnElement[Any]]) -> Any:
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        asked, *values = json.loads(text)
        after = [
            literal(_key(key, value), key.type) for key, value in zip(keys, values, strict=True)
        ]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _unusable() from error
    if asked != question:
        raise _unusable()
    return tuple_(*after)


def _unusable() -> InvalidArgument:
    return InvalidArgument.of(
        "page_token", "belongs to another question; start again without it", "PAGE_TOKEN_INVALID"
    )


def _key(column: ColumnElement[Any], value: object) -> Any:
    """Returns a value of a token as the column compares it; a token can be made by anyone."""
    column_type = getattr(column.type, "impl_instance", column.type)  # SQLModel wraps its texts
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
    if isinstance(value, int):
        value.to_bytes(8 if isinstance(column_type, BigInteger) else 4, signed=True)
    return value

"""Keyset paging (https://use-the-index-luke.com/no-offset): pages that neither skip nor repeat rows.

A page token contains the keys of a row (`services.kit.work.tokens`). A page starts after that row, or ends before
it. The keys of an order must be NOT NULL and end with a unique one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Generic, TypeVar, cast

from banyan.lists.v1 import lists_pb2
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from sqlalchemy import ColumnElement, Select, func, literal_column, select, tuple_

from services.kit.contract.fields import field_named
from services.kit.contract.partial import Showing, Wanted
from services.kit.contract.values import enum_name
from services.kit.errors import InvalidArgument
from services.kit.work.nearness import DISTANCE
from services.kit.work.query import Build, Query, Row, Variant, is_set
from services.kit.work.tokens import decode, encode, fingerprint, plain_type
from services.kit.work.viewer import given
from services.kit.work.work import Work

M = TypeVar("M", bound=Message)
A = TypeVar("A", bound=Message)
DEFAULT_SIZE = 20
LARGEST_SIZE = 100
# The planner must know how few rows are wanted, so a limit is part of the statement: one of these.
_SIZES = (DEFAULT_SIZE, 50, LARGEST_SIZE)
# Counting reads every row, so it stops here.
MOST_COUNTED = 10_000
# A message of gRPC has at most 4 MiB. Cursors, and what else is in an answer, need some of them.
LARGEST_ANSWER_BYTES = 3 * 1024 * 1024
_ALL = frozenset({"cursors"})


@dataclass(frozen=True, slots=True)
class Order:
    """What a request wants of a list, besides which items.

    Attributes:
        name: The name of the order; empty for the default.
        descending: Whether it is reversed.
        backward: Whether the page ends before its token, or at the end of the list.
        counts: Whether only the number of items is wanted.
    """

    name: str = ""
    descending: bool = False
    backward: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """A page of a list.

    Attributes:
        items: The items, as the caller may see them.
        places: For each item, the keys of its place.
        question: The fingerprint of the query.
        next_page_token: The token of the next page in the direction of reading; empty on the last.
        backward: Whether the list is read from its end.
        total: The number of items in the list, at most one more than are counted; None if it was not asked.
        wanted: What the caller reads.
    """

    items: list[M]
    places: list[Row] = field(default_factory=list)
    question: str = ""
    next_page_token: str = ""
    backward: bool = False
    total: int | None = None
    wanted: Wanted = field(default_factory=dict)

    @property
    def cursors(self) -> list[str]:
        """For each item, the token of its place."""
        return [encode(self.question, keys) for keys in self.places]

    def answer(self, answer_type: type[A]) -> A:
        """Returns the answer to a List request. Its class has one repeated message field.

        A page whose items are too large for one message is shorter than asked for (AIP-158).
        """
        if self.total is not None:
            total: Any = answer_type(
                total_count=min(self.total, MOST_COUNTED),
                total_count_is_exact=self.total <= MOST_COUNTED,
            )
            return cast("A", total)
        size = how_many_fit(self.items[::-1] if self.backward else self.items)
        kept = slice(len(self.items) - size, None) if self.backward else slice(size)
        page = replace(self, items=self.items[kept], places=self.places[kept])
        next_page_token = self.next_page_token
        if size < len(self.items):
            next_page_token = encode(self.question, page.places[0 if self.backward else -1])
        answer: Any = answer_type(next_page_token=next_page_token)
        if "cursors" in self.wanted.get(answer_type.DESCRIPTOR.full_name, _ALL):
            answer.cursors.extend(page.cursors)
        items = getattr(answer, _items(cast("Descriptor", answer_type.DESCRIPTOR)))
        items.extend(page.items)
        return cast("A", answer)


def how_many_fit(items: Sequence[Message]) -> int:
    """Returns how many of these messages, from the first on, fit into one answer: at least one."""
    left = LARGEST_ANSWER_BYTES
    for count, item in enumerate(items):
        left -= item.ByteSize()
        if left < 0:
            return max(count, 1)
    return len(items)


@cache
def _items(answer: Descriptor) -> str:
    """Returns the name of the repeated message field."""
    (name,) = [each.name for each in answer.fields if each.message_type]
    return name


class Listing(Query, Generic[M]):
    """A list of the contract: a query of which a request asks for one page, or for the number of items.

    The fields of the request supply the values of the parameters with their names.

    Args:
        build: Builds the statement for a viewer, without order.
        shown: What is shown of a row; None if the rows are the items.
        keys: The columns of the default order, all in the same direction.
        relation: The visibility to apply; None if the contract shows the rows to anyone.
        filters: Conditions that apply if the request sets the field of this name.
        descending: Whether the default order is reversed.
        orders: The columns of the orders that a request can name, by the name in its `order_by`.
    """

    def __init__(
        self,
        build: Build,
        shown: Showing[M] | None,
        keys: Sequence[Any],
        *,
        relation: str | None = None,
        filters: Mapping[str, ColumnElement[bool]] | None = None,
        descending: bool = False,
        orders: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        super().__init__(build, relation=relation, filters=filters, shown=shown)
        self.descending = descending
        self._orders = {"": keys, **(orders or {})}

    @property
    def orders(self) -> Sequence[str]:
        """The names of the orders that a request can name."""
        return [name for name in self._orders if name]

    def keys(self, order: Order) -> Sequence[Any]:
        """Returns the columns of an order."""
        return self._orders[order.name]

    def wanted(self, request: Any) -> Order:
        """Returns what a List request wants besides which items.

        Raises:
            InvalidArgument: It is to be sorted by the distance from a point, and names none.
        """
        name, descending = "", self.descending
        ordered = field_named(request, "order_by")
        if ordered is not None and ordered.message_type and request.HasField("order_by"):
            by: Any = ordered.message_type.fields_by_name["field"]
            name = enum_name(by.enum_type, request.order_by.field)
            descending = request.order_by.direction == lists_pb2.SORT_DIRECTION_DESCENDING
            if name == DISTANCE and not is_set(request, "near"):
                raise InvalidArgument.of(
                    "order_by.field", "needs a point: give `near`, too", "NEAR_MISSING"
                )
        elif is_set(request, "near"):
            name, descending = DISTANCE, False
        if getattr(request, "count_only", False):
            return Order(counts=True)
        return Order(name, descending, getattr(request, "backward", False))

    def statement(self, variant: Variant) -> Select[*tuple[Any, ...]] | None:
        """Returns the statement of a variant, in order, with the keys as its last columns."""
        statement = self.matching(variant)
        if statement is None:
            return None
        order: Order = variant.order or Order(descending=self.descending)
        if order.counts:
            return select(func.count()).select_from(self.counted(statement).subquery())
        keys, is_reversed = self.keys(order), order.descending != order.backward
        if "after_0" in variant.given:
            after = tuple_(*map(given, _after(keys), map(plain_type, keys)))
            position = tuple_(*keys)
            statement = statement.where(position < after if is_reversed else position > after)
        sorted_by = [key.desc() if is_reversed else key.asc() for key in keys]
        return statement.add_columns(*keys).order_by(*sorted_by).limit(variant.most + 1)

    def matching(self, variant: Variant) -> Select[*tuple[Any, ...]] | None:
        """Returns the statement of all items of a variant, without order; None if it finds nothing."""
        return super().statement(variant)

    @staticmethod
    def counted(matching: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Returns the statement with a row for each item, as many as are counted and one more."""
        one: Any = literal_column("1").label("one")
        rows: Any = matching.with_only_columns(one, maintain_column_froms=True)
        return cast("Select[*tuple[Any, ...]]", rows.limit(MOST_COUNTED + 1))

    async def page(self, request: Any, work: Work, /, **values: Any) -> Page[M]:
        """Returns the page that a List request asks for.

        Args:
            request: A request with page_size and page_token. Its other fields are the question.
            work: The work.
            values: Values of parameters that no field supplies as it is. None leaves a filter out.

        Raises:
            InvalidArgument: The page token is malformed, or belongs to a different query.
        """
        order, question = self.wanted(request), fingerprint(request)
        if request.page_token and not order.counts:
            keys = self.keys(order)
            after = decode(request.page_token, question, list(map(plain_type, keys)))
            values |= zip(_after(keys), after, strict=True)
        size = size_of(request)
        rows = await work.fetch(self, request, most=rounded(size), order=order, **values)
        return self.page_of(rows, size, question, order, work.wanted)

    def page_of(
        self, rows: Sequence[Row], size: int, question: str, order: Order, wanted: Wanted
    ) -> Page[M]:
        """Returns the page of this size that rows begin with.

        Args:
            rows: The rows, which end with the keys, in the direction of reading.
            size: The size of the page.
            question: The fingerprint of the query.
            order: What is wanted of the list.
            wanted: What the caller reads of the answer.
        """
        if order.counts:
            return Page([], total=rows[0][0] if rows else 0)
        width = len(self.keys(order))
        shown = list(rows[:size])
        last = encode(question, shown[-1][-width:]) if len(rows) > size else ""
        if order.backward:
            shown.reverse()
        items = list(map(self.shown.showing(wanted), shown)) if self.shown else shown
        places = [row[-width:] for row in shown]
        return Page(cast("list[M]", items), places, question, last, order.backward, wanted=wanted)


def size_of(request: Any) -> int:
    """Returns the size of the page that a List request asks for."""
    return min(request.page_size or DEFAULT_SIZE, LARGEST_SIZE)


def rounded(size: int) -> int:
    """Returns the size that statements are compiled for: this one, or the next larger."""
    return next(each for each in _SIZES if size <= each)


def _after(keys: Sequence[Any]) -> list[str]:
    """Returns the names of the parameters for the keys of a place."""
    return [f"after_{number}" for number in range(len(keys))]

"""Batches of lists: one List method, asked about many resources at once, in one statement.

SHIFTS_OF_EVENTS = Batch(BY_START, by="event_id")
pages = await SHIFTS_OF_EVENTS.pages(request.requests, work)
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import Select, func, select, true
from sqlalchemy.sql.visitors import replacement_traverse

from services.kit.contract.fields import without
from services.kit.work.paging import Listing, Order, Page, rounded, size_of
from services.kit.work.query import Query, Row, Variant, is_set
from services.kit.work.tokens import fingerprint
from services.kit.work.viewer import IDS, Parameter, given
from services.kit.work.work import Work

M = TypeVar("M", bound=Message)


class Batch(Query, Generic[M]):
    """The first pages of one list, or its sizes, for several values of a field, in one statement.

    Args:
        listing: The list.
        by: The names of the fields, and of their parameters: IDs. Requests are answered together by the
            first of them that they set, if they ask the same otherwise.
        alone: The names of fields that are no filters of the list. A request that sets one is answered alone.
    """

    def __init__(self, listing: Listing[M], *by: str, alone: Sequence[str] = ()) -> None:
        super().__init__(
            lambda viewer: None,
            relation=listing.relation,
            filters=listing.filters,
            shown=listing.shown,
        )
        self._listing = listing
        self._by = by
        self._alone = alone

    def statement(self, variant: Variant) -> Select[*tuple[Any, ...]] | None:
        """Returns the statement of a variant. The value of each row is its first column."""
        by = next((name for name in self._by if name in variant.given), self._by[0])
        asked: Any = (
            func.unnest(given("each_of", IDS)).table_valued("id", name="asked").render_derived()
        )
        variant = replace(variant, given=variant.given | {by}, order=variant.order or Order())
        if variant.order.counts:
            return self._counts(by, asked, self._listing.matching(variant))
        return self._pages(by, asked, self._listing.statement(variant), variant.order)

    def _counts(self, by: str, asked: Any, matching: Any) -> Select[*tuple[Any, ...]] | None:
        if matching is None:
            return None
        rows = _of_each(by, asked, self._listing.counted(matching))
        counts = select(asked.c.id, func.count(rows.c.one)).select_from(asked)
        return counts.outerjoin(rows, true()).group_by(asked.c.id)

    def _pages(
        self, by: str, asked: Any, found: Any, order: Order
    ) -> Select[*tuple[Any, ...]] | None:
        if found is None:
            return None
        names = [f"column_{number}" for number in range(len(found.selected_columns))]
        columns = [
            column.label(name) for column, name in zip(found.selected_columns, names, strict=True)
        ]
        pages = _of_each(by, asked, found.with_only_columns(*columns))
        is_reversed = order.descending != order.backward
        keys = [pages.c[name] for name in names[-len(self._listing.keys(order)) :]]
        return (
            select(asked.c.id, *(pages.c[name] for name in names))
            .select_from(asked)
            .join(pages, true())
            .order_by(asked.c.id, *(key.desc() if is_reversed else key.asc() for key in keys))
        )

    async def pages(
        self,
        requests: Sequence[Any],
        work: Work,
        one: Callable[[Any, Work], Awaitable[Page[M]]] | None = None,
    ) -> list[Page[M]]:
        """Returns the first pages that List requests ask for, in their order.

        Args:
            requests: The requests.
            work: The work.
            one: Returns the page for a request that is answered alone; the page of the list if left out.

        Raises:
            InvalidArgument: A page token is malformed, or belongs to a different query.
        """
        one = one or self._listing.page
        alike: dict[tuple[str, bytes], list[int]] = {}
        for index, request in enumerate(requests):
            alike.setdefault(self._kind(request), []).append(index)
        pages: dict[int, Page[M]] = {}
        for (by, _), indexes in alike.items():
            group = [requests[index] for index in indexes]
            found = await self._together(by, group, work) if by else []
            found = found or [await one(each, work) for each in group]
            pages |= zip(indexes, found, strict=True)
        return [pages[index] for index in range(len(requests))]

    def _kind(self, request: Any) -> tuple[str, bytes]:
        """Returns the field by which a request is answered with others, and what they have to share.

        The field is empty if it is answered alone: it asks for a page that is not the first, or for everything.
        """
        by = next((name for name in self._by if getattr(request, name)), "")
        if not by or request.page_token or any(is_set(request, name) for name in self._alone):
            return "", b""
        rest = without(request, (by, "page_size"))
        return by, rest.SerializeToString(deterministic=True)

    async def _together(self, by: str, requests: Sequence[Any], work: Work) -> list[Page[M]]:
        """Returns the pages of requests of one kind, or none if there is only one request."""
        if len(requests) == 1:
            return []
        ids = [UUID(getattr(each, by)) for each in requests]
        order, most = self._listing.wanted(requests[0]), rounded(max(map(size_of, requests)))
        found: dict[UUID, list[Row]] = {id_: [] for id_ in ids}
        rows = await work.fetch(self, requests[0], most=most, order=order, each_of=list(found))
        for row in rows:
            found[row[0]].append(row[1:])
        return [
            self._listing.page_of(found[id_], size_of(each), fingerprint(each), order, work.wanted)
            for id_, each in zip(ids, requests, strict=True)
        ]


def _of_each(by: str, asked: Any, of_any: Any) -> Any:
    """Returns a statement about one value as a table that is joined for each value that is asked about."""

    def one(element: Any, **_: Any) -> Any:
        is_value = isinstance(element, Parameter) and element.key == by
        return asked.c.id if is_value else None

    of_one: Any = replacement_traverse(of_any, {}, cast("Any", one))
    return of_one.lateral("page")

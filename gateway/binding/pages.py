"""Pages: the values of connections, and what is asked of services to fill and to count them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding.fields import one_by_one
from gateway.binding.merging import merged
from gateway.contract import reading as contract
from services.kit.contract.fields import without

# The fields of pages that need the cursors of the items.
OF_CURSORS = frozenset({"edges", "start_cursor", "end_cursor"})


@strawberry.type(description="The position of a page in its list.")
class PageInfo:
    """The position of a page in its list."""

    has_next_page: bool = strawberry.field(
        description="Whether there are more items after this page."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether there are items before this page."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first edge; null if the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last edge: pass it as `after` to get the next page. Null "
        "if the page is empty."
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """The value of an edge: an item of a page, and the token of the page after it."""

    node: Message
    cursor: str


@dataclass(frozen=True, slots=True)
class Page:
    """The value of a connection: one answer of a List method, and what was asked."""

    nodes: Sequence[Message]
    cursors: Sequence[str]
    page_info: PageInfo
    request: Any
    services: Sequence[str] = ()
    is_batched: bool = False

    @property
    def edges(self) -> list[Edge]:
        """The items with their cursors."""
        return [Edge(*each) for each in zip(self.nodes, self.cursors, strict=True)]


async def answers_to(
    requests: Sequence[Any], context: Context, services: Sequence[str], *, together: bool
) -> Sequence[Any]:
    """Returns the answers to List requests of one kind.

    Args:
        requests: The requests.
        context: The context of the operation.
        services: The services to ask, if every service has the method.
        together: Whether they are asked for with the BatchList method of the contract.
    """
    if together:
        return await context.loaders.load_lists(requests)
    return await _one_at_a_time(requests, context, services)


async def _one_at_a_time(
    requests: Sequence[Any], context: Context, services: Sequence[str]
) -> Sequence[Any]:
    """Returns the answers to List requests of one kind, each asked for alone."""
    response_type = contract.method_of(type(requests[0])).response_type

    @one_by_one
    async def ask(request: Message, context: Context) -> Any:
        if services:
            return await merged(request, context, services)
        return await context.call(request, response_type)

    return await ask(requests, context)


async def _counts(pages: Sequence[Page], context: Context) -> list[Any]:
    """Returns the answers that count the lists of pages, or the exception in the place of one."""
    found: dict[int, Any] = {}
    kinds: dict[Any, list[int]] = {}
    for place, page in enumerate(pages):
        kind = type(page.request), tuple(page.services), page.is_batched
        kinds.setdefault(kind, []).append(place)
    for (_, services, together), places in kinds.items():
        requests = [_counting(pages[place].request) for place in places]
        answers = await answers_to(requests, context, services, together=together)
        found.update(zip(places, answers, strict=True))
    return [found[place] for place in range(len(pages))]


def _counting(request: Any) -> Any:
    """Returns the request that counts the list of a request."""
    counting = without(request, ("page_token", "backward", "order_by"))
    counting.page_size, counting.count_only = 1, True
    return counting


async def total_count(roots: Sequence[Page], context: Context) -> Sequence[Any]:
    """Returns the total counts of the lists that pages are of."""
    return [
        each if isinstance(each, Exception) else each.total_count
        for each in await _counts(roots, context)
    ]


async def is_exact(roots: Sequence[Page], context: Context) -> Sequence[Any]:
    """Returns whether the total counts of the lists that pages are of are exact."""
    return [
        each if isinstance(each, Exception) else each.total_count_is_exact
        for each in await _counts(roots, context)
    ]

"""Connections (https://relay.dev/graphql/connections.htm): lists, a page at a time, forward only.

A connection is a List method of the contract; what it is asked is bound to the object that it
belongs to, or left to the caller as an argument. A connection inside the nodes of another is asked of
all of them together where the contract has a BatchList method for it. Elsewhere it makes a call for each:
at most `first`, as many at a time as the bounds of the operation allow.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry
from google.protobuf.message import Message

from gateway import contract
from gateway.context import Context
from gateway.contract import once
from gateway.fields import field
from gateway.messages import named, object_type
from gateway.parameters import Parameter, fill, parameter
from services.kit.errors import InvalidArgument

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


@strawberry.type(description="Where a page stands in the list.")
class PageInfo:
    """Where a page stands in the list."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether there is something before this page."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first edge; null where there is none."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last edge, to be given as `after` for the next page; null "
        "where there is none."
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """What stands behind an edge: an item of a page, and the token of the page after it."""

    node: Message
    cursor: str


@dataclass(frozen=True, slots=True)
class Page:
    """What stands behind a connection: one answer of a List method."""

    edges: Sequence[Edge]
    page_info: PageInfo

    @property
    def nodes(self) -> list[Message]:
        """The items without their cursors."""
        return [edge.node for edge in self.edges]


def connection(
    request_type: type[Message],
    *,
    description: str | None = None,
    services: Sequence[str] = (),
    **bound: str,
) -> Any:
    """Makes a field that lists what a List method of the contract lists.

    Args:
        request_type: The request of the method.
        description: The description; without it, the comment of the method.
        services: The services to ask, for a method that every service has; what they answer is
            merged.
        bound: For fields of the request, the field of the object that gives their value:
            `parent_id="id"` lists what has this object as its parent. The fields of the request
            that are not bound are arguments.
    """
    items = contract.items_of(request_type)
    is_batched = contract.batch_list_of(request_type) is not None
    parameters = _paging(request_type) + [
        parameter(question)
        for question in contract.questions(request_type)
        if question.name not in bound
    ]

    async def resolve(root: Any, context: Context, **given: Any) -> Page:
        if given.get("first") is None:
            given["first"] = DEFAULT_SIZE
        elif not 0 < given["first"] <= LARGEST_SIZE:
            raise InvalidArgument.of("page_size", "must lie between 1 and 100", "OUT_OF_RANGE")
        request: Any = fill(request_type, parameters, given)
        for name, source in bound.items():
            setattr(request, name, getattr(root, source))
        if services:
            answer = await _merged(context, request, items, services)
        elif is_batched and not request.page_token:  # a token that is refused spoils no other list
            answer = await context.loaders.load_list(request)
        else:
            answer = await context.call(request, items.response_type)
        return _page(answer, items.field, after=given.get("after") or "")

    return field(
        resolve,
        returns=_connection_type(items.message.DESCRIPTOR.name) | None,
        description=description or contract.rpc_description(request_type),
        arguments=parameters,
    )


def _paging(request_type: type[Message]) -> list[Parameter]:
    fields = contract.fields_of(request_type)
    return [
        parameter(
            fields["page_size"],
            name="first",
            default=DEFAULT_SIZE,
            description=f"How many to return: 1 to {LARGEST_SIZE}.",
        ),
        parameter(
            fields["page_token"],
            name="after",
            description="The cursor after which to begin, from an earlier answer to the same "
            "question.",
        ),
    ]


async def _merged(
    context: Context, request: Any, items: contract.Items, services: Sequence[str]
) -> Any:
    """Returns one page of what several services list newest first, in the order of the ids.

    A cursor of one service is valid in the others, so a page begins at the same place in all. If one
    of them does not answer, none is shown: a list with gaps would look complete.
    """
    answers: list[Any] = await asyncio.gather(
        *(context.call(request, items.response_type, service) for service in services)
    )
    found = [
        pair
        for answer in answers
        for pair in zip(getattr(answer, items.field), answer.cursors, strict=True)
    ]
    found.sort(key=lambda pair: UUID(pair[0].id), reverse=True)
    page = found[: request.page_size]
    has_more = len(found) > len(page) or any(answer.next_page_token for answer in answers)
    merged: Any = items.response_type(cursors=[cursor for _, cursor in page])
    getattr(merged, items.field).extend(node for node, _ in page)
    merged.next_page_token = page[-1][1] if has_more else ""
    return merged


def _page(answer: Any, items: str, *, after: str) -> Page:
    edges = [
        Edge(node, cursor)
        for node, cursor in zip(getattr(answer, items), answer.cursors, strict=True)
    ]
    info = PageInfo(
        has_next_page=bool(answer.next_page_token),
        has_previous_page=bool(after),
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Page(edges, info)


@once
def _connection_type(name: str) -> Any:
    """Returns the GraphQL type of connections to nodes of a type."""
    edge = object_type(
        f"{name}Edge",
        "An item of a list, with its place in it.",
        node=(named(name), "What the edge leads to."),
        cursor=(str, "Stands for the place in the list; see `after`."),
    )
    return object_type(
        f"{name}Connection",
        "A page of a list.",
        edges=(list[edge], "What is on the page, with cursors."),  # type: ignore[valid-type]
        nodes=(list[named(name)], "What is on the page."),  # type: ignore[misc]
        page_info=(PageInfo, "Where the page stands in the list."),
    )

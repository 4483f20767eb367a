"""Connections (https://relay.dev/graphql/connections.htm): lists, a page at a time, from either end.

A connection is a List method of the contract; what it is asked is bound to the object that it
belongs to, or left to the caller as an argument. A connection inside the nodes of another is asked of
all of them together where the contract has a BatchList method for it. Elsewhere it makes a call for each:
at most `first`, as many at a time as the bounds of the operation allow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding.fields import field
from gateway.binding.messages import object_type, shown
from gateway.binding.pages import (
    Page,
    PageInfo,
    answers_to,
    is_exact,
    total_count,
)
from gateway.binding.parameters import Parameter, fill, parameter
from gateway.binding.prices import CALL, SEARCH, Price
from gateway.binding.viewers import refuse_app
from gateway.contract import reading as contract
from gateway.contract.reading import cached
from services.kit.errors import InvalidArgument

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


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
    is_batched = bool(bound) and contract.batch_list_of(request_type) is not None
    directions = _directions(request_type)
    filters = [
        parameter(question)
        for question in contract.questions(request_type)
        if question.name not in bound
    ]

    async def together(roots: Sequence[Any], context: Context, **given: Any) -> Sequence[Any]:
        direction = _direction(directions, given)
        given.setdefault(direction.size.name, DEFAULT_SIZE)
        question = fill(request_type, [*direction.parameters, *filters], given)
        if direction.is_backward:
            question.backward = True  # type: ignore[attr-defined] # it has no `last` otherwise
        for root in roots if bound else ():
            refuse_app(root)
        requests = [_bound(question, root, bound) for root in roots]
        # A token that is refused spoils no other list.
        is_one_call = is_batched and not given.get(direction.token.name)
        answers = await answers_to(requests, context, services, together=is_one_call)
        return [
            answer
            if isinstance(answer, Exception)
            else _page(answer, items.field, request, services, is_batched=is_batched)
            for answer, request in zip(answers, requests, strict=True)
        ]

    return field(
        together,
        returns=_connection_type(items.message) | None,
        description=description or contract.rpc_description(request_type),
        arguments=[*(each for one in directions for each in one.parameters), *filters],
        price=Price(
            once=1 if is_batched else CALL * max(1, len(services)),
            each=max(1, len(services)),
            counted_by=tuple(each.size.name for each in directions),
            items=DEFAULT_SIZE,
            most=LARGEST_SIZE,
            is_page=True,
            extra={"query": SEARCH, "near": SEARCH}
            | ({"after": CALL, "before": CALL} if is_batched else {}),
        ),
        reads=None if services else tuple(bound.values()),  # what is merged is put in order
    )


@dataclass(frozen=True, slots=True)
class _Direction:
    """A direction in which a list can be read: how many items, and from where."""

    size: Parameter
    token: Parameter
    is_backward: bool = False

    @property
    def parameters(self) -> tuple[Parameter, Parameter]:
        return self.size, self.token


def _directions(request_type: type[Message]) -> list[_Direction]:
    fields = contract.fields_of(request_type)

    def direction(size: str, token: str, *, side: str, end: str) -> _Direction:
        return _Direction(
            parameter(
                fields["page_size"],
                name=size,
                description=f"How many items to return from the {end} of the list, or "
                f"{side} `{token}`: 1 to {LARGEST_SIZE}. {DEFAULT_SIZE} if left out.",
            ),
            parameter(
                fields["page_token"],
                name=token,
                description=f"Returns the items {side} this cursor. It comes from an earlier page of "
                "the same query.",
            ),
            is_backward=end == "end",
        )

    found = [direction("first", "after", side="after", end="start")]
    if "backward" in fields:
        found.append(direction("last", "before", side="before", end="end"))
    return found


def _direction(directions: Sequence[_Direction], given: dict[str, Any]) -> _Direction:
    """Returns the direction in which a caller reads, and checks what they gave.

    Raises:
        InvalidArgument: They read in both, or the number of items is out of range.
    """
    for name in [name for name, value in given.items() if value is None]:
        del given[name]
    used = [each for each in directions if any(part.name in given for part in each.parameters)] or [
        directions[0]
    ]
    if len(used) > 1:
        raise InvalidArgument.of(
            "page_size",
            "use `first` and `after`, or `last` and `before`, not both",
            "BOTH_DIRECTIONS",
        )
    if not 0 < given.get(used[0].size.name, DEFAULT_SIZE) <= LARGEST_SIZE:
        raise InvalidArgument.of("page_size", "must be between 1 and 100", "OUT_OF_RANGE")
    return used[0]


def _bound(question: Message, root: Any, bound: Mapping[str, str]) -> Any:
    """Returns a request with the values that the object gives."""
    request: Any = type(question)()
    request.CopyFrom(question)
    for name, source in bound.items():
        if contract.fields_of(type(question))[name].is_repeated:
            getattr(request, name).append(getattr(root, source))
        else:
            setattr(request, name, getattr(root, source))
    return request


def _page(
    answer: Any, items: str, request: Any, services: Sequence[str], *, is_batched: bool
) -> Page:
    cursors = answer.cursors
    is_backward = getattr(request, "backward", False)
    has_more, is_inside = bool(answer.next_page_token), bool(request.page_token)
    info = PageInfo(
        has_next_page=is_inside if is_backward else has_more,
        has_previous_page=has_more if is_backward else is_inside,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    return Page(getattr(answer, items), cursors, info, request, services, is_batched)


@cached
def _connection_type(message: type[Message]) -> Any:
    """Returns the GraphQL type of connections to nodes that show a message."""
    name, origin = message.DESCRIPTOR.name, message.DESCRIPTOR.full_name
    node = shown(origin)
    edge = object_type(
        f"{name}Edge",
        origin,
        "An item of a list, with its place in it.",
        node=(node, "What the edge leads to."),
        cursor=(
            str,
            "The position of the item in the list: pass it as `after` to get the items after it, or as "
            "`before` to get those before it.",
        ),
    )
    return object_type(
        f"{name}Connection",
        origin,
        "A page of a list.",
        edges=(list[edge], "The items of the page, with their cursors."),  # type: ignore[valid-type]
        nodes=(list[node], "The items of the page."),  # type: ignore[valid-type]
        page_info=(PageInfo, "The position of the page in the list."),
        total_count=field(
            total_count,
            returns=int | None,
            description="The number of items in the whole list, up to 10,000. It is counted only if you "
            "select it.",
            price=Price(once=CALL),
            reads=(),
        ),
        total_count_is_exact=field(
            is_exact,
            returns=bool | None,
            description="Whether `totalCount` is the number of all items. If false, show it as "
            '"10,000+".',
            price=Price(once=CALL),
            reads=(),
        ),
    )

"""Dry runs: mutations that can say beforehand what they would do, as the option `dry_run` of the contract says."""

from collections.abc import Sequence
from typing import Any

from banyan.dryruns.v1 import dry_run_pb2 as pb
from google.protobuf.message import Message
from strawberry import UNSET

from gateway.backend.context import Context
from gateway.binding.fields import field
from gateway.binding.messages import object_type, type_showing
from gateway.binding.node import Node, load_nodes
from gateway.binding.parameters import Argument
from gateway.binding.prices import Price
from gateway.contract.references import type_name_of
from services.kit.contract.rpc import Method

MOST_LISTED = 300  # a change affects resources of a few kinds, and up to 100 of each are listed
ARGUMENT = Argument(
    name="dry_run",
    annotation=bool | None,
    description="Whether to say only what the mutation would do, and do nothing. The same rules are checked, and "
    "the payload has the same errors.",
    default=UNSET,
)
_COUNT = object_type(
    "AffectedCount",
    "banyan.dryruns.v1.AffectedCount",
    "How many objects of a type a mutation would change.",
    type=(str, 'The name of the GraphQL type, such as "SignUp".'),
    count=(
        int,
        "The number of objects, those included that would follow in the background.",
    ),
)


async def _affected(roots: Sequence[Any], context: Context) -> Sequence[Any]:
    return [
        [each for each in await load_nodes(root.found, context) if each is not None]
        for root in roots
    ]


_DRY_RUN = object_type(
    "DryRun",
    "banyan.dryruns.v1.DryRunResponse",
    "What a mutation would do. What follows elsewhere once it is heard of, such as hours that are taken back, is not "
    "part of it.",
    counts=(list[_COUNT], "What would change, by type."),  # type: ignore[valid-type] # made above
    affected=field(
        _affected,
        returns=list[Node],
        description="The objects that would change, as they are now: up to 100 of each type, and only those that the "
        "viewer may see.",
        price=Price(each=1, items=MOST_LISTED),
    ),
    unchanged=(
        list[int],
        "For a mutation of several IDs: the positions, from 0, of those that it would leave as they are.",
    ),
)
RESULT = (
    _DRY_RUN | None,
    "What the mutation would do, if `dryRun` was set; null otherwise, and if there are errors.",
)


async def ask(method: Method, request: Message, context: Context) -> pb.DryRunResponse:
    """Asks what a mutation would do.

    Args:
        method: The method that it calls.
        request: The request.
        context: The context of the operation.

    Raises:
        DomainError: What the mutation would be refused for.
    """
    asked = pb.DryRunRequest()
    asked.request.Pack(request)
    return await context.call(asked, pb.DryRunResponse, method.domain)


def shown(answer: pb.DryRunResponse) -> object:
    """Returns what a payload shows of what a mutation would do."""
    made: Any = _DRY_RUN
    result = made(
        counts=[
            _COUNT(type=type_name_of(each.resource), count=each.count) for each in answer.counts
        ],
        unchanged=list(answer.unchanged_requests),
    )
    result.found = [(type_showing(each.resource).message, each.id) for each in answer.resources]
    return result

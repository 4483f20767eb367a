"""Mutations: one for each business action, that is, for each mutating method of the contract.

    accept_membership = mutation(membership_pb2.AcceptMembershipRequest)

The input has the fields of the request, with the fields of a resource inlined. In an update, an omitted
field stays unchanged and null clears it: the update mask names the given fields. The payload has the
resource after the change, or the reasons why it was refused.

A batch method becomes the mutation of the method that it is of, with a list of IDs (`gateway/binding/batches.py`).
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding import dry_runs
from gateway.binding.batches import batch_mutation
from gateway.binding.errors import USER_FACING, UserError, user_errors
from gateway.binding.fields import field, one_by_one
from gateway.binding.messages import object_type, shown
from gateway.binding.parameters import (
    Argument,
    Parameter,
    fill,
    given,
    input_class,
    parameter,
)
from gateway.binding.prices import MUTATION, Price
from gateway.contract import reading as contract
from gateway.contract.reasons import reasons_listed
from services.kit.contract.notices import snake_case


def mutation(request_type: type[Message]) -> Any:
    """Makes the mutation that sends such requests.

    Errors that a person can act on are in the payload. All others, such as a missing access token, are
    GraphQL errors.
    """
    method = contract.method_of(request_type)
    if method.each is not None:
        return batch_mutation(method, method.each)
    name = contract.mutation_name(request_type)
    answer_type = method.response_type.DESCRIPTOR
    resource = snake_case(answer_type.name)
    parameters = list(parameters_of(request_type))
    taken: list[Argument] = [*parameters, *([dry_runs.ARGUMENT] if method.dry_run else ())]
    takes = f"The input of `{name}`."
    if any(each.masked for each in parameters):
        takes += " Omitted fields stay unchanged; null clears a field."
    input_type = input_class(f"{method.name}Input", method.path, takes, taken)
    fields = {
        resource: (
            shown(answer_type.full_name) | None,
            "The resource after the mutation; null if there are errors"
            + (", or `dryRun` was set." if method.dry_run else "."),
        ),
        "errors": (list[UserError], "Why the mutation was refused; empty if it succeeded."),
    }
    if method.dry_run:
        fields["dry_run"] = dry_runs.RESULT
    payload_type = object_type(
        f"{method.name}Payload", method.path, f"The payload of `{name}`.", **fields
    )

    async def resolve(root: object, context: Context, **arguments: Any) -> object:
        outcome = dict.fromkeys(fields) | {"errors": []}
        values = given(arguments["input"])
        only_asks = values.pop(dry_runs.ARGUMENT.name, None) if method.dry_run else None
        try:
            request = fill(request_type, parameters, values)
            if only_asks:
                outcome["dry_run"] = dry_runs.shown(await dry_runs.ask(method, request, context))
            else:
                outcome[resource] = await context.change(request, method.response_type)
        except USER_FACING as error:
            context.refused = context.refused or error.code
            outcome["errors"] = user_errors(error, parameters)
        return payload_type(**outcome)

    return field(
        one_by_one(resolve),
        returns=payload_type | None,
        description=contract.rpc_description(request_type) + reasons_listed(method.path),
        arguments=[Argument(name="input", annotation=input_type, description=takes)],
        price=Price(once=MUTATION, each=1),
    )


def parameters_of(request_type: type[Message]) -> Iterator[Parameter]:
    """Yields what the input of a mutation has, in the order of the contract."""
    resource_type = contract.method_of(request_type).response_type
    fields = contract.fields_of(request_type)
    updating = contract.UPDATE_MASK in fields
    for name, each in fields.items():
        if each.message_type is not None and contract.message_of(each) is resource_type:
            yield from _own_fields(each, resource_type, updating=updating)
        elif name != contract.UPDATE_MASK:
            yield parameter(each)


def _own_fields(
    place: FieldDescriptor, resource_type: type[Message], *, updating: bool
) -> Iterator[Parameter]:
    for name, each in contract.fields_of(resource_type).items():
        path = (place.name, name)
        if contract.is_settable(each, updating=updating):
            required = False if updating else None
            yield parameter(each, path=path, required=required, masked=updating)
        elif updating and name == contract.ETAG:
            yield parameter(each, path=path)

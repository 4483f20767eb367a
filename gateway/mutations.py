"""Mutations: one for each business action, which is each changing method of the contract.

    accept_membership = mutation(membership_pb2.AcceptMembershipRequest)

The input has the fields of the request; a resource in it is not nested, but gives its own fields in
its place. In an update, absent leaves a field alone and null clears it: the update mask names what
was given. The payload has the resource as it is afterwards, or the reasons why it did not change.
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from strawberry.utils.str_converters import to_camel_case

from gateway import contract
from gateway.context import Context
from gateway.errors import USER_FACING, UserError, user_errors
from gateway.fields import field
from gateway.messages import named, object_type
from gateway.parameters import Argument, Parameter, fill, given, input_class, parameter


def mutation(request_type: type[Message]) -> Any:
    """Makes the mutation that sends such requests.

    What a person can act on stands in the payload. All else, the lack of a credential included, is
    an error of GraphQL.
    """
    method = contract.method_of(request_type)
    name = to_camel_case(contract.snake_case(method.name))
    shown = method.response_type.DESCRIPTOR.name
    resource = contract.snake_case(shown)
    parameters = list(parameters_of(request_type))
    takes = f"What `{name}` takes."
    if any(each.masked for each in parameters):
        takes += " What is left out stays as it is; null clears it."
    input_type = input_class(f"{method.name}Input", takes, parameters)
    fields = {
        resource: (named(shown) | None, "The resource as it is now; null where there are errors."),
        "errors": (list[UserError], "All that stands against it; empty where it was done."),
    }
    payload_type = object_type(f"{method.name}Payload", f"What `{name}` answers.", **fields)

    async def resolve(root: object, context: Context, **arguments: Any) -> object:
        try:
            request = fill(request_type, parameters, given(arguments["input"]))
            answer = await context.change(request, method.response_type)
        except USER_FACING as error:
            context.refused = context.refused or error.code
            return payload_type(errors=user_errors(error, parameters), **{resource: None})
        return payload_type(errors=[], **{resource: answer})

    return field(
        resolve,
        returns=payload_type | None,
        description=contract.rpc_description(request_type),
        arguments=[Argument(name="input", annotation=input_type, description=takes)],
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

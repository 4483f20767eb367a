"""Sends the mutation of an RPC as a frontend does, with the input that corresponds to a request."""

from typing import Any

from banyan.images.v1 import image_pb2
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from strawberry.utils.str_converters import to_camel_case

from gateway.contract.reading import mutation_name
from gateway.contract.references import type_name_of
from services.kit.contract.fields import referenced
from services.kit.contract.rpc import Method
from services.kit.contract.values import enum_name
from tests.access.calls import DENIALS, Outcome
from tests.access.community import Community
from tests.access.requests import methods, request_for
from tests.gateway.conftest import global_id


async def mutate(community: Community, method: Method, kind: str) -> Outcome:
    """Returns the outcome of the mutation of an RPC for a kind of caller."""
    name = mutation_name(method.request_type)
    answer = await community.gateway.result(
        mutation_query(name, "code reason message"),
        community.world.tokens[kind],
        input=input_of(request_for(method, community.world, kind)),
    )
    refusals = [
        (error["extensions"]["code"], error["message"]) for error in answer.get("errors", ())
    ] or [(error["code"], error["message"]) for error in answer["data"][name]["errors"]]
    if not refusals:
        return Outcome("+")
    code = refusals[0][0]
    return Outcome(DENIALS.get(code, code), str(refusals))


# What a service alone calls, on behalf of those who send it a mutation.
BETWEEN_SERVICES = frozenset({"ContactDraftService.DraftContacts"})


def sent_by_mutations() -> dict[str, Method]:
    """Returns the RPCs that mutations send: all that change something, and those of a batch through it."""
    changing = {name: method for name, method in methods().items() if method.mutates}
    batched = {method.each.path for method in changing.values() if method.each is not None}
    return {
        name: method
        for name, method in changing.items()
        if method.path not in batched and name not in BETWEEN_SERVICES
    }


def mutation_query(name: str, errors: str) -> str:
    """Returns the document of a mutation with these fields of its errors."""
    type_name = f"{name[0].upper()}{name[1:]}Input"
    return f"mutation($input: {type_name}!) {{ {name}(input: $input) {{ errors {{ {errors} }} }} }}"


def input_of(request: Message, *, within_resource: bool = False) -> dict[str, Any]:
    """Returns the input that corresponds to a request: the fields of a resource replace the resource.

    That of a batch has a list of IDs.

    Args:
        request: The request, or a resource in it.
        within_resource: Whether it is a resource, whose own messages stay what they are.
    """
    values: dict[str, Any] = {}
    if isinstance(request, image_pb2.CreateImageUploadRequest):  # its ID is of any type
        values["id"] = global_id(type_name_of(request.resource), request.resource_id)
    for field, value in request.ListFields():
        if field.name in ("update_mask", *(("resource", "resource_id") if "id" in values else ())):
            continue
        if field.name == "requests":  # of a batch
            (key, id_), *shared = input_of(value[0]).items()
            values |= {f"{key}s": [id_], **dict(shared)}
            continue
        name = to_camel_case(field.name)
        if field.message_type is not None and field.is_repeated:
            values[name] = [input_of(item) for item in value]
        elif field.is_repeated:
            values[name] = [_plain(field, item) for item in value]
        elif field.message_type is None or isinstance(value, Timestamp):
            values[name] = _plain(field, value)
        elif within_resource:
            values[name] = input_of(value, within_resource=True)
        else:
            values |= input_of(value, within_resource=True)
    return values


def _plain(field: Any, value: Any) -> Any:
    if isinstance(value, Timestamp):
        return value.ToJsonString()
    if field.enum_type is not None:
        return enum_name(field.enum_type, value)
    if target := referenced(field):
        return global_id(type_name_of(target), value)
    return value

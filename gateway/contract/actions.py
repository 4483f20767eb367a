"""Actions: what callers can do with a resource, by the methods of the contract that act on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from gateway.contract.reading import cached
from gateway.contract.references import contract_files, type_name_of
from services.kit.contract.notices import snake_case
from services.kit.contract.rpc import Method, methods_of


@dataclass(frozen=True, slots=True)
class Action:
    """What a method does with a resource.

    Attributes:
        name: The verb in snake case, without the resource: "publish" for PublishEvent on an event, and
            "create_shift" for CreateShift. What is created keeps its name: "create_organization" on an
            organization.
        method: The method.
    """

    name: str
    method: Method


@cached
def actions_on(message: type[Message]) -> Sequence[Action]:
    """Returns the actions on the resources that a message shows, in the order of the contract."""
    resource = cast("Descriptor", message.DESCRIPTOR).full_name
    return [
        Action(_verb(method.name, type_name_of(resource)), method)
        for file in contract_files()
        for service in file.services_by_name.values()
        for method in methods_of(service)
        if method.target == resource
    ]


def _verb(method: str, resource: str) -> str:
    creates = method.startswith("Create")
    return snake_case(method if creates else method.removesuffix(resource))

"""What is the viewer's own about an object: their sign-up for a shift, their membership in an organization.

Nobody is asked on behalf of an anonymous viewer, or for a field that is not selected.
"""

from collections.abc import Sequence
from types import GenericAlias
from typing import Any

from banyan.organizations.v1 import membership_pb2, passport_pb2
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding.fields import field
from gateway.binding.messages import enum_type, shown
from gateway.binding.prices import Price
from gateway.binding.resolver import getter
from gateway.contract import reading as contract
from services.kit.errors import PermissionDenied


def refuse_app(viewer: Any) -> None:
    """Refuses what belongs to the person who calls, where an app calls with a key.

    Args:
        viewer: The answer to the exchange of a credential; any other object is let through.

    Raises:
        PermissionDenied: An app calls.
    """
    if isinstance(viewer, passport_pb2.IssuePassportResponse) and viewer.app_id:
        raise PermissionDenied(
            "Apps cannot do this with a key. A person must sign in and do it.",
            reason="PERSON_REQUIRED",
        )


def viewers(request_type: type[Message], *, by: str, only: str, description: str) -> Any:
    """Makes a field that shows the one resource that is the viewer's own about each object, or null.

    Args:
        request_type: The request of a List method that has a BatchList method, with a `person_id`.
        by: The field of the request that names the object.
        only: The field of the request that limits the list to the one that counts.
        description: The description of the field.
    """
    items = contract.items_of(request_type)

    async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
        person_id = "" if context.is_anonymous else (await context.passport()).person_id
        if not person_id:
            return [None] * len(roots)
        fixed: dict[str, Any] = {"page_size": 1, "person_id": person_id, only: True}
        requests = [request_type(**fixed | {by: root.id}) for root in roots]
        answers = await context.loaders.load_lists(requests)
        return [
            answer
            if isinstance(answer, Exception)
            else next(iter(getattr(answer, items.field)), None)
            for answer in answers
        ]

    returns = shown(items.message.DESCRIPTOR.full_name) | None
    return field(
        together, returns=returns, description=description, price=Price(each=1), reads=("id",)
    )


def viewer_roles(description: str) -> Any:
    """Makes a field that lists the roles of the viewer that count in an organization.

    Args:
        description: The description of the field.
    """
    role = enum_type(membership_pb2.Role.DESCRIPTOR)
    roles = getter(membership_pb2.ViewerRoles, "roles")

    async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
        ids = [root.id for root in roots]
        found = await context.loaders.load_all(membership_pb2.ViewerRoles, ids)
        return [
            [] if each is None else each if isinstance(each, Exception) else roles(each)
            for each in found
        ]

    returns = GenericAlias(list, role) | None
    shown_field = contract.fields_of(membership_pb2.ViewerRoles)["roles"]
    return field(
        together,
        returns=returns,
        description=description,
        price=Price(each=1),
        reads=("id", shown_field),
    )

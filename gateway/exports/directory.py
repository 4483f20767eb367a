"""Organizations as Open Referral data (HSDS 3): what everyone may see of them, as objects of its schema `organization`.

An address is one text here, and parts of an address there that nobody knows: so it is the description of a location. Parts of
an organization have IDs that follow from it, so that they stay the same.
"""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid5

from banyan.organizations.v1 import organization_pb2 as pb

from gateway.backend.context import Context
from gateway.transport.downloads import page

_PAGE = 100


async def directory(request: pb.ListOrganizationsRequest, context: Context) -> AsyncIterator[bytes]:
    """Yields the organizations of a list as one JSON array.

    Args:
        request: Which organizations.
        context: The context of the request.
    """
    request.states[:] = [pb.ORGANIZATION_STATE_ACTIVE]
    request.page_size = _PAGE
    text = "["
    between = "\n"
    while True:
        found = await page(request, pb.ListOrganizationsResponse, context)
        for organization in found.organizations:
            text += between + json.dumps(_object(organization), ensure_ascii=False)
            between = ",\n"
        yield text.encode()
        if not found.next_page_token:
            break
        request.page_token, text = found.next_page_token, ""
    yield b"\n]\n"


def _object(organization: pb.Organization) -> dict[str, Any]:
    return {name: value for name, value in _fields(organization) if value}


def _fields(organization: pb.Organization) -> Iterator[tuple[str, Any]]:
    id_, contact = UUID(organization.id), organization.contact
    yield "id", organization.id
    yield "name", organization.name
    yield "description", organization.description or organization.name  # there must be one
    yield "email", contact.email
    yield "website", organization.website
    yield "parent_organization_id", organization.parent_id
    yield "phones", [{"id": _part(id_, "phone", each), "number": each} for each in contact.phones]
    yield "locations", list(_locations(organization))
    if organization.external_id:
        identifier = {
            "id": _part(id_, "identifier", organization.external_id),
            "identifier_type": organization.external_source or "external_id",
            "identifier": organization.external_id,
        }
        yield "organization_identifiers", [identifier]


def _locations(organization: pb.Organization) -> Iterator[dict[str, Any]]:
    place, id_ = organization.place, UUID(organization.id)
    if place.name or place.address or place.HasField("latitude"):
        found: dict[str, Any] = {
            "id": _part(id_, "location", "physical"),
            "location_type": "physical",
            "name": place.name,
            "description": place.address,
        }
        if place.HasField("latitude"):
            found |= {"latitude": place.latitude, "longitude": place.longitude}
        yield {name: value for name, value in found.items() if value != ""}
    if place.online_url:
        yield {
            "id": _part(id_, "location", "virtual"),
            "location_type": "virtual",
            "url": place.online_url,
        }


def _part(id_: UUID, kind: str, value: str) -> str:
    return str(uuid5(id_, f"{kind}:{value}"))

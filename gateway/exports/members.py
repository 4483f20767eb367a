"""The members of an organization, a page at a time, as the holder of a link sees them."""

import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from banyan.organizations.v1 import (
    label_pb2,
    membership_pb2,
    organization_pb2,
    roster_field_pb2,
    roster_pb2,
)
from banyan.volunteers.v1 import person_contact_pb2

from gateway.backend.context import Context
from gateway.transport.downloads import page
from services.kit.contract.global_ids import GlobalId
from services.kit.contract.values import enum_name, to_datetime

_PAGE = 100
_MOST = 100  # labels of an organization; it has fewer fields
_ACTIVE = membership_pb2.MEMBERSHIP_STATE_ACTIVE
_ROLE = membership_pb2.Role.DESCRIPTOR
_STATE = membership_pb2.MembershipState.DESCRIPTOR
_KIND = roster_field_pb2.RosterFieldKind.DESCRIPTOR


class Field(NamedTuple):
    """A field of the roster.

    Attributes:
        id: Its ID.
        name: Its name.
        kind: What its values are, such as "DATE".
    """

    id: str
    name: str
    kind: str


class Member(NamedTuple):
    """A member.

    Attributes:
        id: The global ID of the membership.
        person_id: The person.
        name: The name.
        roles: The roles that they hold, such as "LEADER".
        labels: The names of their labels.
        join_date: The day on which they became a member, such as "2024-05-31".
        values: Their values, one for each field; empty where they have none.
        phone: The phone number; empty unless it is asked for and shared.
        email: The email address.
        state: The state of the membership, such as "ACTIVE".
    """

    id: str
    person_id: str
    name: str
    roles: Sequence[str]
    labels: Sequence[str]
    join_date: str
    values: Sequence[str]
    phone: str = ""
    email: str = ""
    state: str = "ACTIVE"


class Roster(NamedTuple):
    """A roster that is read.

    Attributes:
        organization: The organization.
        fields: The fields that the holder of the link sees.
        with_contacts: Whether contact details are read.
        with_states: Whether there may be others than active members.
        pages: Its members, a page at a time.
    """

    organization: organization_pb2.Organization
    fields: Sequence[Field]
    with_contacts: bool
    with_states: bool
    pages: AsyncIterator[Sequence[Member]]


async def read_roster(opens: Mapping[str, str], context: Context) -> Roster:
    """Begins to read the roster that a link opens.

    Args:
        opens: What it opens.
        context: The context of the request.
    """
    id_ = opens.get("id", "")
    organization = await page(
        organization_pb2.GetOrganizationRequest(organization_id=id_),
        organization_pb2.Organization,
        context,
    )
    fields = await page(
        roster_field_pb2.ListRosterFieldsRequest(organization_id=id_, page_size=_MOST),
        roster_field_pb2.ListRosterFieldsResponse,
        context,
    )
    labels = await page(
        label_pb2.ListLabelsRequest(organization_id=id_, page_size=_MOST),
        label_pb2.ListLabelsResponse,
        context,
    )
    known = [
        Field(each.id, each.display_name, enum_name(_KIND, each.kind))
        for each in fields.roster_fields
    ]
    names = {each.id: each.display_name for each in labels.labels}
    pages = _pages(opens, known, names, context)
    with_states = list(_asked(opens).states) != [_ACTIVE]
    return Roster(organization, known, bool(opens.get("contacts")), with_states, pages)


async def _pages(
    opens: Mapping[str, str], fields: Sequence[Field], labels: Mapping[str, str], context: Context
) -> AsyncIterator[Sequence[Member]]:
    zone = ZoneInfo(opens["time_zone"])
    request = _asked(opens)
    request.organization_id, request.page_size = opens.get("id", ""), _PAGE
    while True:
        found = await page(request, roster_pb2.ListRosterEntriesResponse, context)
        members = [_member(each, fields, labels, zone) for each in found.roster_entries]
        yield await _reached(members, context) if opens.get("contacts") else members
        if not found.next_page_token:
            return
        request.page_token = found.next_page_token


def _asked(opens: Mapping[str, str]) -> roster_pb2.ListRosterEntriesRequest:
    """Returns which members the file has: the active ones, unless the link says otherwise."""
    packed = base64.b64decode(opens.get("members", ""))
    request = roster_pb2.ListRosterEntriesRequest.FromString(packed)
    if not request.states:
        request.states.append(_ACTIVE)
    return request


def _member(
    entry: roster_pb2.RosterEntry,
    fields: Sequence[Field],
    labels: Mapping[str, str],
    zone: ZoneInfo,
) -> Member:
    membership = entry.membership
    values = {each.roster_field_id: each.value for each in entry.values}
    return Member(
        str(GlobalId("Membership", entry.id)),
        membership.person_id,
        entry.display_name,
        [enum_name(_ROLE, each.role) for each in membership.roles],
        [labels[each] for each in entry.label_ids if each in labels],
        to_datetime(membership.start_time).astimezone(zone).date().isoformat(),
        [values.get(each.id, "") for each in fields],
        state=enum_name(_STATE, membership.state),
    )


async def _reached(members: Sequence[Member], context: Context) -> Sequence[Member]:
    """Returns members with the contact details that they share; volunteers records who reads them."""
    if not members:
        return members
    request = person_contact_pb2.BatchGetPersonContactsRequest(
        ids=[each.person_id for each in members]
    )
    answer = await page(request, person_contact_pb2.BatchGetPersonContactsResponse, context)
    known = {each.person_id: each for each in answer.person_contacts}
    return [
        each._replace(phone=known[each.person_id].phone, email=known[each.person_id].email)
        if each.person_id in known
        else each
        for each in members
    ]

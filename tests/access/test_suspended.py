"""Suspended people: they leave what they take part in, and change nothing else."""

from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, sign_up_pb2
from banyan.organizations.v1 import membership_pb2, roster_pb2
from banyan.volunteers.v1 import person_pb2

from services.kit.calls.passport import Caller
from services.kit.contract.rpc import Method
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.access import admit
from tests.access.community import Community
from tests.access.requests import methods
from tests.passports import EVERY_SCOPE

LEAVING = {
    "SignUpService.CancelSignUp",
    "AbsenceService.ReportAbsence",
    "StandingSignUpService.EndStandingSignUp",
    "RotaService.LeaveRota",
    "MembershipService.EndMembership",
    "MembershipService.WithdrawMembership",
    "PersonContactService.UnsharePersonContact",
    "QualificationService.WithdrawQualification",
    "PersonalDataLinkService.CreatePersonalDataLink",  # it changes nothing
}


def is_admitted(method: Method, *, suspended: bool) -> bool:
    caller = Caller("x", person_id=uuid7(), is_suspended=suspended, scopes=EVERY_SCOPE)
    try:
        admit(method, caller)
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("name", methods())
def test_every_change_but_leaving_is_refused(name: str) -> None:
    method = methods()[name]
    assert is_admitted(method, suspended=False)
    assert is_admitted(method, suspended=True) == (not method.mutates or name in LEAVING)


@pytest.mark.parametrize("kind", ["leader", "administrator"])
async def test_no_role_of_a_suspended_person_counts(community: Community, kind: str) -> None:
    world = community.world
    draft = event_pb2.GetEventRequest(event_id=world.ids["draft"])
    assert await world.call(kind, draft, event_pb2.Event)
    await world.platform.site.sql(
        "organizations",
        "UPDATE person SET state = 'SUSPENDED' WHERE id = $1",
        UUID(world.people[kind]),
    )
    await world.renew_passports(kind)
    with pytest.raises(PermissionDenied):
        await world.call(kind, draft, event_pb2.Event)
    roster = roster_pb2.ListRosterEntriesRequest(organization_id=world.ids["group"])
    with pytest.raises(PermissionDenied):
        await world.call(kind, roster, roster_pb2.ListRosterEntriesResponse)
    grant = membership_pb2.GrantRoleRequest(
        membership_id=world.memberships["member"], role=membership_pb2.ROLE_COORDINATOR
    )
    with pytest.raises(PermissionDenied) as refused:
        await world.call(kind, grant, membership_pb2.Membership)
    assert refused.value.reason == "PERSON_SUSPENDED"
    me = person_pb2.GetPersonRequest(person_id=world.people[kind])
    assert (await world.call(kind, me, person_pb2.Person)).id == world.people[kind]


async def test_a_suspended_person_leaves(community: Community) -> None:
    world = community.world
    await world.platform.site.sql("organizations", "UPDATE person SET state = 'SUSPENDED'")
    await world.renew_passports("subject")
    cancelled = await world.call(
        "subject",
        sign_up_pb2.CancelSignUpRequest(sign_up_id=world.ids["sign_up"]),
        sign_up_pb2.SignUp,
    )
    assert cancelled.state == sign_up_pb2.SIGN_UP_STATE_CANCELLED
    ended = await world.call(
        "subject",
        membership_pb2.EndMembershipRequest(membership_id=world.memberships["subject"]),
        membership_pb2.Membership,
    )
    assert ended.state == membership_pb2.MEMBERSHIP_STATE_ENDED

"""Several changes of one member in one transaction, of which what is so already is left out.

Each is done as the method does it that changes this alone, with its rules.
"""

from collections.abc import Mapping, Sequence

from banyan.organizations.v1 import membership_pb2, roster_pb2

from services.kit.contract.rpc import method_for
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name
from services.kit.errors import Violation
from services.kit.work.roles import Role
from services.kit.work.states import handling
from services.kit.work.work import Work
from services.organizations.memberships.changing import end, end_role, grant, reinstate, suspend
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.rosters.annotating import annotate

_SUSPEND = method_for(membership_pb2.SuspendMembershipRequest.DESCRIPTOR)
_REINSTATE = method_for(membership_pb2.ReinstateMembershipRequest.DESCRIPTOR)
_END = method_for(membership_pb2.EndMembershipRequest.DESCRIPTOR)

# In which state a membership is after each step. It is left out where the membership is in it already.
_AFTER: Mapping[int, MembershipState] = {
    roster_pb2.MEMBERSHIP_STEP_SUSPEND: MembershipState.SUSPENDED,
    roster_pb2.MEMBERSHIP_STEP_REINSTATE: MembershipState.ACTIVE,
    roster_pb2.MEMBERSHIP_STEP_END: MembershipState.ENDED,
}


def refuse_senseless(request: roster_pb2.ChangeMembershipRequest) -> None:
    """Refuses a request that asks for nothing, or gives a role and takes it.

    Raises:
        InvalidArgument: It does.
    """
    violations = []
    if not (_is_about_power(request) or request.add_label_ids or request.remove_label_ids):
        violations.append(
            Violation(
                "membership_id",
                "needs a change: name roles, labels, or a step besides it",
                "CHANGE_EMPTY",
            )
        )
    if set(request.grant_roles) & set(request.end_roles):
        violations.append(
            Violation(
                "end_roles",
                "must not name a role that `grant_roles` names: grant it, or end it",
                "ROLE_GRANTED_AND_ENDED",
            )
        )
    refuse_violations(violations)


async def change(
    membership: Membership,
    organization: Organization,
    request: roster_pb2.ChangeMembershipRequest,
    work: Work,
) -> bool:
    """Changes a member. Returns whether anything changed.

    Args:
        membership: The membership, locked after its organization; the caller manages the roster.
        organization: The organization.
        request: What is wanted.
        work: The unit of work.

    Raises:
        PermissionDenied: The caller may not do all of it.
        Refused: Something of it is refused. Then nothing is done.
    """
    before = membership.version
    if _is_about_power(request):
        await work.require("manage_organization", organization.id)
    is_wanted = membership.state == _AFTER.get(request.step)
    if request.step == roster_pb2.MEMBERSHIP_STEP_REINSTATE and not is_wanted:
        with handling(_REINSTATE):
            await reinstate(membership, work)
    for role in _roles(request.grant_roles):
        await grant(membership, role, work)
    for role in _roles(request.end_roles):
        await end_role(membership, organization, role, work)
    labels = roster_pb2.AnnotateMembershipRequest(
        add_label_ids=request.add_label_ids, remove_label_ids=request.remove_label_ids
    )
    if await annotate(membership, labels, work):
        await work.announce(membership, "annotated")
    if request.step == roster_pb2.MEMBERSHIP_STEP_SUSPEND and not is_wanted:
        with handling(_SUSPEND):
            await suspend(membership, organization, request.reason, work)
    if request.step == roster_pb2.MEMBERSHIP_STEP_END and not is_wanted:
        with handling(_END):
            await end(membership, organization, request.reason, work)
    return membership.version != before


def _is_about_power(request: roster_pb2.ChangeMembershipRequest) -> bool:
    """Returns whether a request is about more than labels."""
    return bool(request.grant_roles or request.end_roles or request.step)


def _roles(values: Sequence["membership_pb2.Role"]) -> list[Role]:
    return [Role(enum_name(membership_pb2.Role.DESCRIPTOR, each)) for each in values]

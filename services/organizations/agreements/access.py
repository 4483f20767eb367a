"""Who may see and accept agreements: the relations that the contract names."""

from sqlalchemy import ColumnElement, exists, false, or_, true
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.agreements.models import Agreement, AgreementAcceptance
from services.organizations.memberships.models import ROLE_TABLES, Membership
from services.organizations.memberships.states import CURRENT


async def has_accepted(work: Work, agreement: Agreement) -> bool:
    """Returns whether the caller has accepted a version."""
    return bool(
        await work.count(
            col(AgreementAcceptance.agreement_id) == agreement.id,
            col(AgreementAcceptance.accepter_id) == work.caller.person_id,
        )
    )


async def may_accept(work: Work, agreement: Agreement) -> bool:
    """Returns whether the caller belongs to the organization, or has applied, and has not accepted the version."""
    if work.caller.person_id is None:
        return False
    belongs = await work.count(
        col(Membership.organization_id) == agreement.organization_id,
        col(Membership.person_id) == work.caller.person_id,
        col(Membership.state).in_(CURRENT),
    )
    return bool(belongs) and not await has_accepted(work, agreement)


def where_may_accept(row: type[Agreement], viewer: Viewer) -> ColumnElement[bool]:
    """The versions that the caller may accept."""
    if viewer.person_id is None:
        return false()
    belongs = exists().where(
        col(Membership.organization_id) == col(row.organization_id),
        col(Membership.person_id) == viewer.person_id,
        col(Membership.state).in_(CURRENT),
    )
    accepted = exists().where(
        col(AgreementAcceptance.agreement_id) == col(row.id),
        col(AgreementAcceptance.accepter_id) == viewer.person_id,
    )
    return belongs & ~accepted


def sees_acceptances(viewer: Viewer) -> ColumnElement[bool]:
    """The versions of which the caller may see who has accepted them: those of organizations that they oversee."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(Agreement.organization_id), viewer, OVERSEERS, ROLE_TABLES)


def sees_agreement(viewer: Viewer) -> ColumnElement[bool]:
    """The versions that the caller may see: those that were adopted, and all of organizations that they oversee."""
    if viewer.is_admin:
        return true()
    return or_(col(Agreement.adopt_time).is_not(None), sees_acceptances(viewer))


RELATIONS: Relations = {
    "accept_agreement": Check(may_accept, Subject.ROW, where_may_accept),
    "view_agreement": Visibility(sees_agreement),
    "view_agreement_acceptances": Visibility(sees_acceptances),
}

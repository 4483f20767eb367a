"""Doing what the plan of an import of organizations says."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.kit.errors import Refused
from services.kit.tabular import Reason
from services.kit.work import Work
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.plan import Group
from services.organizations.models import ImportJob, Organization
from services.organizations.models.organization import match_name
from services.organizations.organizations import HIERARCHY


async def apply_organizations(job: ImportJob, groups: Sequence[Group], work: Work) -> None:
    """Creates and updates the organizations of groups, unless they are not as they were planned."""
    await work.lock_name(HIERARCHY)
    parent = await work.get(Organization, job.organization_id)
    values = [group.values for group in groups]
    known = await Known.read(
        work,
        parent.id,
        [match_name(each["name"]) for each in values if "name" in each],
        [each.get("external_id", "") for each in values],
    )
    planned = [group.target_id for group in groups if group.target_version is not None]
    present = {each.id: each for each in await work.lock_all(Organization, filter(None, planned))}
    created: list[Organization] = []
    updated: list[Organization] = []
    for group in groups:
        try:
            if group.target_version is None:
                created.append(_created(group, parent, known))
            else:
                updated.append(_updated(group, present, known))
        except Refused as error:
            group.leave("CONFLICT", Reason(error.reason, error.message))
    work.session.add_all(created)
    await work.announce_all(created, "created")
    await work.announce_all(updated, "updated")


def new_organization(parent: Organization, **values: Any) -> Organization:
    """Returns an organization below a parent, as an import makes it.

    It has no members. Until somebody is made its owner, those who hold roles above look after it: to
    make the importer an owner of each of hundreds would outgrow a passport.

    Raises:
        Refused: The parent is closed, or lies on the lowest level.
    """
    row_type: type[Any] = Organization
    organization: Organization = row_type(inherit_roles=True, **values)
    organization.place_under(parent)
    return organization


def _created(group: Group, parent: Organization, known: Known) -> Organization:
    values = group.values
    if known.matching(values.get("external_id", ""), match_name(values["name"])):
        raise Refused(
            "There is such an organization now; plan another import.", reason="APPEARED_SINCE_PLAN"
        )
    return new_organization(parent, id=group.target_id, **values)


def _updated(group: Group, present: Mapping[UUID, Organization], known: Known) -> Organization:
    values = group.values
    organization = present.get(group.target_id) if group.target_id else None
    if (
        organization is None
        or organization.version != group.target_version
        or values.get("external_id") in known.by_external_id
    ):
        raise Refused(
            "The organization has changed; plan another import.", reason="CHANGED_SINCE_PLAN"
        )
    for name, value in values.items():
        setattr(organization, name, value)
    return organization

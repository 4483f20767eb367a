"""Doing what the plan of an import of organizations says."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.text.records import Reason
from services.kit.work.bulk import new_row
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob, ImportJobRow, ImportOutcome
from services.organizations.imports.organizations.matching import Existing, Known
from services.organizations.imports.organizations.values import columns_of
from services.organizations.imports.plan import Group
from services.organizations.organizations.hierarchy import lock_trees
from services.organizations.organizations.models import Organization, OrganizationState
from services.organizations.organizations.names import forms_of, match_name


async def apply_organizations(job: ImportJob, groups: Sequence[Group], work: Work) -> None:
    """Creates and updates the organizations of groups, unless they are not as they were planned."""
    await lock_trees([job.organization_id], work)
    parent = await work.get(Organization, job.organization_id)
    values = [group.values for group in groups]
    known = await Known.read(
        work,
        parent.id,
        job.source,
        [match_name(each["name"]) for each in values if "name" in each],
        [each.get("external_id", "") for each in values],
    )
    expected = await _expected(job, known, work)
    planned = [group.target_id for group in groups if group.target_version is not None]
    present = {each.id: each for each in await work.lock_all(Organization, filter(None, planned))}
    created: list[Organization] = []
    updated: list[Organization] = []
    for group in groups:
        try:
            if group.target_version is None:
                created.append(_created(group, parent, known, expected))
            else:
                updated.append(_updated(group, present, known))
        except Refused as error:
            group.leave(ImportOutcome.CONFLICT, Reason(error.reason, error.message))
    await work.add_many(created)
    await work.announce_all(created, "created")
    await work.announce_all(updated, "updated")


def new_organization(parent: Organization, **values: Any) -> Organization:
    """Returns an organization below a parent, as an import makes it.

    It has no members. Until somebody is made its owner, those who hold roles above look after it: to
    make the importer an owner of each of hundreds would outgrow a passport.

    Raises:
        Refused: The parent is closed, or lies on the lowest level.
    """
    organization = new_row(Organization, inherit_roles=True, **forms_of(values["name"]), **values)
    organization.place_under(parent)
    return organization


async def _expected(job: ImportJob, known: Known, work: Work) -> set[UUID]:
    """Returns beside which organizations of its name a new one may stand.

    They are those that the plan knew of, and the targets of the same import.
    """
    found = known.ids
    own = await work.session.scalars(
        select(col(ImportJobRow.target_id)).where(
            col(ImportJobRow.import_job_id) == job.id, col(ImportJobRow.target_id).in_(found)
        )
    )
    return {UUID(id_) for id_ in job.namesakes} | {id_ for id_ in own if id_ is not None}


def _created(
    group: Group, parent: Organization, known: Known, expected: Collection[UUID]
) -> Organization:
    values = columns_of(group.values)
    named = known.by_name.get(match_name(values["name"]), [])
    if _of_id(values, known) is not None or any(each.id not in expected for each in named):
        raise Refused(
            "This organization has been created in the meantime. Plan a new import.",
            reason="APPEARED_SINCE_PLAN",
        )
    return new_organization(parent, id=group.target_id, **values)


def _updated(group: Group, present: Mapping[UUID, Organization], known: Known) -> Organization:
    values = group.values
    organization = present.get(group.target_id) if group.target_id else None
    if (
        organization is None
        or organization.version != group.target_version
        or organization.state != OrganizationState.ACTIVE
        or _is_of_another(values, organization, known)
    ):
        raise Refused(
            "The organization has changed since the plan was made. Plan a new import.",
            reason="CHANGED_SINCE_PLAN",
        )
    for name, value in columns_of(values, organization).items():
        setattr(organization, name, value)
    return organization


def _is_of_another(values: Mapping[str, Any], organization: Organization, known: Known) -> bool:
    holder = _of_id(values, known)
    return holder is not None and holder.id != organization.id


def _of_id(values: Mapping[str, Any], known: Known) -> Existing | None:
    """Returns the organization that has the external id which a group would take."""
    source, external_id = values.get("external_source", ""), values.get("external_id", "")
    return known.by_external_id.get((source, external_id)) if external_id else None

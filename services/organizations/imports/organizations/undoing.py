"""Taking back what an import of organizations has done, where nobody has touched it since."""

from collections.abc import Mapping, Sequence

from services.kit.text.records import Reason
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.organizations.values import columns_of, values_of
from services.organizations.imports.plan import Group
from services.organizations.organizations.emptiness import occupied_among
from services.organizations.organizations.hierarchy import lock_trees
from services.organizations.organizations.models import Organization, OrganizationState

_CHANGED = Reason(
    "CHANGED_SINCE_IMPORT",
    "The organization has changed since the import. If later imports changed it, undo them first and "
    "then undo this one again. Otherwise change it by hand.",
)
_NOT_EMPTY = Reason(
    "ORGANIZATION_NOT_EMPTY",
    "The organization has members, invitations, events, programmes, enrolments, proposals, or organizations "
    "below it. Close it instead, or ask an owner to.",
)


async def undo_organizations(
    job: ImportJob, groups: Sequence[Group], work: Work
) -> Mapping[int, Reason]:
    """Deletes the organizations that groups created, and gives those that they updated their old values.

    Returns:
        Why a group was left as it is, by its line.
    """
    await lock_trees([job.organization_id], work)
    ids = [group.target_id for group in groups if group.target_id is not None]
    present = {each.id: each for each in await work.lock_all(Organization, ids)}
    occupied = await occupied_among(ids, work)
    earlier = [group.before for group in groups]
    known = await Known.read(
        work, job.organization_id, job.source, [], [each.get("external_id", "") for each in earlier]
    )
    left: dict[int, Reason] = {}
    deleted: list[Organization] = []
    restored: list[Organization] = []
    for group, before in zip(groups, earlier, strict=True):
        organization = present.get(group.target_id) if group.target_id else None
        if organization is None or not _is_untouched(organization, group, job):
            left[group.head] = _CHANGED
        elif group.target_version is not None:
            if _is_taken(before, organization, known):
                left[group.head] = _CHANGED
                continue
            for name, value in columns_of(before, organization).items():
                setattr(organization, name, value)
            restored.append(organization)
        elif organization.id in occupied:
            left[group.head] = _NOT_EMPTY
        else:
            organization.delete(is_empty=True)
            deleted.append(organization)
    await work.announce_all(restored, "updated")
    await work.announce_all(deleted, "deleted")
    return left


def _is_untouched(organization: Organization, group: Group, job: ImportJob) -> bool:
    """Tells whether an organization is as the group left it, in all that the group is answerable for."""
    if organization.state != OrganizationState.ACTIVE:
        return False
    values = group.values
    if group.target_version is not None:
        return values.items() <= values_of(organization).items()
    policy = values.pop("membership_policy", organization.membership_policy)
    made = {"place": None, "contact": None} | columns_of(values)
    return (
        organization.parent_id == job.organization_id
        and organization.inherit_roles
        and organization.membership_policy == policy
        and values_of(organization) == dict.fromkeys(values_of(organization), "") | values
        and all(getattr(organization, name) == made[name] for name in ("place", "contact"))
    )


def _is_taken(before: Mapping[str, str], organization: Organization, known: Known) -> bool:
    """Tells whether another organization has the external id that this one had."""
    key = (
        before.get("external_source", organization.external_source),
        before.get("external_id", organization.external_id),
    )
    holder = known.by_external_id.get(key)
    return holder is not None and holder.id != organization.id

"""Doing what the plan of an import of people says."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.text.folding import comparable
from services.kit.text.names import sort_name
from services.kit.text.records import Reason
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob, ImportJobRow, ImportOutcome
from services.organizations.imports.people.entering import Entering
from services.organizations.imports.people.known import Member, Roster, read_members
from services.organizations.imports.people.noting import Noted, Notes
from services.organizations.imports.people.planning import BETWEEN, VALUES, is_reached
from services.organizations.imports.plan import Group
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.person_entries.models import PersonEntry


async def apply_people(job: ImportJob, groups: Sequence[Group], work: Work) -> None:
    """Enters and changes the people of groups, unless they are not as they were planned."""
    organization = await work.lock(Organization, job.organization_id)
    notes = await Notes.prepare(job, work)
    id_field = job.defaults["id_field"]
    new = [group for group in groups if group.target_version is None]
    appeared = await _appeared(job, new, notes, work)
    entering = Entering(job, organization, work)
    noted: list[Noted] = []
    for group in new:
        try:
            organization.refuse_if_closed()
            _refuse_appeared(group, appeared, id_field)
            said = notes.noted(group)
        except Refused as error:
            group.leave(ImportOutcome.CONFLICT, Reason(error.reason, error.message))
            continue
        entering.enter(group, is_noted=said.is_any)
        noted.append(said)
    await entering.done()
    planned = [group for group in groups if group.target_version is not None]
    noted += await _change(job, planned, notes, work)
    await notes.write(noted, work)


def values_of(group: Group) -> dict[str, str]:
    """Returns the values that a group gives, by the names of the fields of the roster."""
    return {
        name.removeprefix(VALUES): value
        for name, value in group.values.items()
        if name.startswith(VALUES)
    }


async def _appeared(job: ImportJob, groups: Sequence[Group], notes: Notes, work: Work) -> Roster:
    """Returns the members who have a name or an external id of groups, and did not when they were planned."""
    id_field = job.defaults["id_field"]
    roster = await Roster.read(
        job.organization_id,
        [sort_name(group.values["display_name"], of_person=True) for group in groups],
        [comparable(values_of(group).get(id_field, "")) for group in groups],
        (),
        notes.fields.get(id_field),
        work,
    )
    own = set(
        await work.session.scalars(
            select(col(ImportJobRow.target_id)).where(
                col(ImportJobRow.import_job_id) == job.id,
                col(ImportJobRow.target_id).in_(list(roster.by_id)),
            )
        )
    )
    expected = {UUID(each) for each in job.namesakes} | own
    return Roster.of(
        [m for m in roster.by_id.values() if m.membership_id not in expected], id_field
    )


def _refuse_appeared(group: Group, appeared: Roster, id_field: str) -> None:
    values = group.values
    if comparable(values["display_name"]) in appeared.by_name or (
        comparable(values_of(group).get(id_field, "")) in appeared.by_external_id
    ):
        raise Refused(
            "Somebody with this name or external ID has become a member in the meantime. Plan a new import.",
            reason="PERSON_APPEARED_SINCE_PLAN",
        )


async def _change(job: ImportJob, groups: Sequence[Group], notes: Notes, work: Work) -> list[Noted]:
    """Changes members, and returns what is to be noted about them."""
    ids = [group.target_id for group in groups if group.target_id is not None]
    present: dict[UUID | None, Membership] = {
        each.id: each for each in await work.lock_all(Membership, ids)
    }
    members = await read_members(ids, work)
    people = [each.person_id for each in members.values() if each.is_kept]
    entries = {each.id: each for each in await work.lock_all(PersonEntry, people)}
    noted: list[Noted] = []
    changed: list[Membership] = []
    for group in groups:
        membership, member = present.get(group.target_id), members.get(group.target_id)
        try:
            said = notes.noted(group)
            if membership is None or member is None or _has_changed(group, membership, member):
                raise _changed()
            _enter(group, entries.get(member.person_id), job, work)
            for role in filter(None, group.values.get("roles", "").split(BETWEEN)):
                membership.grant(Role(role), at=work.now)
        except Refused as error:
            group.leave(ImportOutcome.CONFLICT, Reason(error.reason, error.message))
            continue
        membership.annotations += said.is_any
        noted.append(said)
        changed.append(membership)
    renamed = [each for each in entries.values() if each.import_job_id == job.id]
    await work.announce_all(renamed, "updated")
    await work.announce_all(changed, "annotated")
    return noted


def _has_changed(group: Group, membership: Membership, member: Member) -> bool:
    return (
        membership.version != group.target_version
        or membership.state != MembershipState.ACTIVE
        or group.before.get("display_name", member.name) != member.name
    )


def _changed() -> Refused:
    return Refused(
        "The member has changed since the plan was made. Plan a new import.",
        reason="MEMBER_CHANGED_SINCE_PLAN",
    )


def _enter(group: Group, entry: PersonEntry | None, job: ImportJob, work: Work) -> None:
    """Changes what is entered about a person, and not what they say of themselves."""
    name = group.values.get("display_name")
    if name is None and not is_reached(group):
        return
    if entry is None:
        raise Refused(
            "The person has claimed their record since the plan was made, and their name and contact details are "
            "theirs. Plan a new import.",
            reason="MEMBER_CLAIMED_SINCE_PLAN",
        )
    entry.refuse_if_claimed()
    entry.display_name, entry.import_job_id = name or entry.display_name, job.id
    if is_reached(group):
        entry.reach_by(job.id, at=work.now)

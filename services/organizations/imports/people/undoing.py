"""Taking back what an import of people has done, where nobody has touched it since."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.kit.text.records import Reason
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob
from services.organizations.imports.people.known import Member, read_members
from services.organizations.imports.people.noting import Noted, Notes
from services.organizations.imports.people.planning import BETWEEN, VALUES, is_reached
from services.organizations.imports.plan import Group
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.person_entries.models import PersonEntry

_CHANGED = Reason(
    "CHANGED_SINCE_IMPORT",
    "The member has changed since the import. If later imports changed them, undo those first and then undo this "
    "one again. Otherwise change them by hand.",
)
_CLAIMED = Reason(
    "PERSON_CLAIMED",
    "This person has an account now, and their membership is theirs. End it on the roster if they are to leave.",
)
_HOURS = Reason(
    "HAS_HOURS",
    "This person has hours. End their membership on the roster if they are to leave.",
)


async def undo_people(job: ImportJob, groups: Sequence[Group], work: Work) -> Mapping[int, Reason]:
    """Takes the people whom groups entered from the roster, and gives members what they had.

    Returns:
        Why a group was left as it is, by its line.
    """
    await work.lock(Organization, job.organization_id)
    ids = [group.target_id for group in groups if group.target_id is not None]
    memberships: dict[UUID | None, Membership] = {
        each.id: each for each in await work.lock_all(Membership, ids)
    }
    members = await read_members(ids, work)
    kept = [each.person_id for each in members.values() if each.is_kept]
    entries = {each.id: each for each in await work.lock_all(PersonEntry, kept)}
    notes = await Notes.read(job.organization_id, work)
    left: dict[int, Reason] = {}
    noted: list[Noted] = []
    ended: list[Membership] = []
    restored: list[Membership] = []
    renamed: list[PersonEntry] = []
    for group in groups:
        membership, member = memberships.get(group.target_id), members.get(group.target_id)
        if membership is None or member is None or not _is_as_left(group, member, notes):
            left[group.head] = _CHANGED
        elif group.target_version is None:
            why = _against_leaving(group, membership, member)
            if why is not None:
                left[group.head] = why
                continue
            membership.end("", at=work.now, by_member=False, other_owners=True)
            ended.append(membership)
        else:
            noted.append(_restore(group, membership, notes, work))
            restored.append(membership)
            entry = entries.get(member.person_id)
            if entry is not None and ("display_name" in group.before or is_reached(group)):
                entry.display_name = group.before.get("display_name", entry.display_name)
                entry.no_longer_by(job.id)
                renamed.append(entry)
    await notes.write(noted, work)
    await work.announce_all(renamed, "updated")
    await work.announce_all(restored, "annotated")
    await work.announce_all(ended, "ended")
    return left


def _is_as_left(group: Group, member: Member, notes: Notes) -> bool:
    """Tells whether a member is as the group left them, in all that the group says."""
    if member.state != MembershipState.ACTIVE:
        return False
    values = group.values
    if values.get("display_name", member.name) != member.name:
        return group.target_version is None and not member.is_kept  # a name of their own
    if not _words(values, "roles") <= set(member.roles):
        return False
    if not _words(values, "labels") <= set(member.labels):
        return False
    said = {name.removeprefix(VALUES): value for name, value in values.items()}
    return all(
        member.values.get(name) == value
        for name, value in said.items()
        if f"{VALUES}{name}" in values
    ) and all(
        name.removeprefix(VALUES) in notes.fields for name in values if name.startswith(VALUES)
    )


def _against_leaving(group: Group, membership: Membership, member: Member) -> Reason | None:
    """Returns why a person whom a group entered stays; None if nothing has happened to them since."""
    values = group.values
    if not member.is_kept:
        return _CLAIMED
    if membership.recorded_minutes or membership.attested_minutes:
        return _HOURS
    said = {name.removeprefix(VALUES) for name in values if name.startswith(VALUES)}
    if (
        set(member.roles) != _words(values, "roles")
        or set(member.labels) != _words(values, "labels")
        or set(member.values) != said
    ):
        return _CHANGED
    return None


def _restore(group: Group, membership: Membership, notes: Notes, work: Work) -> Noted:
    before, after = group.before, group.values
    for role in _words(after, "roles") - _words(before, "roles"):
        membership.end_role(Role(role), at=work.now, other_owners=True)
    # What it notes, the other way round.
    noted = notes.between(group, after, before)
    membership.annotations += noted.is_any
    return noted


def _words(values: Mapping[str, str], name: str) -> set[str]:
    return {each for each in values.get(name, "").split(BETWEEN) if each}

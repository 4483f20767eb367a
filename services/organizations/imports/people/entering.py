"""Entering the people of an import: by the hundred, in as few statements as for one."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import text
from sqlalchemy.orm.attributes import set_committed_value

from services.kit.contract.values import enum_name
from services.kit.text.names import search_name, sort_name
from services.kit.work.bulk import new_row
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob
from services.organizations.imports.people.planning import BETWEEN, is_reached
from services.organizations.imports.plan import Group
from services.organizations.memberships import joining
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.person_entries.models import PersonEntry

_STATE = enum_name(person_pb2.PersonState.DESCRIPTOR, person_pb2.PERSON_STATE_ACTIVE)
_STANDING = enum_name(person_pb2.VolunteerStanding.DESCRIPTOR, person_pb2.VOLUNTEER_STANDING_NONE)
# What volunteers announces soon, so that rosters show the names at once.
_PEOPLE = text(
    "INSERT INTO person (id, display_name, sort_name, search_name, standing, state)"
    " SELECT id, display_name, sort_name, search_name, standing, state"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS entered(id uuid, display_name text, sort_name text,"
    " search_name text, standing text, state text)"
)


class Entering:
    """Enters people of a batch.

    Args:
        job: The import.
        organization: The organization, locked.
        work: The work.
    """

    def __init__(self, job: ImportJob, organization: Organization, work: Work) -> None:
        self._job, self._organization, self._work = job, organization, work
        self._entries: list[PersonEntry] = []
        self._people: list[dict[str, Any]] = []
        # Those without a role are inserted past the session, which would track each.
        self._plain: list[Membership] = []
        self._with_roles: list[Membership] = []

    def enter(self, group: Group, *, is_noted: bool) -> None:
        """Enters the person of a group.

        Args:
            group: The group.
            is_noted: Whether anything will be noted about them.

        Raises:
            Refused: The organization is closed, or the roles exclude each other.
        """
        values = group.values
        name = values["display_name"]
        names = {
            "sort_name": sort_name(name, of_person=True),
            "search_name": search_name(name),
        }
        start = self._start(values.get("join_date", ""))
        known = {"id": group.target_id, "annotations": int(is_noted), **names}
        roles = [Role(each) for each in values.get("roles", "").split(BETWEEN) if each]
        if roles:
            membership = joining.entered(
                self._organization, group.person, roles, at=self._work.now, **known
            )
            membership.start_time = start
            self._with_roles.append(membership)
        else:
            self._plain.append(self._member(group, start, known))
        self._entries.append(
            new_row(
                PersonEntry,
                id=group.person_id,
                organization_id=self._organization.id,
                creator_person_id=self._job.actor_id,
                import_job_id=self._job.id,
                import_job_ids=[self._job.id] if is_reached(group) else [],
                display_name=name,
                time_zone=self._job.defaults["time_zone"],
            )
        )
        self._people.append(
            {
                "id": str(group.person_id),
                "display_name": name,
                "standing": _STANDING,
                "state": _STATE,
                **names,
            }
        )

    async def done(self) -> None:
        """Writes and announces them."""
        if not self._entries:
            return
        work = self._work
        await work.add_many(self._entries)
        await work.session.execute(_PEOPLE, {"rows": json.dumps(self._people)})
        await work.add_many(self._plain)
        work.session.add_all(self._with_roles)
        await work.announce_all(self._entries, "entered")
        await work.announce_all([*self._plain, *self._with_roles], "joined")

    def _member(self, group: Group, start: datetime, known: dict[str, Any]) -> Membership:
        membership = new_row(
            Membership,
            organization_id=self._organization.id,
            person_id=group.person_id,
            state=MembershipState.ACTIVE,
            start_time=start,
            **known,
        )
        set_committed_value(membership, "role_rows", [])
        return membership

    def _start(self, day: str) -> datetime:
        if not day:
            return self._work.now
        zone = ZoneInfo(self._job.defaults["time_zone"])
        start = datetime.combine(date.fromisoformat(day), time(), zone).astimezone(UTC)
        return min(start, self._work.now)

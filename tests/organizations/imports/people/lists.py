"""Lists of people as the tests import them, through the RPCs of one leader."""

from typing import Any

from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import label_pb2, membership_pb2, roster_field_pb2

from tests.organizations.importing import Imports
from tests.organizations.rosters.annotations import Notes

_ACTIVE = membership_pb2.MEMBERSHIP_STATE_ACTIVE


class Lists(Imports):
    """Imports into one roster.

    Args:
        notes: The group, and its leader.
    """

    def __init__(self, notes: Notes) -> None:
        super().__init__(notes.group.community, notes.group.organization, notes.group.leader)
        self.notes = notes

    async def plan_people(self, content: str | bytes, **values: Any) -> pb.ImportJob:
        """Plans a list."""
        values = {"data" if isinstance(content, bytes) else "content": content} | values
        values.setdefault("time_zone", "Asia/Shanghai")
        request = pb.CreatePeopleImportJobRequest(
            organization_id=self.parent.id, file_name="members.csv", **values
        )
        return await self.community.call(request, pb.ImportJob, self.passport)

    async def take(self, content: str | bytes, **values: Any) -> pb.ImportJob:
        """Plans and executes a list."""
        return await self.execute(await self.plan_people(content, **values))

    async def roster(self) -> dict[str, dict[str, Any]]:
        """Returns what the roster says of its active members, but for the founder, by their names."""
        fields = await self.notes.call(
            roster_field_pb2.ListRosterFieldsRequest(organization_id=self.parent.id, page_size=100),
            roster_field_pb2.ListRosterFieldsResponse,
        )
        labels = await self.notes.call(
            label_pb2.ListLabelsRequest(organization_id=self.parent.id, page_size=100),
            label_pb2.ListLabelsResponse,
        )
        named = {each.id: each.display_name for each in fields.roster_fields}
        named |= {each.id: each.display_name for each in labels.labels}
        found: dict[str, dict[str, Any]] = {}
        for entry in await self.notes.group.entries():
            if not entry.display_name or entry.membership.state != _ACTIVE:
                continue
            said = {named[each.roster_field_id]: each.value for each in entry.values}
            roles = [roster_role(each.role) for each in entry.membership.roles]
            assert entry.display_name not in found
            found[entry.display_name] = {
                "roles": roles,
                "labels": sorted(named[each] for each in entry.label_ids),
                **said,
            }
        return found


def roster_role(role: membership_pb2.Role) -> str:
    """Returns the name of a role."""
    return membership_pb2.Role.Name(role).removeprefix("ROLE_")

"""What a leader does with labels and with the fields of a roster."""

from collections.abc import Mapping, Sequence
from typing import Any

from banyan.organizations.v1 import label_pb2, membership_pb2, roster_field_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from google.protobuf.message import Message

from services.kit.calls.client import Answer
from tests.organizations.rosters.orders import sorted_by
from tests.organizations.rosters.test_queries import Group


class Notes:
    """A group, and what its leader notes about the members.

    Attributes:
        group: The group.
    """

    def __init__(self, group: Group) -> None:
        self.group = group

    async def label(self, name: str) -> label_pb2.Label:
        """Creates a label."""
        label = label_pb2.Label(organization_id=self.group.organization.id, display_name=name)
        return await self.call(label_pb2.CreateLabelRequest(label=label), label_pb2.Label)

    async def field(
        self,
        name: str,
        kind: "roster_field_pb2.RosterFieldKind",
        *choices: str,
        audience: "roster_field_pb2.RosterFieldAudience" = roster_field_pb2.ROSTER_FIELD_AUDIENCE_MEMBERS,
        required: bool = False,
    ) -> roster_field_pb2.RosterField:
        """Creates a field."""
        field = roster_field_pb2.RosterField(
            organization_id=self.group.organization.id,
            display_name=name,
            kind=kind,
            choices=choices,
            audience=audience,
            required_on_application=required,
        )
        request = roster_field_pb2.CreateRosterFieldRequest(roster_field=field)
        return await self.call(request, roster_field_pb2.RosterField)

    async def delete(self, what: label_pb2.Label | roster_field_pb2.RosterField) -> Any:
        """Deletes a label or a field."""
        if isinstance(what, label_pb2.Label):
            return await self.call(label_pb2.DeleteLabelRequest(label_id=what.id), label_pb2.Label)
        request = roster_field_pb2.DeleteRosterFieldRequest(roster_field_id=what.id)
        return await self.call(request, roster_field_pb2.RosterField)

    async def note(
        self,
        membership: membership_pb2.Membership,
        values: Mapping[str, str],
        *labels: label_pb2.Label,
        remove: Sequence[str] = (),
    ) -> membership_pb2.Membership:
        """Notes values and labels of a member."""
        request = pb.AnnotateMembershipRequest(
            membership_id=membership.id,
            add_label_ids=[each.id for each in labels],
            remove_label_ids=remove,
        )
        for field_id, value in values.items():
            request.values.add(roster_field_id=field_id, value=value)
        return await self.call(request, membership_pb2.Membership)

    async def call(self, request: Message, answer_type: type[Answer]) -> Answer:
        """Calls as the leader."""
        return await self.group.community.call(request, answer_type, self.group.leader)

    @staticmethod
    def questions(field: roster_field_pb2.RosterField) -> list[dict[str, Any]]:
        """Returns every question that names a field of the kind TEXT."""
        condition = pb.RosterValueCondition(roster_field_id=field.id, values=["s"])
        return [
            {"order_by": sorted_by(pb.ROSTER_ORDER_FIELD_VALUE), "order_field_id": field.id},
            {"value_is": condition},
            {"and_value_is": condition},
            {"without_value_id": field.id},
        ]

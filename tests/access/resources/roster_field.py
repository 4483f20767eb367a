"""Fields of rosters in the community of the access tables: one of the group, in which the subject has a value."""

from banyan.organizations.v1 import membership_pb2, roster_pb2
from banyan.organizations.v1 import roster_field_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_roster_field(world: World) -> pb.RosterField:
    """Returns a field of the group, not created yet, whose values members see."""
    return pb.RosterField(
        organization_id=world.ids["group"],
        display_name="尺码 Size",
        kind=pb.ROSTER_FIELD_KIND_CHOICE,
        choices=["一组 One", "二组 Two"],
        audience=pb.ROSTER_FIELD_AUDIENCE_MEMBERS,
        question="哪一组？",
        language="zh-Hans",
        translations=[
            pb.RosterFieldTranslation(language="en", question="Which team?", choices=["One", "Two"])
        ],
        kept_days=365,
    )


async def add_roster_field(world: World) -> str:
    """Creates a field of the group, and returns its ID; and another one in which the subject has a value."""
    other = new_roster_field(world)
    other.display_name = "组 Team"
    known = await world.call(
        "leader", pb.CreateRosterFieldRequest(roster_field=other), pb.RosterField
    )
    note = roster_pb2.AnnotateMembershipRequest(membership_id=world.ids["membership"])
    note.values.add(roster_field_id=known.id, value="一组 One")
    await world.call("leader", note, membership_pb2.Membership)
    other.display_name = "鞋码 Shoes"
    request = pb.CreateRosterFieldRequest(roster_field=other)
    return (await world.call("leader", request, pb.RosterField)).id


RENAMED = pb.UpdateRosterFieldRequest(
    roster_field=pb.RosterField(display_name="新名字"),
    update_mask=FieldMask(paths=["display_name"]),
)
RESOURCE = Resource(
    "RosterField",
    "RosterFields",
    add_roster_field,
    requests={
        "CreateRosterField": lambda request, world: request.roster_field.CopyFrom(
            new_roster_field(world)
        ),
        "UpdateRosterField": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={"rosterField": 'id: "<roster_field>"'},
    parts={"RosterFieldTranslation": "translations { FIELDS }"},
)

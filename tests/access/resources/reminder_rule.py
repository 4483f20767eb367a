"""The rule of reminders in the community of the access tables: the group is never told anything."""

from banyan.events.v1 import reminder_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World

NEVER = pb.UpdateReminderRuleRequest(
    # A mutation does not send what is 0, but it needs something to change.
    reminder_rule=pb.ReminderRule(
        reminder_minutes=0, understaffed_days=0, enough_percent=80, almost_full_percent=0
    ),
    update_mask=FieldMask(
        paths=["reminder_minutes", "understaffed_days", "enough_percent", "almost_full_percent"]
    ),
)


async def never(world: World) -> str:
    """Has nobody of the group told anything, so that no clock changes the community. Returns the ID of the rule."""
    request = pb.UpdateReminderRuleRequest(organization_id=world.ids["group"])
    request.MergeFrom(NEVER)
    return (await world.call("coordinator", request, pb.ReminderRule)).id


RESOURCE = Resource(
    "ReminderRule",
    "ReminderRules",
    never,
    requests={"UpdateReminderRule": lambda request, _: request.MergeFrom(NEVER)},
)

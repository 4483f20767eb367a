"""What organizers do to events, for the tests about them."""

from banyan.events.v1 import event_pb2 as pb

from tests.events.stage import Stage


async def publish(stage: Stage, event: pb.Event) -> pb.Event:
    return await stage.call(pb.PublishEventRequest(event_id=event.id), pb.Event)


async def cancel(stage: Stage, event: pb.Event, reason: str = "") -> pb.Event:
    return await stage.call(pb.CancelEventRequest(event_id=event.id, reason=reason), pb.Event)

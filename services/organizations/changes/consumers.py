"""What the feed does about notices that nothing else in this service needs."""

from banyan.events.v1 import shift_pb2

from services.kit.bus.consumers import Consumer
from services.kit.work.work import Work
from services.organizations.changes.models import ChangeKind
from services.organizations.changes.telling import tell


async def tell_of_shift(shift: shift_pb2.Shift, work: Work) -> None:
    """Tells that a shift has changed."""
    await tell(ChangeKind.SHIFT, shift.organization_id, shift.id, work)


CONSUMERS = (Consumer("organizations-shift", "events", "shift", shift_pb2.Shift, tell_of_shift),)

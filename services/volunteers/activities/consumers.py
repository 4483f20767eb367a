"""What volunteers does about the notices of sign-ups."""

from collections.abc import Sequence
from uuid import UUID

from banyan.events.v1 import sign_up_pb2

from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work
from services.volunteers.activities.models import SignUp
from services.volunteers.attestations.queries import make_room
from services.volunteers.hours.settling import hours_lock, settle


def locks(sign_up: sign_up_pb2.SignUp) -> Sequence[str]:
    """Names the lock on the hours of the person."""
    return (hours_lock(UUID(sign_up.person_id)),)


async def project_sign_up(sign_up: sign_up_pb2.SignUp, work: Work) -> None:
    """Books the hours of a sign-up, and updates the projection."""
    await project(work, SignUp, sign_up)
    settled = await settle(UUID(sign_up.id), UUID(sign_up.person_id), work)
    await make_room(settled, work)


CONSUMERS = (
    Consumer("volunteers-sign_up", "events", "sign_up", sign_up_pb2.SignUp, project_sign_up, locks),
)

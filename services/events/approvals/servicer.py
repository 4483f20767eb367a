"""ApprovalService: organizers decide about sign-ups of events that need it."""

from dataclasses import replace

from banyan.events.v1 import approval_pb2 as pb
from banyan.events.v1 import sign_up_pb2

from services.events.eligibility.queries import OF_OTHERS, gather_facts
from services.events.eligibility.rules import OVERRIDABLE, reasons_against
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.servicer import COUNTS
from services.events.waitlist.jobs import queue_lock, release_place
from services.kit.errors import Refused
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work


class ApprovalServicer:
    """Decides about sign-ups."""

    service = pb.DESCRIPTOR.services_by_name["ApprovalService"]

    async def ApproveSignUp(
        self, request: pb.ApproveSignUpRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Approves a sign-up, which has its place already."""
        shift, sign_up = await _lock(request.sign_up_id, work)
        sign_up.approve()
        shift.places_requested -= 1
        facts = await gather_facts(
            shift,
            sign_up.person_id,
            work,
            is_full=False,
            own=sign_up.id,
            asked_age=False,
            query=OF_OTHERS,
        )
        # By approving it the organizers override what they can override.
        reasons = reasons_against(replace(facts, is_another=True))
        standing = [each for each in reasons if each.reason not in OVERRIDABLE]
        if standing:
            raise Refused.of(standing)
        await work.announce(shift, "approved")
        await work.announce(sign_up, "confirmed")
        return to_proto(sign_up, sign_up_pb2.SignUp)

    async def DeclineSignUp(
        self, request: pb.DeclineSignUpRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Declines a sign-up, and offers its place to those who wait."""
        shift, sign_up = await _lock(request.sign_up_id, work)
        state = sign_up.state
        sign_up.decline(request.reason)
        await release_place(sign_up, shift, "declined", state, work)
        return to_proto(sign_up, sign_up_pb2.SignUp)


async def _lock(sign_up_id: str, work: Work) -> tuple[Shift, SignUp]:
    """Returns a sign-up for an event that the caller manages, and its shift, both locked."""
    known = await work.get(SignUp, sign_up_id)
    await work.require("manage_events", known.organization_id)
    await work.lock_name(f"person:{known.person_id}", queue_lock(known.shift_id))
    shift = await work.lock(Shift, known.shift_id)
    work.follows(shift, because=COUNTS)
    return shift, await work.lock(SignUp, known.id)

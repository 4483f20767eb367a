"""StandInService: people who cannot come ask others to take their place."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from banyan.events.v1 import stand_in_pb2 as pb

from services.events.eligibility.ages import AgeAnswer, Ages, ask_age_for, ask_ages_of
from services.events.eligibility.several import which_can_be_taken
from services.events.shifts.models import Shift
from services.events.shifts.queries import AskedShift
from services.events.sign_ups.models import SignUp, new_sign_up, taken_state
from services.events.sign_ups.passing import facts_of_taker
from services.events.sign_ups.states import SignUpState
from services.events.stand_ins.models import CLOSED, StandIn, StandInState
from services.events.stand_ins.queries import (
    AGE_OF_STAND_IN,
    AGES_OF_ANSWERABLE,
    ANSWERABLE,
    ASKED_ABOUT,
    BY_START,
    STAND_INS,
)
from services.events.waitlist.jobs import queue_lock
from services.kit.errors import PermissionDenied
from services.kit.service.steps import Preparation
from services.kit.work.bulk import new_row
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work

USUALLY_FOUND = 20
PASSED_ON = "A stand-in has taken this place."
WITH_PLACE = "the place passes from one person to the other"


class StandInServicer:
    """Manages requests for stand-ins."""

    service = pb.DESCRIPTOR.services_by_name["StandInService"]

    async def AskForStandIn(self, request: pb.AskForStandInRequest, work: Work) -> pb.StandIn:
        """Asks for a stand-in. The place stays taken."""
        await work.require("ask_for_stand_in", await work.get(SignUp, request.sign_up_id))
        sign_up = await work.lock(SignUp, request.sign_up_id)
        (stand_in,) = await ask_for_stand_ins([sign_up], request.note, work)
        work.follows(stand_in, because="the person of the sign-up asks")
        return to_proto(stand_in, pb.StandIn)

    async def GetStandIn(self, request: pb.GetStandInRequest, work: Work) -> pb.StandIn:
        """Gets a request for a stand-in."""
        return await STAND_INS.get(request.stand_in_id, work)

    async def BatchGetStandIns(
        self, request: pb.BatchGetStandInsRequest, work: Work
    ) -> pb.BatchGetStandInsResponse:
        """Gets several requests for stand-ins."""
        return pb.BatchGetStandInsResponse(stand_ins=await STAND_INS.get_all(request.ids, work))

    async def ListStandIns(
        self, request: pb.ListStandInsRequest, work: Work
    ) -> pb.ListStandInsResponse:
        """Lists requests for stand-ins by the start of the shift."""
        return (await BY_START.page(request, work)).answer(pb.ListStandInsResponse)

    async def prepare_FindStandIns(
        self, request: pb.FindStandInsRequest, preparation: Preparation
    ) -> Ages:
        """Asks volunteers about the caller's age, in one call."""
        return await ask_ages_of(AGES_OF_ANSWERABLE, preparation, **_filters(request))

    async def FindStandIns(self, request: pb.FindStandInsRequest, work: Work) -> pb.WantedStandIns:
        """Finds the open requests that the caller can answer."""
        rows = await work.fetch(ANSWERABLE, **_filters(request))
        shifts = [AskedShift(*row[2:]) for row in rows]
        able = await which_can_be_taken(shifts, [[row[1]] for row in rows], work.prepared, work)
        found = [str(row[0]) for row, is_able in zip(rows, able, strict=True) if is_able]
        wanted = found[: request.limit or USUALLY_FOUND]
        return pb.WantedStandIns(stand_ins=await STAND_INS.get_all(wanted, work) if wanted else ())

    async def prepare_TakeStandIn(
        self, request: pb.TakeStandInRequest, preparation: Preparation
    ) -> AgeAnswer | None:
        """Refuses who comes too late, before any lock, and asks volunteers about the caller's age."""
        stand_in_id = UUID(request.stand_in_id)
        found = await preparation.work.fetch(ASKED_ABOUT, stand_in_id=stand_in_id)
        if not found:
            raise PermissionDenied
        if found[0][0] != StandInState.OPEN:
            raise CLOSED
        return await ask_age_for(preparation, AGE_OF_STAND_IN, stand_in_id=stand_in_id)

    async def TakeStandIn(self, request: pb.TakeStandInRequest, work: Work) -> pb.StandIn:
        """Lets the place pass to the caller. Nobody on the waitlist is asked: no place becomes free."""
        known = await work.get(StandIn, request.stand_in_id)
        await work.lock_name(f"person:{work.person_id}", queue_lock(known.shift_id))
        shift = await work.lock(Shift, known.shift_id)
        released = await work.lock(SignUp, known.sign_up_id)
        stand_in = await work.lock(StandIn, known.id)
        if released.state != SignUpState.CONFIRMED:  # it lapses in a moment
            raise CLOSED
        role_id = released.role_id
        facts = await facts_of_taker(shift, role_id, work.person_id, work, age=work.prepared)
        taken = new_sign_up(
            shift,
            work.person_id,
            taken_state(needs_approval=facts.needs_approval),
            role_id=role_id,
            as_member=facts.is_for_members and facts.is_member,
            has_reserved_place=released.has_reserved_place,
        )
        stand_in.take(taken.id)
        released.pass_on(PASSED_ON, at=work.now)
        shift.count_request(taken.state)
        work.follows(released, stand_in, shift, because=WITH_PLACE)
        await work.announce(released, "passed_on")
        await work.add_many([taken])
        await work.announce(taken, taken.state.lower())
        if taken.state == SignUpState.REQUESTED:
            await work.announce(shift, "updated")
        await work.announce(stand_in, "taken")
        return to_proto(stand_in, pb.StandIn)

    async def WithdrawStandIn(self, request: pb.WithdrawStandInRequest, work: Work) -> pb.StandIn:
        """Withdraws a request."""
        await work.require("withdraw_stand_in", await work.get(StandIn, request.stand_in_id))
        stand_in = await work.lock(StandIn, request.stand_in_id)
        stand_in.withdraw()
        await work.announce(stand_in, "withdrawn")
        return to_proto(stand_in, pb.StandIn)


async def ask_for_stand_ins(sign_ups: Sequence[SignUp], note: str, work: Work) -> Sequence[StandIn]:
    """Asks others to take the places of sign-ups, which are locked, and announces the requests.

    Raises:
        Refused: A sign-up has no confirmed place, its shift has started, or a request is open already.
    """
    for sign_up in sign_ups:
        sign_up.refuse_unpassable(at=work.now)
    stand_ins = [
        new_row(
            StandIn,
            sign_up_id=sign_up.id,
            shift_id=sign_up.shift_id,
            event_id=sign_up.event_id,
            organization_id=sign_up.organization_id,
            person_id=sign_up.person_id,
            start_time=sign_up.start_time,
            note=note,
        )
        for sign_up in sign_ups
    ]
    await work.add_many(stand_ins)
    await work.announce_all(stand_ins, "asked")
    return stand_ins


def _filters(request: pb.FindStandInsRequest) -> dict[str, Any]:
    """Returns the values of the filters that a request sets."""
    if not request.HasField("organization_id"):
        return {}
    return {"organization_id": UUID(request.organization_id)}

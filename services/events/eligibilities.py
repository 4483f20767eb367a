"""EligibilityService: whether the caller can sign up, told before they try."""

import asyncio
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from banyan.events.v1 import eligibility_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.events.access import sees_event
from services.events.eligibility import SHIFT_FULL, reasons_against
from services.events.facts import ask_age, gather_all
from services.events.models import Event, Shift
from services.events.shifts import find_shifts
from services.kit.server import Preparation
from services.kit.work import Work

# Whether the caller is of an age on a day; None if nobody knows.
Ages = Mapping[tuple[int, date], bool | None]


class EligibilityServicer:
    """Answers whether people can sign up for shifts."""

    service = pb.DESCRIPTOR.services_by_name["EligibilityService"]

    async def prepare_BatchGetEligibilities(
        self, request: pb.BatchGetEligibilitiesRequest, preparation: Preparation
    ) -> Ages:
        """Asks volunteers about the caller's age, once for each age and day of the shifts."""
        if preparation.caller.person_id is None:
            return {}
        found = await preparation.session.execute(
            select(Shift, Event)
            .join(Event, col(Event.id) == col(Shift.event_id))
            .where(
                col(Shift.id).in_([UUID(id_) for id_ in request.ids]),
                col(Shift.minimum_age) > 0,
                sees_event(preparation.caller),
            )
        )
        asked = {(shift.minimum_age, event.day_of(shift.start_time)) for shift, event in found}
        # Each call gives the connection back, which several cannot do at once.
        await preparation.session.close()
        answers = await asyncio.gather(*(ask_age(age, day, preparation) for age, day in asked))
        return {(answer.minimum_age, answer.day): answer.is_of_age for answer in answers}

    async def BatchGetEligibilities(
        self, request: pb.BatchGetEligibilitiesRequest, work: Work
    ) -> pb.BatchGetEligibilitiesResponse:
        """Gets for several shifts whether the caller could sign up."""
        shifts = await find_shifts(request.ids, work)
        answer = pb.BatchGetEligibilitiesResponse()
        if work.caller.person_id is None:
            return answer
        ages: Ages = work.prepared
        for known in await gather_all(shifts, work.caller.person_id, work):
            shift = known.shift
            facts = known.facts(
                is_full=shift.is_full or shift.waitlist_length > 0,
                is_of_age=ages.get((shift.minimum_age, known.event.day_of(shift.start_time))),
            )
            reasons = reasons_against(facts)
            answer.eligibilities.add(
                shift_id=str(shift.id),
                can_sign_up=not reasons,
                can_join_waitlist=reasons == [SHIFT_FULL],
                reasons=[
                    pb.EligibilityReason(reason=each.reason, message=each.description)
                    for each in reasons
                ],
            )
        return answer

"""EligibilityService: whether the caller can sign up, and why not."""

from collections.abc import Sequence
from uuid import UUID

from banyan.events.v1 import eligibility_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.events.availability.queries import warnings
from services.events.eligibility.ages import AGE_RULES, Ages, ask_ages_of, is_of_age_among
from services.events.eligibility.queries import gather_all
from services.events.eligibility.rules import SHIFT_FULL, best_of, reasons_against
from services.events.shifts.models import Shift
from services.events.shifts.queries import as_sort, find_shifts
from services.events.shifts.reservations import reserved_for
from services.events.shifts.roles import can_take, left_for_all, sorts_of
from services.kit.errors import Violation
from services.kit.service.steps import Preparation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

_AGES = Query(
    AGE_RULES.where(col(Shift.id) == any_(given("ids", IDS)), col(Shift.minimum_age) > 0),
    relation="view_event",
)


class EligibilityServicer:
    """Serves the eligibility of callers for shifts."""

    service = pb.DESCRIPTOR.services_by_name["EligibilityService"]

    async def prepare_BatchGetEligibilities(
        self, request: pb.BatchGetEligibilitiesRequest, preparation: Preparation
    ) -> Ages:
        """Asks volunteers about the caller's age, in one call for all ages and days of the shifts."""
        ids = [UUID(id_) for id_ in request.ids]
        return await ask_ages_of(_AGES, preparation, ids=ids)

    async def BatchGetEligibilities(
        self, request: pb.BatchGetEligibilitiesRequest, work: Work
    ) -> pb.BatchGetEligibilitiesResponse:
        """Gets for several shifts whether the caller could sign up."""
        shifts = await find_shifts(request.ids, work)
        answer = pb.BatchGetEligibilitiesResponse()
        if work.caller.person_id is None:
            return answer
        ages: Ages = work.prepared
        known = await gather_all(shifts, work.caller.person_id, work)
        reserved = await reserved_for(shifts, work.caller.person_id, work)
        thoughts = await warnings(work.caller.person_id, shifts, work)
        for shift, event, thought in zip(shifts, known, thoughts, strict=True):
            is_of_age = is_of_age_among(ages, shift, event.time_zone)
            by_sort = {
                sort: reasons_against(
                    event.facts(
                        as_sort(shift, sort),
                        work.now,
                        is_full=not can_take(shift, sort, is_reserved=shift.id in reserved),
                        is_of_age=is_of_age,
                    )
                )
                for sort in sorts_of(shift)
            }
            reasons = by_sort[best_of(by_sort)]
            answer.eligibilities.add(
                shift_id=str(shift.id),
                can_sign_up=not reasons,
                can_join_waitlist=reasons == [SHIFT_FULL],
                reasons=map(_shown, reasons),
                warnings=map(_shown, thought),
                places_free=shift.capacity - shift.places_taken
                if shift.id in reserved
                else left_for_all(shift),
                roles=[_of_role(sort, some) for sort, some in by_sort.items() if sort is not None],
            )
        return answer


def _of_role(role_id: UUID, reasons: Sequence[Violation]) -> pb.RoleEligibility:
    return pb.RoleEligibility(
        role_id=str(role_id),
        can_sign_up=not reasons,
        can_join_waitlist=reasons == [SHIFT_FULL],
        reasons=map(_shown, reasons),
    )


def _shown(reason: Violation) -> pb.EligibilityReason:
    params = [
        pb.EligibilityParam(name=name, value=str(value)) for name, value in reason.params.items()
    ]
    return pb.EligibilityReason(reason=reason.reason, message=reason.description, params=params)

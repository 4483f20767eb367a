"""OpeningService: the shifts that a person can do, the most fitting first."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from banyan.events.v1 import opening_pb2 as pb

from services.events.availability.queries import warnings
from services.events.eligibility.ages import Ages, ask_ages_of
from services.events.eligibility.several import which_can_be_taken
from services.events.openings.queries import AGES_OF_THEM, HELPED, MOST_LOOKED_AT, WITH_A_PLACE
from services.events.openings.ranking import Fit
from services.events.shifts.queries import AskedShift
from services.events.shifts.reservations import reserved_for
from services.events.shifts.roles import can_take, sorts_of
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import known_moment
from services.kit.errors import Violation
from services.kit.globe import meters_between
from services.kit.service.steps import Preparation
from services.kit.work.nearness import DEFAULT_RADIUS_METERS, nearness
from services.kit.work.query import Row
from services.kit.work.work import Work

USUALLY_FOUND = 20


class Candidate(NamedTuple):
    """A shift with a free place.

    Attributes:
        shift: The shift.
        meters: How far it is from the point of the request; None without one.
    """

    shift: AskedShift
    meters: float | None


class OpeningServicer:
    """Finds shifts for people."""

    service = pb.DESCRIPTOR.services_by_name["OpeningService"]

    async def prepare_FindOpenings(
        self, request: pb.FindOpeningsRequest, preparation: Preparation
    ) -> Ages:
        """Asks volunteers about the caller's age, in one call."""
        refuse_violations(list(_broken(request)))
        return await ask_ages_of(AGES_OF_THEM, preparation, request, **nearness(request))

    async def FindOpenings(self, request: pb.FindOpeningsRequest, work: Work) -> pb.Openings:
        """Finds the shifts in which the caller can take a place."""
        rows = await work.fetch(WITH_A_PLACE, request, **nearness(request))
        able = await _able([_candidate(request, row) for row in rows[:MOST_LOOKED_AT]], work)
        helped: dict[Any, int] = {row[0]: row[1] for row in await work.fetch(HELPED)}
        thoughts = await warnings(work.person_id, [each.shift for each in able], work)
        radius = request.near.radius_meters or DEFAULT_RADIUS_METERS
        fits = [
            (each, _fit(each, radius, helped, work, is_away=bool(thought)))
            for each, thought in zip(able, thoughts, strict=True)
        ]
        # Among equals, what starts first stays first.
        fits.sort(key=lambda each: each[1].score, reverse=True)
        return pb.Openings(
            fits=[
                pb.Opening(
                    shift_id=str(shift.id),
                    reasons=[f"OPENING_REASON_{reason}" for reason in fit.reasons()],
                    distance_meters=None if meters is None else round(meters),
                )
                for (shift, meters), fit in fits[: request.limit or USUALLY_FOUND]
            ],
            is_complete=len(rows) <= MOST_LOOKED_AT,
        )


async def _able(candidates: Sequence[Candidate], work: Work) -> list[Candidate]:
    """Returns those that the caller can take, by the evaluator of sign-ups."""
    shifts = [each.shift for each in candidates]
    reserved = await reserved_for(shifts, work.person_id, work)
    free = [
        [sort for sort in sorts_of(each) if can_take(each, sort, is_reserved=each.id in reserved)]
        for each in shifts
    ]
    able = await which_can_be_taken(shifts, free, work.prepared, work, is_new=True)
    return [each for each, is_able in zip(candidates, able, strict=True) if is_able]


def _fit(
    candidate: Candidate, radius: int, helped: dict[Any, int], work: Work, *, is_away: bool
) -> Fit:
    shift, meters = candidate
    return Fit(
        free=(shift.capacity - shift.places_taken) / shift.capacity,
        until_start=shift.start_time - work.now,
        asks_for_something=bool(shift.required_skills or shift.required_qualification_kind_ids),
        nearness=None if meters is None else max(0.0, 1 - meters / radius),
        times_helped=helped.get(shift.organization_id, 0),
        is_away=is_away,
    )


def _candidate(request: pb.FindOpeningsRequest, row: Row) -> Candidate:
    place, *asked = row
    if not request.HasField("near"):
        return Candidate(AskedShift(*asked), None)
    near = request.near
    where = place["latitude"], place["longitude"]
    return Candidate(AskedShift(*asked), meters_between(near.latitude, near.longitude, *where))


def _broken(request: pb.FindOpeningsRequest) -> Iterator[Violation]:
    start, end = known_moment(request, "start_time"), known_moment(request, "end_time")
    if start is not None and end is not None and end <= start:
        yield Violation("end_time", "must be after the start time", "END_NOT_AFTER_START")

"""StandingSignUpService: people who take the same shift of a series each time."""

from datetime import date
from typing import Any
from uuid import UUID

from banyan.events.v1 import standing_sign_up_pb2 as pb
from sqlalchemy import any_, select
from sqlmodel import col

from services.events.eligibility.ages import AgeAnswer, ask_age_if
from services.events.events.models import day_of
from services.events.series.making import SIGN_UP_STANDING
from services.events.series.models import EventSeries
from services.events.standing_sign_ups.models import StandingSignUp, StandingSignUpState
from services.kit.errors import NotFound, PermissionDenied, Refused
from services.kit.service.steps import Preparation
from services.kit.work.bulk import new_row
from services.kit.work.mapping import to_proto
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

STANDING = Resources[pb.StandingSignUp](StandingSignUp, "view_standing_sign_up")
OLDEST_FIRST = STANDING.listing(
    col(StandingSignUp.id),
    filters={
        "person_id": col(StandingSignUp.person_id) == given("person_id"),
        "event_series_id": col(StandingSignUp.event_series_id) == given("event_series_id"),
        "states": col(StandingSignUp.state) == any_(given("states", TEXTS)),
    },
)
MOST_ACTIVE = 20  # of a person
_SERIES = Query(
    select(col(EventSeries.shift_templates), col(EventSeries.time_zone)).where(
        col(EventSeries.id) == given("event_series_id")
    ),
    relation="view_event_series",
)


class StandingSignUpServicer:
    """Manages standing sign-ups."""

    service = pb.DESCRIPTOR.services_by_name["StandingSignUpService"]

    async def prepare_CreateStandingSignUp(
        self, request: pb.CreateStandingSignUpRequest, preparation: Preparation
    ) -> AgeAnswer | None:
        """Asks volunteers about the caller's age: the job that signs them up cannot."""
        template, time_zone = await _template(request, preparation.work)
        day = day_of(preparation.work.now, time_zone)
        return await ask_age_if(template.get("minimum_age", 0), day, preparation)

    async def CreateStandingSignUp(
        self, request: pb.CreateStandingSignUpRequest, work: Work
    ) -> pb.StandingSignUp:
        """Signs the caller up until further notice."""
        await work.lock_name(f"person:{work.person_id}")
        _, time_zone = await _template(request, work)
        series = await work.get(EventSeries, request.event_series_id)
        series.check_active()
        await _refuse_too_many(work)
        age: AgeAnswer | None = work.prepared
        today = day_of(work.now, time_zone)
        standing = new_row(
            StandingSignUp,
            event_series_id=series.id,
            shift_template_id=UUID(request.shift_template_id),
            organization_id=series.organization_id,
            person_id=work.person_id,
            start_date=_day(request.start_date) or today,
            join_waitlist=request.join_waitlist,
            checked_age=age.minimum_age if age is not None and age.is_of_age else 0,
        )
        await work.add(standing)
        await work.announce(standing, "created")
        work.trigger(SIGN_UP_STANDING)
        return to_proto(standing, pb.StandingSignUp)

    async def GetStandingSignUp(
        self, request: pb.GetStandingSignUpRequest, work: Work
    ) -> pb.StandingSignUp:
        """Gets a standing sign-up."""
        return await STANDING.get(request.standing_sign_up_id, work)

    async def BatchGetStandingSignUps(
        self, request: pb.BatchGetStandingSignUpsRequest, work: Work
    ) -> pb.BatchGetStandingSignUpsResponse:
        """Gets several standing sign-ups."""
        found = await STANDING.get_all(request.ids, work)
        return pb.BatchGetStandingSignUpsResponse(standing_sign_ups=found)

    async def ListStandingSignUps(
        self, request: pb.ListStandingSignUpsRequest, work: Work
    ) -> pb.ListStandingSignUpsResponse:
        """Lists standing sign-ups, oldest first."""
        return (await OLDEST_FIRST.page(request, work)).answer(pb.ListStandingSignUpsResponse)

    async def PauseStandingSignUp(
        self, request: pb.PauseStandingSignUpRequest, work: Work
    ) -> pb.StandingSignUp:
        """Lets the person be away for a while."""
        known = await work.get(StandingSignUp, request.standing_sign_up_id)
        await work.require("pause_standing_sign_up", known)
        standing = await work.lock(StandingSignUp, known.id)
        standing.pause(_day(request.pause_start_date), _day(request.pause_end_date))
        await work.announce(standing, "paused")
        work.trigger(SIGN_UP_STANDING)
        return to_proto(standing, pb.StandingSignUp)

    async def EndStandingSignUp(
        self, request: pb.EndStandingSignUpRequest, work: Work
    ) -> pb.StandingSignUp:
        """Ends a standing sign-up."""
        known = await work.get(StandingSignUp, request.standing_sign_up_id)
        await work.require("end_standing_sign_up", known)
        standing = await work.lock(StandingSignUp, known.id)
        standing.end()
        await work.announce(standing, "ended")
        return to_proto(standing, pb.StandingSignUp)


async def _template(
    request: pb.CreateStandingSignUpRequest, work: Work
) -> tuple[dict[str, Any], str]:
    """Returns the template of the shift that a request names, and the time zone of its series.

    Raises:
        PermissionDenied: The caller may not see the series.
        NotFound: The series has no such shift.
    """
    rows = await work.fetch(_SERIES, event_series_id=UUID(request.event_series_id))
    if not rows:
        raise PermissionDenied
    templates, time_zone = rows[0]
    for each in templates:
        if each["id"] == request.shift_template_id:
            return each, time_zone
    raise NotFound("The series has no such shift. Choose one of its shifts.")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


async def _refuse_too_many(work: Work) -> None:
    """Refuses to make one more standing sign-up than a person may have.

    Raises:
        Refused: The caller has too many already.
    """
    active = await work.count(
        col(StandingSignUp.person_id) == work.person_id,
        col(StandingSignUp.state) == StandingSignUpState.ACTIVE,
    )
    if active >= MOST_ACTIVE:
        raise Refused(
            "You have {max} standing sign-ups, which is the most. End one that you no longer need.",
            reason="TOO_MANY_STANDING",
            params={"max": MOST_ACTIVE},
        )

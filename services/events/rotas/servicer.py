"""RotaService: duties of a series that rotate through a group."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from banyan.events.v1 import rota_pb2 as pb
from sqlalchemy import Uuid, any_, delete, select
from sqlalchemy.dialects.postgresql import array
from sqlmodel import col

from services.events.events.models import day_of
from services.events.rotas.models import Rota, RotaSearch
from services.events.rotas.queries import COMING, Coming, Share, holders, members_among, shares_of
from services.events.series.making import GIVE_TURNS
from services.events.series.models import EventSeries
from services.kit.contract.values import timestamp
from services.kit.errors import NotFound, PermissionDenied, Refused, Violation
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

ROTAS = Resources[pb.Rota](Rota, "view_rota")
OLDEST_FIRST = ROTAS.listing(
    col(Rota.id),
    filters={
        "organization_id": col(Rota.organization_id) == given("organization_id"),
        "person_id": col(Rota.person_ids).contains(array([given("person_id", Uuid())])),
        "states": col(Rota.state) == any_(given("states", TEXTS)),
    },
)

_COLUMNS = ("id", "person_ids", "shift_template_id", "start_date", "people_per_turn", "credits")
_SEEN = Query(
    select(*(getattr(Rota, name) for name in _COLUMNS)).where(col(Rota.id) == given("rota_id")),
    relation="view_rota",
)
NOT_A_MEMBER = Violation(
    "rota.person_ids",
    "names somebody who is not an active member of the organization. Name members only, or wait a moment if they "
    "have just joined",
    "NOT_A_MEMBER",
)


class RotaServicer:
    """Manages rotas."""

    service = pb.DESCRIPTOR.services_by_name["RotaService"]

    async def CreateRota(self, request: pb.CreateRotaRequest, work: Work) -> pb.Rota:
        """Creates a rota for a shift of a series."""
        try:
            series = await work.get(EventSeries, request.rota.event_series_id)
        except NotFound as error:
            raise PermissionDenied from error
        await work.require("manage_rotas", series.organization_id)
        series.check_active()
        _check_template(series, request.rota.shift_template_id)
        people = [UUID(each) for each in request.rota.person_ids]
        await _check_members(people, series.organization_id, work)
        if not request.rota.start_date:
            request.rota.start_date = day_of(work.now, series.time_zone).isoformat()
        rota = create(Rota, request.rota, "rota", organization_id=series.organization_id)
        await work.add(rota)
        await work.announce(rota, "created")
        work.trigger(GIVE_TURNS)
        return to_proto(rota, pb.Rota)

    async def GetRota(self, request: pb.GetRotaRequest, work: Work) -> pb.Rota:
        """Gets a rota."""
        return await ROTAS.get(request.rota_id, work)

    async def BatchGetRotas(
        self, request: pb.BatchGetRotasRequest, work: Work
    ) -> pb.BatchGetRotasResponse:
        """Gets several rotas."""
        return pb.BatchGetRotasResponse(rotas=await ROTAS.get_all(request.ids, work))

    async def ListRotas(self, request: pb.ListRotasRequest, work: Work) -> pb.ListRotasResponse:
        """Lists rotas, oldest first."""
        return (await OLDEST_FIRST.page(request, work)).answer(pb.ListRotasResponse)

    async def SummarizeRota(self, request: pb.SummarizeRotaRequest, work: Work) -> pb.RotaSchedule:
        """Returns who has the coming turns, and how many each has had."""
        rows = await work.fetch(_SEEN, rota_id=UUID(request.rota_id))
        if not rows:
            raise PermissionDenied
        rota = Rota(**dict(zip(_COLUMNS, rows[0], strict=True)))
        turns = [Coming(*row) for row in await work.fetch(COMING, rota_id=rota.id)]
        held = await holders([each.shift_id for each in turns], rota.person_ids, work)
        shares = await shares_of(rota, work)
        return pb.RotaSchedule(
            turns=[_turn(each, rota, held.get(each.shift_id, ())) for each in turns],
            shares=[_share(each, rota, shares.get(each, Share())) for each in rota.person_ids],
        )

    async def UpdateRota(self, request: pb.UpdateRotaRequest, work: Work) -> pb.Rota:
        """Updates the masked fields of a rota."""
        rota = await work.lock(Rota, request.rota_id)
        await work.require("manage_rotas", rota.organization_id)
        rota.check_active()
        before = set(rota.person_ids)
        update(rota, request.rota, request.update_mask, "rota")
        joined = [each for each in rota.person_ids if each not in before]
        await _check_members(joined, rota.organization_id, work)
        if "person_ids" in request.update_mask.paths:
            shares = await shares_of(rota, work)
            rota.credit(joined, {person: share.turns for person, share in shares.items()})
        await _search_again(rota, work)
        await work.announce(rota, "updated")
        return to_proto(rota, pb.Rota)

    async def LeaveRota(self, request: pb.LeaveRotaRequest, work: Work) -> pb.Rota:
        """Takes the caller off a rota."""
        await work.require("leave_rota", await work.get(Rota, request.rota_id))
        rota = await work.lock(Rota, request.rota_id)
        rota.leave(work.person_id)
        await work.announce(rota, "updated")
        return to_proto(rota, pb.Rota)

    async def EndRota(self, request: pb.EndRotaRequest, work: Work) -> pb.Rota:
        """Ends a rota."""
        known = await work.get(Rota, request.rota_id)
        await work.require("manage_rotas", known.organization_id)
        rota = await work.lock(Rota, known.id)
        rota.end()
        await work.announce(rota, "ended")
        return to_proto(rota, pb.Rota)


def _check_template(series: EventSeries, template_id: str) -> None:
    """Refuses a rota for a shift that the series does not have, or that asks for an age.

    Raises:
        NotFound: The series has no such shift.
        Refused: The shift has a minimum age.
    """
    template: dict[str, Any] | None = next(
        (each for each in series.shift_templates if each["id"] == template_id), None
    )
    if template is None:
        raise NotFound("The series has no such shift. Choose one of its shifts.")
    if template.get("minimum_age"):
        raise Refused(
            "This shift has a minimum age, which a rota cannot check. Choose another shift, or let people sign up "
            "themselves.",
            reason="ROTA_CANNOT_CHECK_AGE",
        )


async def _check_members(people: Sequence[UUID], organization_id: UUID, work: Work) -> None:
    """Refuses people who do not belong to the organization: nobody is given turns elsewhere.

    Raises:
        Refused: Somebody is not an active member.
    """
    members = await members_among(people, organization_id, work)
    if any(each not in members for each in people):
        raise Refused.of([NOT_A_MEMBER])


async def _search_again(rota: Rota, work: Work) -> None:
    """Lets everybody be asked again for the turns that are open."""
    await work.session.execute(delete(RotaSearch).where(col(RotaSearch.rota_id) == rota.id))
    work.trigger(GIVE_TURNS)


def _turn(turn: Coming, rota: Rota, people: Iterable[UUID]) -> pb.RotaTurn:
    state = pb.ROTA_TURN_STATE_FILLED
    if turn.is_skipped:
        state = pb.ROTA_TURN_STATE_SKIPPED
    elif turn.lacks:
        state = pb.ROTA_TURN_STATE_UNFILLED if turn.is_over else pb.ROTA_TURN_STATE_TO_COME
    order = {person: number for number, person in enumerate(rota.person_ids)}
    return pb.RotaTurn(
        shift_id=str(turn.shift_id),
        start_time=timestamp(turn.start_time),
        person_ids=[str(each) for each in sorted(people, key=order.__getitem__)],
        state=state,
    )


def _share(person_id: UUID, rota: Rota, share: Share) -> pb.RotaShare:
    return pb.RotaShare(
        person_id=str(person_id),
        turns=share.turns,
        credited_turns=rota.credit_of(person_id),
        last_turn_time=None if share.last is None else timestamp(share.last),
    )

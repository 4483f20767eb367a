"""CheckInService: people check themselves in, and devices tell what they noted offline."""

from uuid import UUID

from banyan.events.v1 import check_in_pb2 as pb
from banyan.events.v1 import event_pb2, sign_up_pb2
from sqlalchemy import any_, select
from sqlmodel import col

from services.events.check_ins.codes import code_at, is_current, new_key, next_code_at
from services.events.check_ins.syncing import sync
from services.events.eligibility.queries import refuse_unqualified
from services.events.events.models import Event
from services.events.sign_ups.models import SignUp
from services.kit.contract.values import timestamp
from services.kit.errors import Refused
from services.kit.work.mapping import to_proto
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

_KEYS = Query(
    select(col(Event.id), col(Event.check_in_key)).where(
        col(Event.id) == any_(given("ids", IDS)), col(Event.check_in_key) != ""
    ),
    relation="show_check_in_code",
)
CLOSED = Refused(
    "People cannot check themselves in to this event. Ask the organizers to check you in.",
    reason="SELF_CHECK_IN_CLOSED",
)
WRONG = Refused(
    "This code is wrong or has changed meanwhile. Enter the one that is shown now.",
    reason="CODE_WRONG",
)


class CheckInServicer:
    """Takes attendance on the spot."""

    service = pb.DESCRIPTOR.services_by_name["CheckInService"]

    async def OpenCheckIn(self, request: pb.OpenCheckInRequest, work: Work) -> event_pb2.Event:
        """Lets people check themselves in."""
        event = await _lock(request.event_id, work)
        event.open_check_in(new_key())
        await work.announce(event, "check_in_opened")
        return to_proto(event, event_pb2.Event)

    async def CloseCheckIn(self, request: pb.CloseCheckInRequest, work: Work) -> event_pb2.Event:
        """Ends that people check themselves in."""
        event = await _lock(request.event_id, work)
        event.close_check_in()
        await work.announce(event, "check_in_closed")
        return to_proto(event, event_pb2.Event)

    async def BatchGetCheckInCodes(
        self, request: pb.BatchGetCheckInCodesRequest, work: Work
    ) -> pb.BatchGetCheckInCodesResponse:
        """Gets the codes of several events."""
        wanted = dict.fromkeys(map(UUID, request.ids))
        keys = {row[0]: row[1] for row in await work.fetch(_KEYS, ids=list(wanted))}
        codes = [
            pb.CheckInCode(
                event_id=str(id_),
                code=code_at(keys[id_], work.now),
                refresh_time=timestamp(next_code_at(work.now)),
            )
            for id_ in wanted
            if id_ in keys
        ]
        return pb.BatchGetCheckInCodesResponse(check_in_codes=codes)

    async def CheckInMyself(
        self, request: pb.CheckInMyselfRequest, work: Work
    ) -> sign_up_pb2.SignUp:
        """Checks the caller in."""
        known = await work.get(SignUp, request.sign_up_id)
        await work.require("check_in_oneself", known)
        key = (await work.get(Event, known.event_id)).check_in_key
        if not key:
            raise CLOSED
        if not is_current(request.code, key, work.now):
            raise WRONG
        await work.lock_name(f"person:{known.person_id}")
        sign_up = await work.lock(SignUp, known.id)
        await refuse_unqualified(sign_up, work)
        sign_up.check_in(work.now, at=work.now)
        sign_up.self_checked_in = True
        await work.announce(sign_up, "checked_in")
        return to_proto(sign_up, sign_up_pb2.SignUp)

    async def SyncAttendance(
        self, request: pb.SyncAttendanceRequest, work: Work
    ) -> pb.AttendanceSync:
        """Records what a device noted while it was offline."""
        event = await work.get(Event, request.event_id)
        await work.require("manage_events", event.organization_id)
        return await sync(request, event, work)


async def _lock(event_id: str, work: Work) -> Event:
    """Returns an event that the caller manages, locked."""
    event = await work.lock(Event, event_id)
    await work.require("manage_events", event.organization_id)
    return event

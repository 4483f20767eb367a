"""HoursAttestationService: hours that one leader enters and another approves."""

from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.volunteers.v1 import hours_attestation_pb2 as pb
from sqlalchemy import exists, func, or_, select
from sqlmodel import col

from services.kit.errors import InvalidArgument, Refused
from services.kit.mapping import create, to_proto
from services.kit.paging import paginate
from services.kit.values import enum_name
from services.kit.work import Work
from services.volunteers import ledger
from services.volunteers.models import ATTESTED, HoursAttestation, Membership, Person, SignUp

DAY_MINUTES = 1440


class HoursAttestationServicer:
    """Keeps attestations of hours."""

    service = pb.DESCRIPTOR.services_by_name["HoursAttestationService"]

    async def SubmitHoursAttestation(
        self, request: pb.SubmitHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Submits an attestation of a person's work."""
        await work.require("submit_hours", request.hours_attestation.organization_id)
        attestation: HoursAttestation = create(
            HoursAttestation,
            request.hours_attestation,
            "hours_attestation",
            submitter_id=work.person_id,
        )
        person = await find_worker(attestation, work)
        if attestation.date > work.now.astimezone(ZoneInfo(person.time_zone)).date():
            raise InvalidArgument.of(
                "hours_attestation.date", "must be today or earlier", "NOT_YET_WORKED"
            )
        await work.add(attestation)
        await work.announce(attestation, "submitted")
        return to_proto(attestation, pb.HoursAttestation)

    async def GetHoursAttestation(
        self, request: pb.GetHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Gets an attestation."""
        found = await work.find(
            HoursAttestation, request.hours_attestation_id, "view_hours_attestation"
        )
        return to_proto(found, pb.HoursAttestation)

    async def BatchGetHoursAttestations(
        self, request: pb.BatchGetHoursAttestationsRequest, work: Work
    ) -> pb.BatchGetHoursAttestationsResponse:
        """Gets several attestations."""
        found = await work.find_all(HoursAttestation, request.ids, "view_hours_attestation")
        return pb.BatchGetHoursAttestationsResponse(
            hours_attestations=[to_proto(each, pb.HoursAttestation) for each in found]
        )

    async def ListHoursAttestations(
        self, request: pb.ListHoursAttestationsRequest, work: Work
    ) -> pb.ListHoursAttestationsResponse:
        """Lists attestations, newest first."""
        statement = select(HoursAttestation).where(work.visible("view_hours_attestation"))
        if request.HasField("organization_id"):
            organization_id = UUID(request.organization_id)
            statement = statement.where(col(HoursAttestation.organization_id) == organization_id)
        if request.HasField("person_id"):
            statement = statement.where(col(HoursAttestation.person_id) == UUID(request.person_id))
        if request.state:
            state = enum_name(pb.HoursAttestationState.DESCRIPTOR, request.state)
            statement = statement.where(col(HoursAttestation.state) == state)
        keys = (col(HoursAttestation.create_time), col(HoursAttestation.id))
        page = await paginate(work.session, statement, keys, request, descending=True)
        return page.answer(pb.ListHoursAttestationsResponse)

    async def ApproveHoursAttestation(
        self, request: pb.ApproveHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Approves an attestation and books its minutes."""
        attestation = await lock(request.hours_attestation_id, work)
        await leave_room_in_the_day(attestation, work)
        attestation.approve(work.person_id, at=work.now)
        await work.announce(attestation, "approved")
        await ledger.book(
            work,
            ATTESTED,
            person_id=attestation.person_id,
            organization_id=attestation.organization_id,
            transferred_minutes=attestation.minutes,
            hours_attestation_id=attestation.id,
            date=attestation.date,
        )
        return to_proto(attestation, pb.HoursAttestation)

    async def DeclineHoursAttestation(
        self, request: pb.DeclineHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Declines an attestation."""
        attestation = await lock(request.hours_attestation_id, work)
        attestation.decline(work.person_id, request.reason, at=work.now)
        await work.announce(attestation, "declined")
        return to_proto(attestation, pb.HoursAttestation)

    async def ReverseHoursAttestation(
        self, request: pb.ReverseHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Reverses an approved attestation, and its booking."""
        attestation = await lock(request.hours_attestation_id, work)
        attestation.reverse(work.person_id, request.reason, at=work.now)
        await work.announce(attestation, "reversed")
        await ledger.reverse(await ledger.booking_of_attestation(attestation.id, work), work)
        return to_proto(attestation, pb.HoursAttestation)


async def lock(attestation_id: str, work: Work) -> HoursAttestation:
    """Returns an attestation that the caller may decide about, locked."""
    attestation = await work.get(HoursAttestation, attestation_id)
    await work.require("decide_hours", attestation.organization_id)
    return await work.lock(HoursAttestation, attestation_id)


async def leave_room_in_the_day(attestation: HoursAttestation, work: Work) -> None:
    """Lets no more minutes of a person's day be attested by an organization than a day has.

    Until the commit nobody else approves hours of the person for the organization.

    Raises:
        Refused: The day would have more.
    """
    await work.lock_name(f"attested:{attestation.organization_id}:{attestation.person_id}")
    counted = select(func.coalesce(func.sum(col(HoursAttestation.minutes)), 0)).where(
        col(HoursAttestation.person_id) == attestation.person_id,
        col(HoursAttestation.organization_id) == attestation.organization_id,
        col(HoursAttestation.date) == attestation.date,
        col(HoursAttestation.state) == "APPROVED",
        col(HoursAttestation.id) != attestation.id,
    )
    if (await work.session.scalar(counted) or 0) + attestation.minutes > DAY_MINUTES:
        raise Refused(
            "More minutes would count for that day than it has. Decline this attestation, or reverse"
            " another.",
            reason="DAY_FULL",
        )


async def find_worker(attestation: HoursAttestation, work: Work) -> Person:
    """Returns the person who is said to have worked.

    Raises:
        Refused: They belong to the organization in no way that is known here.
    """
    belongs = exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.organization_id) == attestation.organization_id,
        col(Membership.state) == "ACTIVE",
    )
    takes_part = exists().where(
        col(SignUp.person_id) == col(Person.id),
        col(SignUp.organization_id) == attestation.organization_id,
        SignUp.stands(),
    )
    person = await work.session.scalar(
        select(Person).where(col(Person.id) == attestation.person_id, or_(belongs, takes_part))
    )
    if person is None:
        raise Refused(
            "Let the person join the organization, or sign up for one of its shifts, first.",
            reason="NOT_OF_THE_ORGANIZATION",
        )
    return person

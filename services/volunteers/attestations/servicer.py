"""HoursAttestationService: hours that one leader enters and another approves."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.volunteers.v1 import hours_attestation_pb2 as pb
from sqlalchemy import any_, exists, or_, select
from sqlmodel import col

from services.kit.contract.formats import is_date
from services.kit.contract.validation import refuse_violations
from services.kit.errors import Refused, Violation
from services.kit.work.mapping import create, to_proto
from services.kit.work.memberships import ENDED, MembershipState
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.volunteers.activities.models import SignUp
from services.volunteers.attestations.access import OWNS
from services.volunteers.attestations.models import HoursAttestation
from services.volunteers.attestations.queries import (
    DAY_MINUTES,
    attested_minutes,
    recorded_minutes,
)
from services.volunteers.hours import ledger
from services.volunteers.hours.models import HoursClass
from services.volunteers.hours.settling import hours_lock
from services.volunteers.memberships.models import Membership
from services.volunteers.organizations.models import Organization
from services.volunteers.people.models import Person

LONGEST_AGO = timedelta(days=366)
DATE = "hours_attestation.date"

ATTESTATIONS = Resources[pb.HoursAttestation](HoursAttestation, "view_hours_attestation")
_CREATION = (col(HoursAttestation.create_time), col(HoursAttestation.id))
NEWEST_FIRST = ATTESTATIONS.listing(
    *_CREATION,
    filters={
        "organization_id": col(HoursAttestation.organization_id) == given("organization_id"),
        "person_id": col(HoursAttestation.person_id) == given("person_id"),
        "states": col(HoursAttestation.state) == any_(given("states", TEXTS)),
    },
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


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
            submitter_id=work.actor_id,
            is_from_app=work.caller.is_app,
        )
        await refuse_closed(attestation.organization_id, work)
        person = await find_worker(attestation, work)
        refuse_violations(list(broken_date(attestation.date, person, work.now)))
        await check_day(attestation, work)
        await work.add(attestation)
        await work.announce(attestation, "submitted")
        return to_proto(attestation, pb.HoursAttestation)

    async def rules_SubmitHoursAttestation(
        self, request: pb.SubmitHoursAttestationRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the day, if it is one."""
        asked = request.hours_attestation
        await work.require("submit_hours", asked.organization_id)
        if not is_date(asked.date):
            return iter(())
        attestation: HoursAttestation = create(HoursAttestation, asked, "hours_attestation")
        person = await find_worker(attestation, work)
        return broken_date(attestation.date, person, work.now)

    async def GetHoursAttestation(
        self, request: pb.GetHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Gets an attestation."""
        return await ATTESTATIONS.get(request.hours_attestation_id, work)

    async def BatchGetHoursAttestations(
        self, request: pb.BatchGetHoursAttestationsRequest, work: Work
    ) -> pb.BatchGetHoursAttestationsResponse:
        """Gets several attestations."""
        found = await ATTESTATIONS.get_all(request.ids, work)
        return pb.BatchGetHoursAttestationsResponse(hours_attestations=found)

    async def ListHoursAttestations(
        self, request: pb.ListHoursAttestationsRequest, work: Work
    ) -> pb.ListHoursAttestationsResponse:
        """Lists attestations, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListHoursAttestationsResponse)

    async def ApproveHoursAttestation(
        self, request: pb.ApproveHoursAttestationRequest, work: Work
    ) -> pb.HoursAttestation:
        """Approves an attestation and books its minutes."""
        attestation = await lock(request.hours_attestation_id, work)
        await refuse_owner_of_app(attestation, work)
        attestation.approve(work.person_id, at=work.now)
        await check_day(attestation, work)
        await work.announce(attestation, "approved")
        await ledger.book(
            work,
            HoursClass.ATTESTED,
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
    """Returns an attestation that the caller may decide about, locked.

    The hours of its person are locked before it, as where recorded hours leave no room for it.
    """
    attestation = await work.get(HoursAttestation, attestation_id)
    await work.require("decide_hours", attestation.organization_id)
    await work.lock_name(hours_lock(attestation.person_id))
    return await work.lock(HoursAttestation, attestation_id)


async def refuse_owner_of_app(attestation: HoursAttestation, work: Work) -> None:
    """Lets no owner approve what an app submitted: they may have its key, and so be the first person, too.

    Raises:
        Refused: An app submitted the attestation, and the caller is an owner.
    """
    if not attestation.is_from_app or work.caller.is_admin:
        return
    if await OWNS.holds(work, attestation.organization_id):
        raise Refused(
            "An app entered these hours, and owners have its keys. Ask a leader who is no owner.",
            reason="SECOND_PERSON_NEEDED",
        )


async def check_day(attestation: HoursAttestation, work: Work) -> None:
    """Checks that the minutes of an attestation can count in addition to what counts for that day.

    Until the commit, no other hours of the person are booked.

    Raises:
        Refused: The organization has recorded hours of that day and the attestation is not said to be
            additional, or the day would have more than 24 hours.
    """
    about = (attestation.person_id, attestation.date)
    await work.lock_name(hours_lock(attestation.person_id))
    here = await recorded_minutes(*about, work, organization_id=attestation.organization_id)
    if here and not attestation.additional:
        raise Refused(
            "Hours of this person are already recorded for that day. Submit the hours as additional if"
            " they were worked at another time of the day.",
            reason="HOURS_ALREADY_RECORDED",
        )
    recorded = await recorded_minutes(*about, work)
    attested = await attested_minutes(*about, work, but=attestation.id)
    if recorded + attested + attestation.minutes > DAY_MINUTES:
        raise Refused(
            "This would count more than 24 hours for that day, with the hours for other "
            "organizations. Attest fewer minutes, or reverse another attestation.",
            reason="DAY_FULL",
        )


def broken_date(day: date, person: Person, now: datetime) -> Iterator[Violation]:
    """Yields what is wrong with a day of work: it was done lately, as seen from where the person lives.

    It may have been done before the person registered: communities enter the hours of the time before
    they used the platform.
    """
    today = now.astimezone(ZoneInfo(person.time_zone)).date()
    if day > today:
        yield Violation(DATE, "must not be in the future", "NOT_YET_WORKED")
    elif person.birth_date is not None and day < person.birth_date:
        yield Violation(DATE, "must not be before the person's birth", "NOT_YET_BORN")
    elif day < today - LONGEST_AGO:
        yield Violation(
            DATE,
            "must be within the last {max} days",
            "TOO_LONG_AGO",
            params={"max": LONGEST_AGO.days, "unit": "days"},
        )


async def refuse_closed(organization_id: UUID, work: Work) -> None:
    """Checks that an organization can attest more hours; those that wait can still be decided.

    Raises:
        Refused: It is closed.
    """
    organization = await work.session.get(Organization, organization_id)
    if organization is not None and organization.state in ENDED:
        raise Refused(
            "This organization is closed, so no more hours can be attested. Reopen it, or ask its "
            "owner to.",
            reason="ORGANIZATION_CLOSED",
        )


async def find_worker(attestation: HoursAttestation, work: Work) -> Person:
    """Returns the person who is said to have worked.

    Raises:
        Refused: They belong to the organization in no way that is known here.
    """
    belongs = exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.organization_id) == attestation.organization_id,
        col(Membership.state) == MembershipState.ACTIVE,
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
            "The person is not connected to this organization. They must join it or sign up for "
            "one of its shifts first.",
            reason="NOT_OF_THE_ORGANIZATION",
        )
    return person

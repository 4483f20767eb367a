"""EnrolmentService: the groups that organizations cultivate."""

from collections.abc import Iterator
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import moment_of
from services.kit.errors import Refused, Violation
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.enrolments.ending import finish
from services.organizations.enrolments.mentoring import hand_over, refuse_no_mentor
from services.organizations.enrolments.models import Enrolment, Mentorship
from services.organizations.enrolments.outlooks import list_outlooks
from services.organizations.enrolments.past import LONGEST_PAST, broken_past
from services.organizations.enrolments.queries import (
    lock_cultivated,
    new_enrolment,
    open_programme,
    refuse_unfit,
    standings,
)
from services.organizations.memberships.rights import lock_both, lock_owned
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme
from services.organizations.programmes.servicer import PROGRAMMES

ENROLMENTS = Resources[pb.Enrolment](Enrolment, "view_enrolment")
STANDINGS = Resources[pb.Enrolment](Enrolment, "view_enrolment_standing")
_CREATION = (col(Enrolment.id),)  # IDs increase with time
_STATES = col(Enrolment.state) == any_(given("states", TEXTS))
LATEST_FIRST = ENROLMENTS.listing(
    *_CREATION,
    where=[col(Enrolment.organization_id) == given("organization_id")],
    filters={"states": _STATES},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
CULTIVATED = ENROLMENTS.listing(
    *_CREATION,
    where=[col(Enrolment.cultivator_id) == given("cultivator_id")],
    filters={
        "states": _STATES,
        "programme_id": col(Enrolment.programme_id) == given("programme_id"),
        "stage_keys": col(Enrolment.stage_key) == any_(given("stage_keys", TEXTS)),
    },
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
_START = (col(Mentorship.start_time), col(Mentorship.id))
MENTORSHIPS = Resources(Mentorship, None, shown=Shown(pb.Mentorship, Mentorship)).listing(
    *_START,
    where=[col(Mentorship.enrolment_id) == given("enrolment_id")],
    descending=True,
    orders={"START_TIME": _START},
)


class EnrolmentServicer:
    """Manages the enrolments of groups.

    A change by those who cultivate locks their organization first and then the enrolment; one by the group locks
    the group first. Who lets a group into a programme locks both, and the version last.
    """

    service = pb.DESCRIPTOR.services_by_name["EnrolmentService"]

    async def ApplyForEnrolment(
        self, request: pb.ApplyForEnrolmentRequest, work: Work
    ) -> pb.Enrolment:
        """Applies for a group."""
        await work.require("manage_organization", request.organization_id)
        known = await work.get(Programme, request.programme_id)
        own_id, cultivator_id = request.organization_id, known.organization_id
        await lock_both("manage_organization", own_id, cultivator_id, work)
        group = await work.lock(Organization, own_id)
        programme = await open_programme(known.id, work)
        refuse_unfit(group, programme)
        enrolment = new_enrolment(group, programme, application_message=request.application_message)
        await work.add(enrolment)
        await work.announce(enrolment, "applied")
        return to_proto(enrolment, pb.Enrolment)

    async def EnrolOrganization(
        self, request: pb.EnrolOrganizationRequest, work: Work
    ) -> pb.Enrolment:
        """Enrols a group that is below the cultivating organization."""
        known = await work.get(Programme, request.programme_id)
        cultivator_id, group_id = known.organization_id, request.organization_id
        group = await lock_both("manage_programmes", cultivator_id, group_id, work)
        programme = await open_programme(known.id, work)
        if programme.organization_id not in group.ancestor_ids:
            raise Refused(
                "Only a group below the organization that cultivates can be enrolled. Ask the group to apply.",
                reason="GROUP_NOT_BELOW",
            )
        refuse_unfit(group, programme)
        enrolment = new_enrolment(group, programme)
        refuse_violations(list(await self.rules_EnrolOrganization(request, work)))
        enrolment.accept(programme, at=moment_of(request, "enrol_time") or work.now)
        work.follows(enrolment, because="who cultivates may enrol the groups below")
        await work.add(enrolment)
        await work.announce(enrolment, "enrolled")
        return to_proto(enrolment, pb.Enrolment)

    async def rules_EnrolOrganization(
        self, request: pb.EnrolOrganizationRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the time."""
        programme = await work.get(Programme, request.programme_id)
        await work.require("manage_programmes", programme.organization_id)
        return broken_past(request, "enrol_time", work.now - LONGEST_PAST, work)

    async def GetEnrolment(self, request: pb.GetEnrolmentRequest, work: Work) -> pb.Enrolment:
        """Gets an enrolment."""
        return await ENROLMENTS.get(request.enrolment_id, work)

    async def BatchGetEnrolments(
        self, request: pb.BatchGetEnrolmentsRequest, work: Work
    ) -> pb.BatchGetEnrolmentsResponse:
        """Gets several enrolments."""
        found = await ENROLMENTS.get_all(request.ids, work)
        return pb.BatchGetEnrolmentsResponse(enrolments=found)

    async def ListEnrolments(
        self, request: pb.ListEnrolmentsRequest, work: Work
    ) -> pb.ListEnrolmentsResponse:
        """Lists the enrolments of a group, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListEnrolmentsResponse)

    async def ListCultivatedEnrolments(
        self, request: pb.ListCultivatedEnrolmentsRequest, work: Work
    ) -> pb.ListCultivatedEnrolmentsResponse:
        """Lists the enrolments in the programmes of an organization, latest first."""
        page = await CULTIVATED.page(request, work)
        return page.answer(pb.ListCultivatedEnrolmentsResponse)

    async def BatchGetEnrolmentStandings(
        self, request: pb.BatchGetEnrolmentStandingsRequest, work: Work
    ) -> pb.BatchGetEnrolmentStandingsResponse:
        """Gets where several groups stand."""
        ids = list(dict.fromkeys(map(UUID, request.ids)))
        found = await standings(ids, work)
        return pb.BatchGetEnrolmentStandingsResponse(enrolment_standings=found)

    async def ListEnrolmentOutlooks(
        self, request: pb.ListEnrolmentOutlooksRequest, work: Work
    ) -> pb.ListEnrolmentOutlooksResponse:
        """Lists how far groups would meet another version of their programme."""
        programme = await PROGRAMMES.get(request.programme_id, work)
        return await list_outlooks(request, programme, work)

    async def AcceptEnrolment(self, request: pb.AcceptEnrolmentRequest, work: Work) -> pb.Enrolment:
        """Accepts an application."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        programme = await open_programme(enrolment.programme_id, work)
        enrolment.accept(programme, at=work.now)
        await work.announce(enrolment, "enrolled")
        return to_proto(enrolment, pb.Enrolment)

    async def PauseEnrolment(self, request: pb.PauseEnrolmentRequest, work: Work) -> pb.Enrolment:
        """Puts an enrolment on hold."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        enrolment.pause(request.reason)
        await work.announce(enrolment, "paused")
        return to_proto(enrolment, pb.Enrolment)

    async def ResumeEnrolment(self, request: pb.ResumeEnrolmentRequest, work: Work) -> pb.Enrolment:
        """Lets a group go on."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        enrolment.resume()
        await work.announce(enrolment, "resumed")
        return to_proto(enrolment, pb.Enrolment)

    async def MoveEnrolment(self, request: pb.MoveEnrolmentRequest, work: Work) -> pb.Enrolment:
        """Moves a group to another version of its programme."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        programme = await open_programme(request.programme_id, work)
        refuse_violations(list(await self.rules_MoveEnrolment(request, work)))
        since = moment_of(request, "stage_start_time")
        stage_key = request.stage_key or enrolment.stage_key
        enrolment.move(programme, stage_key, at=work.now, since=since)
        await work.announce(enrolment, "moved")
        return to_proto(enrolment, pb.Enrolment)

    async def rules_MoveEnrolment(
        self, request: pb.MoveEnrolmentRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the time."""
        enrolment = await work.get(Enrolment, request.enrolment_id)
        await work.require("cultivate_enrolment", enrolment)
        began = enrolment.enrol_time or work.now
        return broken_past(request, "stage_start_time", began, work)

    async def EndEnrolment(self, request: pb.EndEnrolmentRequest, work: Work) -> pb.Enrolment:
        """Ends an enrolment."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        enrolment.end(request.reason, at=work.now, is_completed=request.is_completed)
        await finish([enrolment], work)
        await work.announce(enrolment, "ended")
        return to_proto(enrolment, pb.Enrolment)

    async def WithdrawEnrolment(
        self, request: pb.WithdrawEnrolmentRequest, work: Work
    ) -> pb.Enrolment:
        """Withdraws a group."""
        enrolment = await lock_owned(Enrolment, request.enrolment_id, "manage_organization", work)
        enrolment.withdraw(request.reason, at=work.now)
        await finish([enrolment], work)
        await work.announce(enrolment, "withdrawn")
        return to_proto(enrolment, pb.Enrolment)

    async def AssignMentor(self, request: pb.AssignMentorRequest, work: Work) -> pb.Enrolment:
        """Assigns a mentor in the place of the one before."""
        known = await work.get(Enrolment, request.enrolment_id)
        organization = await lock_both(
            "cultivate_enrolment",
            known.cultivator_id,
            request.mentor_organization_id,
            work,
            subject=known,
        )
        organization.refuse_if_closed()
        enrolment = await work.lock(Enrolment, known.id)
        person_id = UUID(request.mentor_person_id) if request.HasField("mentor_person_id") else None
        if person_id is not None:
            await refuse_no_mentor(organization.id, person_id, work)
        mentorship = enrolment.assign(organization.id, person_id, at=work.now)
        await hand_over(enrolment, mentorship, work)
        await work.announce(enrolment, "mentor_assigned")
        return to_proto(enrolment, pb.Enrolment)

    async def ListMentorships(
        self, request: pb.ListMentorshipsRequest, work: Work
    ) -> pb.ListMentorshipsResponse:
        """Lists who mentors a group or has mentored it, latest first."""
        await STANDINGS.get(request.enrolment_id, work)
        return (await MENTORSHIPS.page(request, work)).answer(pb.ListMentorshipsResponse)

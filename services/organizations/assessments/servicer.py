"""AssessmentService: what the officers of a group and its mentor think of it."""

from banyan.organizations.v1 import assessment_pb2 as pb
from google.protobuf.json_format import MessageToDict
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.contract.values import enum_name
from services.kit.errors import PermissionDenied
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.assessments.access import is_mentor, is_officer
from services.organizations.assessments.models import Assessment, AssessmentKind
from services.organizations.assessments.showing import have_all_given
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.rights import lock_to_change
from services.organizations.reviews.models import Review

ASSESSMENTS = Resources[pb.Assessment](Assessment, "view_assessment")
_CREATION = (col(Assessment.id),)  # IDs increase with time
FIRST_COME_FIRST = ASSESSMENTS.listing(
    *_CREATION,
    where=[col(Assessment.review_id) == given("review_id")],
    filters={"kinds": col(Assessment.kind) == any_(given("kinds", TEXTS))},
    orders={"CREATE_TIME": _CREATION},
)


class AssessmentServicer:
    """Manages assessments. Locks come in this order: group, enrolment, review."""

    service = pb.DESCRIPTOR.services_by_name["AssessmentService"]

    async def GiveAssessment(self, request: pb.GiveAssessmentRequest, work: Work) -> pb.Assessment:
        """Gives the assessment of the caller, and shows all of them if it is the last."""
        known = await work.get(Review, request.review_id)
        await lock_to_change("assess_review", known.organization_id, work, subject=known)
        enrolment = await work.lock(Enrolment, known.enrolment_id)
        review = await work.lock(Review, known.id)
        kind = AssessmentKind(enum_name(pb.AssessmentKind.DESCRIPTOR, request.kind))
        is_theirs = is_mentor if kind == AssessmentKind.MENTOR else is_officer
        if not await is_theirs(work, review):
            raise PermissionDenied
        review.refuse_if_shown()
        assessment = await _own(review, work)
        if assessment is None:
            assessment = Assessment(
                review_id=review.id,
                organization_id=review.organization_id,
                person_id=work.person_id,
            )
            review.assessments_count += 1
        assessment.kind = kind
        assessment.ratings = [
            MessageToDict(each, preserving_proto_field_name=True)
            for each in sorted(request.ratings, key=lambda one: one.dimension)
        ]
        work.session.add(assessment)
        work.follows(assessment, review, because="who is asked for an assessment gives it")
        await work.session.flush()
        if await have_all_given(review, enrolment, work):
            review.show_assessments(at=work.now)
        await work.announce(review, "assessed")
        await work.announce(assessment, "given")
        return to_proto(assessment, pb.Assessment)

    async def GetAssessment(self, request: pb.GetAssessmentRequest, work: Work) -> pb.Assessment:
        """Gets an assessment."""
        return await ASSESSMENTS.get(request.assessment_id, work)

    async def BatchGetAssessments(
        self, request: pb.BatchGetAssessmentsRequest, work: Work
    ) -> pb.BatchGetAssessmentsResponse:
        """Gets several assessments."""
        found = await ASSESSMENTS.get_all(request.ids, work)
        return pb.BatchGetAssessmentsResponse(assessments=found)

    async def ListAssessments(
        self, request: pb.ListAssessmentsRequest, work: Work
    ) -> pb.ListAssessmentsResponse:
        """Lists the assessments in a review, first come first."""
        return (await FIRST_COME_FIRST.page(request, work)).answer(pb.ListAssessmentsResponse)


async def _own(review: Review, work: Work) -> Assessment | None:
    """Returns the assessment that the caller has given in a review, locked, if they have."""
    found = await work.session.scalar(
        select(col(Assessment.id)).where(
            col(Assessment.review_id) == review.id,
            col(Assessment.person_id) == work.person_id,
        )
    )
    return None if found is None else await work.lock(Assessment, found)

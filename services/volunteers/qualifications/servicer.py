"""QualificationService: qualifications that one person claims and another verifies."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from banyan.volunteers.v1 import qualification_pb2 as pb
from sqlalchemy import any_, exists
from sqlmodel import col

from services.kit.contract.formats import is_date
from services.kit.contract.validation import refuse_violations
from services.kit.errors import Refused, Violation
from services.kit.work.batches import Batch
from services.kit.work.mapping import create, to_proto
from services.kit.work.memberships import MembershipState
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.volunteers.memberships.models import Membership
from services.volunteers.people.models import Person
from services.volunteers.qualification_kinds.models import QualificationKind
from services.volunteers.qualifications.models import Qualification, QualificationState

MOST = 100  # of a person

QUALIFICATIONS = Resources[pb.Qualification](Qualification, "view_qualification")
_CREATION = (col(Qualification.create_time), col(Qualification.id))
NEWEST_FIRST = QUALIFICATIONS.listing(
    *_CREATION,
    where=[col(Qualification.state) != QualificationState.WITHDRAWN],
    filters={
        "organization_id": exists().where(
            col(Membership.person_id) == col(Qualification.person_id),
            col(Membership.organization_id) == given("organization_id"),
            col(Membership.state) == MembershipState.ACTIVE,
        ),
        "person_id": col(Qualification.person_id) == given("person_id"),
        "qualification_kind_id": col(Qualification.qualification_kind_id)
        == given("qualification_kind_id"),
        "states": col(Qualification.state) == any_(given("states", TEXTS)),
    },
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
OF_PEOPLE = Batch(NEWEST_FIRST, "person_id")


class QualificationServicer:
    """Keeps the qualifications of people."""

    service = pb.DESCRIPTOR.services_by_name["QualificationService"]

    async def ClaimQualification(
        self, request: pb.ClaimQualificationRequest, work: Work
    ) -> pb.Qualification:
        """Claims a qualification for the caller."""
        asked = request.qualification
        await work.require("self", asked.person_id)
        person = await work.lock(Person, asked.person_id)  # two claims at once are counted
        await _refuse_more(person, work)
        refuse_violations(await _broken(asked, person, work))
        qualification = create(Qualification, asked, "qualification")
        kind = await work.get(QualificationKind, qualification.qualification_kind_id)
        if qualification.valid_until_date is None:
            qualification.valid_until_date = last_day(kind, qualification.issued_date)
        await work.add(qualification)
        await work.announce(qualification, "claimed")
        return to_proto(qualification, pb.Qualification)

    async def rules_ClaimQualification(
        self, request: pb.ClaimQualificationRequest, work: Work
    ) -> list[Violation]:
        """Finds what is wrong with the kind and the days."""
        await work.require("self", request.qualification.person_id)
        person = await work.get(Person, request.qualification.person_id)
        return await _broken(request.qualification, person, work)

    async def GetQualification(
        self, request: pb.GetQualificationRequest, work: Work
    ) -> pb.Qualification:
        """Gets a qualification."""
        return await QUALIFICATIONS.get(request.qualification_id, work)

    async def BatchGetQualifications(
        self, request: pb.BatchGetQualificationsRequest, work: Work
    ) -> pb.BatchGetQualificationsResponse:
        """Gets several qualifications."""
        found = await QUALIFICATIONS.get_all(request.ids, work)
        return pb.BatchGetQualificationsResponse(qualifications=found)

    async def ListQualifications(
        self, request: pb.ListQualificationsRequest, work: Work
    ) -> pb.ListQualificationsResponse:
        """Lists qualifications, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListQualificationsResponse)

    async def BatchListQualifications(
        self, request: pb.BatchListQualificationsRequest, work: Work
    ) -> pb.BatchListQualificationsResponse:
        """Lists the qualifications of several people."""
        pages = await OF_PEOPLE.pages(request.requests, work)
        return pb.BatchListQualificationsResponse(
            responses=[page.answer(pb.ListQualificationsResponse) for page in pages]
        )

    async def VerifyQualification(
        self, request: pb.VerifyQualificationRequest, work: Work
    ) -> pb.Qualification:
        """Verifies a claim."""
        qualification = await _lock(request.qualification_id, "verify_qualification", work)
        qualification.verify(work.person_id, at=work.now)
        return await _tell(qualification, "verified", work)

    async def RejectQualification(
        self, request: pb.RejectQualificationRequest, work: Work
    ) -> pb.Qualification:
        """Rejects a claim, or what was verified."""
        qualification = await _lock(request.qualification_id, "verify_qualification", work)
        qualification.reject(work.person_id, request.reason, at=work.now)
        return await _tell(qualification, "rejected", work)

    async def WithdrawQualification(
        self, request: pb.WithdrawQualificationRequest, work: Work
    ) -> pb.Qualification:
        """Withdraws a qualification of the caller."""
        qualification = await _lock(request.qualification_id, "self", work)
        qualification.withdraw()
        return await _tell(qualification, "withdrawn", work)


def last_day(kind: QualificationKind, issued: date) -> date | None:
    """Returns the last day on which a qualification of a kind is valid; None if it is for good.

    It is the same day of a later month, or the last one of a month that lacks that day.
    """
    if not kind.validity_months:
        return None
    years, month = divmod(issued.month - 1 + kind.validity_months, 12)
    year, month = issued.year + years, month + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))


async def _lock(qualification_id: str, relation: str, work: Work) -> Qualification:
    """Returns a qualification whose person the caller is related to, locked."""
    qualification = await work.lock(Qualification, qualification_id)
    await work.require(relation, qualification.person_id)
    return qualification


async def _tell(qualification: Qualification, verb: str, work: Work) -> pb.Qualification:
    await work.announce(qualification, verb)
    return to_proto(qualification, pb.Qualification)


async def _refuse_more(person: Person, work: Work) -> None:
    """Refuses more qualifications than a person can look at, while the person is locked.

    Raises:
        Refused: They have as many as they may.
    """
    kept = await work.count(
        col(Qualification.person_id) == person.id,
        col(Qualification.state) != QualificationState.WITHDRAWN,
    )
    if kept >= MOST:
        raise Refused(
            "You have {max} qualifications, and more are not possible. Withdraw old ones first.",
            reason="TOO_MANY_QUALIFICATIONS",
            params={"max": MOST},
        )


async def _broken(asked: pb.Qualification, person: Person, work: Work) -> list[Violation]:
    """Returns what is wrong with the kind and the days of a claim."""
    kind = await work.session.get(QualificationKind, asked.qualification_kind_id)
    if kind is None or kind.retired:
        return [
            Violation(
                "qualification.qualification_kind_id",
                "is not a kind of the catalogue, or it is retired. Choose another one",
                "QUALIFICATION_KIND_NOT_OPEN",
            )
        ]
    return list(_broken_days(asked, kind, person, work.now))


def _broken_days(
    asked: pb.Qualification, kind: QualificationKind, person: Person, now: datetime
) -> Iterator[Violation]:
    if not is_date(asked.issued_date):
        return
    today = now.astimezone(ZoneInfo(person.time_zone)).date()
    issued = date.fromisoformat(asked.issued_date)
    if issued > today:
        yield Violation("qualification.issued_date", "must not be in the future", "NOT_YET_ISSUED")
        return
    longest = last_day(kind, issued)
    until = longest
    if asked.HasField("valid_until_date"):
        if not is_date(asked.valid_until_date):
            return
        until = date.fromisoformat(asked.valid_until_date)
    field = "qualification.valid_until_date"
    if longest is not None and until is not None and until > longest:
        yield Violation(
            field,
            "must be at most {max} months after the day of issue. Leave it out for the longest time",
            "QUALIFICATION_TOO_LONG",
            params={"max": kind.validity_months, "unit": "months"},
        )
    elif until is not None and until < max(issued, today):
        yield Violation(
            field,
            "is over. Claim it again when you have renewed it",
            "QUALIFICATION_OVER",
        )

"""What the handlers of imports of people do."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2 as pb

from services.kit.contract.formats import is_date
from services.kit.contract.validation import refuse_violations
from services.kit.errors import Conflict, Violation
from services.kit.process.ids import uuid7
from services.kit.service.steps import Preparation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work
from services.organizations.imports import plan as plans
from services.organizations.imports.mappings import remember, remembered
from services.organizations.imports.models import ImportJob, ImportKind
from services.organizations.imports.people import apart
from services.organizations.imports.people.asking import compare, keep
from services.organizations.imports.people.contacts import Equalities, region_of
from services.organizations.imports.people.known import Roster, read_shape
from services.organizations.imports.planner import Planner
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.access import leads

# Where a day begins first, it is so many hours later than in UTC.
_FIRST_DAY = timedelta(hours=14)


class PlannedPeople(NamedTuple):
    """A plan of an import of people, and what it was made from.

    Attributes:
        plan: The plan.
        people: What was read of the file.
        namesakes: The memberships of those who had a name or an external id of the file.
        labels: The labels that the import creates.
        job_id: The id that the import will have, by which its contact details are kept.
    """

    plan: plans.Plan
    people: apart.People
    namesakes: list[str]
    labels: list[str]
    job_id: UUID


async def plan_file(
    request: pb.CreatePeopleImportJobRequest, planner: Planner, preparation: Preparation
) -> PlannedPeople | None:
    """Reads and plans a file; returns None if the caller may not import there."""
    if not await leads.holds(preparation.work, request.organization_id):
        return None
    refuse_violations(list(broken_consent(request, preparation.work.now)))
    organization_id = UUID(request.organization_id)
    shape = await read_shape(organization_id, preparation.work)
    people = await planner.run(
        apart.read_file,
        apart.File(request.content, request.data, request.encoding),
        shape,
        [_chosen(each) for each in request.columns],
        await remembered(organization_id, preparation.work),
        (preparation.work.now + _FIRST_DAY).date(),
        create_missing=request.create_missing,
        region=region_of(request.time_zone) if request.HasField("contact_consent") else None,
    )
    async with preparation.reading() as work:
        roster = await Roster.read(
            organization_id,
            people.sort_names,
            people.external_ids,
            people.membership_ids,
            people.id_field,
            work,
        )
    equal = Equalities()
    if people.contacts:
        equal = await compare(organization_id, people.contacts, roster, preparation)
    plan, labels, contacts = await planner.run(
        apart.plan,
        people,
        roster,
        list(shape.labels),
        equal,
        plans.BATCH_ROWS,
        match_names=request.match_names,
        create_missing=request.create_missing,
    )
    job_id = uuid7()
    if contacts:
        await keep(organization_id, job_id, request.contact_consent, contacts, preparation)
    return PlannedPeople(plan, people, [str(id_) for id_ in roster.by_id], labels, job_id)


def broken_consent(request: pb.CreatePeopleImportJobRequest, now: datetime) -> Iterator[Violation]:
    """Yields what is wrong with the day of the consent."""
    day = request.contact_consent.date
    if is_date(day) and date.fromisoformat(day) > (now + _FIRST_DAY).date():
        yield Violation("contact_consent.date", "must not be in the future", "OUT_OF_RANGE")


async def store_plan(request: pb.CreatePeopleImportJobRequest, work: Work) -> pb.ImportJob:
    """Stores the plan of an import of people into a roster."""
    organization = await lock_to_change("manage_organization", request.organization_id, work)
    organization.refuse_if_closed()
    planned: PlannedPeople | None = work.prepared
    if planned is None:  # the caller has become a leader since
        raise Conflict("Your role has just changed. Try again.")
    people = planned.people
    job = ImportJob(
        id=planned.job_id,
        organization_id=organization.id,
        kind=ImportKind.PEOPLE,
        file_name=request.file_name,
        encoding=people.encoding,
        columns=people.columns,
        defaults={
            "time_zone": request.time_zone,
            "fields": [{"name": each.name, "kind": each.kind} for each in people.new_fields],
            "labels": planned.labels,
            "id_field": people.id_field.name if people.id_field else "",
        },
        namesakes=planned.namesakes,
    )
    await plans.store(work, job, planned.plan)
    await remember(organization.id, people.header, people.said, work)
    await work.announce(job, "planned")
    return to_proto(job, pb.ImportJob)


def _chosen(column: pb.PeopleImportColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "field": column.field,
        "roster_field_id": column.roster_field_id,
    }

"""Queries for enrolments that several handlers ask."""

from collections.abc import Sequence
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.enrolments.standing import standing_of
from services.organizations.indicators.queries import histories
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme, ProgrammeState

_STANDING = Query(
    select(
        col(Enrolment.id),
        col(Enrolment.organization_id),
        col(Enrolment.stage_key),
        col(Enrolment.stage_start_time),
        col(Programme.stages),
    )
    .join(Programme, col(Programme.id) == col(Enrolment.programme_id))
    .where(
        col(Enrolment.id) == any_(given("ids", IDS)),
        col(Enrolment.state).in_(AT_A_STAGE),
    ),
    relation="view_enrolment_standing",
)


async def standings(ids: Sequence[UUID], work: Work) -> list[pb.EnrolmentStanding]:
    """Returns where several groups stand, as far as the caller may see it, in the order of the IDs."""
    rows = {row[0]: row for row in await work.fetch(_STANDING, ids=ids)}
    known = await histories([row[1] for row in rows.values()], work)
    found = []
    for id_ in ids:
        if id_ in rows:
            _, organization_id, stage_key, since, stages = rows[id_]
            messages = [ParseDict(each, programme_pb2.ProgrammeStage()) for each in stages]
            standing = standing_of(
                messages,
                stage_key,
                known[organization_id],
                since=since,
                day=work.now.date(),
            )
            standing.enrolment_id = str(id_)
            found.append(standing)
    return found


async def standing_now(
    enrolment: Enrolment, programme: Programme, work: Work
) -> pb.EnrolmentStanding:
    """Returns where a group stands that is at a stage, for a decision about it."""
    known = await histories([enrolment.organization_id], work)
    since = enrolment.stage_start_time or work.now
    standing = standing_of(
        programme.stage_messages,
        enrolment.stage_key,
        known[enrolment.organization_id],
        since=since,
        day=work.now.date(),
    )
    standing.enrolment_id = str(enrolment.id)
    return standing


async def lock_cultivated(enrolment_id: str | UUID, work: Work) -> Enrolment:
    """Returns an enrolment, locked, about which the caller may decide."""
    enrolment = await work.get(Enrolment, enrolment_id)
    await lock_to_change("cultivate_enrolment", enrolment.cultivator_id, work, subject=enrolment)
    return await work.lock(Enrolment, enrolment.id)


async def lock_guided(enrolment_id: str | UUID, work: Work) -> Enrolment:
    """Returns an enrolment, locked, whose group the caller mentors or cultivates."""
    known = await work.get(Enrolment, enrolment_id)
    await lock_to_change("guide_enrolment", known.cultivator_id, work, subject=known)
    enrolment = await work.lock(Enrolment, known.id)
    await work.require("guide_enrolment", enrolment)  # the mentor may have changed meanwhile
    return enrolment


async def open_programme(programme_id: str | UUID, work: Work) -> Programme:
    """Returns a version in which groups can be enrolled, locked, so that it stays open until the commit.

    Whoever takes it for a group has locked the organization that it belongs to, as who closes either has.

    Raises:
        NotFound: It does not exist.
        Refused: It is not published, or the organization that it belongs to is closed.
    """
    programme = await work.lock(Programme, programme_id)
    (await work.get(Organization, programme.organization_id)).refuse_if_closed()
    if programme.state != ProgrammeState.PUBLISHED:
        raise Refused(
            "This version of the programme is not open for groups. Choose the one that is published.",
            reason="PROGRAMME_NOT_OPEN",
        )
    return programme


def refuse_unfit(group: Organization, programme: Programme) -> None:
    """Refuses to enrol a group for which a programme is not made.

    Raises:
        Refused: The group is closed, cultivates itself, or has another category.
    """
    group.refuse_if_closed()
    if group.id == programme.organization_id:
        raise Refused(
            "An organization cannot cultivate itself. Choose a programme of another organization.",
            reason="CULTIVATES_ITSELF",
        )
    if programme.category_ids and group.category_id not in programme.category_ids:
        raise Refused(
            "This programme is for groups of other categories. Give the group one of them, or choose another "
            "programme.",
            reason="CATEGORY_NOT_INCLUDED",
        )


def new_enrolment(
    group: Organization, programme: Programme, application_message: str = ""
) -> Enrolment:
    """Returns the application of a group for a programme."""
    return Enrolment(
        organization_id=group.id,
        cultivator_id=programme.organization_id,
        programme_id=programme.id,
        first_version_id=programme.first_version_id,
        application_message=application_message,
    )

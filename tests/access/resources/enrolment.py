"""Enrolments in the community of the access tables: of the group, in programmes of a station without people.

Only administrators may do what is for those who manage the station. The coordinator of the group is the mentor.
"""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import programme_pb2, support_kind_pb2

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.world import World

# The station is founded by nobody, so that it changes nothing about the people of the group.
_STATION = """
    INSERT INTO organization
    SELECT (jsonb_populate_record(one, jsonb_build_object('id', $2::uuid, 'name', '社区服务站'))).*
    FROM organization AS one WHERE id = $1
"""


# The station is cultivated by the group in its turn, for views of what the group cultivates. Nobody looks at its signs.
# They are written in turn from the last one on.
_IN_TURN = (
    # It was seen to be ready, and known later not to be.
    """
    INSERT INTO enrolment_day (enrolment_id, basis, day, until_day, cultivator_id, first_version_id, programme_id,
        stage_key, stage_start_time, stuck_day, state, kind, is_ready, is_fading, members_count, is_late)
    SELECT id, basis, '2026-03-01', '9999-12-31', cultivator_id, first_version_id, programme_id, stage_key,
        stage_start_time, '9999-12-31', state, 'INTEREST_GROUP', basis = 'SEEN', is_fading, members_count, false
    FROM enrolment, unnest(ARRAY['SEEN', 'KNOWN']) AS basis
    WHERE organization_id = $1::uuid AND cultivator_id = $2::uuid AND programme_id = $3::uuid
    """,
    """
    INSERT INTO enrolment (id, version, create_time, update_time, organization_id, cultivator_id,
        programme_id, first_version_id, state, stage_key, stage_start_time, application_message, reason,
        enrol_time, is_ready, is_fading, members_count)
    SELECT gen_random_uuid(), 1, now(), now(), $1::uuid, $2::uuid, $3::uuid, $3::uuid, 'ENROLLED', 'seed',
        now() - interval '100 days', '', '', now() - interval '100 days', true, true, 7
    """,
    """
    INSERT INTO group_sign (id, version, create_time, update_time, organization_id, kind, state,
        start_date, value, compared, share_time, is_shared)
    SELECT gen_random_uuid(), 1, now(), now(), $1::uuid, 'FADING', 'OPEN', '2026-03-01'::date, 61, 30, now(), true
    WHERE $2::uuid <> $3::uuid
    """,
    """
    INSERT INTO sign_check (organization_id, first_day, from_day, due_time, check_time)
    SELECT $1::uuid, '2026-03-01'::date, '2026-03-01'::date, now() + interval '1 year', now() + interval '1 year' WHERE $2::uuid <> $3::uuid
    """,
)


async def _station(world: World) -> str:
    station, group = uuid7(), UUID(world.ids["group"])
    await world.platform.site.sql("organizations", _STATION, group, station)
    return str(station)


async def _programme(world: World) -> str:
    """Publishes a programme of the station, and returns its ID."""
    criterion = programme_pb2.ProgrammeCriterion(
        indicator="INDICATOR_ACTIVE_MEMBERS", comparator="COMPARATOR_AT_LEAST", threshold=1000
    )
    requirement = programme_pb2.ProgrammeRequirement(needed_count=1, criteria=[criterion])
    easy = programme_pb2.ProgrammeCriterion(
        indicator="INDICATOR_OFFICERS", comparator="COMPARATOR_AT_LEAST", threshold=1
    )
    met = programme_pb2.ProgrammeRequirement(criteria=[easy])
    offer = programme_pb2.ProgrammeOffer(
        kind=support_kind_pb2.GROUP_SUPPORT_KIND_SPACE, description="每周一次活动室"
    )
    seed = programme_pb2.ProgrammeStage(
        key="seed",
        name="种子",
        expected_days=30,
        requirements=[met, requirement],
        offers=[offer],
    )
    stages = [
        seed,
        programme_pb2.ProgrammeStage(key="sprout", name="萌芽"),
    ]
    programme = programme_pb2.Programme(
        organization_id=world.ids["station"], name="种子计划", stages=stages
    )
    draft = await world.call(
        "administrator",
        programme_pb2.CreateProgrammeRequest(programme=programme),
        programme_pb2.Programme,
    )
    request = programme_pb2.PublishProgrammeRequest(programme_id=draft.id)
    await world.call("administrator", request, programme_pb2.Programme)
    return draft.id


async def _applied(world: World, programme_id: str) -> str:
    """Applies for the group, and returns the ID of the enrolment."""
    request = pb.ApplyForEnrolmentRequest(
        organization_id=world.ids["group"],
        programme_id=programme_id,
        application_message="我们想一起唱歌",
    )
    return (await world.call("leader", request, pb.Enrolment)).id


async def _enrolled(world: World) -> str:
    """Enrols the group in a programme of its own, and returns the ID of the enrolment."""
    id_ = await _applied(world, await _programme(world))
    await world.call("administrator", pb.AcceptEnrolmentRequest(enrolment_id=id_), pb.Enrolment)
    return id_


async def add_enrolment(world: World) -> str:
    """Enrols the group, and returns the ID of the enrolment.

    Adds "station", "open_programme" (in which the group is not enrolled), "enrolled_programme", "revised_programme" (a draft
    of its next version), and the enrolments "applied", "paused" and "unreviewed".
    """
    world.ids["station"] = await _station(world)
    world.ids["open_programme"] = await _programme(world)
    world.ids["applied"] = await _applied(world, await _programme(world))
    world.ids["unreviewed"] = await _enrolled(world)
    world.ids["paused"] = await _enrolled(world)
    pausing = pb.PauseEnrolmentRequest(enrolment_id=world.ids["paused"])
    await world.call("administrator", pausing, pb.Enrolment)
    request = pb.AssignMentorRequest(
        enrolment_id=await _enrolled(world),
        mentor_organization_id=world.ids["group"],
        mentor_person_id=world.people["coordinator"],
    )
    enrolment = await world.call("administrator", request, pb.Enrolment)
    world.ids["enrolled_programme"] = enrolment.programme_id
    revising = programme_pb2.ReviseProgrammeRequest(programme_id=enrolment.programme_id)
    draft = await world.call("administrator", revising, programme_pb2.Programme)
    world.ids["revised_programme"] = draft.id
    about = (world.ids["station"], world.ids["group"], enrolment.programme_id)
    for sql in _IN_TURN[::-1]:
        await world.platform.site.sql("organizations", sql, *map(UUID, about))
    return enrolment.id


def _about(**ids: str) -> Any:
    def fill(request: Any, world: World) -> None:
        for field, name in ids.items():
            setattr(request, field, world.ids[name])

    return fill


_OPEN = _about(programme_id="open_programme")


def _reason(request: Any, _: World) -> None:
    request.reason = "到期了 it is over"


_STANDING = "standing { FIELDS }"
RESOURCE = Resource(
    "Enrolment",
    "Enrolments",
    add_enrolment,
    requests={
        "ApplyForEnrolment": _OPEN,
        "EnrolOrganization": _OPEN,
        "ListCultivatedEnrolments": _about(
            cultivator_id="station", programme_id="enrolled_programme"
        ),
        "ListEnrolmentOutlooks": _about(programme_id="revised_programme"),
        "AcceptEnrolment": _about(enrolment_id="applied"),
        "ResumeEnrolment": _about(enrolment_id="paused"),
        "MoveEnrolment": _about(programme_id="enrolled_programme"),
        "EndEnrolment": _reason,
        "AssignMentor": _about(mentor_organization_id="group"),
    },
    arguments={"enrolment": 'id: "<enrolment>"'},
    parts={
        "EnrolmentStanding": _STANDING,
        "RequirementStanding": "standing { requirements { FIELDS } }",
        "CriterionStanding": "standing { requirements { criteria { FIELDS } } }",
        "Mentorship": "mentorships { nodes { FIELDS } }",
    },
)

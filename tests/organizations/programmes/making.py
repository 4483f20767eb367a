"""Programmes as the tests need them, made through the service."""

from typing import Any

from banyan.organizations.v1 import organization_pb2
from banyan.organizations.v1 import programme_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.organizations.community import Community

AT_LEAST, AT_MOST = pb.COMPARATOR_AT_LEAST, pb.COMPARATOR_AT_MOST


def criterion(indicator: str, threshold: int, **values: Any) -> pb.ProgrammeCriterion:
    """Returns a criterion: at least so much, unless told otherwise."""
    values = {"comparator": AT_LEAST} | values
    return pb.ProgrammeCriterion(indicator=f"INDICATOR_{indicator}", threshold=threshold, **values)


def stage(key: str, *criteria: pb.ProgrammeCriterion, **values: Any) -> pb.ProgrammeStage:
    """Returns a stage, from which a group goes on that meets all of the criteria."""
    requirements = [pb.ProgrammeRequirement(criteria=criteria)] if criteria else []
    return pb.ProgrammeStage(**({"key": key, "name": key, "requirements": requirements} | values))


def programme(organization: organization_pb2.Organization, **values: Any) -> pb.Programme:
    """Returns a programme as a caller would send it: of two stages, unless told otherwise."""
    defaults = {
        "organization_id": organization.id,
        "name": "种子计划",
        "stages": [stage("seed", criterion("ACTIVE_MEMBERS", 3)), stage("sprout")],
    }
    return pb.Programme(**(defaults | values))


async def create(
    community: Community,
    organization: organization_pb2.Organization,
    passport: str | None = None,
    **values: Any,
) -> pb.Programme:
    """Creates a programme, as an administrator unless told otherwise."""
    request = pb.CreateProgrammeRequest(programme=programme(organization, **values))
    return await community.call(request, pb.Programme, passport or community.admin)


async def update(
    community: Community, draft: pb.Programme, passport: str | None = None, **values: Any
) -> pb.Programme:
    """Updates a draft, as an administrator unless told otherwise."""
    request = pb.UpdateProgrammeRequest(
        programme_id=draft.id,
        programme=pb.Programme(**values),
        update_mask=FieldMask(paths=[name for name in values if name != "etag"]),
    )
    return await community.call(request, pb.Programme, passport or community.admin)


async def publish(
    community: Community, draft: pb.Programme, passport: str | None = None
) -> pb.Programme:
    """Publishes a draft, as an administrator unless told otherwise."""
    request = pb.PublishProgrammeRequest(programme_id=draft.id)
    return await community.call(request, pb.Programme, passport or community.admin)


async def revise(
    community: Community, version: pb.Programme, passport: str | None = None
) -> pb.Programme:
    """Creates the next version, as an administrator unless told otherwise."""
    request = pb.ReviseProgrammeRequest(programme_id=version.id)
    return await community.call(request, pb.Programme, passport or community.admin)


async def retire(
    community: Community, version: pb.Programme, passport: str | None = None
) -> pb.Programme:
    """Retires a version, as an administrator unless told otherwise."""
    request = pb.RetireProgrammeRequest(programme_id=version.id)
    return await community.call(request, pb.Programme, passport or community.admin)

"""Programmes: by which stages an organization cultivates groups."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import enrolment_pb2, programme_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(programme_pb2.Programme)
class Programme(Node):
    """One version of a programme by which an organization cultivates groups."""

    language: auto
    translations: auto
    stages: auto
    dormancy_rules: auto
    state: auto
    version_number: auto
    publish_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    name = text("name")
    description = text("description")
    organization = reference("organization_id")
    categories = references("category_ids")
    first_version = reference("first_version_id")
    enrolment_outlooks = connection(
        enrolment_pb2.ListEnrolmentOutlooksRequest,
        programme_id="id",
        description="How far the groups at other versions of the programme would meet this one, as far as the viewer may see their"
        " standings, by the time of enrolment. Look at it before you publish a version.",
    )


@shows(programme_pb2.ProgrammeStage)
class ProgrammeStage:
    """A stage of a programme, and what a group must reach to go on from it."""

    key: auto
    language: auto
    translations: auto
    minimum_days: auto
    expected_days: auto
    requirements: auto
    offers: auto

    name = text("name")
    description = text("description")


@shows(programme_pb2.ProgrammeOffer)
class ProgrammeOffer:
    """Support that a group can ask for at a stage."""

    kind: auto
    description: auto
    amount: auto
    currency: auto


@shows(programme_pb2.ProgrammeRequirement)
class ProgrammeRequirement:
    """Criteria of a stage that must all be met, or a number of them."""

    needed_count: auto
    criteria: auto


@shows(programme_pb2.ProgrammeCriterion)
class ProgrammeCriterion:
    """A number that is computed for a group, compared with a threshold."""

    indicator: auto
    comparator: auto
    threshold: auto
    window_days: auto
    waivable: auto


@shows(programme_pb2.ProgrammeTranslation)
class ProgrammeTranslation:
    """The texts of a programme or of a stage in another language."""

    language: auto
    name: auto
    description: auto


@strawberry.type
class Queries:
    """Queries for programmes."""

    programme = get(programme_pb2.GetProgrammeRequest)
    programmes = connection(programme_pb2.ListProgrammesRequest)


@strawberry.type
class Mutations:
    """Mutations of programmes."""

    create_programme = mutation(programme_pb2.CreateProgrammeRequest)
    create_default_programme = mutation(programme_pb2.CreateDefaultProgrammeRequest)
    update_programme = mutation(programme_pb2.UpdateProgrammeRequest)
    revise_programme = mutation(programme_pb2.ReviseProgrammeRequest)
    publish_programme = mutation(programme_pb2.PublishProgrammeRequest)
    retire_programme = mutation(programme_pb2.RetireProgrammeRequest)

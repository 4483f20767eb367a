"""Fields of rosters: what organizations note about the people on them."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import roster_field_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(roster_field_pb2.RosterField)
class RosterField(Node):
    """A field of the roster of an organization, such as a shoe size or the day of the last training."""

    display_name: auto
    kind: auto
    choices: auto
    audience: auto
    required_on_application: auto
    asked_on_application: auto
    language: auto
    translations: auto
    position: auto
    kept_days: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    question = text("question")
    organization = reference("organization_id")


@shows(roster_field_pb2.RosterFieldTranslation)
class RosterFieldTranslation:
    """The question of a field in another language."""

    language: auto
    question: auto
    choices: auto


@shows(roster_field_pb2.RosterValue)
class RosterValue:
    """The value that a member has in a field."""

    value: auto

    field = reference("roster_field_id")


@strawberry.type
class Queries:
    """The query for a roster fields."""

    roster_field = get(roster_field_pb2.GetRosterFieldRequest)


@strawberry.type
class Mutations:
    """Mutations of roster fields."""

    create_roster_field = mutation(roster_field_pb2.CreateRosterFieldRequest)
    update_roster_field = mutation(roster_field_pb2.UpdateRosterFieldRequest)
    delete_roster_field = mutation(roster_field_pb2.DeleteRosterFieldRequest)

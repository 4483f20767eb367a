"""Rotas: duties of a series that rotate through a group."""

from datetime import datetime

import strawberry
from banyan.events.v1 import rota_pb2
from strawberry import auto

from gateway.binding.fields import answer, get, global_id, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(rota_pb2.RotaTurn)
class RotaTurn:
    """A turn: a shift of an occurrence."""

    start_time: auto
    state: auto

    shift = reference("shift_id")
    people = references("person_ids")


@shows(rota_pb2.RotaShare)
class RotaShare:
    """How many turns a person of a rota has had."""

    turns: auto
    credited_turns: auto
    last_turn_time: auto

    person = reference("person_id")


@shows(rota_pb2.RotaSchedule)
class RotaSchedule:
    """Who has the coming turns of a rota, and how many turns each of its people has had."""

    turns: auto
    shares: auto


@shows(rota_pb2.Rota)
class Rota(Node):
    """A duty of a series that rotates through a group."""

    people_per_turn: auto
    days_ahead: auto
    start_date: auto
    skipped_dates: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    shift_template_id: strawberry.ID = global_id(
        "shift_template_id",
        "ShiftTemplate",
        "The `id` of the template of the shift in the series.",
    )
    organization = reference("organization_id")
    event_series = reference("event_series_id")
    people = references("person_ids")
    schedule = answer(
        rota_pb2.SummarizeRotaRequest,
        description="Who has the coming turns, and how many turns each person has had.",
        rota_id="id",
    )


@strawberry.type
class Queries:
    """Queries for rotas."""

    rota = get(rota_pb2.GetRotaRequest)


@strawberry.type
class Mutations:
    """Mutations of rotas."""

    create_rota = mutation(rota_pb2.CreateRotaRequest)
    update_rota = mutation(rota_pb2.UpdateRotaRequest)
    leave_rota = mutation(rota_pb2.LeaveRotaRequest)
    end_rota = mutation(rota_pb2.EndRotaRequest)

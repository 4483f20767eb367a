"""Availability: when people can come, and how much they would like to do."""

from datetime import datetime

import strawberry
from banyan.volunteers.v1 import availability_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(availability_pb2.Availability)
class Availability(Node):
    """When a person can come, and how much they would like to do."""

    time_zone: auto
    weekly_windows: auto
    absences: auto
    wanted_minutes_a_week: auto
    most_minutes_a_week: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")


@shows(availability_pb2.WeeklyWindow)
class WeeklyWindow:
    """A time in every week."""

    weekday: auto
    start_minute: auto
    end_minute: auto


@shows(availability_pb2.Absence)
class Absence:
    """Days on which a person is away."""

    first_date: auto
    last_date: auto


@strawberry.type
class Mutations:
    """Mutations of availability."""

    update_availability = mutation(availability_pb2.UpdateAvailabilityRequest)

"""People."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import (
    hours_balance_pb2,
    hours_entry_pb2,
    person_activity_pb2,
    person_pb2,
)
from strawberry import auto

from gateway.connections import connection
from gateway.fields import get, reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node


@shows(person_pb2.Person)
class Person(Node):
    """A person: a resident, volunteer or not."""

    display_name: auto
    languages: auto
    time_zone: auto
    skills: auto
    state: auto
    standing: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    contact = reference(
        "id",
        to="PersonContact",
        description="How to reach the person; null where they have entered nothing, or the viewer "
        "may not see it. Each reading is recorded.",
    )
    activity = reference(
        "id", to="PersonActivity", description="What the person has taken on so far."
    )
    memberships = connection(
        membership_pb2.ListMembershipsRequest,
        person_id="id",
        description="The memberships that the viewer may see, newest first.",
    )
    hours = connection(
        hours_balance_pb2.ListHoursBalancesRequest,
        person_id="id",
        description="How long the person has worked, for each organization of which the viewer may "
        "see it.",
    )
    hours_entries = connection(
        hours_entry_pb2.ListHoursEntriesRequest,
        person_id="id",
        description="The statement of the person's hours, as far as the viewer may see it, newest "
        "first.",
    )


@shows(person_pb2.Skill)
class Skill:
    """Something that a person can do."""

    name: auto
    level: auto


@shows(person_activity_pb2.PersonActivity)
class PersonActivity:
    """What a person has taken on and done. It follows the sign-ups with a short delay."""

    planned_sign_ups: auto
    planned_minutes: auto
    completed_sign_ups: auto
    last_shift_end_time: auto


@strawberry.type
class PersonQueries:
    """Queries for people."""

    person = get(person_pb2.GetPersonRequest)


@strawberry.type
class PersonMutations:
    """What can be done to people."""

    register_person = mutation(person_pb2.RegisterPersonRequest)
    update_person = mutation(person_pb2.UpdatePersonRequest)
    suspend_person = mutation(person_pb2.SuspendPersonRequest)
    reinstate_person = mutation(person_pb2.ReinstatePersonRequest)
    apply_as_volunteer = mutation(person_pb2.ApplyAsVolunteerRequest)
    approve_volunteer = mutation(person_pb2.ApproveVolunteerRequest)
    pause_volunteer = mutation(person_pb2.PauseVolunteerRequest)

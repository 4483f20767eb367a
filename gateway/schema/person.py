"""People."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import (
    availability_pb2,
    hours_balance_pb2,
    hours_entry_pb2,
    hours_summary_pb2,
    person_activity_pb2,
    person_contact_pb2,
    person_pb2,
    qualification_pb2,
)
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import answer, get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(person_pb2.Person)
class Person(Node):
    """A person: a resident, whether or not they volunteer."""

    display_name: auto
    languages: auto
    time_zone: auto
    skills: auto
    avatar: auto
    state: auto
    standing: auto
    etag: auto
    create_time: datetime
    update_time: datetime
    erase_time: datetime | None

    contact = reference(
        "id",
        to=person_contact_pb2.PersonContact,
        description="The person's contact details; null if there are none or the viewer may not "
        "see them. Each read is recorded in the audit trail.",
    )
    activity = reference(
        "id",
        to=person_activity_pb2.PersonActivity,
        description="What the person has signed up for and completed.",
    )
    memberships = connection(
        membership_pb2.ListMembershipsRequest,
        person_id="id",
        description="The person's memberships that the viewer may see, newest first.",
    )
    hours_balances = connection(
        hours_balance_pb2.ListHoursBalancesRequest,
        person_id="id",
        description="The hours that the person has worked for each organization, as far as the "
        "viewer may see them.",
    )
    hours_summary = answer(
        hours_summary_pb2.SummarizeHoursRequest,
        person_id="id",
        description="How much the person has worked, by day, week, month, or year, and for each organization, as far as "
        "the viewer may see it.",
    )
    hours_entries = connection(
        hours_entry_pb2.ListHoursEntriesRequest,
        person_id="id",
        description="The person's statement of hours, as far as the viewer may see it, newest "
        "first.",
    )
    availability = reference(
        "id",
        to=availability_pb2.Availability,
        description="When the person can come; null if they have not said, or the viewer may not see it.",
    )
    qualifications = connection(
        qualification_pb2.ListQualificationsRequest,
        person_id="id",
        description="What the person is qualified for, as far as the viewer may see it, newest first.",
    )


@shows(person_pb2.Skill)
class Skill:
    """A skill of a person."""

    name: auto
    level: auto


@shows(person_activity_pb2.PersonActivity)
class PersonActivity:
    """What a person has signed up for and completed. Updated shortly after sign-ups change."""

    planned_sign_ups: auto
    planned_minutes: auto
    completed_sign_ups: auto
    last_shift_end_time: auto


@strawberry.type
class Queries:
    """Queries for people."""

    person = get(person_pb2.GetPersonRequest)
    people = connection(person_pb2.ListPeopleRequest)


@strawberry.type
class Mutations:
    """Mutations of people."""

    register_person = mutation(person_pb2.RegisterPersonRequest)
    update_person = mutation(person_pb2.UpdatePersonRequest)
    suspend_person = mutation(person_pb2.SuspendPersonRequest)
    reinstate_person = mutation(person_pb2.ReinstatePersonRequest)
    apply_as_volunteer = mutation(person_pb2.ApplyAsVolunteerRequest)
    approve_volunteer = mutation(person_pb2.ApproveVolunteerRequest)
    pause_volunteer = mutation(person_pb2.PauseVolunteerRequest)

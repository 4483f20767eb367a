"""Enrolments: the groups that an organization cultivates, and where each of them stands."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import (
    enrolment_goal_pb2,
    enrolment_note_pb2,
    enrolment_pb2,
    group_sign_pb2,
    group_support_pb2,
    review_pb2,
)
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(enrolment_pb2.Enrolment)
class Enrolment(Node):
    """The cultivation of a group by a programme."""

    state: auto
    stage_key: auto
    stage_start_time: auto
    application_message: auto
    reason: auto
    mentor_start_time: auto
    enrol_time: auto
    end_time: auto
    is_completed: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    programme = reference("programme_id")
    first_version = reference("first_version_id")
    mentor_organization = reference("mentor_organization_id")
    mentor = reference("mentor_person_id")
    standing = reference(
        "id",
        to=enrolment_pb2.EnrolmentStanding,
        description="How far the group meets what its stage asks for, computed now; null if it has none, or if the viewer may not see it.",
    )
    mentorships = connection(
        enrolment_pb2.ListMentorshipsRequest,
        enrolment_id="id",
        description="Who mentors the group or has mentored it, latest first.",
    )
    signs = connection(
        group_sign_pb2.ListGroupSignsRequest,
        organization_id="organization_id",
        description="The signs of trouble that the group shows or has shown, as far as the viewer may see them, latest first.",
    )
    supports = connection(
        group_support_pb2.ListGroupSupportsRequest,
        enrolment_id="id",
        description="The support that the group has asked for or got, as far as the viewer may see it, latest first.",
    )
    goals = connection(
        enrolment_goal_pb2.ListEnrolmentGoalsRequest,
        enrolment_id="id",
        description="What was agreed on for the stages of the group, as far as the viewer may see it, latest first.",
    )
    notes = connection(
        enrolment_note_pb2.ListEnrolmentNotesRequest,
        enrolment_id="id",
        description="Notes about the group and meetings with it, as far as the viewer may read them, latest first.",
    )
    reviews = connection(
        review_pb2.ListReviewsRequest,
        enrolment_id="id",
        description="The reviews of the group that the viewer may see, latest first: the history of its stages.",
    )


@shows(enrolment_pb2.EnrolmentStanding)
class EnrolmentStanding:
    """How far a group meets what its stage asks for."""

    stage_key: auto
    next_stage_key: auto
    date: auto
    days_at_stage: auto
    minimum_days: auto
    expected_days: auto
    is_met: auto
    can_be_waived: auto
    requirements: auto


@shows(enrolment_pb2.EnrolmentOutlook)
class EnrolmentOutlook:
    """How far a group would meet another version of its programme."""

    standing: auto
    new_standing: auto

    enrolment = reference("enrolment_id")


@shows(enrolment_pb2.RequirementStanding)
class RequirementStanding:
    """How far a group meets a requirement."""

    needed_count: auto
    met_count: auto
    is_met: auto
    criteria: auto


@shows(enrolment_pb2.CriterionStanding)
class CriterionStanding:
    """How far a group meets a criterion."""

    indicator: auto
    unit: auto
    comparator: auto
    threshold: auto
    window_days: auto
    waivable: auto
    value: auto
    is_met: auto
    missing: auto
    met_since: auto
    expected_date: auto


@shows(enrolment_pb2.Mentorship)
class Mentorship:
    """A time for which somebody mentors a group."""

    start_time: auto
    end_time: auto

    mentor_organization = reference("mentor_organization_id")
    mentor = reference("mentor_person_id")


@strawberry.type
class Queries:
    """Queries for enrolments."""

    enrolment = get(enrolment_pb2.GetEnrolmentRequest)


@strawberry.type
class Mutations:
    """Mutations of enrolments."""

    apply_for_enrolment = mutation(enrolment_pb2.ApplyForEnrolmentRequest)
    enrol_organization = mutation(enrolment_pb2.EnrolOrganizationRequest)
    accept_enrolment = mutation(enrolment_pb2.AcceptEnrolmentRequest)
    pause_enrolment = mutation(enrolment_pb2.PauseEnrolmentRequest)
    resume_enrolment = mutation(enrolment_pb2.ResumeEnrolmentRequest)
    move_enrolment = mutation(enrolment_pb2.MoveEnrolmentRequest)
    end_enrolment = mutation(enrolment_pb2.EndEnrolmentRequest)
    withdraw_enrolment = mutation(enrolment_pb2.WithdrawEnrolmentRequest)
    assign_mentor = mutation(enrolment_pb2.AssignMentorRequest)

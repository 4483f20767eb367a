"""Notes about groups that are cultivated, and about meetings with them."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import enrolment_note_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(enrolment_note_pb2.EnrolmentNote)
class EnrolmentNote(Node):
    """A note about a group, or what a meeting with it was about."""

    stage_key: auto
    audience: auto
    meeting_date: auto
    text: auto
    create_time: datetime
    update_time: datetime

    enrolment = reference("enrolment_id")
    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    author = reference("author_id")


@strawberry.type
class Queries:
    """Queries for notes."""

    enrolment_note = get(enrolment_note_pb2.GetEnrolmentNoteRequest)


@strawberry.type
class Mutations:
    """Mutations of notes."""

    create_enrolment_note = mutation(enrolment_note_pb2.CreateEnrolmentNoteRequest)
    delete_enrolment_note = mutation(enrolment_note_pb2.DeleteEnrolmentNoteRequest)

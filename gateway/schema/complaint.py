"""Complaints about groups that are cultivated."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import complaint_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(complaint_pb2.Complaint)
class Complaint(Node):
    """A complaint about a group."""

    text: auto
    state: auto
    answer: auto
    answer_time: auto
    close_time: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    complainant = reference("complainant_id")
    answerer = reference("answerer_id")


@strawberry.type
class Queries:
    """Queries for complaints."""

    complaint = get(complaint_pb2.GetComplaintRequest)


@strawberry.type
class Mutations:
    """Mutations of complaints."""

    file_complaint = mutation(complaint_pb2.FileComplaintRequest)
    answer_complaint = mutation(complaint_pb2.AnswerComplaintRequest)
    close_complaint = mutation(complaint_pb2.CloseComplaintRequest)

"""The table of assessments."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import assessment_pb2
from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import Resource, enum_field, messages_field
from services.organizations.tables import Table


class AssessmentKind(StrEnum):
    """For whom somebody assesses a group."""

    SELF = "SELF"
    MENTOR = "MENTOR"


class AssessmentDimension(StrEnum):
    """What is assessed."""

    STRUCTURE = "STRUCTURE"
    SKILLS = "SKILLS"
    REACH = "REACH"
    INFLUENCE = "INFLUENCE"


class Assessment(Resource, Table, table=True):
    """What somebody thinks of a group in a review: each person once."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("assessment_review", "review_id", "id"),
        Index("assessment_once", "review_id", "person_id", unique=True),
    )
    message = assessment_pb2.Assessment

    review_id: UUID = Field(foreign_key="review.id")
    organization_id: UUID = Field(foreign_key="organization.id")
    person_id: UUID
    kind: AssessmentKind = enum_field(AssessmentKind)
    ratings: list[dict[str, Any]] = messages_field()

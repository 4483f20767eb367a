"""Personal data: links to the file with all that is held about the viewer."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import personal_data_link_pb2
from strawberry import auto

from gateway.binding.messages import shows
from gateway.binding.mutations import mutation


@shows(personal_data_link_pb2.PersonalDataLink)
class PersonalDataLink:
    """A link to the file with all that is held about the viewer."""

    token: auto
    expire_time: datetime


@strawberry.type
class Mutations:
    """Mutations of personal data."""

    create_personal_data_link = mutation(personal_data_link_pb2.CreatePersonalDataLinkRequest)

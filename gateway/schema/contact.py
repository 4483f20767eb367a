"""Contact details: confidential, so a resource of their own."""

from datetime import datetime

import strawberry
from banyan.volunteers.v1 import person_contact_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(person_contact_pb2.PersonContact)
class PersonContact(Node):
    """The contact details of a person, visible to that person and to the organizations they are shared with."""

    phone: auto
    email: auto
    address: auto
    emergency_contact: auto
    shares: auto
    etag: auto
    update_time: auto

    person = reference("person_id")


@shows(person_contact_pb2.ContactShare)
class ContactShare:
    """The person's consent to show their contact details to an organization's owners, leaders and coordinators."""

    create_time: datetime
    consent_manner: auto
    consent_date: auto

    organization = reference("organization_id")
    recorder = reference("recorder_person_id")


@shows(person_contact_pb2.ContactReading)
class ContactReading:
    """That somebody has looked at the viewer's contact details."""

    id: strawberry.ID
    read_time: datetime

    organization = reference("organization_id")
    reader = reference("reader_person_id")
    app = reference("app_id")


@strawberry.type
class Mutations:
    """Mutations of contact details."""

    update_person_contact = mutation(person_contact_pb2.UpdatePersonContactRequest)
    enter_person_contact = mutation(person_contact_pb2.EnterPersonContactRequest)
    delete_person_contact = mutation(person_contact_pb2.DeletePersonContactRequest)
    share_person_contact = mutation(person_contact_pb2.SharePersonContactRequest)
    unshare_person_contact = mutation(person_contact_pb2.UnsharePersonContactRequest)

"""How to reach people: confidential, and therefore a resource of its own."""

from datetime import datetime

import strawberry
from banyan.volunteers.v1 import person_contact_pb2
from strawberry import auto

from gateway.fields import reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node


@shows(person_contact_pb2.PersonContact)
class PersonContact(Node):
    """How to reach a person: for themselves, and for those whom they have let see it."""

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
    """The consent that an organization's owners, leaders and coordinators see the details."""

    create_time: datetime

    organization = reference("organization_id")


@strawberry.type
class ContactMutations:
    """What people can do to their contact details."""

    update_person_contact = mutation(person_contact_pb2.UpdatePersonContactRequest)
    share_person_contact = mutation(person_contact_pb2.SharePersonContactRequest)
    unshare_person_contact = mutation(person_contact_pb2.UnsharePersonContactRequest)

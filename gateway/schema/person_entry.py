"""People without an account, whom organizations have entered by hand."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import person_entry_pb2
from strawberry import auto

from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(person_entry_pb2.PersonEntry)
class PersonEntry(Node):
    """What an organization entered about a person, and whether they have claimed it."""

    display_name: auto
    languages: auto
    time_zone: auto
    state: auto
    link_expire_time: auto
    claim_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    creator = reference("creator_person_id")
    import_jobs = references("import_job_ids")


@shows(person_entry_pb2.ClaimLink)
class ClaimLink:
    """A new link to claim a record. The link is shown only once: pass it on to that person now."""

    person_entry: PersonEntry
    token: auto
    link: auto


@shows(person_entry_pb2.ClaimPreview)
class ClaimPreview:
    """What the holder of a link can see before they claim the record."""

    display_name: auto
    usable: auto

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """The query for the page that a link opens."""

    claim_preview = get(person_entry_pb2.LookUpClaimRequest)


@strawberry.type
class Mutations:
    """Mutations of people without an account."""

    add_member = mutation(person_entry_pb2.AddMemberRequest)
    update_person_entry = mutation(person_entry_pb2.UpdatePersonEntryRequest)
    create_claim_link = mutation(person_entry_pb2.CreateClaimLinkRequest)
    revoke_claim_link = mutation(person_entry_pb2.RevokeClaimLinkRequest)
    claim_person = mutation(person_entry_pb2.ClaimPersonRequest)

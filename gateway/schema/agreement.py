"""Agreements: what the members of an organization have agreed on, and who has accepted it."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import agreement_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(agreement_pb2.Agreement)
class Agreement(Node):
    """One version of an agreement of an organization."""

    language: auto
    translations: auto
    must_be_accepted: auto
    asks_again: auto
    state: auto
    version_number: auto
    adopt_time: auto
    end_time: auto
    acceptances_count: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    title = text("title")
    body = text("body")
    organization = reference("organization_id")
    first_version = reference("first_version_id")
    viewer_acceptance = reference(
        "id",
        to=agreement_pb2.AgreementAcceptance,
        description="The acceptance of this version by the viewer; null if they have not accepted it.",
    )
    acceptances = connection(
        agreement_pb2.ListAgreementAcceptancesRequest,
        agreement_id="id",
        description="Who has accepted this version, first come first, for those who oversee the organization.",
    )


@shows(agreement_pb2.AgreementTranslation)
class AgreementTranslation:
    """The texts of an agreement in another language."""

    language: auto
    title: auto
    body: auto


@shows(agreement_pb2.AgreementAcceptance)
class AgreementAcceptance:
    """That a person has accepted a version of an agreement."""

    accept_time: datetime

    person = reference("accepter_id")


@strawberry.type
class Queries:
    """Queries for agreements."""

    agreement = get(agreement_pb2.GetAgreementRequest)


@strawberry.type
class Mutations:
    """Mutations of agreements."""

    create_agreement = mutation(agreement_pb2.CreateAgreementRequest)
    update_agreement = mutation(agreement_pb2.UpdateAgreementRequest)
    revise_agreement = mutation(agreement_pb2.ReviseAgreementRequest)
    adopt_agreement = mutation(agreement_pb2.AdoptAgreementRequest)
    retire_agreement = mutation(agreement_pb2.RetireAgreementRequest)
    accept_agreement = mutation(agreement_pb2.AcceptAgreementRequest)

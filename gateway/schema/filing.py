"""Filings: under which numbers authorities have organizations on file."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import filing_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(filing_pb2.Filing)
class Filing(Node):
    """That an authority has an organization on file. The number is for those who oversee the organization."""

    authority: auto
    number: auto
    filed_date: auto
    valid_until_date: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for filings."""

    filing = get(filing_pb2.GetFilingRequest)
    filings = connection(filing_pb2.ListFilingsRequest)


@strawberry.type
class Mutations:
    """Mutations of filings."""

    create_filing = mutation(filing_pb2.CreateFilingRequest)
    update_filing = mutation(filing_pb2.UpdateFilingRequest)
    end_filing = mutation(filing_pb2.EndFilingRequest)

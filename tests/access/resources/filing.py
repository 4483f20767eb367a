"""Filings in the community of the access tables: one of the group, and the requests about it."""

from banyan.organizations.v1 import filing_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def _filing(world: World, number: str) -> pb.Filing:
    return pb.Filing(
        organization_id=world.ids["group"],
        authority="榆树街道办事处",
        number=number,
        filed_date="2026-03-01",
        valid_until_date="2056-02-28",
    )


async def add_filing(world: World) -> str:
    """Notes a filing of the group, and returns its ID."""
    request = pb.CreateFilingRequest(filing=_filing(world, "沪浦备〔2026〕12号"))
    return (await world.call("owner", request, pb.Filing)).id


RENUMBERED = pb.UpdateFilingRequest(
    filing=pb.Filing(number="沪浦备〔2026〕14号"), update_mask=FieldMask(paths=["number"])
)
RESOURCE = Resource(
    "Filing",
    "Filings",
    add_filing,
    requests={
        "CreateFiling": lambda request, world: request.filing.CopyFrom(_filing(world, "13")),
        "UpdateFiling": lambda request, _: request.MergeFrom(RENUMBERED),
    },
    arguments={"filing": 'id: "<filing>"'},
)

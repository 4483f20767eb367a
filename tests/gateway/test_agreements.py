"""What a group agrees on, through GraphQL alone, by the operations of docs/cultivation.md."""

from tests.gateway.conftest import Gateway
from tests.gateway.test_cultivation import Town
from tests.gateway.test_frontends import newcomer
from tests.world import World

JOIN = "membership { state }"


async def test_who_joins_reads_what_the_group_has_agreed_on(gateway: Gateway, world: World) -> None:
    people = ("neighbour", "member", "newcomer")
    town = Town(gateway, {each: await newcomer(gateway, world) for each in people})
    group = await town.found_station()
    await gateway.do("applyForMembership", town.tokens["member"], JOIN, organizationId=group)
    draft = await town.well(
        "WriteAgreement",
        "neighbour",
        organizationId=group,
        title="我们的约定",
        body="互相尊重，准时到场。",
        mustBeAccepted=True,
    )
    assert draft["nextActions"] == ["ADOPT", "RETIRE"]
    await town.well("AdoptAgreement", "neighbour", agreementId=draft["id"])
    for kind, may_accept in (("newcomer", False), ("member", True)):
        found = await town.run("AgreementsToAccept", kind, organizationId=group)
        (shown,) = found["agreements"]["nodes"]
        assert (shown["id"], shown["viewerCanAccept"]) == (draft["id"], may_accept)
    accepted = await town.well("AcceptAgreement", "member", agreementId=draft["id"])
    assert (accepted["acceptancesCount"], accepted["viewerAcceptance"] is None) == (1, False)
    found = await town.run("AgreementsToAccept", "member", organizationId=group)
    assert found["agreements"]["nodes"] == []
    newcomer_token = town.tokens["newcomer"]
    refused = await gateway.do("applyForMembership", newcomer_token, JOIN, organizationId=group)
    assert [each["field"] for each in refused["errors"]] == [["input", "acceptedAgreementIds"]]
    joined = await gateway.do(
        "applyForMembership",
        newcomer_token,
        JOIN,
        organizationId=group,
        acceptedAgreementIds=[draft["id"]],
    )
    assert joined == {"membership": {"state": "ACTIVE"}, "errors": []}

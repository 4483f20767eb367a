"""Every refusal of verifications and filings says what to do next, and that works; and filings, who sees them and how often."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.organizations.v1 import filing_pb2, organization_pb2

from services.kit.errors import AlreadyExists, InvalidArgument, PermissionDenied
from tests.organizations.community import Community
from tests.organizations.verifications.proving import Proof
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "verifications",
    "filings",
    elsewhere={
        "EXPIRE_TIME_OUT_OF_RANGE": "tests/organizations/verifications/test_verifications.py",
        "EXPIRE_TIME_AFTER_OWN": "tests/organizations/verifications/test_above.py",
        "OWN_REQUEST": "tests/organizations/verifications/test_above.py",
    },
)
remedy = REMEDIES.of


@remedy("VERIFICATION_NOT_PENDING", "VERIFICATION_NOT_IN_FORCE")
async def ask_again(community: Community) -> None:
    proof = await Proof.of(community)
    asked = await proof.ask()
    for call in (proof.revoke(asked), proof.confirm(asked)):
        assert "ask again" in await refused(call, "VERIFICATION_NOT_IN_FORCE")
    await proof.reject(asked)
    for call in (proof.approve(asked), proof.reject(asked), proof.withdraw(asked)):
        await refused(call, "VERIFICATION_NOT_PENDING")
    await proof.revoke(await proof.approve(await proof.ask()))
    assert await proof.shown() == ("UNVERIFIED", False)


@remedy("NAME_CHANGED")
async def ask_under_the_new_name(community: Community) -> None:
    proof = await Proof.of(community)
    asked = await proof.ask()
    await proof.rename("新名字")
    assert "ask again" in await refused(proof.approve(asked), "NAME_CHANGED")
    await proof.withdraw(asked)
    assert (await proof.approve(await proof.ask())).organization_name == "新名字"


@remedy("TOO_MANY_VERIFICATIONS", "TOO_MANY_FILINGS")
async def change_one_of_them(community: Community) -> None:
    proof = await Proof.of(community)
    asked, filing = await proof.ask(), await proof.file()
    with pytest.MonkeyPatch.context() as patch:
        for subject, name in (("verifications", "VERIFICATIONS"), ("filings", "FILINGS")):
            patch.setattr(f"services.organizations.{subject}.servicer.MOST_{name}", 1)
        await proof.approve(asked)
        await refused(proof.ask(), "TOO_MANY_VERIFICATIONS")
        await refused(proof.file(number="13"), "TOO_MANY_FILINGS")
        assert (await proof.refile(filing, number="13")).number == "13"


@remedy("FILING_ENDED")
async def create_another_filing(community: Community) -> None:
    proof = await Proof.of(community)
    filing = await proof.end(await proof.file())
    for call in (proof.refile(filing, number="13"), proof.end(filing)):
        assert "Create another" in await refused(call, "FILING_ENDED")
    assert (await proof.file()).state == filing_pb2.FILING_STATE_CURRENT


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()


async def test_a_number_is_on_file_once_with_an_authority(community: Community) -> None:
    one, other = await Proof.of(community), await Proof.of(community)
    filing = await one.file(valid_until_date="2029-02-28")
    for number in (filing.number, "沪浦备(2026)12号"):
        with pytest.raises(AlreadyExists) as taken:
            await other.file(number=number)
        assert taken.value.reason == "FILING_NUMBER_TAKEN"
    await other.file(authority="别的街道")
    await one.end(filing)
    assert (await other.file()).organization_id == other.organization.id
    with pytest.raises(InvalidArgument):
        await one.file(number="14", valid_until_date="2026-02-28")
    with pytest.raises(InvalidArgument):
        await one.file(number="15", filed_date="2026-02-30")


async def test_the_number_is_for_those_who_oversee_the_organization(community: Community) -> None:
    proof = await Proof.of(community)
    filing = await proof.file()
    request = filing_pb2.GetFilingRequest(filing_id=filing.id)
    supervisor = await community.holding(None, proof.organization, "SUPERVISOR")
    for passport, number in (
        (proof.owner, filing.number),
        (supervisor, filing.number),
        (community.admin, filing.number),
        (community.passport(), ""),
    ):
        found = await community.call(request, filing_pb2.Filing, passport)
        assert (found.authority, found.number) == (filing.authority, number)
    with pytest.raises(PermissionDenied):
        await proof.file(supervisor, number="13")
    listing = filing_pb2.ListFilingsRequest(organization_id=proof.organization.id)
    await proof.end(filing)
    for listing.include_ended, count in ((False, 0), (True, 1)):
        answer = await community.call(listing, filing_pb2.ListFilingsResponse, proof.owner)
        assert len(answer.filings) == count
    # What was verified or filed is kept with its organization.
    deleting = organization_pb2.DeleteOrganizationRequest(organization_id=proof.organization.id)
    await refused(
        community.call(deleting, organization_pb2.Organization, proof.owner),
        "ORGANIZATION_NOT_EMPTY",
    )

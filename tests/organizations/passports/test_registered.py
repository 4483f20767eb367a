"""People take part once they have registered, and then at once."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from banyan.organizations.v1 import organization_pb2, passport_pb2
from banyan.volunteers.v1 import person_pb2

from deploy.local.process import free_port
from services.kit.errors import Refused
from tests.organizations.community import choir
from tests.services import Platform, Site

FOUND = organization_pb2.CreateOrganizationRequest(organization=choir())
REGISTER = person_pb2.RegisterPersonRequest(
    person=person_pb2.Person(display_name="林秀英", time_zone="Asia/Shanghai")
)


async def passport_of(platform: Platform, subject: str = "lin") -> str:
    """Exchanges the token of somebody."""
    request = passport_pb2.IssuePassportRequest(credential=platform.site.issuer.mint(subject, ""))
    answer = await platform.call(request, passport_pb2.IssuePassportResponse, None)
    return answer.passport


@asynccontextmanager
async def without_a_bus(site: Site, *names: str) -> AsyncIterator[Platform]:
    """Runs services that hear of nothing."""
    away = f"nats://127.0.0.1:{free_port()}"
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack, names, nats_url=away)


async def test_nobody_founds_anything_before_but_may_at_once(site: Site) -> None:
    """Without a bus, so nothing but volunteers can know that they have registered."""
    async with without_a_bus(site, "volunteers", "organizations") as platform:
        newcomer = await passport_of(platform)
        for passport in (newcomer, await passport_of(platform)):
            with pytest.raises(Refused) as refused:
                await platform.call(FOUND, organization_pb2.Organization, passport)
            assert refused.value.reason == "REGISTRATION_REQUIRED"
        await platform.call(REGISTER, person_pb2.Person, newcomer)
        founded = await platform.call(
            FOUND, organization_pb2.Organization, await passport_of(platform)
        )
        assert founded.id
        with pytest.raises(Refused):  # the control: somebody else has not
            await platform.call(
                FOUND, organization_pb2.Organization, await passport_of(platform, "wang")
            )


async def test_nobody_counts_as_registered_while_that_is_not_known(site: Site) -> None:
    async with without_a_bus(site, "organizations") as platform:
        await passport_of(platform)
        passport = await passport_of(platform)
        with pytest.raises(Refused) as refused:
            await platform.call(FOUND, organization_pb2.Organization, passport)
        assert refused.value.reason == "REGISTRATION_REQUIRED"
        (row,) = await site.sql("organizations", "SELECT person_id FROM principal")
        await site.sql(
            "organizations",
            "INSERT INTO person (id, display_name, sort_name, search_name, standing, state)"
            " VALUES ($1, '', '', '', 'NONE', 'ACTIVE')",
            row["person_id"],
        )
        known = await passport_of(platform)
        assert (await platform.call(FOUND, organization_pb2.Organization, known)).id

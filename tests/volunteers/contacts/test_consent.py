"""Consent is checked at organizations at each reading: what notices have told may be late."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.dryruns.v1 import dry_run_pb2 as pb_dry
from banyan.volunteers.v1 import person_contact_pb2 as pb

from services.kit.errors import PermissionDenied, Unavailable
from services.kit.process.ids import uuid7
from tests.services import Platform, Site
from tests.volunteers.contacts.test_contacts import PHONE, belongs, enter, get, share
from tests.volunteers.owner import Owner
from tests.volunteers.people.test_people import register


@dataclass
class Sharing:
    """A person who shares their contact details with a group, whose leader reads them."""

    platform: Platform
    owner: Owner
    person: UUID
    group: UUID
    leader: str

    @classmethod
    async def begin(cls, platform: Platform, owner: Owner) -> "Sharing":
        person, group = uuid7(), uuid7()
        leader = platform.office.person(roles={group: ["LEADER"]})
        sharing = cls(platform, owner, person, group, leader)
        await sharing.with_group(person)
        return sharing

    async def with_group(self, person: UUID) -> None:
        await register(self.platform, person)
        await enter(self.platform, person)
        await belongs(self.platform, self.owner, person, self.group)
        await share(self.platform, person, self.group)

    async def read(self, *people: UUID) -> list[str]:
        """Returns whose contact details the leader gets."""
        answer = await self.platform.call(
            pb.BatchGetPersonContactsRequest(ids=map(str, people)),
            pb.BatchGetPersonContactsResponse,
            self.leader,
        )
        return [each.person_id for each in answer.person_contacts]


@pytest_asyncio.fixture
async def sharing(volunteers: Platform, owner: Owner) -> Sharing:
    return await Sharing.begin(volunteers, owner)


async def test_of_a_member_whose_removal_is_not_known_yet_opens_nothing(sharing: Sharing) -> None:
    stays, goes = sharing.person, uuid7()
    await sharing.with_group(goes)
    assert await sharing.read(goes, stays) == [str(goes), str(stays)]
    sharing.owner.remove(goes, sharing.group)
    assert await sharing.read(goes, stays) == [str(stays)]
    with pytest.raises(PermissionDenied):
        await get(sharing.platform, goes, sharing.leader)
    assert (await get(sharing.platform, stays, sharing.leader)).phone == PHONE


async def test_of_a_membership_before_this_one_opens_nothing(sharing: Sharing) -> None:
    sharing.owner.readmit(sharing.person, sharing.group)
    assert await sharing.read(sharing.person) == []
    await share(sharing.platform, sharing.person, sharing.group)
    assert await sharing.read(sharing.person) == [str(sharing.person)]


async def test_that_did_not_hold_is_no_reading_in_the_trail(sharing: Sharing) -> None:
    async def readings() -> int:
        query = "SELECT 1 FROM audit WHERE organization_id = $1 AND method LIKE '%/BatchGet%'"
        return len(await sharing.platform.site.sql("volunteers", query, sharing.group))

    await sharing.read(sharing.person)
    assert await readings() == 1
    sharing.owner.remove(sharing.person, sharing.group)
    await sharing.read(sharing.person)
    assert await readings() == 1


async def test_is_asked_for_once_and_only_where_there_is_something_to_see(sharing: Sharing) -> None:
    more = [uuid7() for _ in range(3)]
    for person in more:
        await sharing.with_group(person)
    assert len(await sharing.read(sharing.person, *more)) == 4
    assert sharing.owner.asked == 1
    mine = sharing.platform.office.person(sharing.person)
    assert (await get(sharing.platform, sharing.person, mine)).phone == PHONE
    with pytest.raises(PermissionDenied):
        await get(sharing.platform, sharing.person, sharing.platform.office.person())
    assert sharing.owner.asked == 1


@pytest_asyncio.fixture
async def alone(site: Site, owner: Owner) -> AsyncIterator[Sharing]:
    """The same while organizations is away."""
    async with AsyncExitStack() as stack:
        platform = await Platform.start(
            site, stack, ("volunteers",), organizations_target="127.0.0.1:1"
        )
        yield await Sharing.begin(platform, owner)


async def test_that_cannot_be_asked_for_refuses_the_reading_for_now(alone: Sharing) -> None:
    for reading in (alone.read(alone.person), get(alone.platform, alone.person, alone.leader)):
        with pytest.raises(Unavailable) as refused:
            await reading
        assert (refused.value.reason, refused.value.retry_seconds) == ("CONSENT_UNCHECKED", 2)
    mine = alone.platform.office.person(alone.person)
    assert (await get(alone.platform, alone.person, mine)).phone == PHONE
    assert await alone.read(uuid7()) == []  # there is nothing to ask


async def test_what_is_never_announced_is_counted_by_a_dry_run(sharing: Sharing) -> None:
    """Contact details are confidential: a dry run says that one person's would change, and lists none."""

    async def tried(group: UUID) -> pb_dry.DryRunResponse:
        asked = pb_dry.DryRunRequest()
        request = pb.UnsharePersonContactRequest(
            person_id=str(sharing.person), organization_id=str(group)
        )
        asked.request.Pack(request)
        passport = sharing.platform.office.person(sharing.person)
        return await sharing.platform.call(asked, pb_dry.DryRunResponse, passport, "volunteers")

    said = await tried(sharing.group)
    counts = [(each.resource.rpartition(".")[2], each.count) for each in said.counts]
    assert (counts, list(said.resources)) == ([("PersonContact", 1)], [])
    assert await sharing.read(sharing.person) == [str(sharing.person)]
    assert not (await tried(uuid7())).counts  # shared with nobody there

"""Who has looked at my contact details: told to the person alone, whoever it was."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pytest
import pytest_asyncio
from banyan.volunteers.v1 import person_contact_pb2 as pb

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.contacts.test_consent import Sharing
from tests.volunteers.contacts.test_contacts import belongs, get, share
from tests.volunteers.owner import Owner

REVISION: Any = import_module("services.volunteers.migrations.volunteers_0018")


@pytest_asyncio.fixture
async def sharing(volunteers: Platform, owner: Owner) -> Sharing:
    return await Sharing.begin(volunteers, owner)


async def _readings(
    sharing: Sharing, passport: str = "", **values: Any
) -> Sequence[pb.ContactReading]:
    request = pb.ListContactReadingsRequest(person_id=str(sharing.person), **values)
    passport = passport or sharing.platform.office.person(sharing.person)
    answer = await sharing.platform.call(request, pb.ListContactReadingsResponse, passport)
    return answer.contact_readings


async def test_says_who_by_whose_right_and_when_latest_first(sharing: Sharing) -> None:
    platform, leader, app_id = sharing.platform, uuid7(), uuid7()
    await get(
        platform, sharing.person, platform.office.person(leader, roles={sharing.group: ["OWNER"]})
    )
    scopes = frozenset({"contacts.read"})
    app = platform.office.app(app_id, sharing.group, "LEADER", scopes)
    await get(platform, sharing.person, app)
    await get(platform, sharing.person, platform.office.person(sharing.person))
    by_app, by_leader = await _readings(sharing)
    assert (by_leader.reader_person_id, by_leader.app_id) == (str(leader), "")
    assert (by_app.reader_person_id, by_app.app_id) == ("", str(app_id))
    assert {by_app.organization_id, by_leader.organization_id} == {str(sharing.group)}
    assert by_leader.read_time.ToDatetime() < by_app.read_time.ToDatetime()


async def test_several_at_once_are_told_each_of_their_own(sharing: Sharing) -> None:
    other = uuid7()
    await sharing.with_group(other)
    assert len(await sharing.read(sharing.person, other)) == 2
    (mine,) = await _readings(sharing)
    assert mine.organization_id == str(sharing.group)


async def test_a_right_by_two_organizations_is_told_for_each(sharing: Sharing) -> None:
    platform, second = sharing.platform, uuid7()
    await belongs(platform, sharing.owner, sharing.person, second)
    await share(platform, sharing.person, second)
    roles = {sharing.group: ["LEADER"], second: ["OWNER"]}
    await get(platform, sharing.person, platform.office.person(roles=roles))
    found = {each.organization_id for each in await _readings(sharing)}
    assert found == {str(sharing.group), str(second)}


async def test_what_was_refused_is_no_reading(sharing: Sharing) -> None:
    with pytest.raises(PermissionDenied):
        await get(sharing.platform, sharing.person, sharing.platform.office.person())
    sharing.owner.remove(sharing.person, sharing.group)
    assert await sharing.read(sharing.person) == []
    assert list(await _readings(sharing)) == []


async def test_is_nobody_elses_to_see(sharing: Sharing) -> None:
    await sharing.read(sharing.person)
    office = sharing.platform.office
    for passport in (sharing.leader, office.person(), office.person(admin=True)):
        with pytest.raises(PermissionDenied):
            await _readings(sharing, passport)
    assert len(await _readings(sharing)) == 1


async def test_pages_end_where_they_should(sharing: Sharing) -> None:
    for _ in range(3):
        await sharing.read(sharing.person)
    request = pb.ListContactReadingsRequest(person_id=str(sharing.person), page_size=2)
    me, seen = sharing.platform.office.person(sharing.person), list[str]()
    for number in (2, 1):
        answer = await sharing.platform.call(request, pb.ListContactReadingsResponse, me)
        assert len(answer.contact_readings) == number
        seen += [each.id for each in answer.contact_readings]
        request.page_token = answer.next_page_token
    assert len(set(seen)) == 3
    assert not request.page_token


async def test_what_the_trail_has_from_before_is_told_too(sharing: Sharing) -> None:
    """volunteers_0018 takes over what was recorded so far."""
    await sharing.read(sharing.person)
    (now,) = await _readings(sharing)
    site = sharing.platform.site
    await site.sql("volunteers", "DELETE FROM contact_reading")
    await site.sql("volunteers", REVISION.FILL)
    (taken_over,) = await _readings(sharing)
    for each in ("organization_id", "reader_person_id", "app_id", "read_time"):
        assert getattr(taken_over, each) == getattr(now, each)

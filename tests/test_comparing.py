"""`verify --owner` finds what a service has not heard of, and what it has heard of that its owner has lost."""

from datetime import timedelta

import pytest

from services.kit.bus import comparing
from tests.kit.commandline import execute
from tests.services import Platform, service_named
from tests.waiting import eventually
from tests.world import World

OWNERS = ("organizations", "volunteers")
LINE = " ".join(("verify", *(f"--owner {each}" for each in OWNERS)))
_ROW = "01920000-0000-7000-8000-000000000001"
A_PERSON = (
    "SELECT resource_id FROM seen WHERE consumer = 'events-person' ORDER BY resource_id LIMIT 1"
)


@pytest.fixture(autouse=True)
async def _settled(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """A community that everybody has heard of, and nothing on its way."""
    monkeypatch.setattr(comparing, "ON_ITS_WAY", timedelta(0))
    monkeypatch.setattr(comparing, "BATCH", 3)
    for owner in OWNERS:
        monkeypatch.setenv(f"BANYAN_OWNER_{owner.upper()}_DATABASE_URL", platform.site.urls[owner])
    await World.make(platform)

    async def holds() -> bool:
        return (await verified(platform))[0] == 0

    await eventually(holds)


async def verified(platform: Platform) -> tuple[int, str]:
    return await execute(service_named("events"), platform.site.settings("events"), LINE)


async def test_each_consumer_has_heard_of_everything(platform: Platform) -> None:
    _, printed = await verified(platform)
    for consumer in service_named("events").consumers:
        if consumer.stream in OWNERS:
            assert f"holds    {consumer.name} has heard of every {consumer.resource}" in printed


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE seen SET version = version - 1 WHERE consumer = 'events-person' AND resource_id = ({A_PERSON})",
        f"DELETE FROM seen WHERE consumer = 'events-person' AND resource_id = ({A_PERSON})",
    ],
)
async def test_what_it_has_not_heard_of_is_told(platform: Platform, change: str) -> None:
    ((person,),) = await platform.site.sql("events", A_PERSON)
    await platform.site.sql("events", change)
    status, printed = await verified(platform)
    assert status == 1
    assert printed.count("broken") == 1
    assert "broken   events-person has not heard of changes: 1\n" in printed
    assert f"         {person}\n" in printed
    assert "Run `republish --resource person` at volunteers." in printed


async def test_what_its_owner_has_lost_is_told(platform: Platform) -> None:
    sql = platform.site.sql
    await sql("events", f"UPDATE seen SET version = version + 1 WHERE resource_id = ({A_PERSON})")
    await sql(
        "events",
        "INSERT INTO seen (consumer, resource_id, version, update_time)"
        f" VALUES ('events-person', '{_ROW}', 1, now())",
    )
    status, printed = await verified(platform)
    assert status == 1
    assert printed.count("broken") == 1
    assert "events-person has heard of what volunteers has lost: 2\n" in printed
    assert _ROW in printed
    assert "`forget-seen --consumer events-person`" in printed


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "BANYAN_OWNER_VOLUNTEERS_DATABASE_URL: is not set"),
        ("mysql://u:secret@127.0.0.1/d", "BANYAN_OWNER_VOLUNTEERS_DATABASE_URL: must"),
        ("postgresql://u:secret@127.0.0.1:1/d", "The database of volunteers cannot be used"),
    ],
)
async def test_a_database_that_cannot_be_used_is_told_without_its_address(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, url: str, message: str
) -> None:
    monkeypatch.setenv("BANYAN_OWNER_VOLUNTEERS_DATABASE_URL", url)
    with pytest.raises(SystemExit) as ended:
        await verified(platform)
    assert str(ended.value).startswith(message)
    assert "secret" not in str(ended.value)

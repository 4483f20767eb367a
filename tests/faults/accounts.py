"""Whether everything that was acknowledged is there, once, and has reached everyone it concerns."""

from collections import Counter
from uuid import UUID

from services.catalogue import NAMES
from services.kit.bus.consumers import Consumer
from tests.faults.load import Load
from tests.faults.observer import Observer
from tests.services import Site, service_named
from tests.waiting import eventually

# Who owns a table, who repeats it, and which columns are repeated.
PROJECTIONS = (
    ("volunteers", "person", "events", "id, state, standing"),
    ("volunteers", "person", "organizations", "id, display_name, state, standing"),
    ("organizations", "organization", "events", "id, state, ancestor_ids, inherit_roles"),
    ("organizations", "organization", "volunteers", "id, ancestor_ids, inherit_roles"),
    ("organizations", "membership", "volunteers", "id, organization_id, person_id, state"),
    ("events", "event", "organizations", "id, organization_id, state, start_time"),
    (
        "events",
        "sign_up",
        "volunteers",
        "id, person_id, organization_id, event_id, shift_id, state",
    ),
)
TIMEOUT = 60.0


async def everything_is_there(site: Site, load: Load) -> None:
    """Checks the owners' rows, the bus and the projections against what people were told."""
    await rows_equal_what_was_acknowledged(site, load)
    async with Observer.open(site.nats_url) as observer:
        await nothing_waits(site, observer)
        await every_version_is_announced_once(site, observer)
    await projections_equal_their_owners(site)


async def rows_equal_what_was_acknowledged(site: Site, load: Load) -> None:
    """Every change stands that was acknowledged, none twice, and none beside them."""
    people = await site.sql("volunteers", "SELECT id, standing, version FROM person ORDER BY id")
    assert [row["id"] for row in people] == sorted(load.people)
    assert {(row["standing"], row["version"]) for row in people} == {("APPLICANT", 2)}
    founded = await site.sql("organizations", "SELECT person_id FROM membership ORDER BY person_id")
    assert [row["person_id"] for row in founded] == sorted(load.founders)
    methods: Counter[str] = Counter()
    for name in NAMES:
        for row in await site.sql(name, "SELECT method FROM audit"):
            methods[row["method"].rpartition("/")[2]] += 1
    assert methods == {
        "RegisterPerson": len(load.people),
        "ApplyAsVolunteer": len(load.people),
        "CreateOrganization": len(load.founders),
    }


async def nothing_waits(site: Site, observer: Observer) -> None:
    """The outboxes get empty, and every consumer gets and acknowledges all that there is."""
    for name in NAMES:

        async def is_published(name: str = name) -> bool:
            return not await site.sql(name, "SELECT FROM outbox")

        await eventually(is_published, TIMEOUT)
    for name in NAMES:
        for consumer in service_named(name).consumers:

            async def is_done(consumer: Consumer = consumer) -> bool:
                return await observer.is_done(consumer)

            await eventually(is_done, TIMEOUT)
        assert not await site.sql(name, "SELECT FROM failure")


async def every_version_is_announced_once(site: Site, observer: Observer) -> None:
    """The bus holds each version of each resource once, in order."""
    for stream, table in sorted({(owner, table) for owner, table, *_ in PROJECTIONS}):
        announced: dict[UUID, list[int]] = {}
        for notice in await observer.notices(stream):
            if notice.subject.split(".")[2] == table:
                announced.setdefault(notice.resource_id, []).append(notice.version)
        owned = await site.sql(stream, f"SELECT id, version FROM {table}")
        assert announced == {row["id"]: list(range(1, row["version"] + 1)) for row in owned}


async def projections_equal_their_owners(site: Site) -> None:
    """Whoever repeats a row of another has all of them, as they are."""
    for owner, table, reader, columns in PROJECTIONS:
        query = f"SELECT {columns} FROM {table} ORDER BY id"
        assert await site.sql(reader, query) == await site.sql(owner, query), (reader, table)

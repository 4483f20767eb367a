"""One service is killed: the rest of a query still answers, and its own fields say why they are null."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from graphql import GraphQLNonNull

from gateway import schema
from gateway.transport.settings import TransportSettings
from services.catalogue import NAMES
from tests.faults.processes import Nursery, ServiceProcess
from tests.gateway.binding.test_mutations import EVENT, GROUP, SHIFT
from tests.gateway.conftest import Gateway, Json, serving
from tests.services import Site
from tests.waiting import eventually

QUERY = """query($organization: ID!, $event: ID!) {
    viewer {
        person { displayName activity { plannedMinutes } }
        memberships { nodes { state organization { name } person { displayName } } }
        signUps { nodes { state } }
    }
    organization(id: $organization) {
        name
        roster { nodes { membership { state } } }
        events { nodes { title } }
    }
    event(id: $event) { title organization { name } shifts { nodes { title capacity } } }
}"""
# What each of the services answers for in that query.
OWN = {
    "volunteers": {"viewer.person", "viewer.memberships.nodes.0.person"},
    "organizations": {"viewer.memberships", "organization", "event.organization"},
    "events": {"viewer.signUps", "organization.events", "event"},
}


@dataclass
class Stage:
    """Services as processes (those that run), a gateway to them, and somebody who asks."""

    site: Site
    nursery: Nursery
    services: dict[str, ServiceProcess]
    gateway: Gateway
    token: str
    variables: dict[str, str]

    async def ask(self) -> Json:
        return await self.gateway.result(QUERY, self.token, **self.variables)

    async def whole(self) -> Json:
        """Waits until everything is answered, and returns the data."""

        async def answered() -> Any:
            answer = await self.ask()
            assert "errors" not in answer, answer["errors"]
            return answer["data"]

        found: Json = await eventually(answered)
        return found

    async def kill(self, name: str) -> None:
        await self.services.pop(name).kill()

    async def restart(self, name: str) -> None:
        port = int(self.site.targets[name].rpartition(":")[2])
        self.services[name] = await self.nursery.start(self.site, name, port=port)


@pytest_asyncio.fixture
async def stage(site: Site, nursery: Nursery) -> AsyncIterator[Stage]:
    token = site.issuer.mint("neighbour", "Neighbour")
    async with AsyncExitStack() as stack:
        services: dict[str, ServiceProcess] = {}
        for name in NAMES:
            await site.prepare(name)
            services[name] = await nursery.start(site, name)
            site.targets[name] = services[name].target
        for service in services.values():
            await service.listening()
        gateway = await stack.enter_async_context(serving(site))
        stage = Stage(site, nursery, services, gateway, token, {})
        await populate(stage)
        yield stage
        for name in list(services):
            await stage.kill(name)


async def populate(stage: Stage) -> None:
    """Lets somebody register, found a group, and plan an event."""

    async def do(mutation: str, resource: str, **input_: Any) -> str:
        payload = await stage.gateway.do(mutation, stage.token, f"{resource} {{ id }}", **input_)
        assert payload["errors"] == []
        id_: str = payload[resource]["id"]
        return id_

    async def ready() -> bool:
        answer = await stage.gateway.result(
            "{ events { nodes { id } } viewer { personId } }", stage.token
        )
        return "errors" not in answer

    await eventually(ready)
    await do("registerPerson", "person", displayName="Neighbour", timeZone="UTC")
    group = await do("createOrganization", "organization", name="Choir", **GROUP)
    event = await do("createEvent", "event", organizationId=group, **EVENT)
    await do("createShift", "shift", eventId=event, **SHIFT)
    await do("publishEvent", "event", eventId=event)
    stage.variables.update(organization=group, event=event)


def without(data: Json, paths: set[str]) -> Json:
    """Returns data in which null stands at the paths."""
    left = deepcopy(data)
    for path in paths:
        *steps, last = path.split(".")
        place: Any = left
        for step in steps:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = None
    return left


async def test_the_rest_still_answers_whichever_it_is(stage: Stage) -> None:
    whole = await stage.whole()
    assert whole["event"]["shifts"]["nodes"]  # so that there is something to miss
    for name, own in OWN.items():
        await stage.kill(name)
        # Connections are refused at once; what waited for its deadline would have another code.
        answer = await stage.ask()
        assert {".".join(map(str, error["path"])) for error in answer["errors"]} == own, name
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAVAILABLE"}
        assert answer["data"] == without(whole, own)
        await stage.restart(name)
        assert await stage.whole() == whole


async def test_control_a_field_that_must_not_be_null_takes_everything_along(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = schema.build

    def strict(settings: TransportSettings) -> Any:
        built = build(settings)
        query: Any = built._schema.query_type
        query.fields["event"].type = GraphQLNonNull(query.fields["event"].type)
        return built

    monkeypatch.setattr(schema, "build", strict)
    await stage.kill("events")
    async with serving(stage.site) as gateway:
        answer = await gateway.result(QUERY, stage.token, **stage.variables)
    assert answer["data"] is None

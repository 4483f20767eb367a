"""The file with all that is held about a person: everything of theirs, nothing of others, and for a minute."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from banyan.personal.v1 import personal_data_pb2 as pb
from banyan.volunteers.v1 import person_contact_pb2

from gateway.backend.allowances import Allowances
from services.catalogue import NAMES
from services.kit.calls import links
from services.kit.errors import PermissionDenied, Unavailable
from services.kit.service import personal_data
from services.kit.work.held_parts import Part
from services.kit.work.holdings import Held
from services.kit.work.query import Row
from services.kit.work.work import Work
from tests.gateway.conftest import Gateway, Json, serving
from tests.gateway.test_operations import OPERATIONS
from tests.services import service_named
from tests.world import CANARIES, PEOPLE, World

# Tables in which the tests of the gateway may write meanwhile.
BUSY = {"audit"}


async def linked(gateway: Gateway, token: str) -> str:
    """Returns the token of a new link of a person."""
    name, variables = "DownloadMyData", {"requestId": str(uuid4())}
    payload: Json
    (payload,) = (await gateway.ask(OPERATIONS[name], token, **variables)).values()
    assert payload["errors"] == []
    link: str = payload["personalDataLink"]["token"]
    return link


async def fetch(gateway: Gateway, link: str) -> httpx.Response:
    url = gateway.url.removesuffix("graphql") + f"personal-data/{link}.json"
    return await gateway.http.get(url)


async def file_of(gateway: Gateway, world: World, kind: str) -> Json:
    response = await fetch(gateway, await linked(gateway, world.tokens[kind]))
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def whole(one: Held) -> str:
    """Returns the condition in SQL for the rows of a table that are a person's."""
    return " OR ".join(f"{name} = $1" for name in one.of)


async def test_has_every_row_that_is_the_persons_and_none_of_others(
    gateway: Gateway, world: World
) -> None:
    site, tables = world.platform.site, Counter[str]()
    for kind in ("subject", "leader", "owner"):
        file, person_id = await file_of(gateway, world, kind), world.people[kind]
        assert file["person_id"] == person_id
        for service in NAMES:
            for one in service_named(service).personal.held:
                name = one.table.name
                if one.of and name not in BUSY:
                    sql = f"SELECT count(*) FROM {name} WHERE {whole(one)}"
                    ((count,),) = await site.sql(service, sql, UUID(person_id))
                    assert len(file[service].get(name, [])) == count, (service, name)
                    tables[f"{service}.{name}"] += count
        others = {each for other, each in world.people.items() if other != kind}
        theirs = [row for row in file["volunteers"]["person"] if row["id"] in others]
        assert not theirs
    # What the community has; the rest is held to the declaration in tests/kit/work/test_holdings.py.
    for name in ("organizations.principal", "volunteers.person_contact", "events.sign_up"):
        assert tables[name]


async def test_says_it_in_the_names_of_the_contract(gateway: Gateway, world: World) -> None:
    file = await file_of(gateway, world, "subject")
    [person] = file["volunteers"]["person"]
    assert person["birth_date"] == "1960-05-01"  # which no answer ever shows
    assert person["display_name"]
    assert "search_name" not in person
    assert CANARIES[0] == file["volunteers"]["person_contact"][0]["phone"]
    [principal] = file["organizations"]["principal"]
    assert principal["subject"] == "subject"
    coordinators = await file_of(gateway, world, "coordinator")
    named = coordinators["volunteers"]["hours_attestation.submitter_id"]
    assert {"id", "organization_id"} <= set(named[0])
    assert "description" not in named[0]  # it says something of the person whose hours these are
    leaders = await file_of(gateway, world, "leader")
    assert not [each for each in CANARIES if each in json.dumps(leaders, ensure_ascii=False)]
    assert leaders["organizations"]["membership_role"]
    assert "/banyan." in leaders["organizations"]["audit"][0]["method"]


async def test_is_the_same_in_pages(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await file_of(gateway, world, "leader")
    monkeypatch.setattr(personal_data, "MOST", 1)
    assert _without(await file_of(gateway, world, "leader")) == _without(before)
    monkeypatch.setattr(personal_data, "MOST", 200)
    monkeypatch.setattr(personal_data, "LARGEST_PAGE", 300)
    assert _without(await file_of(gateway, world, "leader")) == _without(before)


def _without(file: Json) -> Json:
    return {
        service: {name: rows for name, rows in file[service].items() if name not in BUSY}
        for service in NAMES
    }


async def test_a_link_opens_nothing_else_and_not_for_long(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await linked(gateway, world.tokens["subject"])
    asked = person_contact_pb2.GetPersonContactRequest(person_id=world.people["subject"])
    with pytest.raises(PermissionDenied) as refused:
        await world.platform.call(asked, person_contact_pb2.PersonContact, link)
    assert refused.value.reason == "SCOPE_MISSING"
    of_another = pb.ReadPersonalDataRequest(person_id=world.people["owner"])
    for service in NAMES:
        with pytest.raises(PermissionDenied):
            await world.platform.call(of_another, pb.ReadPersonalDataResponse, link, service)
    head, _, signature = link.rpartition(".")
    forged = f"{head}.{signature[::-1]}"
    for wrong in ("guess", forged, "a.b.c"):
        assert (await fetch(gateway, wrong)).status_code == 404
    monkeypatch.setattr(links, "LIFETIME", timedelta(0))
    response = await fetch(gateway, await linked(gateway, world.tokens["subject"]))
    assert response.status_code == 404
    assert "good for a minute" in response.text
    assert response.headers["cache-control"] == "no-store"


async def test_a_service_that_fails_leaves_no_file_that_looks_whole(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, failing = personal_data._rows, {"first": True, "later": False}

    async def fail(part: Part, work: Work, person_id: UUID, after: str) -> AsyncIterator[Row]:
        if failing["later" if after else "first"]:
            raise Unavailable("away")
        async for row in read(part, work, person_id, after):
            yield row

    monkeypatch.setattr(personal_data, "_rows", fail)
    monkeypatch.setattr(personal_data, "MOST", 1)
    link = await linked(gateway, world.tokens["leader"])
    assert (await fetch(gateway, link)).status_code == 503
    failing.update(first=False, later=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await fetch(gateway, link)
    failing["later"] = False
    assert (await fetch(gateway, link)).status_code == 200


async def test_everybody_gets_theirs_also_who_is_suspended(gateway: Gateway, world: World) -> None:
    for kind in PEOPLE:
        file = await file_of(gateway, world, kind)
        assert [row["id"] for row in file["volunteers"]["person"]] == [world.people[kind]]
    stranger = world.platform.site.issuer.mint(f"unknown-{uuid4()}", "x")
    response = await fetch(gateway, await linked(gateway, stranger))
    assert response.status_code == 200
    assert list(response.json()["organizations"]) == ["principal"]


async def test_costs_points(gateway: Gateway, world: World) -> None:
    link = await linked(gateway, world.tokens["subject"])
    poor = Allowances(anonymous_budget=5, anonymous_refill=0.001)
    async with serving(world.platform.site, allowances=poor) as other:
        assert (await fetch(other, link)).status_code == 429
